"""Signed reports that another doctor reads again, chosen by chance: how far they agree, after the ACR's RADPEER.

    GET  /rereads                 what waits for the signed-in doctor: nothing they wrote, reviewed or signed
    GET  /rereads?done=true       what was read again, the newest first: to a chief all, to others their own reports
                                  and what they rated
    POST /rereads/{uid}           {"score": 2, "significant": false, "comment": "…"}; uid: of the verification

A score says of the signed report: 1 I agree; 2 I differ, and others might have read it so; 3 I differ, and most
would have read it otherwise. significant: whether the difference is likely to matter for the patient. The rules
under `[[reread]]` in `approval.toml` choose when a report is signed. A score is given once, and stays.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from reader.core.audit import AuditEvent
from reader.dicom.json_model import Json, value
from reader.dicom.ups.tasks import actual_performers, subject_from
from reader.hub.answers import Refused
from reader.hub.hub import Hub
from reader.hub.moments import span
from reader.hub.notifiable_api import entry_of
from reader.hub.roles import APPROVING, REVIEWING
from reader.hub.store import valid_uid
from reader.hub.users import User
from reader.hub.vault import plain

MOST = 200
_SCORES = (1, 2, 3)
_LONGEST = 2000
_LARGEST = 16 * 1024


def routes(hub: Hub) -> list[Route]:
    api = _Api(hub)
    return [
        Route("/rereads", api.listed, methods=["GET"]),
        Route("/rereads/{uid}", api.scored, methods=["POST"]),
    ]


class _Api:
    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def listed(self, request: Request) -> Response:
        find = self._done if request.query_params.get("done") == "true" else self._waiting
        found = await to_thread.run_sync(find, request.state.user)
        return JSONResponse({"rows": found}, headers={"Cache-Control": "no-store"})

    async def scored(self, request: Request) -> Response:
        body = await request.body() if int(request.headers.get("Content-Length") or 0) <= _LARGEST else b""
        try:
            said = json.loads(body)
            score, significant, comment = said["score"], said["significant"], said["comment"]
        except (ValueError, TypeError, KeyError):
            score = significant = comment = None
        right = score in _SCORES and not isinstance(score, bool) and isinstance(significant, bool)
        if not (right and isinstance(comment, str) and len(comment) <= _LONGEST):
            raise Refused(400, "score is 1, 2 or 3, significant true or false, comment has up to 2000 characters")
        uid = request.path_params["uid"]
        await to_thread.run_sync(self._note, uid, score, significant and score > 1, comment, request.state.user)
        return JSONResponse({"score": score})

    def _done(self, user: User) -> list[dict[str, Any]]:
        """At most `MOST`."""
        comment = plain("comment", "reread", "reread.uid")
        rows = self._hub.database.read(
            f"SELECT uid, score, significant, by, done, {comment} AS said FROM reread WHERE score > 0"
            " ORDER BY done DESC LIMIT ?",
            (10 * MOST,),
        )
        found: list[dict[str, Any]] = []
        for row in rows:
            item = self._hub.worklist.retrieve(row["uid"])
            if APPROVING in user.roles or user.is_known_as(row["by"]) or _had_to_do_with(item, user):
                said = {"score": row["score"], "significant": bool(row["significant"]), "comment": row["said"]}
                found.append(entry_of(item) | said | {"by": self._name_of(row["by"])})
        return found[:MOST]

    def _name_of(self, identifier: str) -> str:
        people = (account.user for account in self._hub.users.everyone())
        return next((str(user.person.name) for user in people if user.is_known_as(identifier)), identifier)

    def _waiting(self, user: User) -> list[dict[str, Any]]:
        """The newest first; at most `MOST`."""
        if not {REVIEWING, APPROVING} & set(user.roles):
            return []
        rows = self._hub.database.read(
            "SELECT reread.uid FROM reread JOIN step ON step.uid = reread.uid WHERE score = 0"
            " ORDER BY ended DESC LIMIT ?",
            (10 * MOST,),
        )
        found: list[dict[str, Any]] = []
        for row in rows:
            item = self._hub.worklist.retrieve(row["uid"])
            if not _had_to_do_with(item, user):
                found.append(entry_of(item))
                if len(found) == MOST:
                    break
        return found

    def _note(self, uid: str, score: int, significant: bool, comment: str, user: User) -> None:
        row = self._hub.database.read("SELECT score FROM reread WHERE uid = ?", (uid,)) if valid_uid(uid) else []
        if not row:
            raise Refused(404, "nobody was asked to read this report again")
        item = self._hub.worklist.retrieve(uid)
        if _had_to_do_with(item, user):
            raise Refused(403, "somebody who did not write, review or sign the report reads it again")
        now = span(datetime.now(UTC).strftime("%Y%m%d%H%M%S+0000"))
        sealed = self._hub.vault.sealed(comment, "reread", uid)
        with self._hub.database.write() as db:
            done = db.execute(
                "UPDATE reread SET score = ?, significant = ?, by = ?, done = ?, comment = ?"
                " WHERE uid = ? AND score = 0",
                (score, significant, user.person.code.value, now[0] if now is not None else None, sealed, uid),
            ).rowcount
        if not done:
            raise Refused(409, "somebody else has read this report again")
        self._hub.audit.record(
            AuditEvent.PROCEDURE_RECORD, user.name, task=uid, state=f"read again: {score}",
            patient=str(value(item, "00100020")),
        )  # fmt: skip


def _had_to_do_with(item: Json, user: User) -> bool:
    """Whether this user wrote, reviewed or signed the report, or read its exam a second time."""
    about, signers = subject_from(item), [code.value for code, _ in actual_performers(item)]
    people = (about.author_id, about.passed_by, about.second_by, *signers)
    return any(person and user.is_known_as(person) for person in people)
