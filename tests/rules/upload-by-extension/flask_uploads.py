"""Uploads that only their name speaks for."""
from flask import request


def upload():
    photo = request.files["photo"]
    if not photo.filename.endswith((".png", ".jpg")):
        return "no"
    photo.save("/srv/1")  # error: upload-by-extension
    return "yes"


def other(image):
    image.save("/srv/2")
