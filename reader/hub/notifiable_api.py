"""What the signed reports of some days say that has to be reported by law, and which of it was reported.

    GET  /notifiable?from=2026-12-01&to=2026-12-07&offset=480     offset: minutes that local time is ahead of UTC
    POST /notifiable/{uid}     {"reported": true}                 uid: of the verification that the report ended

A report is on it because its signature said so (`tasks.NOTIFIABLE`); an administrator's deletion of old tasks takes
it off. Who said when that it was reported, or is not to be, stays with it and in the audit trail.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from reader.core.audit import AuditEvent
from reader.dicom.json_model import Json, name_from, value
from reader.dicom.ups.tasks import actual_performers, notifiable_in, subject_from
from reader.hub.answers import Refused
from reader.hub.hub import Hub
from reader.hub.orders import task_of
from reader.hub.statistics import asked_days
from reader.hub.store import valid_uid
from reader.hub.users import User

MOST = 1000
_LARGEST = 1000


def routes(hub: Hub) -> list[Route]:
    api = _Api(hub)
    return [
        Route("/notifiable", api.listed, methods=["GET"]),
        Route("/notifiable/{uid}", api.reported, methods=["POST"]),
    ]


class _Api:
    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def listed(self, request: Request) -> Response:
        first, last, offset = asked_days(request.query_params)
        found = await to_thread.run_sync(self._find, first, last, offset)
        return JSONResponse(found, headers={"Cache-Control": "no-store"})

    async def reported(self, request: Request) -> Response:
        uid = request.path_params["uid"]
        body = await request.body() if int(request.headers.get("Content-Length") or 0) <= _LARGEST else b""
        try:
            said = json.loads(body)["reported"]
        except (ValueError, TypeError, KeyError):
            said = None
        if not valid_uid(uid) or not isinstance(said, bool):
            raise Refused(400, 'the body is {"reported": true} or {"reported": false}')
        await to_thread.run_sync(self._note, uid, said, request.state.user)
        return JSONResponse({"reported": said})

    def _find(self, first: date, last: date, offset: int) -> dict[str, Any]:
        """Newest first; at most `MOST`."""
        begin, end = (day.toordinal() * 86_400_000_000 - offset * 60_000_000 for day in (first, last))
        rows = self._hub.database.read(
            "SELECT step.uid, by, at FROM step LEFT JOIN reported_by_law ON reported_by_law.uid = step.uid"
            " WHERE notifiable <> '' AND ended >= ? AND ended < ? ORDER BY ended DESC LIMIT ?",
            (begin, end + 86_400_000_000, MOST + 1),
        )
        found = [entry_of(self._hub.worklist.retrieve(row["uid"]), row["by"], row["at"]) for row in rows[:MOST]]
        return {"rows": found, "left_out": len(rows) > MOST}

    def _note(self, uid: str, said: bool, user: User) -> None:
        if not self._hub.database.read("SELECT 1 FROM step WHERE uid = ? AND notifiable <> ''", (uid,)):
            raise Refused(404, "no signed report of this task has to be reported")
        item = self._hub.worklist.retrieve(uid)
        with self._hub.database.write() as db:
            if said:
                row = (uid, str(user.person.name), datetime.now().astimezone().isoformat(timespec="seconds"))
                db.execute("INSERT OR IGNORE INTO reported_by_law VALUES (?,?,?)", row)
            else:
                db.execute("DELETE FROM reported_by_law WHERE uid = ?", (uid,))
        self._hub.audit.record(
            AuditEvent.PROCEDURE_RECORD, user.name, task=uid, patient=str(value(item, "00100020")),
            state="reported by law" if said else "not reported by law",
        )  # fmt: skip


def entry_of(item: Json, by: str | None = None, at: str | None = None) -> dict[str, Any]:
    """A signed report as such lists name it. item: its verification."""
    task, about = task_of(item), subject_from(item)
    signers = [name for _, name in actual_performers(item)]
    ended = next((str(value(step, "00404051")) for step in item.get("00741216", {}).get("Value", [])), "")
    return {
        "uid": str(value(item, "00080018")), "signed": ended, "patient": str(name_from(item, "00100010")),
        "patient_id": str(value(item, "00100020")), "sex": str(value(item, "00100040")),
        "birth_date": str(value(item, "00100030")), "site": task.site if task is not None else "",
        "accession": task.accession if task is not None else "", "exam": task.procedure if task is not None else "",
        "author": str(about.author), "signer": str(signers[0]) if signers else "",
        "diseases": [{"key": code.value, "name": code.meaning} for code in notifiable_in(item)],
        "reported": {"by": by, "at": at} if at else None,
    }  # fmt: skip
