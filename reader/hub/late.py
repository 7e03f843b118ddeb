"""pydicom and numpy, loaded after the hub has begun to answer, and on one thread at a time.

They take most of the time that a start takes. pydicom's modules import each other in circles: two threads that
load it at once see it half made, so every late import goes through here first.
"""

from __future__ import annotations

import importlib
import threading

_lock = threading.Lock()


def load() -> None:
    """Have everything loaded that reads DICOM files. Not on the event loop; cheap after the first time."""
    with _lock:
        importlib.import_module("reader.hub.wado")


def load_authority() -> None:
    """The same for certificates."""
    with _lock:
        importlib.import_module("reader.hub.authority")
