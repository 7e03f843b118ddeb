"""One workstation without a window: its own profile, sign-in and event loop."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from reader.core.http import Http, HubUnreachable, unreachable
from reader.core.profile import open_profile
from reader.core.sealing import seal_of
from reader.core.secrets import Secrets
from reader.core.storage import Database
from reader.core.tasks import Tasks
from reader.dicom.ups.client import UpsClient
from reader.dicom.ups.events import EventChannel
from reader.dicom.values import Person
from reader.worklist.service import BACK_OFF, WorklistService
from tests.servers import HubProcess


class LossyHttp(Http):
    """Loses the answer to chosen requests after the server has acted on them."""

    def __init__(self, patience: float = 1.0) -> None:
        super().__init__(patience=patience)
        self.lose: Callable[[str, str], bool] = lambda method, url: False

    def request(self, method: str, url: str, **options: Any) -> Any:
        answer = super().request(method, url, **options)
        if self.lose(method, url):
            raise unreachable(url)
        return answer


class Station:
    """user: one of the hub's demo users. root: where it reaches the hub, if not directly. patience: of its requests
    (`Http`); back_off: of its claims."""

    def __init__(
        self,
        hub: HubProcess,
        user: Person,
        folder: Path,
        *,
        roles: tuple[str, ...] = (),
        root: str = "",
        patience: float = 1.0,
        back_off: tuple[float, ...] = BACK_OFF,
    ) -> None:
        root = root or hub.dicomweb
        self.hub = hub
        self.user = user
        self.http = LossyHttp(patience)
        self.http.authorize(root, hub.login(user.username))
        self.profile = open_profile(folder)
        self.secrets = Secrets(self.profile)
        self.database = Database(self.profile.database)
        self.seal = seal_of(self.database, self.secrets)
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.errors: list[BaseException] = []
        self.tasks = Tasks(self.calls.put, self.errors.append)
        self.ups = UpsClient(self.http, root, aet=f"T{user.username.upper()}")
        self.channel = EventChannel(self.ups, poll=0.5, back_off=(0.1, 0.3))
        self.service = WorklistService(
            self.ups, self.tasks, self.secrets, user, roles, channel=self.channel, back_off=back_off
        )

    @cached_property
    def site(self) -> UpsClient:
        """The hospital's gateway and its administrator in one: orders tasks, and cancels them."""
        http = Http()
        http.authorize(self.hub.dicomweb, self.hub.login("ma"))
        return UpsClient(http, self.hub.dicomweb, aet="SITE")

    @property
    def worklist(self) -> Any:
        return self.service.worklist

    def until(self, done: Callable[[], bool], seconds: float = 10.0) -> None:
        """Run the main thread's work until `done`."""
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, "it did not happen in time"
            try:
                self.calls.get(timeout=0.05)()
            except queue.Empty:
                continue

    def look(self) -> None:
        landed: list[bool] = []
        self.service.refresh(lambda: landed.append(True), self.errors.append)
        self.until(lambda: bool(landed or self.errors))

    def close(self) -> None:
        self.service.stop_live()
        self.channel.stop()
        self.tasks.close()
        self.database.close()
        self.http.close()
        if "site" in vars(self):
            self.site.http.close()


__all__ = ["HubUnreachable", "LossyHttp", "Station"]
