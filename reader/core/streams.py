"""What the program writes to a console, a file or a pipe is UTF-8 on every system."""

from __future__ import annotations

import io
import os
import sys


def speak_utf8() -> None:
    """Call it first. On Windows a redirected stream has the old code page, which most names are not in; whoever
    sets PYTHONIOENCODING gets that, with replacement. A program without a console has no streams."""
    encoding = os.environ.get("PYTHONIOENCODING", "").partition(":")[0] or "utf-8"
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="replace")
