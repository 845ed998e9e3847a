"""antivenom.password as a Python program sees it."""

import asyncio
import os
import sys
import threading
import time
import unittest

from antivenom import Error, password
from antivenom.secret import SecretBytes

CHEAP = password.Policy('bcrypt', bcrypt_cost=4, weak_for_tests=True)
CHEAP_ARGON2 = password.Policy(memory_kib=64, passes=1, weak_for_tests=True)


class Policies(unittest.TestCase):
    def test_defaults_are_todays_guidance(self):
        self.assertEqual(password.DEFAULT.algorithm, 'argon2id')
        self.assertEqual(password.DEFAULT.costs, {'memory_kib': 19456, 'passes': 2, 'lanes': 1})
        self.assertTrue(password.hash('x').startswith('$argon2id$v=19$m=19456,t=2,p=1$'))

    def test_weak_and_senseless_ones_are_refused_when_made(self):
        for options in ({'passes': 1}, {'algorithm': 'bcrypt', 'bcrypt_cost': 9},
                        {'algorithm': 'bcrypt', 'bcrypt_cost': 18},
                        {'algorithm': 'pbkdf2-sha256', 'pbkdf2_sha256_rounds': 1000},
                        {'algorithm': 'scrypt', 'scrypt_log2_n': 14}, {'peppers': {'a b': b'k' * 32}},
                        {'peppers': {'a': b'short'}}, {'algorithm': 'md5'}):
            with self.assertRaises(ValueError, msg=options):
                password.Policy(**options)
        for options in ({'bcrypt_costs': 12}, {'passes': -1}, {'passes': 'x'}, {'peppers': 5}):
            with self.assertRaises(TypeError, msg=options):
                password.Policy(**options)

    def test_it_shows_what_it_costs_and_no_pepper(self):
        self.assertEqual(repr(password.DEFAULT), '<Policy argon2id memory_kib=19456 passes=2 lanes=1>')
        policy = password.Policy('bcrypt', peppers={'2026': 'k' * 32})
        self.assertEqual(repr(policy), '<Policy bcrypt bcrypt_cost=12 pepper=2026>')

    def test_a_cost_of_no_sense_is_told(self):
        with self.assertRaisesRegex(ValueError, r"bcrypt's cost cannot be 3 \(4 to 31\)"):
            password.Policy('bcrypt', bcrypt_cost=3)
        with self.assertRaisesRegex(ValueError, r"passes cannot be 0 \(1 or more\)"):
            password.Policy(passes=0)
        with self.assertRaisesRegex(ValueError, 'no room for its lanes'):
            password.Policy(memory_kib=8, lanes=2)

    def test_calibrate_goes_up_and_never_below_the_start(self):
        policy = password.calibrate(20, start=CHEAP)
        self.assertGreater(policy.costs['bcrypt_cost'], 4)
        begun = time.thread_time()
        password.hash('x', policy)
        self.assertLess(time.thread_time() - begun, 0.2)
        self.assertEqual(password.calibrate(0, start=CHEAP).costs, CHEAP.costs)


class Verify(unittest.TestCase):
    def test_answers_are_true_and_false(self):
        stored = password.hash('correct', CHEAP)
        self.assertTrue(password.verify('correct', stored, CHEAP))
        self.assertTrue(password.verify(SecretBytes('correct'), stored, CHEAP))
        self.assertFalse(password.verify('wrong', stored, CHEAP))
        self.assertFalse(password.verify('correct', None, CHEAP))

    def test_a_weaker_string_is_renewed_and_a_stronger_one_stays(self):
        stored = password.hash('correct', CHEAP)
        answer = password.verify('correct', stored, CHEAP_ARGON2)
        self.assertTrue(answer.new_hash.startswith('$argon2id$'))
        self.assertIsNone(password.verify('wrong', stored, CHEAP_ARGON2).new_hash)
        self.assertIsNone(password.verify('correct', answer.new_hash, CHEAP).new_hash)
        self.assertTrue(password.identify(stored).needs_rehash)

    def test_pepper(self):
        old = password.Policy(peppers={'2025': b'o' * 32}, memory_kib=64, weak_for_tests=True)
        both = password.Policy(peppers={'2026': SecretBytes('n' * 32), '2025': b'o' * 32},
                               memory_kib=64, weak_for_tests=True)
        stored = password.hash('correct', old)
        self.assertEqual(password.identify(stored).pepper_id, '2025')
        answer = password.verify('correct', stored, both)
        self.assertEqual(password.identify(answer.new_hash).pepper_id, '2026')
        with self.assertRaises(password.NotFoundError):
            password.verify('correct', stored, CHEAP)
        calibrated = password.calibrate(1, start=both)
        self.assertTrue(password.verify('correct', stored, calibrated))
        self.assertEqual(both.pepper_ids, ['2026', '2025'])

    def test_what_cannot_be_checked_is_an_error(self):
        for stored, kind in (('nonsense', password.InvalidError),
                             ('$1$salt$hash', password.UnsupportedError),
                             ('$2b$18$' + 'a' * 21 + 'u' + 'a' * 31, Error)):
            with self.assertRaises(kind):
                password.verify('x', stored)
        with self.assertRaises(password.TooMuchError):
            password.verify('x' * 5000, None)

    def test_an_unknown_user_takes_the_time_of_a_known_one(self):
        policy = password.Policy('bcrypt', bcrypt_cost=10)
        stored = password.hash('correct', policy)

        def least(user):
            times = []
            for _ in range(5):
                begun = time.thread_time()
                password.verify('wrong', user, policy)
                times.append(time.thread_time() - begun)
            return min(times)

        self.assertAlmostEqual(least(stored) / least(None), 1, delta=0.25)


