"""How a critical result stands to whoever is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reader.dicom.ups.critical import CriticalResult


@dataclass(frozen=True)
class Standing:
    """How one critical result stands to who is signed in. unsent: something of it is on this computer alone.

    problem: why, in the user's words, where a try has failed. absent: whose it is, by name, where another user of
    this computer could not send it, and the signed-in user does not see to it. closing: somebody was told, by the
    signed-in user or as the hub knows, and the hub does not have its end yet.
    """

    result: CriticalResult
    mine: bool
    unsent: bool = False
    problem: str = ""
    absent: str = ""
    closing: bool = False

    def counts(self, now: datetime) -> bool:
        """Whether it is to be kept before this user: until it is closed where it is theirs to see to or by them;
        anybody's whose time is over, or that the hub does not know of."""
        return self.unsent or (self.result.open and (self.mine or self.result.overdue(now)))
