#!/usr/bin/env python3
"""Make the pictures of the handbook from the running program.

    .venv/bin/python packaging/help_pictures.py [LANGUAGE …]

Starts the demo's hub and, on a virtual screen with a window manager, the program in each language; goes through it
by keyboard and saves its windows as `resources/help/LANGUAGE/pictures/NAME.png`, in few colours, so that they are
small.
"""

from __future__ import annotations

import subprocess
import sys
import time
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PIL import Image, ImageColor  # noqa: E402
from PySide6.QtCore import QBuffer, QIODevice  # noqa: E402
from PySide6.QtWidgets import QWidget  # noqa: E402

from reader.app.handbook import FOLDER  # noqa: E402
from reader.core.qt.theme import TOKENS  # noqa: E402
from reader.report.model import IMPRESSION  # noqa: E402
from reader.terms.languages import locales  # noqa: E402
from reader.worklist.filters import View  # noqa: E402
from tests.flow.desktop import desktop  # noqa: E402
from tests.flow.keyboard_journey import Doctor, sign_in  # noqa: E402
from tests.flow.seat import Seat  # noqa: E402
from tests.servers import HubProcess  # noqa: E402

SIZE = (1120, 720)
COLOURS = 160
REST_S = 1.5
"""So long a picture, a key image or a layout may take to settle."""
PATIENT = "Xiaodong"
WORDS = {
    "en": ("No pleural effusion.", "Nodule of the right upper lobe, CT in three months.", "PET-CT advised."),
    "zh_CN": ("未见胸腔积液。", "右肺上叶结节，建议 3 个月后复查 CT。", "建议 PET-CT 检查。"),
}


class Photographer:
    """folder: where the pictures go."""

    def __init__(self, seat: Seat, folder: Path) -> None:
        self.seat, self.folder = seat, folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str, widget: QWidget | None) -> None:
        assert widget is not None, name
        time.sleep(REST_S)
        picture = Image.open(BytesIO(self.seat.ask(lambda: _png(widget)))).convert("RGB")
        _few_colours(picture).save(self.folder / f"{name}.png", optimize=True)


def _few_colours(picture: Image.Image) -> Image.Image:
    """The theme's own colours, which cover little, and those that stand for most of the rest."""
    most = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).getpalette() or []
    own = [part for colour in TOKENS["dark"].values() for part in ImageColor.getrgb(colour)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([*most[: 3 * COLOURS], *own])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def _png(widget: QWidget) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    return buffer.data().data()


def photograph(language: str, seat: Seat) -> None:
    photographer = Photographer(seat, FOLDER / language / "pictures")
    doctor = Doctor(seat, "en")
    doctor.patient = PATIENT
    photographer.take("sign-in", seat.until_open("SignInWindow"))
    first_read(photographer, doctor, language)
    review(photographer, doctor, language)
    audit(photographer)


def first_read(photographer: Photographer, doctor: Doctor, language: str) -> None:
    seat, (findings, impression, _) = photographer.seat, WORDS[language]
    doctor.sign_in("li")
    page = doctor.desk.page
    seat.until(lambda: page._rows.counts[View.WAITING] > 0, "what waits is counted")
    seat.until(page.table.hasFocus, "the list has the keyboard")
    seat.press("shift+Tab", "Down", "Tab", "Down")
    photographer.take("worklist", seat.until_open("WorklistWindow"))
    seat.press("ctrl+comma")
    photographer.take("settings", seat.until_open("SettingsDialog"))
    seat.press("Escape")
    seat.until_open("WorklistWindow")
    seat.press("ctrl+shift+k")
    keys = seat.until_open("KeysDialog")
    seat.ask(lambda: keys.keys.table.select(("reading", "views.tool_magnify")))  # type: ignore[attr-defined]
    seat.ask(lambda: keys.keys.field.setFocus())  # type: ignore[attr-defined]
    seat.press("k")
    photographer.take("keys", keys)
    seat.press("Escape")
    seat.until_open("WorklistWindow")
    doctor.open_case()
    case = doctor.window.case
    seat.until(lambda: case.findings.loaded, "the results of algorithms")
    seat.press("j", "j", "y", "y")
    photographer.take("findings", doctor.window.findings)
    seat.press("ctrl+i", "j")
    photographer.take("reading", doctor.window)
    doctor.write(findings, impression)
    photographer.take("report", doctor.window._panel)
    seat.press("ctrl+Return")
    photographer.take("submit", seat.until_open("SignDialog"))
    doctor.last_look()
    doctor.sign_out()


def review(photographer: Photographer, doctor: Doctor, language: str) -> None:
    seat = photographer.seat
    doctor.sign_in("zhou")
    doctor.open_case()
    seat.press("alt+2")
    seat.until(partial(doctor.has_keyboard, IMPRESSION), "the impression has the keyboard")
    seat.press("ctrl+End", "Return")
    doctor.say(WORDS[language][2])
    photographer.take("review", doctor.window)
    seat.press("ctrl+w")
    seat.until_open("WorklistWindow")
    seat.press("ctrl+shift+q")
    dialog = seat.until_open("UnfinishedDialog")
    for _ in range(5):
        if seat.ask(lambda: seat.focus is dialog.go):  # type: ignore[attr-defined]
            break
        seat.press("Tab")
    seat.press("Return")


def audit(photographer: Photographer) -> None:
    seat = photographer.seat
    sign_in(seat, "admin")
    window = seat.until_open("AuditWindow")
    seat.until(lambda: not window.view.checking, "the trail is read")  # type: ignore[attr-defined]
    photographer.take("audit", window)


def main(languages: list[str]) -> int:
    if languages[:1] == ["--inside"]:  # in a process of its own: a program has one seat
        language, profile, hub = languages[1:]
        seat = Seat(Path(profile), hub, language=language, prefetch=True, leaving="auto")
        return seat.use(partial(photograph, language))
    for language in languages or locales():
        with (
            TemporaryDirectory() as folder,
            HubProcess(Path(folder) / "hub", demo=True) as hub,
            desktop(*SIZE) as environment,
        ):
            command = [sys.executable, str(Path(__file__).resolve()), "--inside", language, "reader", hub.url]
            subprocess.run(command, cwd=folder, env=environment | {"PYTHONPATH": str(ROOT)}, check=True)
    size = sum(picture.stat().st_size for picture in FOLDER.glob("*/pictures/*.png"))
    print(f"{size / 1e6:.1f} MB of pictures")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
