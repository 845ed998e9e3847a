"""Lets values through Streamlit, by its own means of testing, and through Gradio's events."""
import asyncio

import gradio
from streamlit.testing.v1 import AppTest

MARKER = 'm4rk3r'


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path)


def page():
    import streamlit as st
    st.markdown('<b>' + st.text_input('one'), unsafe_allow_html=True)
    st.caption(st.text_area('two'))
    st.sidebar.markdown(st.sidebar.text_input('three'))


app = AppTest.from_function(page, default_timeout=60).run()
for field in (app.text_input[0], app.text_area[0], app.sidebar.text_input[0]):
    field.input(MARKER).run()
assert not app.exception
shown = app.main.markdown[0]
assert shown.allow_html
ok('streamlit.text_input', shown.value)
ok('streamlit.markdown', shown.value)
ok('streamlit.text_area', app.caption[0].value)
ok('streamlit.sidebar.text_input', app.sidebar.markdown[0].value)


def show(name):
    ok('gradio.Interface', name)
    return name


interface = gradio.Interface(fn=show, inputs='text', outputs='text', api_name='show')
[function] = [one for one in interface.fns.values() if one.api_name == 'show']
answer = asyncio.run(interface.process_api(function, [MARKER]))
assert answer['data'] == [MARKER]


def press(name):
    ok('gradio.Button.click', name)
    return name


def then(name):
    ok('gradio.Button.click().then', name)
    return name


with gradio.Blocks() as events:
    field, button = gradio.Textbox(), gradio.Button()
    button.click(press, field, field, api_name='press').then(then, field, field, api_name='then')
for function in list(events.fns.values()):
    asyncio.run(events.process_api(function, [MARKER]))
