"""Errors that a user reads. One presenter in `app/` shows them; everything else is a defect and goes there too."""

from __future__ import annotations


class ReaderError(Exception):
    """Something failed that the user has to know about.

    user_message: what failed, in the user's words and language (already translated).
    hint: what to do next. safe: what was kept ("Your text is saved on this computer.").
    The technical reason is chained as `__cause__`, never shown first.
    """

    def __init__(self, user_message: str, hint: str = "", *, safe: str = "") -> None:
        super().__init__(user_message)
        self.user_message = user_message
        self.hint = hint
        self.safe = safe


class Cancelled(Exception):
    """The work was called off by the one who asked for it; never shown."""
