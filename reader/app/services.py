"""What one running program owns: made once at start, closed once at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reader.core.audit import AuditTrail
from reader.core.http import Http
from reader.core.profile import Profile
from reader.core.secrets import Secrets
from reader.core.settings import SettingsModel
from reader.core.storage import Database
from reader.core.tasks import Deliver, Tasks


@dataclass(frozen=True)
class Services:
    """The mechanisms of `core`, one of each."""

    profile: Profile
    settings: SettingsModel
    database: Database
    secrets: Secrets
    http: Http
    tasks: Tasks
    audit: AuditTrail

    def close(self) -> None:
        """Stop the pools, waiting for writes that have begun, then close what they write to."""
        self.tasks.close()
        self.http.close()
        self.database.close()


def start_services(profile: Profile, deliver: Deliver, on_error: Callable[[BaseException], None]) -> Services:
    """Main thread. Raises `StorageError` where the profile can't be written."""
    database = Database(profile.database)
    return Services(
        profile=profile,
        settings=SettingsModel(profile.settings),
        database=database,
        secrets=Secrets(profile),
        http=Http(),
        tasks=Tasks(deliver, on_error),
        audit=AuditTrail(database),
    )
