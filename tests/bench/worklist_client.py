"""The worklist window on a large hub: `python -m tests.bench.worklist_client URL PROFILE` prints one line of JSON.

first_rows_s: from the key that signs in to rows in the table. whole_s: until every open task is there. filter_*:
from one more letter in the search to the table painted. event_to_row_*: from before another client's change is
asked for to the row painted anew.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from statistics import median

import requests
from PySide6.QtWidgets import QApplication

from reader.dicom.json_model import element, value
from reader.dicom.ups.workitem import IN_PROGRESS, SCHEDULED
from reader.dicom.values import new_transaction_uid
from reader.worklist.filters import View
from reader.worklist.model import State
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess

WORDS = ("wang fang", "linjing", "P0031", "王芳", "zhaol", "hospital 7")
CHANGES = 10


def main(url: str, profile: Path) -> dict[str, float]:
    hub = HubProcess(profile / "nowhere", port=int(url.rpartition(":")[2]))
    with Workstation(profile, url) as station:
        station.sign_in("li")
        begun = time.perf_counter()
        wait_for(lambda: station.program.desk is not None, "signed in", 120)
        model = station.desk.place.worklist.worklist
        wait_for(lambda: bool(model.tasks), "the first rows", 120)
        result = {"first_rows_s": time.perf_counter() - begun}
        wait_for(lambda: model.loaded is not None and model.extent.complete, "the whole list", 600)
        result |= {"whole_s": time.perf_counter() - begun, "client_tasks": len(model.tasks)}
        page = station.desk.page
        page.show_view(View.WAITING)
        QApplication.processEvents()
        keys = []
        for words in WORDS:
            for end in range(1, len(words) + 1):
                start = time.perf_counter()
                page.search.setText(words[:end])
                page.table.viewport().repaint()
                keys.append(time.perf_counter() - start)
                QApplication.processEvents()
            page.search.clear()
            QApplication.processEvents()
        result |= {"filter_key_median_s": median(keys), "filter_key_max_s": max(keys)}
        session = requests.Session()
        session.headers.update(hub.headers("ma") | {"Accept": "application/dicom+json"})
        query = {"ProcedureStepState": SCHEDULED, "00404018.00080100": "110005", "limit": str(CHANGES)}
        waiting = session.get(f"{url}/dicom-web/workitems", params=query, timeout=60).json()
        rows = []
        for uid in [value(item, "00080018") for item in waiting]:
            claim = {"00081195": element("UI", new_transaction_uid()), "00741000": element("CS", IN_PROGRESS)}
            start = time.perf_counter()
            answer = session.put(f"{url}/dicom-web/workitems/{uid}/state", json=[claim], timeout=60)
            assert answer.status_code == 200, answer.text
            wait_for(lambda uid=uid: model.tasks[uid].state is State.READING, "the event", 30)  # type: ignore[misc]
            page.table.viewport().repaint()
            rows.append(time.perf_counter() - start)
        result |= {"event_to_row_median_s": median(rows), "event_to_row_max_s": max(rows)}
    print(f"program: first rows {result['first_rows_s']:.1f} s, all {result['client_tasks']} in"
          f" {result['whole_s']:.1f} s; a key in the search {result['filter_key_median_s'] * 1e3:.0f} ms,"
          f" at most {result['filter_key_max_s'] * 1e3:.0f}; event to row"
          f" {result['event_to_row_median_s'] * 1e3:.0f} ms")  # fmt: skip
    return result


if __name__ == "__main__":
    os.environ.setdefault("READER_KEYRING", "file")
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))), flush=True)
    os._exit(0)
