"""The one presenter of what went wrong, and of the few things worth saying when it went well."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import TracebackType

from psygnal import Signal

from reader.core.errors import Cancelled, ReaderError
from reader.core.http import HubUnreachable, SessionExpired
from reader.core.text import together, tr

_log = logging.getLogger(__name__)


class Level(Enum):
    """INFO: done as it was asked for. NOTE: neither that nor a warning, such as what is still to come."""

    INFO = "info"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Message:
    """What a banner shows. action: the text of its button and what it does, if it has one. about: what makes it
    true, one of the names below or an exam's own; "" for what stays true. It is withdrawn when that changes. A
    window that is built again goes on showing it; texts of what may stay long are `Told`. stands: it is how things
    are, no event; a warning of that kind is not closed while it is so."""

    text: str
    hint: str = ""
    safe: str = ""
    level: Level = Level.INFO
    action: str = ""
    run: Callable[[], None] | None = None
    about: str = ""
    stands: bool = False

    @property
    def stays(self) -> bool:
        """Until somebody closes it."""
        return self.level not in (Level.INFO, Level.NOTE) or bool(self.action) or self.stands

    @property
    def holds(self) -> bool:
        """Nobody closes it: what is shown under it would be taken for what it is not."""
        return self.stands and self.level not in (Level.INFO, Level.NOTE)

    @property
    def detail(self) -> str:
        return together(self.hint, self.safe)


WITHHELD = "withheld"
"""What is kept off the screen for whose it says it is."""
STANDING = "standing"
"""How far the report of the open case is, and who works on it."""
RECALL = "recall"
"""A report that is being taken back."""
HALF_DONE = "half done"
"""What the hub has done only a part of."""
NOT_TAKEN = "not taken"
"""A report that the hub has refused, and that is kept here."""
KEPT_DRAFT = "kept draft"
"""A draft on this computer that can't be read just now."""
ASKED = "asked"
"""A hub that has not yet let an addendum or amendment begin."""
LAST_LOOK = "last look"
"""What the hub is asked before a report goes out."""


class Presenter:
    """Every window listens to `said` and `withdrawn`. Main thread only; the hooks bring errors of other threads
    there."""

    said = Signal(Message)
    withdrawn = Signal(str)
    session_expired = Signal()

    def __init__(self, whole: Presenter | None = None) -> None:
        self.whole = whole or self
        """The program's: windows listen to that one."""

    def of_session(self) -> Presenter:
        """One for what is done for who is signed in now. Whoever listens to this one hears it too, but not that the
        session has expired."""
        made = Presenter(self)
        made.said.connect(lambda message: self.said.emit(message))
        made.withdrawn.connect(lambda about: self.withdrawn.emit(about))
        return made

    def end(self) -> None:
        """Its user is gone: what comes of their work from now on is not told to the next one."""
        for signal in (self.said, self.withdrawn, self.session_expired):
            signal.disconnect()

    def say(self, text: str, hint: str = "", level: Level = Level.INFO) -> None:
        self.said.emit(Message(text, hint, level=level))

    def tell(self, message: Message) -> None:
        self.said.emit(message)

    def withdraw(self, about: str) -> None:
        """What was told about this holds no more."""
        self.withdrawn.emit(about)

    def show(self, error: BaseException, about: str = "") -> None:
        """Say in the user's words what an error means; a defect is logged with its trace and named as one. about:
        as of a `Message`."""
        if isinstance(error, Cancelled):
            return
        if isinstance(error, SessionExpired):
            _log.warning("the session has expired")
            self.session_expired.emit()
        if isinstance(error, ReaderError):
            # the cause's own words may hold URLs with UIDs, which the log does not keep
            _log.warning("%s after %s", type(error).__name__, type(error.__cause__).__name__)
            level = Level.WARNING if isinstance(error, HubUnreachable) else Level.ERROR
            self.said.emit(Message(error.user_message, error.hint, error.safe, level, about=about))
            return
        _log.error("a defect", exc_info=error)
        self._say_defect(error)

    def _say_defect(self, error: BaseException) -> None:
        self.said.emit(
            Message(
                tr("Something went wrong in the program: {what}.", what=type(error).__name__),
                tr("The log has the details; please send it to support."),
                tr("Your text is saved on this computer."),
                Level.ERROR,
            )
        )

    def install_hooks(self, deliver: Callable[[Callable[[], None]], None]) -> None:
        """Bring every uncaught error, of any thread, to this presenter."""

        def uncaught(error: BaseException) -> None:
            # logged here and now: the event loop that would show it may never turn again
            if not isinstance(error, ReaderError | Cancelled):
                _log.error("uncaught", exc_info=error)
                deliver(lambda: self._say_defect(error))
            else:
                deliver(lambda: self.show(error))

        def on_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            if issubclass(kind, KeyboardInterrupt):
                sys.__excepthook__(kind, error, trace)
                return
            uncaught(error)

        def on_thread(args: threading.ExceptHookArgs) -> None:
            error = args.exc_value
            if error is not None:
                uncaught(error)

        sys.excepthook = on_main
        threading.excepthook = on_thread
