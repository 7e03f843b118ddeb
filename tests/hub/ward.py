"""A reading room whose people do, over plain HTTP, whatever comes to a random generator's mind; and the people who
then finish what is left, as doctors do: each sees the hub's answers alone."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import dataclass, field, replace

import requests

from reader.dicom.json_model import Json, code_from, element, items, value
from reader.dicom.signatures.model import REVIEW, VERIFICATION
from reader.dicom.signatures.signing import sign_object
from reader.dicom.ups.putting_back import replacement
from reader.dicom.ups.tasks import Subject, subject_from, subject_json
from reader.dicom.ups.workitem import (
    ADDENDUM,
    CANCELED,
    COMPLETED,
    IN_PROGRESS,
    INTERPRETATION,
    REPORT_VERIFICATION,
    SCHEDULED,
    VERIFIED,
    Workitem,
    input_from,
    workitem_from,
    workitem_json,
)
from reader.dicom.values import Code, Person, new_transaction_uid, new_uid
from reader.report.model import ObjectReference
from reader.study.codec import identity_of
from reader.worklist.codec import task_from
from reader.worklist.exam import SIGNED_STAGES, Exam, Stage, exam_key, exam_of
from reader.worklist.rights import Rights
from tests.delivery.samples import report
from tests.hub.conftest import signed_in
from tests.hub.test_documents import SR, reference, store, written
from tests.hub.test_follow_ups import People
from tests.hub.test_worklist import final_attributes, output, to_state
from tests.worklist.samples import CHEN, LI, TANG, ZHOU

OPEN = (SCHEDULED, IN_PROGRESS)
PERSONS = {"li": LI, "chen": CHEN, "zhou": ZHOU, "tang": TANG}
ROLES = {"zhou": ("reporting", "reviewing"), "tang": ("reporting", "reviewing", "approving")}


@dataclass
class Ward:
    """One exam, of one or two orders. before: of a report the one that it follows on. told: what was done, and what
    the hub said."""

    people: People
    chance: random.Random
    orders: list[Workitem] = field(default_factory=list)
    uids: list[str] = field(default_factory=list)
    claims: dict[str, tuple[str, str]] = field(default_factory=dict)
    wrote: dict[str, list[str]] = field(default_factory=dict)
    handed: dict[str, list[str]] = field(default_factory=dict)
    signed: list[str] = field(default_factory=list)
    before: dict[str, str] = field(default_factory=dict)
    first_signed: int = 0
    withdrawn: bool = False
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.orders = [self.people.order()]
        self.uids = [self.orders[0].uid]
        self.admin = signed_in(self.people.hub, "admin")

    @property
    def study(self) -> str:
        return self.orders[0].study_uid

    def who(self, name: str) -> requests.Session:
        return self.admin if name == "admin" else getattr(self.people, name)  # type: ignore[no-any-return]

    def item(self, uid: str) -> Json:
        answer = self.people.ma.get(f"{self.people.root}/workitems/{uid}", timeout=30)
        assert answer.status_code == 200, answer.text
        return dict(answer.json()[0])

    def now(self) -> dict[str, Json]:
        return {uid: self.item(uid) for uid in self.uids}

    def exam(self, name: str = "li") -> Exam:
        person, roles = PERSONS[name], ROLES.get(name, ("reporting",))
        tasks = [task_from(item) for item in self.now().values()]
        return exam_of(exam_key(tasks[0]), tasks, Rights(person, roles))

    def say(self, what: str, answer: requests.Response) -> bool:
        said = answer.headers.get("Reader-Refusal", "") or (answer.text[:80] if not answer.ok else "")
        self.told.append(f"{what}: {answer.status_code} {said}")
        return answer.ok

    def name(self, uid: str) -> str:
        return f"#{self.uids.index(uid)}"

    # what people do

    def order_again(self) -> bool:
        again = replace(self.orders[0], uid=new_uid())
        if self.chance.random() < 0.5:
            again = replace(again, accession=f"{again.accession}B"[-16:])
        if self.say("gate orders again", self.people.create(self.people.gate, workitem_json(again))):
            self.orders.append(again)
            self.uids.append(again.uid)
            return True
        return False

    def claim(self, name: str, uid: str) -> bool:
        transaction = new_transaction_uid()
        answer = to_state(self.who(name), self.people.root, uid, IN_PROGRESS, transaction)
        if done := self.say(f"{name} claims {self.name(uid)}", answer):
            self.claims[uid] = (name, transaction)
        return done

    def write(self, name: str, uid: str) -> str:
        """A report of this claimed task; an addendum follows on the newest signed version of what it is about."""
        task, person = self.item(uid), PERSONS[name]
        if ADDENDUM in [code_from(code) for code in items(task, "00404018")]:
            first = self.line(subject_from(task).report)[-1]
            same = [one for one in self.signed if self.line(one)[-1] == first]
            newest = (same or self.signed or [""])[-1]
            own = ObjectReference(SR, newest, new_uid(), self.study)
            data = written(self.study, person, predecessor=own, patient=identity_of(workitem_from(task)))
            made = reference(data).sop_instance_uid
            self.before[made] = newest
        else:
            made = new_uid()
            data = report(self.study, made, person)[1]
        if self.say(f"{name} stores {made[-5:]}", store(self.who(name), self.people.root, data)):
            self.wrote.setdefault(name, []).append(made)
            return made
        return ""

    def line(self, report: str) -> list[str]:
        """It and all that it follows on, the first report last."""
        found = [report]
        while before := self.before.get(found[-1], ""):
            found.append(before)
        return found

    def create(self, name: str, item: Json, what: str) -> str:
        uid = str(value(item, "00080018"))
        self.uids.append(uid)
        if self.say(f"{name} {what} {self.name(uid)}", self.people.create(self.who(name), item)):
            return uid
        self.uids.pop()
        return ""

    def submit(self, name: str, uid: str, about: str, *, said: bool = True) -> str:
        """said: in which task it was made."""
        before = self.item(uid)
        supplement = "addendum" if ADDENDUM in [code_from(code) for code in items(before, "00404018")] else ""
        step = following(before, REPORT_VERIFICATION)
        subject = Subject(
            PERSONS[name].name, PERSONS[name].code.value, about, supplement=supplement, made_in=uid if said else ""
        )
        what = f"submits {about[-5:]} of {self.name(uid)} as"
        if made := self.create(name, workitem_json(step) | subject_json(subject), what):
            self.handed.setdefault(uid, []).append(about)
        return made

    def give_back(self, name: str, uid: str, *, addendum: bool | None = None) -> str:
        item = self.item(uid)
        about = subject_from(item)
        code = ADDENDUM if (bool(about.supplement) if addendum is None else addendum) else INTERPRETATION
        author = next((one for one in PERSONS.values() if one.code.value == about.author_id), LI)
        step = following(item, code, author)
        subject = replace(about, reason="Side?", made_in=uid)
        return self.create(name, workitem_json(step) | subject_json(subject), f"returns {self.name(uid)} as")

    def take_back(self, name: str, uid: str) -> str:
        item, person = self.item(uid), PERSONS[name]
        about = subject_from(item)
        code = ADDENDUM if about.supplement else INTERPRETATION
        step = following(item, code, person)
        return self.create(name, workitem_json(step) | subject_json(about), f"takes back {self.name(uid)} as")

    def add(self, name: str, uid: str) -> str:
        """An addendum to whatever this task has made."""
        item, person = self.item(uid), PERSONS[name]
        reports = [*task_from(item).made, *self.signed]
        step = following(item, ADDENDUM, person)
        about = self.chance.choice(reports or [""])
        subject = Subject(person.name, person.code.value, about, supplement="addendum")
        return self.create(name, workitem_json(step) | subject_json(subject), f"adds to {self.name(uid)} as")

    def copy(self, name: str, uid: str) -> str:
        return self.create(name, replacement(self.item(uid), new_uid()), f"copies {self.name(uid)} as")

    def sign(self, uid: str) -> str:
        about = subject_from(self.item(uid))
        if made := self.reviewed(uid, "signs", VERIFICATION):
            self.signed.append(made)
            self.first_signed += not about.supplement
        return made

    def pass_on(self, uid: str) -> str:
        """A chief is to sign: the verification that waits for one, and the version that was reviewed."""
        name, item = self.claims[uid][0], self.item(uid)
        about = subject_from(item)
        made = self.reviewed(uid, "reviews", REVIEW)
        if not made:
            return ""
        step = following(item, REPORT_VERIFICATION)
        by = PERSONS[name].code.value
        subject = replace(about, report=made, made_in=uid, approval=True, passed_by=by)
        passed = self.create(name, workitem_json(step) | subject_json(subject), f"passes {self.name(uid)} on as")
        return made if passed else ""

    def read_again(self, uid: str, about: str = "") -> str:
        """The first report goes to review, with one beside it by whoever has claimed the second reading."""
        name, item = self.claims[uid][0], self.item(uid)
        if not (about := about or self.write(name, uid)):
            return ""
        step = following(item, REPORT_VERIFICATION)
        step = replace(step, inputs=(*step.inputs, input_from(output(self.study, about))))
        by = PERSONS[name].code.value
        subject = replace(subject_from(item), second=False, second_by=by, second_in=uid, second_report=about)
        what = f"reads {self.name(uid)} again, as"
        return about if self.create(name, workitem_json(step) | subject_json(subject), what) else ""

    def reviewed(self, uid: str, what: str, purpose: Code) -> str:
        """A version by whoever has claimed this verification, signed so: its UID, "" where it is not taken."""
        item, name = self.item(uid), self.claims[uid][0]
        review, about = workitem_from(item), subject_from(item)
        author = next((one for one in PERSONS.values() if one.code.value == about.author_id), LI)
        first = ObjectReference(SR, about.report, new_uid(), self.study)
        verifier = PERSONS[name] if purpose == VERIFICATION else None
        data = written(self.study, author, verifier, predecessor=first, patient=identity_of(review))
        key = self.people.chiefs_key if name == "tang" else self.people._key
        made = reference(data).sop_instance_uid
        answer = store(self.who(name), self.people.root, sign_object(data, key, purpose))
        if self.say(f"{name} {what} {self.name(uid)}", answer):
            self.before[made] = about.report
            return made
        return ""

    def end(self, uid: str, state: str, made: str = "") -> bool:
        name, transaction = self.claims[uid]
        url = f"{self.people.root}/workitems/{uid}?transaction={transaction}"
        attributes = final_attributes(state, *([output(self.study, made)] if made else []))
        if made in self.signed:
            said = {"00741004": element("DS", 100), "00741006": element("ST", VERIFIED)}
            attributes["00741002"] = element("SQ", said)
        self.who(name).post(url, json=[attributes], timeout=30)
        answer = to_state(self.who(name), self.people.root, uid, state, transaction)
        return self.say(f"{name} ends {self.name(uid)} {state} {made[-5:]}", answer)

    def withdraw(self, name: str, uid: str) -> bool:
        before = self.item(uid)
        answer = self.who(name).post(f"{self.people.root}/workitems/{uid}/cancelrequest", timeout=30)
        done = self.say(f"{name} withdraws {self.name(uid)}", answer)
        orders = REPORT_VERIFICATION not in [code_from(code) for code in items(before, "00404018")]
        self.withdrawn |= done and orders and value(before, "00741000") in OPEN
        return done

    def put_back(self, uid: str) -> None:
        """By the administrator, at the hub's command line."""
        command = [sys.executable, "-m", "reader", "hub", "--data", str(self.people.data), "tasks", "put-back", uid]
        done = subprocess.run([*command, "--anyway"], capture_output=True, text=True, check=False)
        self.told.append(f"administrator puts {self.name(uid)} back: {done.returncode} {done.stdout[:60]}")
        for item in self.people.ma.get(f"{self.people.root}/workitems", params={"0020000D": self.study}).json():
            if (found := str(value(item, "00080018"))) not in self.uids:
                self.uids.append(found)

    # anything at all

    def act(self) -> None:
        now = self.now()
        of = {state: [uid for uid, item in now.items() if value(item, "00741000") == state]
              for state in (*OPEN, COMPLETED, CANCELED)}  # fmt: skip

        def pick(uids: list[str]) -> str:
            return self.chance.choice(uids) if uids else ""

        name = self.chance.choice(("li", "li", "chen"))
        kind = self.chance.choices(
            ("claim", "submit", "complete", "cancel", "copy", "return", "sign", "withdraw", "take back", "add",
             "order", "complete oddly", "release", "put back", "pass on", "read again"),
            (9, 8, 8, 4, 3, 4, 4, 4, 4, 2, 1, 3, 5, 0.3, 4, 6),
        )[0]  # fmt: skip
        mine = [uid for uid in of[IN_PROGRESS] if uid in self.claims]
        reviews = [uid for uid in now if is_review(now[uid])]
        if kind == "claim" and (uid := pick(of[SCHEDULED])):
            self.claim(self.chance.choice(names_for(now[uid])), uid)
        elif kind == "submit" and (uid := pick([uid for uid in mine if not is_review(now[uid])])):
            name = self.claims[uid][0]
            known = [*self.wrote.get(name, []), subject_from(now[uid]).report]
            again = any(known) and self.chance.random() < 0.4
            about = self.chance.choice(known) if again else self.write(name, uid)
            if about:
                self.submit(name, uid, about, said=self.chance.random() < 0.8)
        elif kind in ("complete", "complete oddly") and (uid := pick(mine)):
            about = subject_from(now[uid]).report
            known = [*self.wrote.get(self.claims[uid][0], []), *self.signed, about]
            reviews_it = is_review(now[uid]) and not is_second(now[uid])
            likely = (self.signed[-1:] or [about]) if reviews_it else [*self.handed.get(uid, []), *known]
            self.end(uid, COMPLETED, self.chance.choice(known if kind == "complete oddly" else likely))
        elif kind == "cancel" and (uid := pick(mine)):
            self.end(uid, CANCELED)
        elif kind == "release" and (uid := pick(mine)):
            self.copy(self.claims[uid][0], uid)
            self.end(uid, CANCELED)
        elif kind == "put back" and (uid := pick(mine)):
            self.put_back(uid)
        elif kind == "copy" and (uid := pick(mine)):
            self.copy(self.claims[uid][0], uid)
        elif kind == "return" and (uid := pick([uid for uid in reviews if uid in mine])):
            self.give_back(self.claims[uid][0], uid, addendum=None if self.chance.random() < 0.8 else True)
        elif kind == "sign" and (uid := pick([uid for uid in reviews if uid in mine])):
            self.sign(uid)
        elif kind == "pass on" and (uid := pick([uid for uid in reviews if uid in mine])):
            self.pass_on(uid)
        elif kind == "read again" and (uid := pick([uid for uid in reviews if uid in mine])):
            known = self.wrote.get(self.claims[uid][0], [])
            about = self.chance.choice(known) if known and self.chance.random() < 0.3 else ""
            if made := self.read_again(uid, about):
                self.handed.setdefault(uid, []).append(made)
        elif kind == "withdraw" and (uid := pick([*of[SCHEDULED], *of[IN_PROGRESS]])):
            names = ("li", "li", "chen") if is_review(now[uid]) else ("gate", "admin")
            self.withdraw(self.chance.choice(names), uid)
        elif kind == "take back" and (uid := pick([uid for uid in reviews if uid in of[CANCELED]])):
            self.take_back(name, uid)
        elif kind == "add" and (uid := pick([*of[COMPLETED], *of[CANCELED]])):
            self.add(name, uid)
        elif kind == "order" and len(self.orders) < 2:
            self.order_again()

    # what is left is finished

    def finish(self) -> Exam:
        """Raises `AssertionError` where nobody can."""
        for _ in range(40):
            now = self.now()
            left = [uid for uid, item in now.items() if value(item, "00741000") in OPEN]
            for uid in left:
                if value(self.item(uid), "00741000") == SCHEDULED:
                    names = dict.fromkeys(names_for(now[uid]))
                    assert any(self.claim(name, uid) for name in names), f"nobody can claim {self.name(uid)}"
                else:
                    self._close(uid)
            if not left:
                back = [(name, uid) for name in PERSONS for uid in self._left_to(name)]
                if not back:
                    return self.exam()
                for name, uid in back[:1]:
                    assert self.take_back(name, uid), f"{name} can't take back {self.name(uid)}"
        raise AssertionError("it never ends")

    def _left_to(self, name: str) -> list[str]:
        """The withdrawn reports that this author's worklist shows."""
        exam = self.exam(name)
        return [one.uid for one in exam.withdrawn if one.author_id == PERSONS[name].code.value]

    def _close(self, uid: str) -> None:
        item, (name, _) = self.item(uid), self.claims[uid]
        now = self.now()
        if is_second(item):
            beside = [about.second_report for about in map(subject_from, now.values()) if about.second_in == uid]
            done = any(self.end(uid, COMPLETED, one) for one in beside)
            if not done and (made := self.read_again(uid)):
                done = self.end(uid, COMPLETED, made)
        elif is_review(item):
            about = subject_from(item).report
            after = [one for one in now.values() if subject_from(one).made_in == uid]
            handed = [subject_from(one).report for one in after if is_review(one)]
            done = len(after) > len(handed) and self.end(uid, COMPLETED, about)
            signed = [one for one in self.signed[-2:] if about in self.line(one)]
            done = done or any(self.end(uid, COMPLETED, one) for one in (*handed, *signed))
            if not done and (made := self.sign(uid) or self.pass_on(uid)):
                done = self.end(uid, COMPLETED, made)
        else:
            own = [*self.handed.get(uid, []), *self.wrote.get(name, [])]  # of two orders it may be the other's
            done = any(self.end(uid, COMPLETED, one) for one in dict.fromkeys(own))
            if not done and (about := self.write(name, uid)) and self.submit(name, uid, about):
                done = self.end(uid, COMPLETED, about)
        if not done:
            done = self.end(uid, CANCELED) or (bool(self.copy(name, uid)) and self.end(uid, CANCELED))
        assert done, f"{name} can't end {self.name(uid)}"


