"""A program that only delivers, for the tests to kill. Arguments: profile folder, hub root, token."""

from __future__ import annotations

import queue
import sys
from collections.abc import Callable
from pathlib import Path

from reader.core.http import Http
from reader.core.profile import open_profile
from reader.core.sealing import seal_of
from reader.core.secrets import Secrets
from reader.core.storage import Database
from reader.core.tasks import Tasks
from reader.delivery.model import DeliveryState
from reader.delivery.outbox import Outbox
from tests.worklist.samples import LI


def main(folder: str, root: str, token: str) -> int:
    calls: queue.Queue[Callable[[], None]] = queue.Queue()
    profile = open_profile(Path(folder))
    http = Http()
    http.authorize(root, token)
    tasks = Tasks(calls.put, lambda error: None)
    database = Database(profile.database)
    outbox = Outbox(database, http, tasks, seal_of(database, Secrets(profile)), LI, back_off=(0.05, 0.1))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    outbox.start()
    while any(entry.pending for entry in outbox.model.deliveries.values()):
        calls.get()()
    tasks.close()
    return len(outbox.model.of_state(DeliveryState.REFUSED))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
