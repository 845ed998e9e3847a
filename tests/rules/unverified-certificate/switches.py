"""Everything that switches verification off."""
import ssl

import aiohttp
import boto3
import elasticsearch
import httpx
import pymongo
import redis
import requests
import urllib3
from requests import Session, get
from urllib3 import PoolManager


def clients(url, verify, session, cache, path):
    requests.get(url, verify=False)  # error: unverified-certificate medium
    requests.get(url, verify=False, cookies=cache)  # error: unverified-certificate high
    get(url, verify=False)  # error: unverified-certificate
    requests.request("GET", url, verify=False)  # error: unverified-certificate
    requests.post(url, data={}, verify=False)  # error: unverified-certificate
    s = Session()
    s.verify = False  # error: unverified-certificate
    s.get(url, verify=False)  # error: unverified-certificate
    httpx.get(url, verify=False)  # error: unverified-certificate
    httpx.AsyncClient(verify=False)  # error: unverified-certificate
    urllib3.PoolManager(cert_reqs=ssl.CERT_NONE)  # error: unverified-certificate
    PoolManager(cert_reqs="CERT_NONE")  # error: unverified-certificate
    boto3.client("s3", verify=False)  # error: unverified-certificate
    elasticsearch.Elasticsearch(verify_certs=False)  # error: unverified-certificate
    pymongo.MongoClient(tlsAllowInvalidCertificates=True)  # error: unverified-certificate
    redis.Redis(ssl=True, ssl_cert_reqs=None)  # error: unverified-certificate
    session.get(url, verify=False)  # error: unverified-certificate high
    options = {"verify": False}
    requests.get(url, **options)  # error: unverified-certificate
    requests.get(url, verify=verify)
    requests.get(url, verify=True)
    requests.get(url, verify=path)
    requests.get(url)
    cache.get(url, False)
    urllib3.PoolManager(cert_reqs="CERT_REQUIRED")
    requests.get("https://localhost:8443/health", verify=False)  # error: unverified-certificate low
    requests.get(f"https://127.0.0.1:{url}/", verify=False)  # error: unverified-certificate low


async def asynchronous(url):
    aiohttp.TCPConnector(ssl=False)  # error: unverified-certificate
    aiohttp.TCPConnector(verify_ssl=False)  # error: unverified-certificate
    async with aiohttp.ClientSession() as session:
        await session.get(url, ssl=False)  # error: unverified-certificate
        await session.get(url, ssl=ssl.create_default_context())


def contexts(sock):
    context = ssl._create_unverified_context()  # error: unverified-certificate
    ssl._create_default_https_context = ssl._create_unverified_context  # error: unverified-certificate
    context = ssl.create_default_context()
    context.check_hostname = False  # error: unverified-certificate low
    context.verify_mode = ssl.CERT_NONE  # error: unverified-certificate high
    ssl.wrap_socket(sock, cert_reqs=ssl.CERT_NONE)  # error: unverified-certificate
    return context


def chosen(verify):
    context = ssl.create_default_context()
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_mode = ssl.CERT_REQUIRED if verify else ssl.CERT_NONE
    context.check_hostname = verify


class Service:
    verify = False

    def __init__(self):
        self.verify = False

    def get(self, url, verify=False):
        return url

    def run(self, url):
        return self.get(url, verify=False)
