"""What is declared safe, and where it comes from."""
import sys

from django.utils.safestring import mark_safe
from flask import request
from markupsafe import Markup, escape

from texts import translate


def grades(text):
    Markup(request.args["x"])  # error: unescaped-markup high
    mark_safe(sys.argv[1])  # error: unescaped-markup low
    Markup(text)  # error: unescaped-markup low
    Markup(translate(text))  # error: unescaped-markup low
    indention = text if isinstance(text, str) else " " * text
    Markup(indention)  # error: unescaped-markup low


def fine(text, template, number: int):
    Markup("<hr>")
    Markup(escape(text))
    Markup(text).striptags()
    Markup(template.render(text=text))
    Markup("<b>{}</b>").format(text)
    mark_safe(f"<b>{number}</b>")
