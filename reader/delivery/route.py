"""Where a message to the hospital's own system goes, asked before each try.

What was right when it was made need not be so any more.
"""

from __future__ import annotations

from collections.abc import Callable

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
