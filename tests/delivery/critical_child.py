"""A program that tells of one critical result and closes it, for the tests to kill. Arguments: profile folder, hub
root, token, UID of the task whose exam it is of. Started again it goes on where it was."""

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
from reader.delivery.critical import CriticalService
from reader.dicom.ups.client import UpsClient
from reader.dicom.ups.critical import Category, Channel
from reader.dicom.ups.tasks import station_code
from reader.dicom.ups.workitem import workitem_from
from tests.worklist.samples import LI


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main(folder: str, root: str, token: str, task: str) -> int:
    calls: queue.Queue[Callable[[], None]] = queue.Queue()
    profile = open_profile(Path(folder))
    http = Http()
    http.authorize(root, token)
    tasks = Tasks(calls.put, lambda error: None)
    database = Database(profile.database)
    ups = UpsClient(http, root, aet="CHILD")
    exam = workitem_from(ups.retrieve(task))
    service = CriticalService(
        database, seal_of(database, Secrets(profile)), ups, tasks, LI, station_code("here"), back_off=(0.02, 0.05)
    )
    begun = bool(service.model.standings) or any(service._sender.of_exam(exam.study_uid))
    say("ready")
    if not begun:
        result = service.tell_of(exam, Category.MINUTES, "张力性气胸", recipient="Dr Wu", phone="8123")
        say("told of")
        service.told(result, "Dr Wu", Channel.PHONE, read_back=True, when=service.now())
        say("told")
    service.start()
    while not service.settled:
        calls.get()()
    say("settled")
    tasks.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
