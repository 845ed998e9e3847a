"""Lets values through parsers and XPath."""
import defusedxml.ElementTree
import lxml.etree
import xmltodict

MARKER = 'm4rk3r'
TEXT = f'<a><q n="{MARKER}">{MARKER}</q></a>'


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path)


root = lxml.etree.fromstring(TEXT)
ok('lxml.etree.fromstring', root.findtext('q'))
ok('lxml.etree.XML', lxml.etree.XML(TEXT).findtext('q'))
ok('lxml.etree.XPath', lxml.etree.XPath(f"//q[@n='{MARKER}']")(root)[0].text)
ok('defusedxml.ElementTree.fromstring', defusedxml.ElementTree.fromstring(TEXT).findtext('q'))
ok('xmltodict.parse', xmltodict.parse(TEXT))
