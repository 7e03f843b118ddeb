"""The demo: a morning's exams from `resources/demo` into a hub at its first start, with times relative to now.

`manifest.json` names the folders and the order behind each exam; who was examined, and what there is, the DICOM
files say themselves. A first start that was killed is simply done again.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from reader.core.errors import ReaderError
from reader.core.profile import RESOURCES
from reader.core.text import tr
from reader.dicom.json_model import Json, element, name_from, value
from reader.dicom.objects import Use, is_for
from reader.dicom.ups.workitem import INTERPRETATION, SCHEDULED, Input, Workitem, workitem_json
from reader.dicom.values import Code, PersonName, format_dt, new_uid, parse_dt
from reader.hub.answers import Refused
from reader.hub.hub import Hub
from reader.hub.kept import Kept
from reader.hub.store import Incoming, read_incoming
from reader.hub.users import DEMO_USERS

log = logging.getLogger(__name__)

DEMO = RESOURCES / "demo"

_MIGRATIONS = ("CREATE TABLE demo (folder TEXT PRIMARY KEY, workitem TEXT NOT NULL, loaded REAL NOT NULL)",)
_STALE = timedelta(hours=6)
_BATCH = 16 * 2**20
_EVERYTHING = ""


@dataclass(frozen=True)
class _Exam:
    """One study of the demo. order: the manifest's task, None for a prior. quality: what is wrong with it."""

    folder: str
    objects: tuple[Incoming, ...]
    order: dict[str, Any] | None
    quality: str


def load_demo(hub: Hub, source: Path = DEMO) -> None:
    """Bring the exams and their tasks in, once; later starts only move the times of what nobody has taken.

    Blocks. Raises ReaderError where there are none, or where the images belong on another server and that one
    does not take them.
    """
    hub.database.migrate("demo", _MIGRATIONS)
    done = hub.database.read("SELECT loaded FROM demo WHERE folder = ?", (_EVERYTHING,))
    if done:
        _freshen(hub, datetime.fromtimestamp(done[0]["loaded"]).astimezone())
        return
    begun = time.monotonic()
    exams = read_exams(source)
    if not exams:
        raise ReaderError(tr("There are no demo exams in {folder}.", folder=source))
    objects = [entry for exam in exams for entry in exam.objects]
    if hub.images is None:
        hub.store.file(objects, copied=True)
    else:
        _send(hub.images, objects)
    for exam in exams:
        if exam.order is not None:
            _order(hub, exam, exam.order)
    with hub.database.write() as db:
        db.execute("INSERT OR REPLACE INTO demo VALUES (?,'',?)", (_EVERYTHING, time.time()))
    log.info("%d demo objects in %.1f s", len(objects), time.monotonic() - begun)


