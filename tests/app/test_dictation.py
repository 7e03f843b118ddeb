"""The dictation port: text of a speech program at the cursor of the open report, and everything that is refused."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from reader.app.dictation import Dictation
from reader.app.dictation_token import new_token, token_of
from reader.app.presenter import Message, Presenter
from reader.app.services import Services, start_services
from reader.app.ui import dictation_port
from reader.app.ui.dictation_dialog import DictationDialog
from reader.core.profile import Profile
from reader.core.qt.main_thread import MainThread
from reader.findings.model import FindingsModel
from reader.report.model import FINDINGS, DraftModel, Subject
from reader.report.template import choose_template
from reader.report.ui.panel import ReportPanel
from tests.report.examples import LI, SUBJECT

OTHER = replace(SUBJECT, accession="20260101-8", study_uid="2.25.101")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Desk:
    """One report at a time, and the port."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.main = qtbot, MainThread(lambda error: None)
        self.services: Services = start_services(
            Profile(folder / "profile", folder / "policy.toml"), self.main.deliver, lambda error: None
        )
        self.port, self.said = free_port(), list[Message]()
        presenter = Presenter()
        presenter.said.connect(self.said.append)
        self.panel: ReportPanel | None = None
        self.subject = SUBJECT
        self.dictation = Dictation(self.services, presenter, lambda: self)
        self.services.settings.update(dictation=True, dictation_port=self.port)
        self.dictation.start()
        self.token = token_of(self.services)
        self.open(SUBJECT)

    @property
    def open_report(self) -> tuple[ReportPanel, Subject] | None:
        return (self.panel, self.subject) if self.panel is not None else None

    def open(self, subject: Subject) -> None:
        self.close()
        self.subject = subject
        self.draft = DraftModel(choose_template("CT", "CHEST", "en").new_report(subject, LI))
        self.panel = ReportPanel(self.draft, FindingsModel(()))
        self.qtbot.addWidget(self.panel)
        self.panel.show()
        self.qtbot.waitExposed(self.panel)
        self.panel.activateWindow()
        self.panel.focus_findings()
        self.qtbot.waitUntil(lambda: self.panel is not None and QApplication.focusWidget() is self.panel.writing_in)

    def close(self) -> None:
        if self.panel is not None:
            self.panel.release()
            self.panel.hide()
            self.panel = None

    @property
    def text(self) -> str:
        return self.draft.report.section(FINDINGS).text

    def beside(self, work: Callable[[], Any], timeout: int = 15_000) -> Any:
        """What a client gets, while the program runs."""
        got: list[Any] = []

        def run() -> None:
            try:
                got.append(work())
            except OSError as error:
                got.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        self.qtbot.waitUntil(lambda: not thread.is_alive(), timeout=timeout)
        return got[0]

    def post(self, text: str | bytes, **headers: str) -> tuple[int, dict[str, Any]]:
        data = text.encode() if isinstance(text, str) else text
        fields = {"Authorization": f"Bearer {self.token}", "Content-Type": "text/plain; charset=utf-8"}
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}

        def ask() -> tuple[int, dict[str, Any]]:
            client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            client.request("POST", "/dictation", data, fields)
            response = client.getresponse()
            return response.status, json.loads(response.read())

        answered: tuple[int, dict[str, Any]] = self.beside(ask)
        return answered

    def raw(self, data: bytes) -> tuple[int, str]:
        """Status and code of what comes back for these bytes."""

        def ask() -> bytes:
            with socket.create_connection(("127.0.0.1", self.port), timeout=10) as one:
                one.sendall(data)
                said = b""
                while part := one.recv(65536):
                    said += part
                return said

        said = self.beside(ask)
        assert isinstance(said, bytes), said
        head, _, body = said.partition(b"\r\n\r\n")
        return int(head.split(b" ")[1]), json.loads(body).get("error", "")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path)
    yield made
    made.dictation.stop()
    made.close()
    made.services.close()


def request(desk: Desk, *lines: str, method: str = "POST /dictation HTTP/1.1", body: bytes = b"x") -> bytes:
    fields = {
        "host": f"Host: 127.0.0.1:{desk.port}", "authorization": f"Authorization: Bearer {desk.token}",
        "content-type": "Content-Type: text/plain; charset=utf-8", "content-length": f"Content-Length: {len(body)}",
    }  # fmt: skip
    for line in lines:
        fields[line.partition(":")[0].lower()] = line
    given = [line for line in fields.values() if not line.endswith(": -")]
    return "\r\n".join((method, *given, "", "")).encode("latin-1") + body