class Many(unittest.TestCase):
    def test_one_password_is_not_many(self):
        with self.assertRaises(TypeError):
            password.hash_many('correct horse', CHEAP)

    def test_each_in_its_place(self):
        words = [f'word {number}' for number in range(20)]
        stored = password.hash_many(words, CHEAP)
        self.assertTrue(all(password.verify_many(zip(words, stored), CHEAP)))
        pairs = [('word 0', stored[0]), ('word 0', stored[1]), ('word 0', 'nonsense')]
        answers = password.verify_many(pairs, CHEAP, threads=1)
        self.assertEqual([answer.ok for answer in answers], [True, False, False])
        self.assertFalse(answers[2])
        self.assertIsInstance(answers[2].error, password.InvalidError)
        self.assertTrue(password.hash_many(['x'], CHEAP_ARGON2)[0].startswith('$argon2id$'))
        with self.assertRaises(password.InvalidError):
            password.hash_many(['short', 'x' * 73], CHEAP)

    def test_threads_and_coroutines(self):
        stored = password.hash('correct', CHEAP)
        answers = []
        threads = [threading.Thread(
            target=lambda: answers.append(password.verify('correct', stored, CHEAP).ok))
            for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(answers, [True] * 16)

        async def many():
            made = await password.ahash('correct', CHEAP)
            return await asyncio.gather(*(password.averify('correct', made, CHEAP)
                                          for _ in range(16)))

        self.assertEqual([answer.ok for answer in asyncio.run(many())], [True] * 16)

    def test_many_awaited(self):
        async def many():
            names = [f'password {number}' for number in range(6)]
            stored = await password.ahash_many(iter(names), CHEAP)
            return await password.averify_many(zip([*names[1:], names[0]], stored), CHEAP), \
                await password.averify_many(zip(names, stored), CHEAP)

        wrong, right = asyncio.run(many())
        self.assertEqual([answer.ok for answer in wrong + right], [False] * 6 + [True] * 6)

    def test_a_forked_child_hashes_while_the_parent_does(self):
        asyncio.run(password.ahash('x', CHEAP))  # starts the pool
        busy = password.Policy('bcrypt', bcrypt_cost=10)
        threads = [threading.Thread(target=password.hash, args=('x', busy)) for _ in range(4)]
        for thread in threads:
            thread.start()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                stored = password.hash('x', CHEAP)
                code = 0 if asyncio.run(password.averify('x', stored, CHEAP)) else 2
            finally:
                os._exit(code)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        for thread in threads:
            thread.join()

    def test_the_memory_bound_holds(self):
        password.set_memory_bound(1 << 20)
        try:
            with self.assertRaises(password.TooMuchError):
                password.hash('x', password.DEFAULT)
            self.assertTrue(password.hash('x', CHEAP_ARGON2))
        finally:
            password.set_memory_bound()

    def test_the_interpreter_goes_on_while_a_hash_is_made(self):
        ticks = []
        done = threading.Event()

        def tick():
            while not done.wait(0.005):
                ticks.append(time.monotonic())

        ticker = threading.Thread(target=tick)
        ticker.start()
        begun = time.monotonic()
        password.hash('x', password.Policy('bcrypt', bcrypt_cost=12))
        ended = time.monotonic()
        done.set()
        ticker.join()
        self.assertGreater(sum(begun < moment < ended for moment in ticks), 5)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
