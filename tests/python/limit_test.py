"""antivenom.limit: limits, decisions, storages, gates, clients; threads, processes and failures."""

import asyncio
import copy
import multiprocessing
import os
import pickle
import resource
import signal
import subprocess
import sys
import threading
import time
import unittest
from unittest import mock

from antivenom import limit
from antivenom.compat import limits as compat
from antivenom.limit import _web, asgi

STRATEGIES = ('fixed-window', 'sliding-window', 'gcra', 'token-bucket', 'moving-window')


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


class Down:
    """A storage whose server is gone."""

    def hit(self, *_):
        raise ConnectionError('gone')

    test = clear = hit

    def reset(self):
        pass


class Counting:
    """The least storage there can be."""

    def __init__(self):
        self.counts = {}

    def hit(self, one, key, cost):
        used = self.counts.get(key, 0)
        allowed = used + cost <= one.amount
        if allowed:
            self.counts[key] = used + cost
        return limit.Decision(one, allowed=allowed, remaining=one.amount - self.counts[key],
                              retry_after=0 if allowed else one.period)

    def test(self, one, key, cost):
        return limit.Decision(one, allowed=True, remaining=one.amount)

    def clear(self, one, key):
        self.counts.pop(key, None)

    def reset(self):
        self.counts.clear()


class AsyncCounting(Counting):
    """The same on a server, which takes its time."""

    delay = 0.0

    async def hit(self, *arguments):
        await asyncio.sleep(self.delay)
        return super().hit(*arguments)

    async def test(self, one, key, cost):
        allowed = self.counts.get(key, 0) + cost <= one.amount
        return limit.Decision(one, allowed=allowed, remaining=0, retry_after=0)

    async def clear(self, *arguments):
        super().clear(*arguments)

    async def reset(self):
        super().reset()


class Waiting(unittest.TestCase):
    """Until it is allowed, or not: the same for threads and coroutines."""

    @staticmethod
    def both(owner, name, *arguments, **options):
        yield lambda: getattr(owner, name)(*arguments, **options)
        yield lambda: asyncio.run(getattr(owner, f'a{name}')(*arguments, **options))

    def test_hit_waits_until_allowed(self):
        for strategy, one, least in (('gcra', limit.Limit(10, 1, burst=1), 0.09),
                                     ('moving-window', limit.Limit(1, 1), 0.9)):
            limiter = limit.Limiter(strategy=strategy)
            for hit in self.both(limiter, 'hit_or_wait', one, 'key'):
                with self.subTest(strategy=strategy):
                    limiter.reset()
                    self.assertTrue(hit())
                    begin = time.monotonic()
                    self.assertTrue(hit())
                    self.assertGreater(time.monotonic() - begin, least)

    def test_hit_does_not_wait_in_vain(self):
        begin = time.monotonic()
        for options, key in (({'timeout': 5}, 'over'), ({'cost': 2}, 'never')):
            limiter = limit.Limiter()
            limiter.hit('1/minute', 'over')
            for hit in self.both(limiter, 'hit_or_wait', '1/minute', key, **options):
                self.assertFalse(hit())
        for hit in self.both(limit.Limiter(Down()), 'hit_or_wait', '1/minute', 'key'):
            self.assertTrue(hit().failed)
        self.assertLess(time.monotonic() - begin, 3)

    def test_waiting_takes_nothing(self):
        limiter = limit.Limiter()
        limiter.hit('1/minute', 'key')
        for hit in self.both(limiter, 'hit_or_wait', '9/minute; 1/minute', 'key', timeout=0.05):
            self.assertFalse(hit())
        self.assertEqual(limiter.hit('9/minute', 'key').remaining, 8)

    def test_coroutines_wait_beside_each_other(self):
        limiter = limit.Limiter()

        async def everybody():
            one = limit.Limit(20, 1, burst=1)
            return await asyncio.gather(*(limiter.ahit_or_wait(one, 'key') for _ in range(6)))

        begin = time.monotonic()
        self.assertTrue(all(asyncio.run(everybody())))
        self.assertGreater(time.monotonic() - begin, 0.24)

    def test_gate_waits_for_a_place(self):
        gate = limit.Gate()
        for enter in self.both(gate, 'enter_or_wait', 1, 'key', timeout=5):
            held = gate.enter(1, 'key')
            threading.Timer(0.1, held.leave).start()
            with enter() as permit:
                self.assertTrue(permit)
        held = gate.enter(1, 'key')
        for enter in self.both(gate, 'enter_or_wait', 1, 'key', timeout=0.02):
            self.assertFalse(enter())
        self.assertEqual(gate.taken('key'), 1)

    def test_a_cancelled_waiter_takes_nothing(self):
        gate, limiter = limit.Gate(), limit.Limiter()
        held = gate.enter(1, 'key')
        limiter.hit('1/minute', 'key')

        async def cancel():
            for waiter in (gate.aenter_or_wait(1, 'key'), limiter.ahit_or_wait('1/minute', 'key')):
                task = asyncio.create_task(waiter)
                await asyncio.sleep(0.02)
                task.cancel()
                with self.assertRaises(asyncio.CancelledError):
                    await task

        asyncio.run(cancel())
        held.leave()
        self.assertEqual(gate.taken('key'), 0)