def test_text_goes_to_the_cursor_as_one_step_that_can_be_undone(desk: Desk, qtbot: QtBot) -> None:
    assert desk.panel is not None and desk.panel.writing_in is not None
    qtbot.keyClicks(desk.panel.writing_in, "Before. ")
    assert desk.post("右肺结节。\r\nSecond line.") == (200, {"inserted": 19, "accession": SUBJECT.accession})
    assert desk.text == "Before. 右肺结节。\nSecond line."
    assert desk.post(" More.", X_Accession=SUBJECT.accession)[0] == 200
    assert desk.text.endswith("Second line. More.")
    desk.panel.undo()
    desk.panel.undo()
    assert desk.text == "Before. "
    command = [
        "curl", "-sS", "--max-time", "10", "-H", f"Authorization: Bearer {desk.token}", "-H",
        "Content-Type: text/plain; charset=utf-8", "--data-binary", "By curl.",
        f"http://127.0.0.1:{desk.port}/dictation",
    ]  # fmt: skip
    line = desk.beside(lambda: subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert json.loads(line)["inserted"] == 8 and desk.text == "Before. By curl."


@pytest.mark.parametrize(
    ("lines", "body", "status"),
    [
        (("Authorization: -",), b"x", 401), (("Authorization: Bearer wrong",), b"x", 401),
        (("Authorization: Basic eDp5",), b"x", 401), (("Host: evil.example:80",), b"x", 403),
        (("Host: evil.example",), b"x", 403), (("Host: -",), b"x", 403), (("Host: 127.0.0.1:1",), b"x", 403),
        (("Origin: http://evil.example",), b"x", 403), (("Origin: null",), b"x", 403),
        (("Sec-Fetch-Site: same-origin",), b"x", 403), (("Content-Type: application/json",), b"x", 415),
        (("Content-Type: text/plain; charset=gbk",), b"x", 415), (("Content-Length: -",), b"x", 411),
        (("Content-Length: 104857600",), b"x", 413), (("Content-Length: 65537",), b"x", 413),
        (("Content-Length: 1e3",), b"x", 411), (("Content-Length: +1",), b"x", 411),
        (("Transfer-Encoding: chunked",), b"1\r\nx\r\n0\r\n\r\n", 411), (("X-A: " + "a" * 9000,), b"x", 431),
        (("Content-Length: 1",), b"xy", 400), ((), b"\xff\xfe", 400), ((), b"", 422), ((), b"a\x00b", 422),
        ((), b"a\x1b[2Jb", 422), ((), "a\u202eb".encode(), 422), ((), b"\xc2\x85", 422), ((), b"\x7f", 422),
        ((" folded: x",), b"x", 400), (("X Y: x",), b"x", 400),
        (("X-Accession: 20260101-9",), b"x", 409),
    ],
)  # fmt: skip
def test_what_is_not_right_is_refused_and_nothing_is_inserted(
    desk: Desk, lines: tuple[str, ...], body: bytes, status: int
) -> None:
    assert desk.raw(request(desk, *lines, body=body))[0] == status
    assert desk.text == ""
    assert desk.raw(request(desk, body=b"fine"))[0] == 200 and desk.text == "fine"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", 403), (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"POST /dictation\r\n\r\n", 400), (b"\r\n\r\n\r\n", 400), (b"\x00" * 10_000, 431),
        (b"POST /dictation HTTP/2.0\r\nHost: x\r\n\r\n", 400),
        (b"POST /dictation HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    ],
)
def test_what_is_no_request_is_refused(desk: Desk, data: bytes, status: int) -> None:
    assert desk.raw(data)[0] == status and desk.text == ""


def test_other_methods_and_paths(desk: Desk) -> None:
    for method, status in (
        ("OPTIONS /dictation HTTP/1.1", 405), ("PUT /dictation HTTP/1.1", 405), ("POST / HTTP/1.1", 404),
        ("POST /dictation?x=1 HTTP/1.1", 404), ("POST http://127.0.0.1/dictation HTTP/1.1", 404),
    ):  # fmt: skip
        assert desk.raw(request(desk, method=method))[0] == status
    assert desk.text == ""


def test_a_hundred_megabytes_are_refused_without_being_taken(desk: Desk) -> None:
    def send() -> int:
        with socket.create_connection(("127.0.0.1", desk.port), timeout=10) as one:
            one.sendall(request(desk, f"Content-Length: {100 * 2**20}", body=b""))
            sent = 0
            try:
                for _ in range(100):
                    sent += one.send(b"x" * 2**20)
            except OSError:
                return sent
            return sent

    assert desk.beside(send) < 50 * 2**20
    assert desk.post("fine")[0] == 200 and desk.text == "fine"


def test_half_open_connections_end_and_hold_nobody_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictation_port, "DEADLINE_MS", 700)
    begun = [socket.create_connection(("127.0.0.1", desk.port), timeout=10) for _ in range(7)]
    for one in begun:
        one.sendall(b"POST /dicta")
    assert desk.post("in between")[0] == 200
    extra = [socket.create_connection(("127.0.0.1", desk.port), timeout=10) for _ in range(20)]
    ends = desk.beside(lambda: [one.recv(300) for one in begun])
    assert all(b"408" in end for end in ends)
    for one in (*begun, *extra):
        one.close()
    desk.qtbot.waitUntil(lambda: desk.dictation.port is not None and not desk.dictation.port._open)
    assert desk.post(" after")[0] == 200 and desk.text == "in between after"


