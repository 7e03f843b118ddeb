"""Imports as quick as Python's own."""

from __future__ import annotations

import gc
from importlib import import_module


def plain_imports() -> None:
    """Call it before the program's other modules are imported. PySide6 reads the source of every module that is
    imported, to find those that may switch on its `snake_case` and `true_property` by `__feature__`; a tenth of the
    start went there. Nobody here uses them. A PySide6 that looks otherwise is left as it is.

    Nor is garbage looked for meanwhile: modules stay, and once the program is there it looks for its own
    (`core.qt.garbage`)."""
    gc.disable()
    import_module("shiboken6")
    try:
        feature = import_module("shibokensupport.feature")
    except ImportError:
        return
    name = "_mod_uses_pyside"
    if hasattr(feature, name):
        setattr(feature, name, lambda _: False)
