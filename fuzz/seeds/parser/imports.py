# -*- coding: utf-8 -*-
from __future__ import annotations
import a.b as c, d
from ...e import (f as g, h,)
from . import *
lazy from x import y
