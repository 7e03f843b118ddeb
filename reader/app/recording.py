"""What happens to critical results, in the audit trail (STANDARDS.md 6: procedure record). No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reader.app.services import Services
from reader.core.audit import AuditEvent
from reader.dicom.ups.critical import CriticalResult


def recorder(services: Services, username: str) -> Callable[[CriticalResult, str, Mapping[str, str]], None]:
    """Writes what happens to critical results into the audit trail (procedure record)."""

    def write(result: CriticalResult, what: str, details: Mapping[str, str]) -> None:
        item = result.item
        about = {"state": what, "task": result.uid, "study": item.study_uid, "patient": item.patient_id}
        record(services, username, AuditEvent.PROCEDURE_RECORD, {**details, **about})

    return write


def record(services: Services, username: str, event: AuditEvent, details: Mapping[str, str]) -> None:
    services.tasks.change(lambda _: services.audit.record(event, username, outcome=0, **details))
