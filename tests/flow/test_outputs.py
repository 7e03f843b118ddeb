"""A report that was signed here is copied, saved and printed, with its key images, and each is noted."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from reader.app.report_messages import ReportMessages
from reader.app.ui.report_outputs import KINDS, kind_of
from reader.app.ui.report_print import ReportPrintDialog
from reader.app.ui.stored_report import StoredReport
from reader.core.audit import AuditEvent
from reader.delivery.model import Delivery, DeliveryState
from reader.delivery.outputs.content import ReportPage
from reader.findings.model import Status
from reader.findings.service import accept
from reader.report.model import IMPRESSION
from reader.worklist.model import Kind, ReadingTask, State
from tests.delivery.receiver import Receiver, acknowledged
from tests.flow.doctors import CTRL, go_to, sign_in, sign_review
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(200)]


def page_of(doctor: Workstation) -> ReportPage:
    """As its commands get it."""
    found: list[ReportPage] = []
    case = doctor.window.case
    doctor.desk.copies.make(case, case.story, found.append)
    wait_for(lambda: bool(found), "the page")
    return found[0]


def test_what_was_signed_a_moment_ago_leaves_as_text_file_and_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            li.open_case("Xiaodong")
            li.wait_for_images()
            window = li.window
            wait_for(lambda: window.case.findings.loaded and window.report is not None, "findings and report")
            wait_for(lambda: not window.case.claiming and not window.case.findings.read_only, "it is his")
            copy = window.registry["output.copy"]
            assert not copy.when(), "nothing is signed yet"
            assert copy.why() == "the report has to be signed first."
            first = next(f for f in window.case.findings.findings if f.is_ai and f.key_image is not None)
            findings = window.case.findings

            def accepted() -> bool:
                """The first press brings it on the screen."""
                accept(findings, first.tracking_uid)
                return findings[first.tracking_uid].status is Status.ACCEPTED

            wait_for(accepted, "accepted")
            window._insert(first.tracking_uid)
            li.write(IMPRESSION, "Nodule in the right upper lobe.")
            li.answer_dialog()
            li.press(Qt.Key.Key_Return, CTRL)
            wait_for(lambda: window.case.handed_over, "submitted")
            assert not copy.when(), "submitted is not signed"
            heard: list[str] = []
            window.case.views.readout.connect(heard.append)
            window.say_not_now(window.registry["output.print"])
            assert heard == ["“Print the report …” is not possible now: the report has to be signed first."]
            window.case.views.readout.disconnect(heard.append)
            li.wait_for_delivery()
            li.program.services.settings.update(preliminary_reports="always")  # as the policy does
            QGuiApplication.clipboard().clear()
            copy.run()
            wait_for(lambda: "Nodule in the right upper lobe." in QGuiApplication.clipboard().text(), "copied")
            assert "PRELIMINARY" in QGuiApplication.clipboard().text(), "nobody has reviewed it yet"
        with Receiver(acknowledged) as away:
            port = away.port
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            receivers = {"XIHU": f"mllp://127.0.0.1:{port}", "Wuzhen": "mllp://127.0.0.1:8"}  # as the policy does
            zhou.program.services.settings.update(hl7_receiver="mllp://127.0.0.1:9", hl7_receivers=receivers)
            tasks = zhou.desk.place.worklist.worklist.tasks

            def waiting() -> list[ReadingTask]:
                reviews = [t for t in tasks.values() if (t.state, t.kind) == (State.WAITING, Kind.REVIEW)]
                return [t for t in reviews if "Xiaodong" in t.patient.name.latin]

            wait_for(lambda: bool(waiting()), "the review")
            go_to(zhou, waiting()[0])
            zhou.wait_for_images()
            sign_review(zhou)
            window = zhou.window
            copy = window.registry["output.copy"]
            wait_for(copy.when, "signed by now")
            QGuiApplication.clipboard().clear()
            copy.run()
            wait_for(lambda: "Nodule in the right upper lobe." in QGuiApplication.clipboard().text(), "copied")
            assert "周伟" in QGuiApplication.clipboard().text()
            page = page_of(zhou)
            assert page.key_images and page.findings, "what the sentence points at"
            said = len(zhou.said)
            for kind in KINDS:
                window.outputs.save(page, tmp_path / f"report{kind.suffix}", kind)
                wait_for(lambda kind=kind: (tmp_path / f"report{kind.suffix}").exists(), kind.title)
            images = subprocess.run(["pdfimages", "-list", tmp_path / "report.pdf"], capture_output=True, text=True)
            assert len(images.stdout.splitlines()) - 2 == len(page.key_images)
            assert "data:image/png" in (tmp_path / "report.html").read_text("utf-8")
            wait_for(lambda: len(zhou.said) >= said + len(KINDS), "told that they are saved")
            told = len(zhou.said)
            window.outputs.save(page, tmp_path / "report.txt" / "odd.txt", kind_of(Path("odd.txt"), KINDS[0])[1])
            wait_for(lambda: len(zhou.said) > told, "what can't be written is told")
            assert "could not be written" in str(zhou.said[-1].text)

            stored = StoredReport((window.case.story,), window, window.outputs)
            stored.show()
            assert len(stored.findChildren(QPushButton)) == 4
            stored.close()
            file = tmp_path / "in place of paper.pdf"

            def choose() -> None:
                """No printer is installed here: saving a file is what Return does."""
                dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, ReportPrintDialog)]
                if dialogs and dialogs[0].isVisible() and dialogs[0].to_pdf.isEnabled():
                    assert dialogs[0].to_pdf.isDefault() != dialogs[0].to_printer.isDefault()
                    dialogs[0].to_pdf.click()
                else:
                    QTimer.singleShot(100, choose)

            QTimer.singleShot(100, choose)
            monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file.with_suffix("")), "PDF"))
            window.registry["output.print"].run()
            wait_for(file.exists, "saved in place of printed")
            assert file.read_bytes().startswith(b"%PDF")
            wait_for(lambda: file.name in str(zhou.said[-1].text), "and told")
            printed = tmp_path / "printed.pdf"
            printer = QPrinter(QPrinter.PrinterMode.HighResolution)
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(printed))

            def confirm() -> None:
                dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, ReportPrintDialog)]
                if dialogs and dialogs[0].isVisible():
                    dialogs[0].print_on(printer)
                else:
                    QTimer.singleShot(100, confirm)

            QTimer.singleShot(100, confirm)
            window.registry["output.print"].run()
            wait_for(printed.exists, "printed")
            words = subprocess.run(["pdftotext", printed, "-"], capture_output=True).stdout.decode()
            assert "Nodule in the right upper lobe." in words
            outbox = zhou.desk.place.outbox

            def message() -> Delivery | None:
                return next((d for d in outbox.model.deliveries.values() if d.task_uid.startswith("hl7:")), None)

            wait_for(lambda: (m := message()) is not None and bool(m.tries), "the message waits for its receiver")
            waiting = message()
            assert waiting is not None and "has not taken the report yet" in waiting.error
            with Receiver(acknowledged, port) as his:
                outbox.retry(waiting.delivery_id)
                wait_for(lambda: (m := message()) is not None and m.state is DeliveryState.DELIVERED, "taken")
                [taken] = his.messages
            assert "|TX|19005-8^" in taken.decode() and "Nodule in the right upper lobe." in taken.decode()
            outbox.model.remove(waiting.delivery_id)  # as after a kill before it was kept
            with Receiver(acknowledged, port) as his:
                ReportMessages(zhou.desk.place, zhou.desk.presenter).start()
                wait_for(lambda: bool(his.messages), "made good from what the hub has")
                assert his.messages[0].split(b"|")[9] == taken.split(b"|")[9], "known again by its control ID"
                wait_for(lambda: (m := message()) is not None and m.state is DeliveryState.DELIVERED, "and kept")
            assert taken.count(b"|NM|") == sum(len(row.measurements) for row in page.findings)
            records = zhou.program.services.audit.records()
            exports = [r.details for r in records if r.code == AuditEvent.EXPORT.value and r.details is not None]
            assert [one["to"] for one in exports] == [
                "clipboard", "report.pdf", "report.html", "report.json", "report.hl7",
                "report.txt", "odd.txt", file.name, "printed.pdf",
            ]  # fmt: skip
            assert {one["report"] for one in exports} == {page.reference.sop_instance_uid}
        with sign_in(tmp_path / "zhou", hub, "chen") as chen, Receiver(acknowledged, port) as his:
            place = chen.desk.place
            with chen.program.services.database.write() as db:
                db.execute("DELETE FROM delivery WHERE task_uid LIKE 'hl7:%'")  # killed before it was made
            place.outbox.model.load(d for d in place.outbox.model.deliveries.values() if not d.message)
            chen.program.services.settings.update(hl7_receiver=f"mllp://127.0.0.1:{port}")
            ReportMessages(place, chen.desk.presenter).start()
            wait_for(lambda: bool(his.messages), "made good in another doctor's session")
            assert his.messages[0].split(b"|")[9] == taken.split(b"|")[9]
            outbox = place.outbox

            def taken_now() -> list[Delivery]:  # beside the one of before, where it was just being looked for
                every = outbox.model.of_state(DeliveryState.DELIVERED)
                return [d for d in every if d.task_uid.startswith("hl7:")]

            wait_for(lambda: bool(taken_now()), "taken")
            sent = taken_now()[-1]
            assert sent.message and "周伟" in sent.doctor and not sent.absent
