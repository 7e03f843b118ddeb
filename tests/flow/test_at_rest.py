"""After a morning's work nothing on the disk names a patient, and other users of the computer read nothing."""

from __future__ import annotations

import base64
import os
import shutil
import stat
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
import requests
from PySide6.QtCore import Qt

from reader.dicom.values import PersonName
from tests.disk import written_in
from tests.flow.test_killed import doctor, heard
from tests.flow.workstation import FINDINGS, IMPRESSION, Workstation, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]
_NO_NAMES = {"phantom"}
"""Parts of a name that the demo calls a folder by."""
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users can reach: only what is in it keeps them out."""
    made = Path(mkdtemp(prefix="reader-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def identities(hub: HubProcess) -> set[str]:
    """Every way in which the name, the ID and the birth date of each demo patient is written."""
    answer = requests.get(f"{hub.dicomweb}/studies", headers=hub.headers("gate"), timeout=30)
    found: set[str] = set()
    for study in answer.json():
        groups = study["00100010"]["Value"][0]
        name = PersonName(groups.get("Alphabetic", ""), groups.get("Ideographic", ""))
        born = str((study.get("00100030", {}).get("Value") or [""])[0])
        found |= {born, f"{born[:4]}-{born[4:6]}-{born[6:]}"} if born else set()
        found |= {str(study["00100020"]["Value"][0]), *name.alphabetic.split("^"), *name.ideographic.split("^")}
        found |= {name.alphabetic, name.ideographic, name.native, name.latin, str(name)}
    return {text for text in found if len(text) > 1 and text.lower() not in _NO_NAMES}


def saved(station: Workstation) -> None:
    wait_for(lambda: station.window.case.draft is not None and not station.window.case.draft.dirty, "saved")


def first_reads(profile: Path, hub: HubProcess) -> None:
    """A morning of the junior's: two reports begun, one submitted, the next exams fetched ahead."""
    with Workstation(profile, hub.url, prefetch=True) as junior:
        junior.program.services.settings.update(leaving="keep")
        junior.sign_in("li")
        junior.wait_for_worklist()
        for search, accepts in (("Guihua", False), ("Xiaodong", True)):
            junior.open_case(search)
            junior.wait_for_images()
            junior.wait_for_report()
            case = junior.window.case
            patient = case.study.study.patient
            junior.write(FINDINGS, f"{patient.name.latin} {patient.patient_id} has a nodule.")
            junior.editor(FINDINGS).insertPlainText(f" {patient.name.native}")  # QTest types no Chinese
            junior.write(IMPRESSION, f"Known since {patient.birth_date}.")
            saved(junior)
            if accepts:
                wait_for(lambda case=case: any(f.is_ai for f in case.findings.findings), "findings")  # type: ignore[misc]
                junior.press(Qt.Key.Key_J)
                junior.press(Qt.Key.Key_Y)
            else:
                junior.desk.leave_case()
        junior.answer_dialog()
        junior.press(Qt.Key.Key_Return, CTRL)
        wait_for(lambda: junior.window.case.handed_over, "submitted")
        junior.wait_for_delivery()


def review(profile: Path, hub: HubProcess) -> None:
    with Workstation(profile, hub.url) as senior:
        senior.sign_in("zhou")
        senior.wait_for_worklist()
        senior.open_case("Xiaodong")
        senior.wait_for_images()
        senior.wait_for_report()
        senior.write(IMPRESSION, "Follow-up in three months.")
        saved(senior)
        senior.answer_dialog()
        senior.press(Qt.Key.Key_Return, CTRL | Qt.KeyboardModifier.ShiftModifier)
        wait_for(lambda: senior.window.case.handed_over, "signed")
        senior.wait_for_delivery()


def open_to_others(*places: Path) -> list[str]:
    """What others may read, write or enter, with its mode."""
    found = []
    for path in (path for place in places for path in (place, *place.rglob("*"))):
        mode = stat.S_IMODE(path.lstat().st_mode)
        if mode & 0o077 and not path.is_symlink():
            found.append(f"{mode:o} {path.name}")
    return found


def refused_to_nobody(places: list[Path]) -> list[Path]:
    """Those that another user of the computer can neither list nor read."""
    look = (
        "import os, sys\n"
        "for p in sys.argv[1:]:\n"
        "    try:\n"
        "        os.listdir(p) if os.path.isdir(p) else open(p, 'rb').read(1)\n"
        "    except PermissionError:\n"
        "        print(p)\n"
    )
    command = [sys.executable, "-c", look, *map(str, places)]
    done = subprocess.run(command, user="nobody", group="nogroup", extra_groups=[], capture_output=True, text=True)
    return [Path(line) for line in done.stdout.splitlines()]


def test_the_search_finds_what_is_open(tmp_path: Path) -> None:
    texts = {"Wang^Xiaodong", "王晓东", "19690412"}
    (tmp_path / "plain").write_bytes("王晓东".encode("utf-16-be"))
    (tmp_path / "packed").write_bytes(b"x" * 99 + zlib.compress("王晓东".encode("gb18030")))
    with zipfile.ZipFile(tmp_path / "archive.bin", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", "born 19690412")
    (tmp_path / "state.json").write_text('"\\u738b\\u6653\\u4e1c"', "utf-8")
    (tmp_path / "wang^xiaodong.txt").touch()
    assert len(written_in(tmp_path, texts)) == 5


def test_nothing_of_the_patients_can_be_read_from_the_disk(folder: Path) -> None:
    data, profile, seniors, key = folder / "hub", folder / "li", folder / "zhou", folder / "key"
    key.write_bytes(base64.b64encode(os.urandom(32)))
    data.mkdir(mode=0o700)
    with HubProcess(data, demo=True, options=("--key-file", str(key))) as hub:
        texts = identities(hub)
        assert len(texts) > 60
        with doctor("type", profile, hub, "Guihua") as killed:
            while int(heard(killed, "typed")[1]) < 25:
                pass
            killed.kill()
        assert written_in(profile, texts) == [], "killed in the middle"
        first_reads(profile, hub)
        review(seniors, hub)
        hub.kill()
    mine = (data, profile, seniors)
    for place in mine:
        assert written_in(place, texts) == [], place.name
    (data / "hub.err").unlink()  # the test's own
    assert open_to_others(*mine) == []
    if sys.platform == "win32" or os.geteuid() != 0:
        pytest.skip("only root can become another user")
    inside = [*mine, *(path for place in mine for path in place.rglob("*") if path.is_file())]
    assert set(refused_to_nobody(inside)) == set(inside)
