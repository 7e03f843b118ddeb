"""The key that shows single slices, for messages that say how to get from a slab to a picture."""

from __future__ import annotations

from reader.core.commands import keys_at

COMMAND = "views.slab_0"
KEY = "F9"


def by_key() -> str:
    """Such as " (F9)"; "" where the command has no key."""
    keys = keys_at(("reading", COMMAND), (KEY,))
    return f" ({keys[0]})" if keys else ""