class AsyncStorages(unittest.IsolatedAsyncioTestCase):
    async def test_counts(self):
        limiter = limit.AsyncLimiter(AsyncCounting())
        answers = [await limiter.hit('2/minute; 3/minute', 'a', 1) for _ in range(3)]
        self.assertEqual([bool(answer) for answer in answers], [True, False, False])
        self.assertFalse(await limiter.test('2/minute', 'a', 1))
        await limiter.clear('2/minute', 'a', 1)
        self.assertEqual((await limiter.hit('2/minute', 'a', 1)).remaining, 1)
        await limiter.reset()
        self.assertTrue(await limiter.hit_or_wait('1/minute', 'a', 1))

    async def test_keys_are_those_of_a_limiter(self):
        plain, awaited = Counting(), AsyncCounting()
        limit.Limiter(plain).hit('5/day', 'a', b'b', 7)
        await limit.AsyncLimiter(awaited).hit('5/day', 'a', b'b', 7)
        self.assertEqual(plain.counts, awaited.counts)

    async def test_asgi_applications_wait_for_them(self):
        async def application(scope, receive, send):
            await send({'type': 'http.response.start', 'status': 200, 'headers': []})

        async def send(message):
            if message['type'] == 'http.response.start':
                codes.append(message['status'])

        codes, scope = [], {'type': 'http', 'headers': [], 'client': ('192.0.2.7', 1)}
        limited = asgi.RateLimitMiddleware(application, '2/day', storage=AsyncCounting())
        for _ in range(3):
            await limited(scope, None, send)
        self.assertEqual(codes, [200, 200, 429])
        with self.assertRaises(limit.LimitError):
            _web.Guard(AsyncCounting())

    async def test_waits(self):
        storage = AsyncCounting()
        limiter = limit.AsyncLimiter(storage)
        await limiter.hit('1/minute', 'key')
        asyncio.get_running_loop().call_later(0.05, storage.counts.clear)
        self.assertTrue(await limiter.hit_or_wait('1/minute', 'key', timeout=10))

    async def test_failures_are_decided_by_on_error(self):
        slow = AsyncCounting()
        slow.delay = 60
        for storage, cause in ((slow, asyncio.TimeoutError), (Down(), ConnectionError),
                               (Counting(), TypeError)):
            for on_error in ('deny', 'allow'):
                limiter = limit.AsyncLimiter(storage, timeout=0.02, on_error=on_error)
                decision = await limiter.hit('1/minute', 'key')
                self.assertTrue(decision.failed)
                self.assertEqual(decision.allowed, on_error == 'allow')
            with self.assertRaises(limit.LimitError) as raised:
                limiter = limit.AsyncLimiter(storage, timeout=0.02, on_error='raise')
                await limiter.hit('1/day', 'key')
            self.assertIsInstance(raised.exception.__cause__, cause)
        with self.assertRaises(limit.LimitError):
            limit.AsyncLimiter(slow, on_error='x')
        for bad in ('', 'x', []):
            with self.assertRaises(limit.LimitError):
                await limit.AsyncLimiter(slow).hit(bad, 'key')


