"""Lets values through what logs and what starts programs; hashes and tokens do not show what went in."""
import io

import bcrypt
import jwt
import loguru
import pexpect
import structlog

MARKER = 'm4rk3r'


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path)


taken = io.StringIO()
loguru.logger.remove()
loguru.logger.add(taken, level=0)
loguru.logger.info(MARKER)
ok('loguru.logger.info', taken.getvalue())
taken = io.StringIO()
structlog.configure(logger_factory=structlog.PrintLoggerFactory(taken))
structlog.get_logger().info(MARKER)
ok('structlog.get_logger().info', taken.getvalue())
ok('pexpect.run', pexpect.run(f'echo {MARKER}'))
ok('pexpect.spawn', pexpect.spawn(f'echo {MARKER}').read())
key = bcrypt.hashpw(MARKER.encode(), bcrypt.gensalt(4))
assert MARKER.encode() not in key and bcrypt.checkpw(MARKER.encode(), key)
print('ok bcrypt.hashpw')
print('ok bcrypt.checkpw')
ok('jwt.encode', jwt.decode(jwt.encode({'q': MARKER}, 'k' * 32, 'HS256'), 'k' * 32, ['HS256']))
