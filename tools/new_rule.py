#!/usr/bin/env python3
"""new_rule.py CHAPTER NAME — starts the page of a rule with the next free id of its chapter."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
RULES = ROOT / 'catalog' / 'rules'

PAGE = '''+++
id = "{id}"
name = "{name}"
title = ""
cwes = []
severity = "medium"
confidence = "medium"
since = "0.1"
status = "preview"
message = "$MATCH does it with $X"
mend = ""

[[pattern]]
find = "module.function($X, ...)"
+++

## What it does

## Why it matters

## Vulnerable

```python
import module

module.function(x)  # error: {name}
```

## Safe

```python
```

## What it misses

## How to mend it

## References
'''


def next_id(rules, chapter):
    """The first free number behind those of the chapter; a new chapter starts a hundred."""
    ids = {}
    for page in sorted(rules.glob('*/*.md')):
        number = re.search(r'^id = "AV(\d+)"$', page.read_text(encoding='utf-8'), re.M)
        if number:
            ids[int(number[1])] = page.parent.name
    own = [number for number, owner in ids.items() if owner == chapter and number < 9000]
    number = max(own) + 1 if own else (max(ids, default=0) // 100 + 1) * 100 + 1
    while number in ids:
        number += 1
    return f'AV{number:03}'


def main(arguments, rules=RULES):
    if len(arguments) != 2 or not all(re.fullmatch(r'[a-z]+(-[a-z0-9]+)*', a) for a in arguments):
        print('usage: ./dev new-rule CHAPTER NAME, both words in lower case joined by hyphens',
              file=sys.stderr)
        return 2
    chapter, name = arguments
    page = rules / chapter / f'{name}.md'
    if any(rules.glob(f'*/{name}.md')):
        print(f'dev: there is a rule {name} already', file=sys.stderr)
        return 2
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(PAGE.format(id=next_id(rules, chapter), name=name), encoding='utf-8')
    print(page.relative_to(rules.parent.parent))
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