class Limits(unittest.TestCase):
    def test_texts(self):
        one, other = limit.Limit.parse('100/minute; 5 per 2 hours')
        self.assertEqual(one, limit.Limit(100, 60))
        self.assertEqual((other.amount, other.period, other.burst), (5, 7200.0, 0))
        self.assertEqual(hash(one), hash(limit.Limit(100, 60)))
        self.assertNotEqual(one, other)
        self.assertNotEqual(one, None)
        self.assertEqual(repr(one), 'Limit(100, 60.0)')
        for bad in ('', '5', '5/fortnight', '0/day', '-1/day', '1/day;', '9999999999/day'):
            with self.subTest(bad=bad), self.assertRaises(limit.LimitError):
                limit.Limit.parse(bad)

    def test_wrong_arguments(self):
        for options in ({'strategy': 'x'}, {'on_full': 'raise'}, {'on_error': 'x'},
                        {'storage': 'redis://x'}, {'storage': 'shm://a/b'}):
            with self.subTest(options=options), self.assertRaises(limit.LimitError):
                limit.Limiter(**options)
        limiter = limit.Limiter()
        for bad in ('', 'x', limit.Limit(0, 60), limit.Limit(5, 0), []):
            with self.subTest(bad=bad), self.assertRaises(limit.LimitError):
                limiter.hit(bad, 'key')
        with self.assertRaises(TypeError):
            limiter.hit('5/day', 1.5)

    def test_every_strategy(self):
        for strategy in STRATEGIES:
            with self.subTest(strategy=strategy):
                clock = Clock()
                limiter = limit.Limiter(strategy=strategy, clock=clock)
                answers = [limiter.hit('3/minute', 'a', 1, b'b') for _ in range(4)]
                self.assertEqual([bool(answer) for answer in answers], [True] * 3 + [False])
                self.assertEqual([answer.remaining for answer in answers], [2, 1, 0, 0])
                self.assertFalse(limiter.test('3/minute', 'a', 1, b'b'))
                self.assertTrue(limiter.hit('3/minute', 'a', '1', 'c'))
                self.assertLessEqual(answers[-1].reset, 120)
                clock.now += answers[-1].retry_after + 0.001
                self.assertTrue(limiter.hit('3/minute', 'a', 1, b'b'))
                limiter.clear('3/minute', 'a', 1, b'b')
                self.assertEqual(limiter.hit('3/minute', 'a', 1, b'b', cost=2).remaining, 1)
                limiter.reset()
                self.assertEqual(limiter.hit('3/minute', 'a', 1, b'b').remaining, 2)
                self.assertFalse(limiter.hit('3/minute', 'other', cost=4))

    def test_identifiers_are_apart(self):
        limiter = limit.Limiter()
        keys = [('a', 'b'), ('ab',), ('a', 'b', ''), ('', 'a', 'b'), ('1:a', 'b'), ('a:b',)]
        for key in keys:
            self.assertTrue(limiter.hit('1/day', *key), key)
            self.assertFalse(limiter.hit('1/day', *key), key)

    def test_several_limits(self):
        limiter = limit.Limiter(strategy='fixed-window', clock=Clock())
        first = limiter.hit('5/minute; 2/second', 'key')
        self.assertEqual(first.limit, limit.Limit(2, 1))
        limiter.hit('5/minute; 2/second', 'key')
        refused = limiter.hit([limit.Limit(5, 60), limit.Limit(2, 1)], 'key')
        self.assertFalse(refused)
        self.assertEqual(refused.limit.amount, 2)

    def test_clock_that_steps_back(self):
        for strategy in STRATEGIES:
            with self.subTest(strategy=strategy):
                clock = Clock()
                clock.now = 9000
                limiter = limit.Limiter(strategy=strategy, clock=clock)
                self.assertTrue(limiter.hit('1/minute', 'key'))
                clock.now = 2000
                self.assertFalse(limiter.hit('1/minute', 'key'))
                clock.now += 121
                self.assertTrue(limiter.hit('1/minute', 'key'))

    def test_flood(self):
        for strategy in STRATEGIES:
            with self.subTest(strategy=strategy):
                limiter = limit.Limiter(strategy=strategy, capacity=64)
                self.assertTrue(limiter.hit('1/day', 'blocked'))
                before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                for number in range(30_000):
                    limiter.hit('100/day', 'flood', number)
                self.assertFalse(limiter.hit('1/day', 'blocked'))
                grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
                self.assertLess(grown, 8_000)

    def test_full(self):
        for on_full, allowed in (('deny', False), ('allow', True)):
            limiter = limit.Limiter(capacity=16, on_full=on_full)
            for number in range(16):
                limiter.hit('1/day', number)
            decision = limiter.hit('1/day', 'new')
            self.assertTrue(decision.full)
            self.assertEqual(decision.allowed, allowed)

    def test_headers(self):
        limiter = limit.Limiter(strategy='fixed-window')
        limiter.hit('1/minute', 'key')
        decision = limiter.hit('1/minute', 'key')
        fields = dict(decision.headers())
        self.assertEqual(fields['X-RateLimit-Limit'], '1')
        self.assertAlmostEqual(int(fields['X-RateLimit-Reset']), time.time() + 60, delta=3)
        self.assertEqual(fields['Retry-After'], '60')
        fields = dict(decision.headers('ietf', 'login'))
        self.assertEqual(fields['RateLimit-Policy'], '"login";q=1;w=60')
        self.assertEqual(fields['RateLimit'], '"login";r=0;t=60')


