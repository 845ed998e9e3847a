"""jinja2 by way of a function that imports what may be missing."""
import pytest

from compat import import_optional_dependency, load

jinja2 = import_optional_dependency("jinja2", extra="pages need it")
skipped = pytest.importorskip("jinja2")
loaded = load("jinja2")


def environments(loader):
    jinja2.Environment(loader=loader)  # error: autoescape-off medium
    skipped.Environment(autoescape=False)  # error: autoescape-off medium
    jinja2.Environment(autoescape=True)
    loaded.Environment(loader=loader)
    return jinja2.Environment(autoescape=True).get_template("page.html")
