"""Every loader by many names, and where the data comes from."""
import cPickle
import cloudpickle
import dill
import gzip
import io
import jsonpickle
import marshal
import os
import pickle
import pickle as p
import shelve
import sys
from pickle import Unpickler, loads as unpickle
from six.moves import cPickle as six_pickle

import numpy
import requests
import torch
from flask import request


def names(data, file):
    pickle.loads(data)  # error: unsafe-pickle low
    p.load(file)  # error: unsafe-pickle low
    cPickle.loads(data)  # error: unsafe-pickle
    six_pickle.loads(data)  # error: unsafe-pickle
    unpickle(data)  # error: unsafe-pickle
    Unpickler(file).load()  # error: unsafe-pickle
    dill.loads(data)  # error: unsafe-pickle
    cloudpickle.load(file)  # error: unsafe-pickle
    marshal.loads(data)  # error: unsafe-pickle
    jsonpickle.decode(data)  # error: unsafe-pickle
    shelve.open(data)  # error: unsafe-pickle low
    pickle.dumps(data)
    pickle.dump(data, file)
    pickle.HIGHEST_PROTOCOL


def own(value):
    pickle.loads(pickle.dumps(value))
    blob = pickle.dumps(value)
    pickle.loads(blob)
    pickle.loads(b"\x80\x04N.")
    pickle.load(io.BytesIO(pickle.dumps(value)))


def files(path):
    with open("cache.pkl", "rb") as f:
        pickle.load(f)  # error: unsafe-pickle low
    with gzip.open("cache.pkl.gz") as f:
        pickle.load(f)  # error: unsafe-pickle low
    pickle.load(open(path, "rb"))  # error: unsafe-pickle low
    pickle.load(open(sys.argv[1], "rb"))  # error: unsafe-pickle low
    torch.load(os.environ["MODEL"], weights_only=False)  # error: unsafe-pickle low
    pickle.loads(os.environb[b"STATE"])  # error: unsafe-pickle low
    pickle.load(sys.stdin.buffer)  # error: unsafe-pickle low
    with os.fdopen(int(sys.argv[1]), "rb") as parent:
        pickle.load(parent)  # error: unsafe-pickle low
    pickle.loads(requests.get("https://example.com/x").content)  # error: unsafe-pickle medium
    pickle.loads(request.data)  # error: unsafe-pickle high
    shelve.open("cache")  # error: unsafe-pickle low


def options(path, choice):
    numpy.load(path)
    numpy.load(path, None, True)  # error: unsafe-pickle
    numpy.load(path, allow_pickle=False)
    numpy.load(path, allow_pickle=choice)
    torch.load("model.pt")  # error: unsafe-pickle low
    torch.load(path, map_location="cpu", weights_only=True)
    torch.load(path, weights_only=choice)
