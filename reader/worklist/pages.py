"""One page of the worklist as tasks: asked for, and each record of it decoded alone. For workers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from reader.core.tasks import Progress
from reader.dicom.json_model import Json, value
from reader.dicom.records import Damaged
from reader.dicom.ups.client import UpsClient
from reader.dicom.ups.critical import is_critical
from reader.dicom.ups.paging import Page, Search, search_page
from reader.worklist.codec import entry_from, modified
from reader.worklist.model import Entry, ReadingTask

log = logging.getLogger(__name__)
Owned = Callable[[ReadingTask], ReadingTask | None]


@dataclass(frozen=True)
class Got:
    """entries: what the page brought; gone: UIDs of tasks that leave the list; newest: the latest modification time
    among them, as the hub writes it, to the second and without an offset."""

    page: Page
    entries: tuple[Entry, ...]
    gone: tuple[str, ...]
    newest: str


class Pages:
    """owned: marks what this computer has claimed, and returns None where the task leaves the list by that."""

    def __init__(self, ups: UpsClient, owned: Owned) -> None:
        self._ups = ups
        self._owned = owned

    def read(self, search: Search, previous: Page | None, progress: Progress) -> Got:
        """Blocks; raises the errors of `core.http`."""
        page = search_page(self._ups, search, previous)
        progress.check()
        entries, gone = [], []
        for record in page.found:
            entry, uid = self._decoded(record)
            if entry is not None:
                entries.append(entry)
            else:
                gone.append(uid)
        return Got(page, tuple(entries), tuple(gone), max(map(modified, page.found), default=""))

    def retrieve(self, uid: str) -> Entry | None:
        """One task. Raises `TaskGone` besides the errors of `core.http`."""
        return self._decoded(self._ups.retrieve(uid))[0]

    def total(self, search: Search) -> int:
        """How many there are; 0 where the server does not say."""
        return search_page(self._ups, search).total or 0

    def _decoded(self, record: Json | Damaged) -> tuple[Entry | None, str]:
        if isinstance(record, dict) and is_critical(record):
            return None, str(value(record, "00080018"))  # no task: `delivery.critical` sees to it
        entry = entry_from(record)
        if isinstance(entry, ReadingTask):
            return self._owned(entry), entry.uid
        log.warning("a workitem can't be read: %s", "; ".join(entry.reasons)[:300])
        return entry, entry.uid