class Storages(unittest.TestCase):
    def test_one_of_ones_own(self):
        limiter = limit.Limiter(Counting())
        self.assertTrue(limiter.hit('2/day', 'key', cost=2))
        refused = limiter.hit('2/day', 'key')
        self.assertFalse(refused)
        self.assertFalse(refused.failed)
        self.assertEqual(refused.retry_after, 86400)
        limiter.clear('2/day', 'key')
        self.assertTrue(limiter.hit('2/day', 'key'))

    def test_failure(self):
        for on_error, allowed in (('deny', False), ('allow', True)):
            decision = limit.Limiter(Down(), on_error=on_error).hit('2/day', 'key')
            self.assertTrue(decision.failed)
            self.assertEqual(decision.allowed, allowed)
        with self.assertRaises(limit.LimitError) as caught:
            limit.Limiter(Down(), on_error='raise').hit('2/day', 'key')
        self.assertIsInstance(caught.exception.__cause__, ConnectionError)
        nonsense = mock.Mock(hit=lambda *_: 7)
        self.assertTrue(limit.Limiter(nonsense).hit('2/day', 'key').failed)

    def test_interrupts_pass(self):
        interrupted = mock.Mock(hit=mock.Mock(side_effect=KeyboardInterrupt))
        with self.assertRaises(KeyboardInterrupt):
            limit.Limiter(interrupted).hit('2/day', 'key')

    def test_no_memory(self):
        """mmap fails, and a file that cannot be so large: LimitError, no crash."""
        program = ('import resource; from antivenom import limit\n'
                   'resource.setrlimit(resource.{}, ({}, {}))\n'
                   'try: limit.Limiter({!r}, strategy={!r}, capacity=1 << 22)\n'
                   'except limit.LimitError as error: print("refused", error)\n')
        name = f'shm://antivenom-fault-{os.getpid()}'
        few = 200 << 20
        for what, most, storage in (('RLIMIT_AS', few, 'memory://'), ('RLIMIT_FSIZE', 4096, name)):
            for strategy in ('gcra', 'moving-window'):
                with self.subTest(what=what, strategy=strategy):
                    words = program.format(what, most, most, storage, strategy)
                    if what == 'RLIMIT_FSIZE':
                        words = 'import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n' + words
                    elif strategy == 'gcra':
                        words = words.replace('1 << 22', '1 << 26')
                    done = subprocess.run([sys.executable, '-c', words], text=True,
                                          capture_output=True, check=False)
                    self.assertIn('refused', done.stdout, done.stderr)
        limit.remove_shared(name)


def admit(storage, strategy, count, results):
    limiter = limit.Limiter(storage, strategy=strategy, capacity=64)
    results.put(sum(bool(limiter.hit('50/day', 'key')) for _ in range(count)))


