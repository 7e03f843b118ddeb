"""Signing keys of the doctors in flow tests: real ones, made once a process and used again in turn."""

from __future__ import annotations

from itertools import cycle

from reader.review import certificate

_SIGNERS = 6
_make = certificate.new_key
_turns = cycle(range(_SIGNERS))
_made: dict[int, object] = {}


def use_keys_again() -> None:
    """Making one takes up to a second of a core, and a test starts several programs with a profile each."""
    certificate.new_key = _next  # type: ignore[assignment]


def _next() -> object:
    turn = next(_turns)
    if turn not in _made:
        _made[turn] = _make()
    return _made[turn]
