"""Lets values through the libraries of two chats, without their servers: what a message has."""
import asyncio
import datetime

import slack_bolt
import telegram
import telegram.ext

MARKER = 'm4rk3r'


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path)


WHO = telegram.User(id=1, first_name='x', is_bot=False)
CHAT = telegram.Chat(1, 'private')


async def handle(update, context):
    if update.callback_query:
        ok('telegram.Update.callback_query.data', update.callback_query.data)
        return
    ok('telegram.Update.message.text', update.message.text)
    ok('telegram.Update.effective_message.text', update.effective_message.text)
    ok('telegram.ext.CallbackContext.args', context.args)


async def telegrams():
    application = telegram.ext.ApplicationBuilder().token('1:x').build()
    words = f'/run {MARKER}'
    message = telegram.Message(1, datetime.datetime.now(datetime.timezone.utc), CHAT, text=words,
                               from_user=WHO,
                               entities=[telegram.MessageEntity('bot_command', 0, 4)])
    application.bot._bot_user = telegram.User(2, 'bot', True, username='bot')
    message.set_bot(application.bot)
    update = telegram.Update(1, message=message)
    handler = telegram.ext.CommandHandler('run', handle)
    context = application.context_types.context.from_update(update, application)
    await handler.handle_update(update, application, handler.check_update(update), context)
    pressed = telegram.Update(2, callback_query=telegram.CallbackQuery('1', WHO, 'x', data=MARKER))
    await handle(pressed, context)


asyncio.run(telegrams())
app = slack_bolt.App(token='xoxb-x', signing_secret='x', token_verification_enabled=False,
                     request_verification_enabled=False, process_before_response=True,
                     authorize=lambda: slack_bolt.authorization.AuthorizeResult(
                         enterprise_id=None, team_id='T', bot_token='xoxb-x'))


@app.command('/run')
def slack(ack, command):
    ok('slack_bolt.App.command', command['text'])
    ack()


answer = app.dispatch(slack_bolt.BoltRequest(
    body=f'command=%2Frun&text={MARKER}&team_id=T&user_id=U&token=x',
    headers={'content-type': 'application/x-www-form-urlencoded'}))
assert answer.status == 200, answer
