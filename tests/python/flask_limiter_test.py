"""antivenom.compat.flask_limiter where it is not the peer's: shared memory, threads, a storage that
fails, what two limiters on one view count."""

import concurrent.futures
import os
import sys
import unittest
import unittest.mock
import warnings

import flask

from antivenom import limit
from antivenom.compat.flask_limiter import Limiter, MetaLimit, RateLimitExceeded
from antivenom.compat.flask_limiter.commands import cli
from antivenom.compat.flask_limiter.contrib.util import get_remote_address_cloudflare
from antivenom.compat.flask_limiter.util import get_remote_address
from antivenom.compat.limits.storage import MemoryStorage


class Failing(MemoryStorage):
    """A storage on a server that can be switched off."""

    STORAGE_SCHEME = ['failing']
    down = False

    def incr(self, key, expiry, amount=1):
        if Failing.down:
            raise ConnectionError('nobody there')
        return super().incr(key, expiry, amount)

    def check(self):
        return not Failing.down


def application(**options):
    app = flask.Flask('shop')
    limiter = Limiter(options.pop('key_func', get_remote_address), app=app,
                      **{'storage_uri': 'memory://', **options})
    app.add_url_rule('/', 'root', lambda: 'root')
    return app, limiter


def codes(app, path, times, **options):
    client = app.test_client()
    return [client.get(path, **options).status_code for _ in range(times)]


class FlaskLimiter(unittest.TestCase):
    def test_workers_share_shared_memory(self):
        name = f'shm://antivenom-flask-limiter-{os.getpid()}'
        limit.remove_shared(name)
        self.addCleanup(limit.remove_shared, name)
        workers = [application(storage_uri=name, default_limits=['4/day'])[0]
                   for _ in range(2)]
        self.assertEqual([codes(app, '/', 3) for app in workers],
                         [[200, 200, 200], [200, 429, 429]])

    def test_threads_admit_the_limit_exactly(self):
        for strategy in ('fixed-window', 'moving-window', 'sliding-window-counter'):
            app, _ = application(default_limits=['50/day'], strategy=strategy)
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                found = list(pool.map(lambda _: codes(app, '/', 20), range(8)))
            self.assertEqual(sum(found, []).count(200), 50, strategy)

    def test_falls_back_to_memory_and_comes_back(self):
        app, limiter = application(storage_uri='failing://', default_limits=['3/day'],
                                   in_memory_fallback=['1/day'])
        self.assertEqual(codes(app, '/', 1), [200])
        self.addCleanup(setattr, Failing, 'down', False)
        Failing.down = True
        with self.assertLogs('flask-limiter', 'WARNING'):
            self.assertEqual(codes(app, '/', 2), [200, 429])
        Failing.down = False
        self.assertEqual(codes(app, '/', 1), [429])       # it is asked again a second later
        clock = 'antivenom.compat.flask_limiter._extension.time.time'
        with unittest.mock.patch(clock, return_value=limiter._checked_at + 60):
            self.assertEqual(codes(app, '/', 3), [200, 200, 429])

    def test_a_failing_storage_is_an_error_unless_swallowed(self):
        self.addCleanup(setattr, Failing, 'down', False)
        Failing.down = True
        app, _ = application(storage_uri='failing://', default_limits=['1/day'])
        self.assertEqual(codes(app, '/', 1), [500])
        app, _ = application(storage_uri='failing://', default_limits=['1/day'],
                             swallow_errors=True)
        with self.assertLogs('flask-limiter', 'ERROR'):
            self.assertEqual(codes(app, '/', 2), [200, 200])

    def test_limiters_that_alternate_count_once(self):
        app, first = application(key_prefix='first')
        second = Limiter(get_remote_address, app=app, key_prefix='second',
                         storage_uri='memory://')

        @app.route('/view')
        @first.limit('2/day')
        @second.limit('5/day')
        @first.limit('4/day')
        def view():
            return 'view'

        self.assertEqual(codes(app, '/view', 3), [200, 200, 429])

    def test_applications_with_one_storage_have_meta_limits_of_their_own(self):
        name = f'shm://antivenom-flask-limiter-meta-{os.getpid()}'
        limit.remove_shared(name)
        self.addCleanup(limit.remove_shared, name)
        apps = [application(storage_uri=name, key_prefix=prefix,
                            default_limits=['1/day'], meta_limits=[MetaLimit('2/day', cost=2)],
                            on_meta_breach=lambda _: flask.Response('meta', 403))[0]
                for prefix in ('a', 'b')]
        self.assertEqual([codes(app, '/', 3) for app in apps], [[200, 429, 403]] * 2)

    def test_headers_keep_a_later_retry_after(self):
        for said, least in (('100000', 99000), ('soon', 50)):
            app, _ = application(default_limits=['1/minute'], headers_enabled=True)
            app.add_url_rule(f'/{said}', said,
                             lambda said=said: ('', {'Retry-After': said}))
            answer = app.test_client().get(f'/{said}')
            self.assertEqual(answer.status_code, 200)
            self.assertGreaterEqual(int(answer.headers['Retry-After']), least)

    def test_a_block_is_limited_by_itself(self):
        app, limiter = application(default_limits=['100/day'])

        @app.route('/block')
        def block():
            try:
                with limiter.limit('1/day', override_defaults=False):
                    return 'done'
            except RateLimitExceeded as error:
                return str(error.limit.limit), 503

        self.assertEqual(codes(app, '/block', 2), [200, 503])

    def test_unknown_options_are_refused(self):
        with self.assertRaisesRegex(TypeError, 'headers_enabeld'):
            application(headers_enabeld=True)

    def test_warns_of_counting_in_each_worker(self):
        with self.assertWarnsRegex(UserWarning, 'shm://'):
            Limiter(get_remote_address, app=flask.Flask('shop'))
        with warnings.catch_warnings():
            warnings.simplefilter('error')
            application()

    def test_cloudflare_clients_need_its_header(self):
        app, _ = application(default_limits=['1/day'], key_func=get_remote_address_cloudflare)
        header = {'CF-Connecting-IP': '192.0.2.7'}
        self.assertEqual(codes(app, '/', 1) + codes(app, '/', 2, headers=header), [400, 200, 429])

    def test_clears_a_key_from_the_command_line(self):
        app, limiter = application(default_limits=['1/day'], application_limits=['2/day'])

        @app.route('/both', methods=['GET', 'POST'])
        @limiter.limit('1/day', per_method=True)
        def both():
            return 'both'

        self.assertEqual(codes(app, '/', 1) + codes(app, '/both', 2), [200, 200, 429])
        runner = app.test_cli_runner()
        shown = runner.invoke(cli, ['limits', '--key', '127.0.0.1']).output
        self.assertIn('Fail (0 out of 1 remaining)', shown)
        self.assertIn('1 per 1 day (POST): Pass', shown)
        refused = runner.invoke(cli, ['clear', '--key', '127.0.0.1'], input='n')
        self.assertEqual(refused.exit_code, 1)
        self.assertEqual(codes(app, '/both', 1), [429])
        cleared = runner.invoke(cli, ['clear', '--key', '127.0.0.1', '-y']).output
        self.assertIn('2 per 1 day: Cleared', cleared)
        self.assertEqual(codes(app, '/', 1) + codes(app, '/both', 2), [200, 200, 429])


if __name__ == '__main__':
    unittest.main(argv=[word for word in sys.argv if word != '--update'])
