"""What one running program owns: made once at start, closed once at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.core.http import Http
from reader.core.profile import Profile
from reader.core.secrets import Secrets
from reader.core.settings import SettingsModel, open_settings
from reader.core.tasks import Deliver, Tasks

if TYPE_CHECKING:  # imported when the records are opened: the sign-in window is shown before that
    from reader.app.records import Records, SetAside
    from reader.core.audit import AuditTrail
    from reader.core.audit_chain import StationKey
    from reader.core.sealing import Seal
    from reader.core.storage import Database


@dataclass(frozen=True)
class Services:
    """The mechanisms of `core`, one of each.

    What is kept on disk is opened when it is first asked for, on whatever thread: that asks the keyring. Then
    `database`, `seal` and `audit` raise `StorageError` where the profile can't be written, and `KeyGone` where the
    keyring does not answer.
    """

    profile: Profile
    settings: SettingsModel
    secrets: Secrets
    http: Http
    tasks: Tasks
    _opened: list[Records] = field(default_factory=list, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def database(self) -> Database:
        return self._records().database

    @property
    def seal(self) -> Seal:
        return self._records().seal

    @property
    def audit(self) -> AuditTrail:
        return self._records().audit

    @property
    def station(self) -> StationKey:
        """What this workstation signs its audit trail with."""
        return self._records().key

    @property
    def aside(self) -> SetAside | None:
        """Records that could not be opened and were put aside at this start."""
        return self._records().aside

    def close(self) -> None:
        """Stop the pools, waiting for writes that have begun, then close what they write to."""
        self.tasks.close()
        self.http.close()
        if self._opened:
            self.database.close()

    def _records(self) -> Records:
        from reader.app.records import open_records

        with self._lock:
            if not self._opened:
                self._opened.append(open_records(self.profile, self.secrets))
            return self._opened[0]


def start_services(profile: Profile, deliver: Deliver, on_error: Callable[[BaseException], None]) -> Services:
    """Main thread."""
    return Services(
        profile=profile,
        settings=open_settings(profile),
        secrets=Secrets(profile),
        http=Http(),
        tasks=Tasks(deliver, on_error),
    )
