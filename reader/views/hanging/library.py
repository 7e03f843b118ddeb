"""All hanging protocols of this computer: those that come with the program, and the user's own before them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from reader.core.profile import RESOURCES
from reader.core.text import tr
from reader.views.hanging.codec import BadProtocol, protocol_from
from reader.views.hanging.protocol import Protocol

BUNDLED = RESOURCES / "hanging"


@lru_cache(maxsize=1)
def bundled() -> tuple[Protocol, ...]:
    return tuple(protocol_from(file.read_text("utf-8"), file.name) for file in _files(BUNDLED))


def protocols(own: Path) -> tuple[tuple[Protocol, ...], tuple[str, ...]]:
    """(protocols, what is wrong with files in `own`, in words). One of the user's takes the place of a bundled one
    of the same id; a file that can't be used is left out."""
    found: dict[str, Protocol] = {}
    wrong = []
    for file in _files(own):
        try:
            protocol = protocol_from(file.read_text("utf-8"), file.name)
        except (BadProtocol, OSError, UnicodeDecodeError) as error:
            wrong.append(tr("{file}, {why}", file=file.name, why=error))
        else:
            found.setdefault(protocol.id, protocol)
    for protocol in bundled():
        found.setdefault(protocol.id, protocol)
    return tuple(found.values()), tuple(wrong)


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(file for file in folder.glob("*.json") if file.name != "schema.json")
    except OSError:
        return []
