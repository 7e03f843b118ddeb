"""What the program writes to a console, a file or a pipe is UTF-8 on every system."""

from __future__ import annotations

import io
import os
import sys

from reader.core.errors import ReaderError
from reader.core.text import together


def speak_utf8() -> None:
    """Call it first. On Windows a redirected stream has the old code page, which most names are not in; whoever
    sets PYTHONIOENCODING gets that, with replacement. A program without a console has no streams."""
    encoding = os.environ.get("PYTHONIOENCODING", "").partition(":")[0] or "utf-8"
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="replace")


def complain(error: ReaderError) -> None:
    """Say on standard error what went wrong, what to do about it and what is safe."""
    sys.stderr.write(together(error.user_message, error.hint, error.safe) + "\n")
