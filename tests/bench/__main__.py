"""`python -m tests.bench` lists the benches; `python -m tests.bench NAME` runs one.

Each prints its turns and ends with one line of JSON: medians, with a peer or a floor measured in the same run.
"""

from __future__ import annotations

import importlib
import json
import os
import sys

BENCHES = {
    "open": "a 600-slice CT from a local Orthanc in the real reading window, beside curl and SimpleITK",
    "open_prefetched": "the same with the series in the cache",
    "hung": "an MR of the brain: from the first picture until each viewport of its protocol has one",
    "start": "`python -m reader` to a usable sign-in window, beside a bare PySide6 window",
    "decode": "frames a second of each codec, one thread and two, beside pylibjpeg and GDCM",
    "views": "a CT in a viewport beside bare VTK: scroll, window, ROI, 500 measurements; grids, crosshair",
    "stalls": "days of work by mouse and keys: events that keep the main thread for more than 50 ms, and why",
    "fuzz": "bad files: tried, opened, refused, crashed, hung",
    "open_series": "the same without a window, cold and from the cache",
    "large": "a 2,500-slice CT (1.3 GB): opened, scrolled, reformatted; memory and seconds",
    "faults": "500 journeys from claim to confirmed receipt through a proxy that answers in 56 wrong ways",
    "worklist": "50,000 tasks: pages, filters, counts, 8 that ask and 200 that listen, the program's window",
    "kills": "100 kills of program and hub on the way to the signature, 100 while a critical result is told",
    "worklist_sealed": "the same on a hub whose folder is sealed with a key",
    "report": "5,000 characters, 200 linked findings: key to letter, checks, opening, signature to all outputs",
    "reports": "50 generated signed reports before dciodvfy, PixelMed, dcmsign, hl7apy, fhir.resources, qpdf",
    "statistics": "100,000 finished tasks: the department's statistics over HTTP, and who searches meanwhile",
    "sign_in": "100 sign-ins at once, and a search of the worklist meanwhile",
    "slow_line": "20 Mbit/s and 50 ms: the first picture, and a slice far from it beside curl",
}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in BENCHES:
        print("\n".join(f"{name:16}{text}" for name, text in BENCHES.items()))
        return 0 if not arguments else 2
    os.environ.setdefault("READER_KEYRING", "file")
    if "DISPLAY" not in os.environ:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    result = importlib.import_module(f"tests.bench.{arguments[0]}").main()
    print(json.dumps(result), flush=True)
    # the program's network threads may still wait for a hub that has ended; nothing of them is needed any more
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
