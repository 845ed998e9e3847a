lazy = 1
lazy(x)
lazy[x]
lazy.x
lazy: int
lazy
lazy -x
import lazy
from lazy import lazy
lazy + 1
