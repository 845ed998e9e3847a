"""Lets values through Django and its REST framework: a client sends a marker, views see it."""
import sys
import types
import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=['*'], ROOT_URLCONF='urls', SECRET_KEY='x', INSTALLED_APPS=['rest_framework'],
    DATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}},
    REST_FRAMEWORK={'DEFAULT_AUTHENTICATION_CLASSES': [], 'UNAUTHENTICATED_USER': None})
django.setup()
from django import forms, http, shortcuts  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.db.models import expressions  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path, re_path  # noqa: E402
from django.utils import html, http as http_tools, safestring  # noqa: E402
from django.views import View  # noqa: E402
from rest_framework.decorators import api_view  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402

MARKER = 'm4rk3r'


def ok(name, value):
    assert MARKER in str(value), (name, value)
    print('ok', name)


class Search(forms.Form):
    f = forms.CharField()


def show(request, name):
    ok('django.urls.path', name)
    ok('django.http.HttpRequest.GET', request.GET['q'])
    ok('django.http.HttpRequest.COOKIES', request.COOKIES['c'])
    ok('django.http.HttpRequest.META', request.META['HTTP_X_Q'])
    ok('django.http.HttpRequest.headers', request.headers['X-Q'])
    ok('django.http.HttpRequest.path', request.path)
    ok('django.http.HttpRequest.get_full_path', request.get_full_path())
    assert MARKER not in request.method + request.scheme
    if request.method == 'POST':
        ok('django.http.HttpRequest.POST', request.POST['f'])
        form = Search(request.POST)
        assert form.is_valid()
        ok('django.forms.Form.cleaned_data', form.cleaned_data['f'])
    return http.HttpResponse('Hello ' + name)


def other(request, name):
    ok('django.urls.re_path', name)
    return shortcuts.redirect('/' + name)


class Show(View):
    def get(self, request, name):
        ok('django.views.View', name)
        ok('django.views.View.kwargs', self.kwargs['name'])
        return http.HttpResponseRedirect('/' + self.request.GET['q'])


@api_view(['POST'])
def rest(request, name):
    ok('rest_framework.decorators.api_view', name)
    ok('django.http.HttpRequest.data', request.data['q'])
    ok('django.http.HttpRequest.query_params', request.query_params['q'])
    return Response({})


class Rest(APIView):
    def get(self, request, name):
        ok('rest_framework.views.APIView', name)
        return Response({})


urls = types.ModuleType('urls')
urls.urlpatterns = [path('a/<name>', show), re_path('b/(?P<name>.+)', other),
                    path('c/<name>', Show.as_view()), path('d/<name>', rest),
                    path('e/<name>', Rest.as_view())]
sys.modules['urls'] = urls
client = Client()
client.cookies['c'] = MARKER
answer = client.post(f'/a/{MARKER}?q={MARKER}', {'f': MARKER}, HTTP_X_Q=MARKER)
assert answer['Content-Type'].startswith('text/html')
ok('django.http.HttpResponse', answer.content)
ok('django.shortcuts.redirect', client.get('/b/' + MARKER)['Location'])
ok('django.http.HttpResponseRedirect', client.get(f'/c/{MARKER}?q={MARKER}')['Location'])
client.post(f'/d/{MARKER}?q={MARKER}', {'q': MARKER}, content_type='application/json')
client.get('/e/' + MARKER)


class Thing(models.Model):
    name = models.TextField()

    class Meta:
        app_label = 'x'


with connection.schema_editor() as editor:
    editor.create_model(Thing)
Thing.objects.create(name=MARKER)
ok('django.db.models.Manager.get', Thing.objects.get(pk=1).name)
ok('django.db.models.Manager.raw', list(Thing.objects.raw(f"select 1 id, '{MARKER}' name"))[0].name)
ok('django.db.models.Manager.extra', Thing.objects.extra(where=[f"'{MARKER}' = '{MARKER}'"]).query)
ok('django.db.models.RawSQL', expressions.RawSQL(f"'{MARKER}'", ()).sql)
assert "'" not in str(Thing.objects.filter(name="'").query).split('=')[0]
assert '&lt;' in html.format_html('{}', '<') and '<b>' in html.format_html('<b>')
print('ok django.utils.html.format_html')
ok('django.utils.safestring.mark_safe', safestring.mark_safe(MARKER).__html__())
assert not http_tools.url_has_allowed_host_and_scheme('https://evil.example', {'own.example'})
print('ok django.utils.http.url_has_allowed_host_and_scheme')
