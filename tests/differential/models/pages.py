"""Lets values through Streamlit, by its own tests of an app; of Gradio's functions, what is sent."""
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


interface = gradio.Interface(fn=show, inputs='text', outputs='text')
[function] = [one for one in interface.fns.values() if one.fn and one.api_name == 'predict']
import asyncio
answer = asyncio.run(interface.process_api(function, [MARKER]))
assert answer['data'] == [MARKER]
