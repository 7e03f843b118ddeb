"""Which diseases of a report have to be reported by law: by the list of this computer, else by the bundled one."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from reader.core.errors import ReaderError
from reader.report.model import Report
from reader.review.notifiable import BUNDLED, Disease, Notice, diseases_of, notices_in

_log = logging.getLogger(__name__)
_FILE = "notifiable.json"


def notices(beside: Path, report: Report) -> tuple[Notice, ...]:
    """beside: as in `diseases_here`."""
    return notices_in(report, diseases_here(beside))


def diseases_here(beside: Path) -> Sequence[Disease]:
    """beside: the folder of the computer's policy. A list there that can't be read is left, which the log says."""
    own = beside / _FILE
    try:
        return diseases_of(own if own.exists() else BUNDLED)
    except ReaderError as error:
        _log.warning("%s %s", error.user_message, error.hint)
        return diseases_of(BUNDLED)
