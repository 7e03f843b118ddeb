"""After a morning's work nothing in the profile names a patient, and other users of the computer read nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
import requests

from reader.dicom.values import PersonName
from tests.flow.workstation import FINDINGS, IMPRESSION, Workstation, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]
ENCODINGS = ("utf-8", "gb18030", "utf-16-le")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users can reach: only what is in it keeps them out."""
    made = Path(mkdtemp(prefix="reader-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def identities(hub: HubProcess) -> dict[str, set[str]]:
    """By patient ID: every way in which a name, an ID and a birth date is written."""
    answer = requests.get(f"{hub.dicomweb}/studies", headers=hub.headers("gate"), timeout=30)
    found = {}
    for study in answer.json():
        patient = str(study["00100020"]["Value"][0])
        groups = study["00100010"]["Value"][0]
        name = PersonName(groups.get("Alphabetic", ""), groups.get("Ideographic", ""))
        born = str((study.get("00100030", {}).get("Value") or [""])[0])
        dates = {born, f"{born[:4]}-{born[4:6]}-{born[6:]}"} if born else set()
        names = {name.alphabetic, name.ideographic, name.native, name.latin, str(name)} - {""}
        found[patient] = {patient, *names, *dates}
    return found


def written_in(place: Path, texts: set[str]) -> list[str]:
    """Which of the texts are in any file or file name below a folder, in each encoding and as JSON escapes it."""
    forms = {text.encode(encoding) for text in texts for encoding in ENCODINGS}
    forms |= {json.dumps(text)[1:-1].encode() for text in texts}
    pattern = re.compile(b"|".join(map(re.escape, sorted(forms))))
    hits = []
    for path in place.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        hits += [f"{path.name}: {hit!r}" for hit in {*pattern.findall(data), *pattern.findall(str(path).encode())}]
    return hits


def work(station: Workstation, search: str, text: str) -> None:
    station.open_case(search)
    station.wait_for_report()
    station.write(FINDINGS, text)
    station.write(IMPRESSION, text)
    wait_for(lambda: station.window.case.draft is not None and not station.window.case.draft.dirty, "saved")


def test_nothing_of_the_patients_can_be_read_from_the_disk(folder: Path) -> None:
    profile = folder / "profile"
    with HubProcess(folder / "hub", demo=True) as hub:
        texts = {text for known in identities(hub).values() for text in known}
        assert len(texts) > 20
        assert written_in(folder / "hub", texts), "the search finds what is open"
        with Workstation(profile, hub.url) as station:
            station.sign_in("li")
            station.wait_for_worklist()
            patient = next(iter(station.desk.place.worklist.worklist.tasks.values())).patient
            work(station, "Xiaodong", f"{patient.name.latin} {patient.patient_id} has a nodule.")
            assert written_in(profile, texts) == []  # as a kill would leave it
        assert written_in(profile, texts) == []
        readable = [path for path in (profile, folder / "hub") for path in (path, *path.rglob("*"))
                    if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & 0o077]  # fmt: skip
        made_by_tests = {folder / "hub", folder / "hub" / "hub.err"}
        assert set(readable) <= made_by_tests
        if sys.platform != "win32" and os.geteuid() == 0:
            look = "import os, sys; [os.listdir(p) if os.path.isdir(p) else open(p) for p in sys.argv[1:2]]"
            for place in (profile, profile / "reader.sqlite", folder / "hub", folder / "hub" / "hub.sqlite"):
                done = subprocess.run([sys.executable, "-c", look, str(place)], user="nobody", capture_output=True)
                assert b"PermissionError" in done.stderr, place
        else:
            pytest.skip("only root can become another user")
