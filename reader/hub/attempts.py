"""Failed sign-ins, and who has to wait because of them: by account and by address, across restarts. Any thread."""

from __future__ import annotations

import hashlib
import ipaddress
import math
import time
from dataclasses import dataclass

from reader.core.storage import Database

_MIGRATIONS = (
    """CREATE TABLE attempt (who TEXT PRIMARY KEY, failures INTEGER NOT NULL, last REAL NOT NULL,
        closed_until REAL NOT NULL)""",
)


@dataclass(frozen=True)
class Limit:
    """free: failures without consequence; each one more doubles the wait, from `first` to `longest` seconds.
    forgotten: seconds without a failure after which all is forgotten."""

    free: int
    first: float
    longest: float
    forgotten: float

    def wait(self, failures: int) -> float:
        if failures < self.free:
            return 0.0
        return float(min(self.longest, self.first * 2.0 ** min(failures - self.free, 30)))


ACCOUNT = Limit(free=5, first=30.0, longest=900.0, forgotten=3600.0)
ADDRESS = Limit(free=30, first=30.0, longest=900.0, forgotten=1800.0)
"""Many doctors of a hospital come from one address."""


@dataclass(frozen=True)
class Closed:
    """seconds: until the next attempt is looked at. account: the account is closed, else the address."""

    seconds: int
    account: bool


class Attempts:
    """Nothing here knows whether an account exists: a name that is nobody's is closed like any other."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.migrate("attempts", _MIGRATIONS)

    def closed(self, name: str, address: str) -> Closed | None:
        """Whether this account or this address has to wait."""
        now = time.time()
        # Longer than the longest wait is a time from before the clock was put back.
        rows = self._database.read(
            "SELECT who, closed_until FROM attempt WHERE who IN (?,?) AND closed_until > ? AND closed_until <= ?",
            (_account(name), _address(address), now, now + max(ACCOUNT.longest, ADDRESS.longest)),
        )
        if not rows:
            return None
        longest = max(rows, key=lambda row: float(row["closed_until"]))
        return Closed(math.ceil(longest["closed_until"] - now), str(longest["who"]).startswith("account"))

    def failed(self, name: str, address: str) -> None:
        """Count a wrong password."""
        now = time.time()
        with self._database.write() as db:
            db.execute(
                "DELETE FROM attempt WHERE last < ? AND closed_until < ?",
                (now - max(ACCOUNT.forgotten, ADDRESS.forgotten), now),
            )
            for who, limit in ((_account(name), ACCOUNT), (_address(address), ADDRESS)):
                row = db.execute("SELECT failures, last FROM attempt WHERE who = ?", (who,)).fetchone()
                before = int(row["failures"]) if row and now - row["last"] < limit.forgotten else 0
                db.execute(
                    "INSERT OR REPLACE INTO attempt VALUES (?,?,?,?)",
                    (who, before + 1, now, now + limit.wait(before + 1)),
                )

    def succeeded(self, name: str) -> None:
        """The account's failures are forgotten; those of the address are not: one good account would otherwise
        open it for guessing all others."""
        if self._database.read("SELECT 1 FROM attempt WHERE who = ?", (_account(name),)):
            with self._database.write() as db:
                db.execute("DELETE FROM attempt WHERE who = ?", (_account(name),))


def _account(name: str) -> str:
    return f"account {hashlib.sha256(name.encode()).hexdigest()}"


def _address(address: str) -> str:
    """An IPv6 site has 2^64 addresses: they count as one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return f"address {address[:64]}"
    if parsed.version == 6 and parsed.ipv4_mapped is None:
        return f"address {ipaddress.ip_network((parsed, 64), strict=False)}"
    return f"address {parsed.ipv4_mapped or parsed}" if parsed.version == 6 else f"address {parsed}"
