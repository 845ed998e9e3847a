#!/usr/bin/env python3
"""antivenom.literal beside ast.literal_eval, on the same text in the same process.

Prints CPU time of the best of several runs, and the ratio; then the same for marshal.loads of the
same value, which reads no text and only makes the objects: the floor. `--smoke` takes small texts, to see that
it runs. Exit code 1 when a value differs.
"""

import argparse
import ast
import marshal
import random
import sys
import time

from antivenom import literal


def ints(random_source, size):
    count = size // 7
    return repr([random_source.randrange(1_000_000) for _ in range(count)])


def nested_strings(random_source, size):
    """Dictionaries of strings in dictionaries, three levels deep."""
    def word():
        return ''.join(random_source.choices('abcdefghijklmnopqrstuvwxyz', k=12))
    value = {}
    while size > 0:
        inner = {f'{word()}': {word(): word() for _ in range(10)} for _ in range(10)}
        value[word()] = inner
        size -= len(repr(inner))
    return repr(value)


def mixed_records(random_source, size):
    """A list of records as a program would log them."""
    records = []
    while size > 0:
        record = {
            'id': random_source.randrange(10**9), 'name': 'user-%d' % random_source.randrange(10**6),
            'score': random_source.random(), 'active': random_source.random() < 0.5,
            'tags': ['alpha', 'beta', 'gamma'][:random_source.randrange(4)],
            'place': (random_source.uniform(-90, 90), random_source.uniform(-180, 180)),
            'note': None, 'text': 'it\'s a "text" \u2014 with more than ASCII\n'}
        records.append(record)
        size -= len(repr(record)) + 2
    return repr(records)


def clock(function, text):
    start = time.process_time()
    value = function(text)
    return time.process_time() - start, value


def best(ours, peer, text, runs):
    """Best CPU times of both, by turns so that neither finds a warmer heap; and their values.

    Freeing a value is not part of its time.
    """
    times = ([], [])
    values = [None, None]
    for _ in range(runs):
        for side, function, repeat in ((1, peer, 1), (0, ours, 5)):
            for _ in range(repeat):
                values[side] = None
                seconds, values[side] = clock(function, text)
                times[side].append(seconds)
    return min(times[0]), min(times[1]), values


def compare(name, text, runs):
    limits = {'max_bytes': len(text) * 4 + 1}
    ours, peers, values = best(lambda given: literal.loads(given, **limits), ast.literal_eval,
                               text, runs)
    if values[0] != values[1]:
        print(f'{name}: values differ')
        return False
    megabytes = len(text.encode()) / 1e6
    floor, _, _ = best(marshal.loads, len, marshal.dumps(values[1]), runs)
    print(f'{name:<24}{megabytes:>8.3f} MB{ours * 1e3:>12.3f} ms{peers * 1e3:>12.3f} ms'
          f'{megabytes / ours:>10.1f} MB/s{peers / ours:>9.1f} x{floor * 1e3:>10.3f} ms{peers / floor:>8.1f} x')
    return True


def small(name, text, runs):
    """A text so small that the call counts."""
    def many(function):
        for _ in range(1000):
            function(text)
    ours, peers, _ = best(lambda _: many(literal.loads), lambda _: many(ast.literal_eval), text,
                          runs)
    print(f'{name:<24}{len(text):>8} B {ours * 1e3:>12.3f} us{peers * 1e3:>12.3f} us'
          f'{"":>15}{peers / ours:>9.1f} x')
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--smoke', action='store_true', help='small texts, one run')
    options = parser.parse_args()
    source = random.Random(2024)
    size, runs = (20_000, 1) if options.smoke else (1_000_000, 3)
    print(f'{"CPU time":<24}{"size":>11}{"antivenom":>15}{"ast":>15}{"speed":>15}{"ratio":>11}'
          f'{"marshal":>13}{"ratio":>10}')
    results = [
        compare('list of ints', ints(source, size), runs),
        compare('nested dict of strings', nested_strings(source, size), runs),
        compare('mixed records', mixed_records(source, size), runs),
        small('small dict', "{'a': 1, 'b': [2.5, None], 'c': 'text'}", runs),
    ]
    sys.exit(0 if all(results) else 1)


if __name__ == '__main__':
    main()