class Exact(unittest.TestCase):
    def test_threads(self):
        for strategy in STRATEGIES:
            with self.subTest(strategy=strategy):
                limiter = limit.Limiter(strategy=strategy)
                admitted = []

                def run(limiter=limiter, admitted=admitted):
                    admitted.extend(1 for _ in range(200) if limiter.hit('300/day', 'key'))
                threads = [threading.Thread(target=run) for _ in range(8)]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
                self.assertEqual(len(admitted), 300)

    def test_processes(self):
        storage = f'shm://antivenom-exact-{os.getpid()}'
        context = multiprocessing.get_context('spawn')
        for strategy in ('gcra', 'moving-window'):
            with self.subTest(strategy=strategy):
                limit.remove_shared(storage)
                results = context.Queue()
                processes = [context.Process(target=admit, args=(storage, strategy, 40, results))
                             for _ in range(3)]
                for process in processes:
                    process.start()
                total = sum(results.get(timeout=60) for _ in processes)
                for process in processes:
                    process.join()
                self.assertEqual(total, 50)
        limit.remove_shared(storage)

    def test_fork(self):
        limiter = limit.Limiter(strategy='moving-window')
        limiter.hit('2/day', 'key')
        child = os.fork()
        if child == 0:
            os._exit(0 if limiter.hit('2/day', 'key') and not limiter.hit('2/day', 'key') else 1)
        self.assertEqual(os.waitpid(child, 0)[1], 0)
        self.assertTrue(limiter.hit('2/day', 'key'))


class Gates(unittest.TestCase):
    def test_permits(self):
        gate = limit.Gate()
        with gate.enter(1, 'key') as first, gate.enter(1, 'key') as second:
            self.assertTrue(first)
            self.assertFalse(second)
            self.assertEqual(gate.taken('key'), 1)
        first.leave()
        self.assertEqual(gate.taken('key'), 0)
        dropped = gate.enter(1, 'key')
        del dropped
        self.assertTrue(gate.enter(1, 'key'))
        with self.assertRaises(limit.LimitError):
            gate.enter(0, 'key')

    def test_killed_process(self):
        storage = f'shm://antivenom-gate-{os.getpid()}'
        limit.remove_shared(storage)
        gate = limit.Gate(storage, capacity=16)
        child = subprocess.Popen(
            [sys.executable, '-c', 'import sys, time; from antivenom import limit\n'
             f'p = limit.Gate({storage!r}, capacity=16).enter(1, "key")\n'
             'print(bool(p), flush=True); time.sleep(60)'], stdout=subprocess.PIPE, text=True)
        self.assertEqual(child.stdout.readline(), 'True\n')
        self.assertFalse(gate.enter(1, 'key'))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        self.assertTrue(gate.enter(1, 'key'))
        limit.remove_shared(storage)


class Whose(unittest.TestCase):
    def test_clients(self):
        clients = limit.Clients(['10.0.0.0/8'])
        self.assertEqual(clients.key('192.0.2.1', '6.6.6.6'), '192.0.2.1')
        self.assertEqual(clients.key('10.0.0.1', '6.6.6.6, 192.0.2.9'), '192.0.2.9')
        self.assertEqual(clients.key('2001:db8::1'), '2001:db8::/64')
        self.assertEqual(clients.key('::ffff:192.0.2.1'), '192.0.2.1')
        self.assertEqual(clients.key('', '192.0.2.9'), 'local')
        local = limit.Clients(['unix'], field='forwarded', ipv6_prefix=56)
        self.assertEqual(local.key('', 'for="[2001:db8:0:1ff::1]"'), '2001:db8:0:100::/56')
        self.assertEqual(local.key('', ''), 'local')
        for bad in ({'trusted': ['10.0.0.1/8']}, {'ipv6_prefix': 129}, {'field': 'x'}):
            with self.subTest(bad=bad), self.assertRaises(limit.LimitError):
                limit.Clients(**bad)


