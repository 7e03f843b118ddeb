"""A department's finished work as a hub would keep it: orders read, reviewed, returned, recalled, amended."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from reader.core.storage import Database
from reader.dicom.json_model import Json, element
from reader.dicom.ups.putting_back import discontinuation, replacement
from reader.dicom.ups.tasks import TAKEN_BACK, Subject, concluded, performer_json, subject_json
from reader.dicom.ups.workitem import (
    ADDENDUM,
    CANCELED,
    COMPLETED,
    INTERPRETATION,
    REPORT_VERIFICATION,
    VERIFIED,
    Workitem,
    workitem_json,
)
from reader.dicom.values import Code, Person, PersonName, format_dt
from reader.hub.listing import Listing, json_text
from reader.hub.users import DEMO_USERS
from reader.hub.vault import Vault

LI, CHEN, ZHOU, WU = (user.person for user in DEMO_USERS[:4])
_BATCH = 2_000
_CONCLUSIONS = ((True, ()), (False, (Code("111210", "DCM", "Motion blur"),)), (None, ()))


@dataclass(frozen=True)
class Made:
    """One workitem that ended. follows: the UID of the one before it, "" for the first of its order."""

    uid: str
    state: str
    item: Json
    ended: datetime
    follows: str = ""


class Department:
    """Its orders, one after the other. first: when the first is ordered; hours: over how long they come."""

    def __init__(self, first: datetime, hours: int, seed: int = 13) -> None:
        self._chance, self._first, self._hours, self._number = random.Random(seed), first, hours, 0

    def order(self) -> Iterator[Made]:
        """All that was done with one order: two to eight tasks."""
        chance = self._chance
        self._number += 1
        author, reviewer = chance.choice((LI, CHEN, ZHOU)), WU
        ordered = self._first + timedelta(seconds=chance.randrange(self._hours * 3600))
        order = Workitem(
            uid="", state=COMPLETED, code=INTERPRETATION, label="CT chest", scheduled=ordered,
            due=ordered + timedelta(minutes=120), patient_name=PersonName("Wang^Fang", "王^芳"),
            patient_id=f"P{self._number}", study_uid=f"1.2.840.99999.2.{self._number}",
            site=f"Hospital {chance.randrange(30)}", modality=chance.choice(("CT", "MR", "DX", "")),
        )  # fmt: skip
        report, now, before = f"{order.study_uid}.1", ordered, ""
        now += timedelta(seconds=chance.randrange(-300, 5400))
        if chance.random() < 0.1:
            gone = self._task(order, INTERPRETATION, Subject(), CHEN, now, now + timedelta(minutes=3), before)
            yield (given := _cancelled(gone, "Released by Chen Yu"))
            copy = replacement(given.item, self._uid(INTERPRETATION))
            now, before = given.ended + timedelta(minutes=7), given.uid
            end = now + self._span(60, 1800)
            yield (done := self._performed(copy, COMPLETED, author, now, end, before))
        else:
            end = now + self._span(60, 1800)
            yield (done := self._task(order, INTERPRETATION, Subject(), author, now, end, before))
        about = Subject(author.name, author.code.value, report)
        while True:
            begun, fate = done.ended + self._span(60, 3600), chance.random()
            if fate < 0.1:
                review = self._task(order, REPORT_VERIFICATION, about, None, begun, begun, done.uid)
                yield (review := _cancelled(review, TAKEN_BACK))
            else:
                end = begun + self._span(30, 900)
                said = "" if fate < 0.25 else VERIFIED
                review = self._task(order, REPORT_VERIFICATION, about, reviewer, begun, end, done.uid, said)
                yield review
                if said:
                    break
            begun = review.ended + self._span(60, 600)
            back = replace(about, reason="Side?")
            end = begun + self._span(60, 600)
            yield (done := self._task(order, INTERPRETATION, back, author, begun, end, review.uid))
        if chance.random() < 0.1:
            kind = chance.choice(("addendum", "amendment"))
            extra = replace(about, supplement=kind)
            late = replace(order, due=None)
            begun = review.ended + self._span(3600, 80_000)
            end = begun + self._span(60, 600)
            yield (done := self._task(late, ADDENDUM, extra, author, begun, end, review.uid))
            begun = done.ended + self._span(60, 600)
            end = begun + self._span(60, 600)
            yield self._task(late, REPORT_VERIFICATION, extra, reviewer, begun, end, done.uid, VERIFIED)

    def _span(self, low: int, high: int) -> timedelta:
        return timedelta(seconds=self._chance.randrange(low, high))

    def _uid(self, code: object) -> str:
        return f"2.25.{10**37 + self._chance.randrange(10**37)}"

    def _task(
        self, order: Workitem, code: object, about: Subject, who: Person | None, begun: datetime, ended: datetime,
        follows: str, said: str = "",
    ) -> Made:  # fmt: skip
        uid = self._uid(code)
        item = workitem_json(replace(order, uid=uid, code=code)) | subject_json(about)  # type: ignore[arg-type]
        return self._performed(item, COMPLETED, who, begun, ended, follows, said)

    @staticmethod
    def _performed(
        item: Json, state: str, who: Person | None, begun: datetime, ended: datetime, follows: str, said: str = ""
    ) -> Made:
        item = {tag: entry for tag, entry in item.items() if tag != "00081195"}
        item |= {"00741000": element("CS", state), "00404010": element("DT", format_dt(ended))}
        if who is not None:
            step = {"00404035": element("SQ", performer_json(who)), "00404050": element("DT", format_dt(begun))}
            item["00741216"] = element("SQ", step)
        if said:
            item["00741002"] = element("SQ", {"00741006": element("ST", said)})
            item |= concluded({"00741216": item["00741216"]}, *_CONCLUSIONS[int(item_uid(item)[-3:]) % 3])
        return Made(item_uid(item), state, item, ended, follows)


def item_uid(item: Json) -> str:
    return str(item["00080018"]["Value"][0])


def _cancelled(made: Made, reason: str) -> Made:
    item = made.item | {"00741000": element("CS", CANCELED)} | discontinuation(made.ended, reason)
    return replace(made, state=CANCELED, item=item)


def fill(folder: Path, department: Department, count: int) -> list[Made]:
    """At least so many finished tasks, into the database of a hub that does not run."""
    database = Database(folder / "hub.sqlite")
    listing, kept = Listing(Vault(database)), list[Made]()
    while len(kept) < count:
        with database.write() as db:
            end = min(count, len(kept) + _BATCH)
            while len(kept) < end:
                order = list(department.order())
                db.executemany("INSERT INTO party VALUES (?,'','',?)", [(made.uid, made.follows) for made in order])
                for made in order:
                    write(db, listing, made)
                kept += order
    database.close()
    return kept


def write(db: sqlite3.Connection, listing: Listing, made: Made) -> None:
    text = json_text(made.item)
    db.execute("INSERT INTO workitem VALUES (?,?,?,?,?)", (made.uid, made.state, "", format_dt(made.ended), text))
    listing.put(db, made.uid, made.state, made.item, text)