def read_exams(source: Path) -> list[_Exam]:
    """The manifest and the headers of its files; a file that can't be read is left out and logged."""
    try:
        manifest = json.loads((source / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        return []
    exams = []
    for entry in manifest["exams"]:
        objects = []
        for file in sorted((source / entry["folder"]).glob("*.dcm")):
            try:
                objects.append(read_incoming(Kept(file)))
            except ValueError:
                log.exception("%s is left out", file.name)
        if objects:
            exams.append(_Exam(entry["folder"], tuple(objects), entry.get("task"), entry.get("quality") or ""))
    return exams


def _order(hub: Hub, exam: _Exam, order: dict[str, Any]) -> None:
    """Create the exam's task under a UID that is written down first: done again, it is still one task."""
    with hub.database.write() as db:
        db.execute("INSERT OR IGNORE INTO demo VALUES (?,?,0)", (exam.folder, new_uid()))
    [row] = hub.database.read("SELECT workitem FROM demo WHERE folder = ?", (exam.folder,))
    try:
        hub.worklist.create(_task(exam, order, row["workitem"], hub.images_root), row["workitem"])
    except Refused as refused:
        if refused.status != 409:
            raise


def _task(exam: _Exam, order: dict[str, Any], uid: str, images: str) -> Json:
    now = datetime.now().astimezone().replace(microsecond=0)
    first = exam.objects[0]
    study = first.study
    pictures = [entry for entry in exam.objects if is_for(Use.SHOWN, entry.sop_class)]
    images_of = pictures or list(exam.objects)
    performers = tuple(
        (user.person.code, user.person.name)
        for user in DEMO_USERS
        if user.person.username == order.get("assigned_to")
    )
    comment = [order.get("order_text_zh"), order.get("order_text"), exam.quality]
    item = Workitem(
        uid=uid,
        state=SCHEDULED,
        code=INTERPRETATION,
        priority=order["priority"],
        label=_lo(f"{order['label']} {order.get('label_zh', '')}"),
        worklist_label="First read",
        scheduled=now - timedelta(minutes=order["scheduled_minutes_ago"]),
        due=now + timedelta(minutes=order["due_in_minutes"]),
        patient_name=name_from(study, "00100010"),
        patient_id=str(value(study, "00100020")),
        issuer=str(value(study, "00100021")),
        sex=str(value(study, "00100040")),
        birth_date=str(value(study, "00100030")),
        study_uid=first.study_uid,
        accession=str(value(study, "00080050")),
        procedure=str(value(study, "00081030")) or order["label"],
        site=str(value(study, "00080080")) or order["site"],
        comment="\n".join(filter(None, comment)),
        performers=performers,
        inputs=tuple(_inputs(exam.objects, images)),
        storage_url=f"{images}/studies",
        modality=str(value(images_of[0].series, "00080060")),
        body_part=order.get("body_part", ""),
        expected_images=order.get("expected_images", 0),
        station=Code(order["site_code"], "99READER", order["site"]),
    )
    content = workitem_json(item)
    asked_by = PersonName.parse(order.get("requested_by", ""))
    request: Json = content["0040A370"]["Value"][0]
    if asked_by.alphabetic:
        request["00321032"] = element(
            "PN", {"Alphabetic": asked_by.alphabetic, "Ideographic": asked_by.ideographic}
        )
    return content


def _inputs(objects: Sequence[Incoming], images: str) -> Iterator[Input]:
    """One a series, images first, with each object by name: so that results of AI can be told from images."""
    series: dict[str, list[Incoming]] = {}
    for entry in objects:
        series.setdefault(entry.series_uid, []).append(entry)
    for uid, entries in sorted(series.items(), key=lambda item: "00280010" not in item[1][0].instance):
        yield Input(
            study_uid=entries[0].study_uid,
            series_uid=uid,
            instances=tuple((e.sop_class, e.uid) for e in sorted(entries, key=lambda e: e.number)),
            retrieve_url=f"{images}/studies/{entries[0].study_uid}/series/{uid}",
        )


def _freshen(hub: Hub, loaded: datetime) -> None:
    """Hours later it is another morning: what still waits gets its times anew, as far from now as they were."""
    now = datetime.now().astimezone()
    if now - loaded < _STALE:
        return
    later = now.replace(microsecond=0) - loaded.replace(microsecond=0)
    for row in hub.database.read("SELECT workitem FROM demo WHERE workitem <> ''"):
        uid = row["workitem"]
        try:
            item = hub.worklist.retrieve(uid)
        except Refused:
            continue  # deleted meanwhile
        if value(item, "00741000") == SCHEDULED:
            moved = {tag: parse_dt(str(value(item, tag))) for tag in ("00404005", "00404011")}
            hub.worklist.update(
                uid, {tag: element("DT", format_dt(when + later)) for tag, when in moved.items() if when}, ""
            )
    with hub.database.write() as db:
        db.execute("UPDATE demo SET loaded = ? WHERE folder = ?", (time.time(), _EVERYTHING))


def _send(images: str, objects: Sequence[Incoming]) -> None:
    """Store the exams on the image server, some megabytes at a time."""
    from reader.core.http import Http
    from reader.dicom.archives.web import DicomWeb

    http = Http()
    try:
        server = DicomWeb(http, images)
        batch: list[bytes] = []
        for number, entry in enumerate(objects, start=1):
            batch.append(entry.file.read_bytes())
            if sum(map(len, batch)) > _BATCH or number == len(objects):
                server.store(batch)
                batch = []
                log.info("%d of %d objects are at %s", number, len(objects), images)
    finally:
        http.close()


def _lo(text: str) -> str:
    """At most the 64 characters of an LO."""
    return " ".join(text.split())[:64]
