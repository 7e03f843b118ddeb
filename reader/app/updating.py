"""New versions of the program: looked for soon after the start and once a day, downloaded, and told of in a line.

All of it waits while a case is open, and stops when one is opened; a download goes on where it was. Nothing is
asked of the user. What is ready is installed by the next start, before any window.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psygnal import Signal

from reader.app.services import Services
from reader.core.errors import ReaderError
from reader.core.http import Http, HubUnreachable
from reader.core.profile import Profile
from reader.core.settings import open_settings
from reader.core.tasks import Progress
from reader.core.text import together, tr

if TYPE_CHECKING:
    from reader.core.update.manifest import Artefact

_log = logging.getLogger(__name__)
_FIRST_S = 20.0
_PAUSE_S = 600.0
_DAY_S = 24 * 3600.0


class _PutOff(Exception):
    """A case was opened: later."""


@dataclass(frozen=True)
class News:
    """What there is to tell. artefact: the new version; ready: whether the next start installs it; failed: what
    went wrong. None of it: nothing."""

    artefact: Artefact | None = None
    ready: bool = False
    failed: ReaderError | None = None

    @property
    def words(self) -> str:
        if self.failed is not None:
            return tr("No update: {what}", what=self.failed.user_message)
        if self.artefact is None:
            return ""
        version = self.artefact.version
        if self.ready:
            return tr("Version {version} will be installed at the next start.", version=version)
        return tr("Version {version} is available; an administrator has to install it.", version=version)

    def detail(self, locale: str) -> str:
        """What is new, in the language where there are notes in it; of a failure, what to do and what is safe."""
        if self.failed is not None:
            return together(self.failed.hint, self.failed.safe)
        notes = self.artefact.notes if self.artefact is not None else {}
        return notes.get(locale) or notes.get("en", "")


class Updating:
    """Main thread. busy: whether a case is open, asked on any thread. sparing: whether this is no time to download
    (a line that costs by the byte). changed: there are other news, while no case is open. first: what became of the
    version that this start was to install."""

    changed = Signal()

    def __init__(
        self,
        services: Services,
        busy: Callable[[], bool],
        sparing: Callable[[], bool] = lambda: False,
        first: ReaderError | None = None,
    ) -> None:
        self._services, self._busy, self._sparing = services, busy, sparing
        self.news = News(failed=first)
        self._due = 0.0
        self._next: Progress | None = None
        self._running = False

    def start(self, after: float = _FIRST_S) -> None:
        self._next = self._services.tasks.later(after, self._tick)

    def stop(self) -> None:
        if self._next is not None:
            self._next.cancel()

    def _tick(self) -> None:
        self.start(_PAUSE_S)
        if not self._running and time.monotonic() >= self._due and not self._busy() and not self._sparing():
            self.look()

    def look(self) -> None:
        """Look now."""
        self._running = True
        self._services.tasks.query(self._work, self._tell, failed=self._failed, topic="update")

    def _work(self, progress: Progress) -> News | None:
        """A worker. None where a case was opened meanwhile."""
        from reader.core.update.service import updates_of

        def wanted() -> None:
            progress.check()
            if self._busy():
                raise _PutOff

        services = self._services
        updates = updates_of(services.settings, services.profile.updates, services.http)
        if not updates.is_on:
            return News()
        try:
            found = updates.check()
            wanted()
            if found is not None and updates.installed.installer is not None:
                updates.download(found, wanted)
        except _PutOff:
            return None
        return News(found, found is not None and updates.installed.installer is not None)

    def _tell(self, news: News | None) -> None:
        self._running = False
        if news is None or self._busy():
            return
        self._due = time.monotonic() + _DAY_S
        self._show(news)

    def _failed(self, error: BaseException) -> None:
        self._running = False
        _log.warning("no update: %s", type(error).__name__)
        if isinstance(error, HubUnreachable):  # it is asked again soon; the worklist says what is away
            return
        self._due = time.monotonic() + _DAY_S
        if not self._busy():
            self._show(News(failed=error if isinstance(error, ReaderError) else ReaderError(str(error))))

    def _show(self, news: News) -> None:
        self.news = news
        self.changed.emit()


def install_waiting(profile: Profile, arguments: Sequence[str]) -> ReaderError | None:
    """At the start, before any window: the version that is ready takes the place of this one, and this does not
    return. What was wrong with it where it does not; None where there was none. arguments: of the command line."""
    if not profile.updates.is_dir():
        return None
    from reader.core.qt.translation import use_language
    from reader.core.update.service import updates_of
    from reader.terms.languages import locales

    settings = open_settings(profile)
    use_language(settings.value.language, locales())
    try:
        updates_of(settings, profile.updates, Http()).install_ready(arguments)
    except ReaderError as error:
        return error
    return None