class Compat(unittest.TestCase):
    def test_replaced_methods_are_asked(self):
        storage = compat.storage.MemoryStorage()
        limiter = compat.strategies.FixedWindowRateLimiter(storage)
        item = compat.parse('1/day')
        with mock.patch.object(storage, 'incr', return_value=1) as incr:
            self.assertTrue(limiter.hit(item, 'a'))
            self.assertTrue(limiter.hit(item, 'a'))
        self.assertEqual(incr.call_count, 2)

        class Generous(compat.storage.MemoryStorage):
            def incr(self, key, expiry, amount=1):
                return 0
        limiter.storage = Generous()
        self.assertTrue(limiter.hit(item, 'a'))
        self.assertTrue(limiter.hit(item, 'a'))

    def test_keys_are_the_peers(self):
        storage = compat.storage.MemoryStorage()
        limiter = compat.strategies.FixedWindowRateLimiter(storage)
        item = compat.RateLimitItemPerHour(7, 2, namespace='n\u00e4me')
        limiter.hit(item, 'a', b'b', 5, cost=3)
        self.assertEqual(storage.get('n\u00e4me/a/b/5/7/2/hour'), 3)
        self.assertEqual(item.key_for('a', b'b', 5), 'n\u00e4me/a/b/5/7/2/hour')

    def test_shared(self):
        uri = f'shm://antivenom-compat-{os.getpid()}'
        one, other = (compat.strategies.MovingWindowRateLimiter(
            compat.storage.storage_from_string(uri, capacity=64)) for _ in range(2))
        item = compat.parse('1/day')
        self.assertTrue(one.hit(item, 'a'))
        self.assertFalse(other.hit(item, 'a'))
        limit.remove_shared(uri + '-limits')

    def test_stopped_time(self):
        limiter = compat.strategies.FixedWindowRateLimiter(compat.storage.MemoryStorage())
        item = compat.parse('1/minute')
        with mock.patch('time.time', return_value=1e9) as now:
            self.assertTrue(limiter.hit(item))
            self.assertEqual(limiter.get_window_stats(item), (1e9 + 60, 0))
            now.return_value += 60
            self.assertTrue(limiter.hit(item))

    def test_copies(self):
        item = compat.parse('5 per 3 days')
        self.assertEqual(copy.copy(item), item)
        self.assertEqual(pickle.loads(pickle.dumps(item)), item)
        for bad in (b'', b'x' * 40, b'\0' * 24 + b'y' * 80):
            with self.subTest(bad=bad), self.assertRaises(ValueError):
                compat.storage.memory.Accounts.restore(bad)

    def test_wrong_use(self):
        limiter = compat.strategies.FixedWindowRateLimiter(compat.storage.MemoryStorage())
        for arguments in ((), (5,), (None, 'a')):
            with self.subTest(arguments=arguments), self.assertRaises((TypeError, AttributeError)):
                limiter.hit(*arguments)
        limiter._accounts = object()
        self.assertTrue(limiter.hit(compat.parse('1/day'), 'a'))


class CompatKeys(unittest.TestCase):
    """The native hit of antivenom.compat.limits counts under the key that `key_for` names."""

    def hits(self, item, *identifiers):
        memory = compat.storage.MemoryStorage()
        compat.strategies.FixedWindowRateLimiter(memory).hit(item, *identifiers)
        return memory.get(item.key_for(*identifiers))

    def test_whatever_the_identifiers_are(self):
        item = compat.parse('5 per 2 minutes')
        for identifiers in ((), ('user',), ('', ''), (b'bytes', 7, 2.5), ('\u00fc' * 300, 'x'),
                            ('a' * 150, 'b' * 150), ('a' * 400,)):
            self.assertEqual(self.hits(item, *identifiers), 1, identifiers)

    def test_a_limit_that_was_changed(self):
        item = compat.parse('5/minute')
        item.amount = 7
        self.assertEqual(self.hits(item, 'user'), 1)
        item.multiples = 3
        self.assertEqual(self.hits(item, 'user'), 1)

    def test_a_unit_with_a_long_name(self):
        class PerFortnight(compat.RateLimitItem):
            GRANULARITY = compat.limits.Granularity(14 * 86400, 'fortnight' * 9)
        self.addCleanup(compat.limits.GRANULARITIES.pop, 'fortnight' * 9)
        self.assertEqual(self.hits(PerFortnight(5), 'user'), 1)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
