"""Before anything is signed with a key on a token: it is found, and its PIN is asked for. Main thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from reader.app.presenter import Presenter
from reader.app.workplace import Workplace
from reader.core.errors import ReaderError
from reader.core.qt.waiting import LONGEST_S, ask, wait_while
from reader.core.tasks import Pool
from reader.core.text import tr
from reader.dicom.signatures.token import TokenError, TokenKey, WrongPin
from reader.review.ui.pin_dialog import PinDialog

T = TypeVar("T")


class TokenAsking:
    """Where the policy wants no token, everything is found and unlocked. front: the window to ask over."""

    def __init__(self, place: Workplace, presenter: Presenter, front: Callable[[], QWidget | None]) -> None:
        self._place, self._presenter, self._front = place, presenter, front

    def found(self) -> bool:
        """Whether the token of the signed-in user is plugged in; else it was said why not."""
        if not self._place.uses_token:
            return True
        try:
            self._place.take_key(*self._done(self._place.own_key))
        except ReaderError as error:
            self._presenter.show(error)
            return False
        return True

    def unlocked(self) -> bool:
        """Whether the key can sign now. The PIN is asked for until it is right, or the user gives up."""
        key = self._place.key.private if self._place.key is not None else None
        if not isinstance(key, TokenKey):
            return True
        why = ""
        try:
            while not self._done(lambda: key.unlocked):
                last = self._done(key.is_last_try)
                minutes = round(key.keep_s / 60)
                dialog = PinDialog(key.label, why=why, last=last, minutes=minutes, parent=self._front())
                if not ask(dialog):
                    return False
                pin = dialog.take_pin()
                try:
                    self._done(partial(key.unlock, pin))
                except WrongPin as wrong:
                    why = wrong.user_message
        except ReaderError as error:
            self._presenter.show(error)
            return False
        return True

    def _done(self, work: Callable[[], T]) -> T:
        """What `work` gives on another thread: a token takes seconds, and may not answer at all. Raises what it
        raises."""
        answers: list[T] = []
        failures: list[BaseException] = []
        self._place.services.tasks.query(
            lambda _: work(), answers.append, failed=failures.append, pool=Pool.NETWORK, topic="token"
        )
        if not wait_while(lambda: not answers and not failures, LONGEST_S):
            raise TokenError(tr("The token does not answer."), tr("Plug it in again, then try again."))
        if failures:
            raise failures[0]
        return answers[0]