def test_only_into_a_report_that_is_open_for_writing_and_had_the_cursor_last(desk: Desk, qtbot: QtBot) -> None:
    assert desk.panel is not None
    desk.draft.set_read_only(True)
    assert (desk.post("x")[0], desk.post("x")[1]["error"]) == (409, "read_only")
    desk.draft.set_read_only(False)
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    assert desk.post("x")[1]["error"] == "elsewhere"
    desk.panel.activateWindow()
    desk.panel.focus_findings()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not field)
    dialog = QDialog(desk.panel)
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is dialog)
    assert desk.post("x")[1]["error"] == "dialog"
    dialog.close()
    desk.close()
    assert desk.post("x")[1]["error"] == "no_report"
    assert desk.text == ""


def test_text_never_goes_into_the_report_of_another_exam(desk: Desk) -> None:
    whole = request(desk, body=b"for the first exam")
    with socket.create_connection(("127.0.0.1", desk.port), timeout=10) as one:
        one.sendall(whole[:-5])
        desk.qtbot.waitUntil(lambda: desk.dictation.port is not None and len(desk.dictation.port._open) == 1)
        desk.qtbot.wait(50)
        desk.open(OTHER)
        one.sendall(whole[-5:])
        said = desk.beside(lambda: one.recv(1000))
    assert b"409" in said and b"another_report" in said and desk.text == ""
    assert desk.post("x", X_Accession=SUBJECT.accession)[1]["error"] == "another_report"
    assert desk.post("x", X_Accession=OTHER.accession)[0] == 200 and desk.text == "x"
    assert desk.post("y", X_Accession="2026%30101-8")[0] == 200 and desk.text == "xy"  # percent-encoded


def test_too_many_in_a_short_time_are_refused(desk: Desk) -> None:
    assert desk.dictation.port is not None
    desk.dictation.port.clock = lambda: 100.0
    answers = [desk.post("a")[0] for _ in range(41)]
    assert answers == [200] * 40 + [429] and desk.text == "a" * 40
    desk.dictation.port.clock = lambda: 111.0
    assert desk.post("b")[0] == 200


def test_off_unless_switched_on_and_never_where_the_policy_is_doubtful(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    server = desk.dictation.port
    assert server is not None and server._server.serverAddress().toString() == "127.0.0.1"
    desk.services.settings.update(dictation=False)
    assert desk.dictation.port is None
    assert isinstance(desk.beside(lambda: socket.create_connection(("127.0.0.1", desk.port), timeout=5)), OSError)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        desk.services.settings.update(dictation=True, dictation_port=taken.getsockname()[1])
        assert desk.dictation.port is None and "can't be opened" in desk.said[-1].text
    old = desk.token
    desk.services.settings.update(dictation_port=desk.port)
    dialog = DictationDialog(desk.services)
    qtbot.addWidget(dialog)
    assert dialog.token.text() == old and str(desk.port) in dialog.address.text()
    dialog.renew.click()
    assert dialog.token.text() not in ("", old)
    dialog.accept()
    assert desk.post("x")[0] == 401
    desk.token = new_token(desk.services)
    assert desk.post("x")[0] == 401  # until the settings are followed
    desk.services.settings.update(dictation_since="2026")
    assert desk.post("x")[0] == 200
    for text in ("[lock]\ndictation = false\n", "[lock]\ndictation = 1\n", "[lock\n"):
        folder = tmp_path / str(len(text))
        folder.mkdir()
        (folder / "policy.toml").write_text(text)
        (folder / "policy.toml").chmod(0o644)
        profile = Profile(folder / "p", folder / "policy.toml")
        services = start_services(profile, desk.main.deliver, lambda error: None)
        services.settings.update(dictation=True, dictation_port=free_port())
        other = Dictation(services, Presenter(), lambda: None)
        other.start()
        assert other.port is None, text
        other.stop()
        services.close()
