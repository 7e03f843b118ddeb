"""The build of the bundles is no part of the program: it is imported from `packaging`, as `build.py` does."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))