def following(item: Json, code: Code, performer: Person | None = None) -> Workitem:
    """The next step of the same order."""
    meant = ((performer.code, performer.name),) if performer is not None else ()
    return replace(
        workitem_from(item), uid=new_uid(), state=SCHEDULED, code=code, performers=meant, outputs=(), station=None
    )


def is_review(item: Json) -> bool:
    return REPORT_VERIFICATION in [code_from(code) for code in items(item, "00404018")]


def is_second(item: Json) -> bool:
    return is_review(item) and subject_from(item).second


def names_for(item: Json) -> tuple[str, ...]:
    """Who may do a task of this kind, all in all."""
    if is_second(item):
        return ("chen", "li", "zhou", "tang")
    return ("zhou", "tang") if is_review(item) else ("li", "li", "chen")


def told_rightly(ward: Ward, exam: Exam) -> bool:
    """Whether a finished exam says what became of it, and one order has led to one report, whose newest version has
    all that was signed."""
    if exam.stage in SIGNED_STAGES:
        whole = set(ward.signed) <= set(ward.line(ward.signed[-1])) if ward.signed else False
        return bool(ward.signed) and (len(ward.orders) > 1 or (ward.first_signed == 1 and whole))
    return exam.stage is Stage.CANCELLED and ward.withdrawn
