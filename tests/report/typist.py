"""A program that types into a draft until it is killed: `python -m tests.report.typist DATABASE TASK [LIMIT]`.

It writes "N TIME PROBLEM LENGTH" after the N-th letter. With LIMIT its files can't grow beyond so many bytes.
"""

from __future__ import annotations

import queue
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reader.core.sealing import Seal
from reader.core.storage import Database
from reader.core.tasks import Tasks
from reader.findings import service
from reader.findings.model import FindingsModel, Status
from reader.report.journal import DraftJournal
from reader.report.model import IMPRESSION, DraftModel, Statement
from tests.report.examples import nodule, report

SEAL = Seal(bytes(32))


def main(path: Path, task: str, limit: int) -> None:
    inbox: queue.Queue[Callable[[], None]] = queue.Queue()
    tasks = Tasks(inbox.put, lambda error: sys.exit(str(error)))
    draft = DraftModel(report())
    findings = FindingsModel((nodule("2.25.5", Status.PROPOSED), nodule("2.25.6", Status.PROPOSED)))
    journal = DraftJournal(Database(path), tasks, SEAL)
    journal.open(task, draft, findings)
    if limit:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    service.accept(findings, "2.25.5")
    service.reject(findings, "2.25.6")
    width = 100 if limit else 1
    for number in range(1, 4000):
        text = "字" * number * width
        section = replace(draft.report.section(IMPRESSION), statements=(Statement(text),))
        draft.set_report(draft.report.with_section(section))
        sys.stdout.write(f"{number} {time.monotonic()} {draft.save_problem or '-'} {len(text)}\n")
        sys.stdout.flush()
        if limit and draft.save_problem:
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            limit = 0
        until = time.monotonic() + 0.02
        while (left := until - time.monotonic()) > 0:
            try:
                inbox.get(timeout=left)()
            except queue.Empty:
                break


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 0)
