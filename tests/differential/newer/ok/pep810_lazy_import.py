lazy import a
lazy import a.b, c as d
lazy from a import b
lazy from a import (b, c as d)
lazy from .a import b
