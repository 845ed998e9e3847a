#!/usr/bin/env python3
"""antivenom.compat.limits beside limits itself: the same calls on memory storages, in one process
and by turns.

Prints CPU time of one hit, the best of several runs, and the ratio; then antivenom.limit's own
interface, which has no peer. `--smoke` takes few hits, to see that it runs. Needs limits 5.8.0
(skipped without, exit code 0).
"""

import argparse
import subprocess
import sys
import time

from antivenom import limit
from antivenom.compat import limits as ours

PEER = 'limits==5.8.0'


def import_peer():
    """The peer, from a folder outside the tree that pip fills at the first run."""
    sys.path.insert(0, str(__import__('pathlib').Path(__file__).resolve().parents[1]
                           / 'tests/python'))
    import _peers
    python = _peers.environment([PEER])
    if python is None:
        return None
    found = subprocess.run([python, '-c', 'import limits; print(limits.__path__[0])'], text=True,
                           capture_output=True, check=True).stdout.strip()
    sys.path.append(found.rpartition('/')[0])
    import limits
    return limits


def strategies(module):
    storage = module.storage.storage_from_string('memory://')
    return {name: made(storage) for name, made in module.strategies.STRATEGIES.items()}


def users(limiter, item, count):
    """A hundred users who have half of the limit left, as the peer's own benchmark has it."""
    names = [f'user{number}' for number in range(100)]
    for name in names:
        limiter.clear(item, name)
        for _ in range(item.amount // 2 // 250):
            limiter.hit(item, name, cost=250)
    names = names * (count // len(names))
    hit = limiter.hit
    start = time.process_time()
    for name in names:
        hit(item, name)
    return (time.process_time() - start) * count / len(names)


def same_key(limiter, item, count):
    hit = limiter.hit
    start = time.process_time()
    for _ in range(count):
        hit(item, 'user', '192.0.2.1')
    return time.process_time() - start


def new_keys(limiter, item, count):
    hit = limiter.hit
    keys = [str(number) for number in range(count)]
    start = time.process_time()
    for key in keys:
        hit(item, 'user', key)
    return time.process_time() - start


WHAT = {users: '100 users, admitted', same_key: 'same key, refused', new_keys: 'new keys, admitted'}


def best(measures, runs):
    """Best times of (function, count) pairs, by turns, in seconds a call."""
    found = [[] for _ in measures]
    for _ in range(runs):
        for times, (function, count) in zip(found, measures):
            times.append(function(count) / count)
    return [min(times) for times in found]


def compare(peer, count, runs):
    theirs, mine = strategies(peer), strategies(ours)
    for text, how in (('500/minute', users), ('10000/day', users), ('1/day', same_key),
                      ('5/minute', new_keys)):
        for name in mine:
            sides = [(lambda n, m=m, s=s: how(s[name], m.parse(text), n), count)
                     for m, s in ((ours, mine), (peer, theirs))]
            own, other = best(sides, runs)
            print(f'{name:<24}{text:<12}{WHAT[how]:<24}{own * 1e9:>9.0f} ns{other * 1e9:>9.0f} ns'
                  f'{other / own:>8.1f} x')


def own_interface(count, runs):
    for name in ('gcra', 'fixed-window', 'sliding-window', 'moving-window'):
        limiter = limit.Limiter(strategy=name)
        one = limit.Limit(1000, 60)

        def run(n, limiter=limiter, one=one):
            start = time.process_time()
            for _ in range(n):
                limiter.hit(one, 'user', '192.0.2.1')
            return time.process_time() - start
        print(f'{name:<24}{"1000/minute":<12}{"same key":<24}'
              f'{best([(run, count)], runs)[0] * 1e9:>9.0f} ns')


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--smoke', action='store_true', help='few hits, one run')
    options = parser.parse_args()
    count, runs = (500, 1) if options.smoke else (20_000, 5)
    peer = import_peer()
    if peer is None:
        print('skipped: limits cannot be fetched from PyPI')
    else:
        print(f'{"CPU time of a hit":<60}{"antivenom":>12}{"limits":>12}{"ratio":>10}')
        compare(peer, count, runs)
    print('antivenom.limit itself')
    own_interface(count, runs)


if __name__ == '__main__':
    main()
