"""Where a message to a hospital's own system goes, asked before each try.

What was right when it was made need not be so any more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reader.core.errors import ReaderError
from reader.core.tasks import Progress
from reader.delivery.model import Delivery

Route = Callable[[Delivery, Progress], str]
"""The receiver's address as it is set now. Blocks; on a worker. Raises `Overtaken`; any other `ReaderError` where
that can't be told: the message waits."""


class Overtaken(ReaderError):
    """The hub has a later signed version of the message's report: it is never sent again."""


class NotRouted(ReaderError):
    """Nothing was sent, as it can't be told whether or where to; it is asked again by itself."""


def receiver_for(by_hospital: Mapping[str, str], others: str, issuer: str, site: str) -> str:
    """The receiver's address for a report, "" for none. by_hospital: by the name of the hospital that made the exam
    or a part of it, or by its issuer of patient IDs; what is the whole name comes first, else the longest part."""
    names = {name.casefold().strip() for name in (issuer, site)}
    whole = (key for key in by_hospital if key.casefold().strip() in names)
    parts = (key for key in by_hospital if key.casefold().strip() in site.casefold())
    found = next(whole, None) or max(parts, key=len, default=None)
    return by_hospital[found] if found is not None else others
