"""Twenty taint rules for semgrep, written for this bench: sources, sinks and sanitizers of about the
same reach as those of antivenom's own flow rules, so that both do work of one kind.
"""
import json

SOURCES = ("flask.request.$PART", "$REQUEST.GET[...]", "$REQUEST.GET.get(...)",
           "$REQUEST.POST[...]", "$REQUEST.POST.get(...)", "$REQUEST.query_params.get(...)",
           "$SOCKET.recv(...)", "input(...)", "sys.argv", "sys.stdin.$READ(...)",
           "os.environ[...]", "os.getenv(...)")
SANITIZERS = {
    "shell-command": ("shlex.quote(...)",),
    "ldap-filter": ("ldap.filter.escape_filter_chars(...)",),
    "open-path": ("os.path.basename(...)", "werkzeug.utils.secure_filename(...)"),
    "page-text": ("html.escape(...)", "markupsafe.escape(...)"),
    "regular-expression": ("re.escape(...)",),
}
SINKS = {
    "shell-command": ("os.system(...)", "os.popen(...)", "subprocess.getoutput(...)",
                      "subprocess.$RUN(..., shell=True, ...)",
                      "asyncio.create_subprocess_shell(...)"),
    "program-arguments": ("subprocess.run(...)", "subprocess.Popen(...)", "subprocess.call(...)",
                          "subprocess.check_output(...)", "os.execv(...)", "os.spawnv(...)"),
    "run-code": ("eval(...)", "exec(...)", "compile(...)"),
    "sql-text": ("$CURSOR.execute($TEXT, ...)", "$CURSOR.executemany($TEXT, ...)",
                 "$CURSOR.executescript($TEXT)", "$MODEL.objects.raw($TEXT, ...)"),
    "nosql-filter": ("$COLLECTION.find_one(...)", "$COLLECTION.update_one(...)",
                     "$COLLECTION.delete_many(...)", "$COLLECTION.aggregate(...)"),
    "ldap-filter": ("$CONNECTION.search_s(...)", "$CONNECTION.search(...)"),
    "xpath-text": ("$TREE.xpath($TEXT, ...)", "$TREE.findall($TEXT)", "lxml.etree.XPath($TEXT)"),
    "open-path": ("open($PATH, ...)", "os.remove($PATH)", "os.listdir($PATH)",
                  "shutil.rmtree($PATH, ...)", "shutil.copyfile(...)",
                  "pathlib.Path($PATH).read_text(...)", "flask.send_file($PATH, ...)"),
    "load-objects": ("pickle.loads(...)", "pickle.load(...)", "marshal.loads(...)",
                     "shelve.open(...)", "yaml.load(...)", "yaml.unsafe_load(...)"),
    "fetch-address": ("urllib.request.urlopen($ADDRESS, ...)", "requests.$METHOD($ADDRESS, ...)",
                      "httpx.$METHOD($ADDRESS, ...)", "http.client.HTTPConnection($ADDRESS, ...)",
                      "socket.create_connection($ADDRESS, ...)"),
    "redirect-to": ("flask.redirect($ADDRESS, ...)", "django.shortcuts.redirect($ADDRESS, ...)",
                    "django.http.HttpResponseRedirect($ADDRESS)"),
    "page-text": ("markupsafe.Markup(...)", "django.utils.safestring.mark_safe(...)",
                  "django.http.HttpResponse(...)", "flask.make_response(...)"),
    "template-text": ("flask.render_template_string($TEXT, ...)", "jinja2.Template($TEXT, ...)",
                      "$ENVIRONMENT.from_string($TEXT, ...)",
                      "mako.template.Template($TEXT, ...)"),
    "xml-text": ("xml.etree.ElementTree.fromstring(...)", "xml.dom.minidom.parseString(...)",
                 "xml.sax.parseString(...)", "lxml.etree.fromstring(...)"),
    "regular-expression": ("re.compile($TEXT, ...)", "re.match($TEXT, ...)",
                           "re.search($TEXT, ...)", "re.sub($TEXT, ...)"),
    "log-line": ("logging.$LEVEL(...)", "$LOGGER.info(...)", "$LOGGER.warning(...)",
                 "$LOGGER.error(...)"),
    "response-header": ("$RESPONSE.headers[$NAME] = $VALUE", "$RESPONSE.set_cookie(...)",
                        "$HANDLER.send_header(...)"),
    "unpack-archive": ("shutil.unpack_archive(...)", "tarfile.open(...)", "zipfile.ZipFile(...)"),
    "import-name": ("importlib.import_module($NAME, ...)", "__import__($NAME, ...)",
                    "getattr($OBJECT, $NAME, ...)", "setattr($OBJECT, $NAME, ...)"),
    "format-text": ("$TEXT.format(...)", "$TEXT.format_map(...)"),
}


def patterns(texts):
    return [{"pattern": text} for text in texts]


def rule(name):
    made = {"id": name, "message": "text from outside: " + name, "languages": ["python"],
            "severity": "ERROR", "mode": "taint", "pattern-sources": patterns(SOURCES),
            "pattern-sinks": patterns(SINKS[name])}
    if name in SANITIZERS:
        made["pattern-sanitizers"] = patterns(SANITIZERS[name])
    return made


def text():
    """The rules as semgrep reads them: its configuration is YAML, which JSON is too."""
    return json.dumps({"rules": [rule(name) for name in SINKS]}, indent=1)
