"""Why a hub refuses what a user asked for: said by the hub in English, shown by the program in the user's language.

The hub names the reason in the header `Reader-Refusal` beside its words; both ends take them from here.
"""

from __future__ import annotations

from enum import Enum

from reader.core.text import mark, tr

HEADER = "Reader-Refusal"


class Refusal(Enum):
    """The value travels; names and texts may change."""

    ROLE = "role"
    REVIEWERS = "reviewers"
    REPORTERS = "reporters"
    CHIEFS = "chiefs"
    OWN_REPORT = "own-report"
    OWN_REVIEW = "own-review"
    CLAIMED = "claimed-by-another"
    WAITING = "waiting"
    NOT_YOUR_CASE = "not-your-case"
    CHANGED = "changed"
    FOLLOWED = "followed"
    PERFORMER = "performer"
    AE_TITLE = "ae-title"
    IMAGES = "images"
    AUTHOR = "author"
    VERIFIER = "verifier"
    SIGNATURE = "signature"
    REVOKED = "revoked"
    SIGNED = "signed"
    UNCLAIMED = "unclaimed"
    PATIENT = "patient"
    RESULT = "result"
    UNVERIFIED = "unverified"
    UNREPLACED = "unreplaced"
    SIGNED_ALREADY = "signed-already"
    UNSIGNED = "unsigned"
    SUPPLEMENTED = "supplemented"
    WRITTEN = "written"
    AE_TITLES = "ae-titles"
    PUT_BACK = "put-back"
    OTHER_CLAIM = "other-claim"
    UNTOLD = "untold"
    TOLD = "told"

    @property
    def words(self) -> str:
        """What the hub says, one line of English."""
        return _TEXTS[self]

    @property
    def hint(self) -> str:
        """What its user can do, for the user."""
        return self.way_on or tr(_ASK)

    @property
    def way_on(self) -> str:
        """The same, "" where only an administrator could help."""
        return tr(_HINTS[self]) if self in _HINTS else ""

    @property
    def translated(self) -> str:
        """The same for the user of the program."""
        return tr(_TEXTS[self])


_TEXTS = {
    Refusal.ROLE: mark("Your role does not allow this."),
    Refusal.REVIEWERS: mark("Only a reviewing doctor may do this with a report verification."),
    Refusal.CHIEFS: mark("Only a chief doctor may sign this report."),
    Refusal.OWN_REVIEW: mark("You have reviewed this report: a chief doctor signs it."),
    Refusal.REPORTERS: mark("Only a reporting doctor may do this with a reading task."),
    Refusal.OWN_REPORT: mark("You can't verify your own report."),
    Refusal.CLAIMED: mark("Another user has claimed this task."),
    Refusal.WAITING: mark("A waiting task is changed only by its sender or an administrator."),
    Refusal.NOT_YOUR_CASE: mark("You have no claimed task of this exam that this task could follow."),
    Refusal.CHANGED: mark("The new task differs from the one it follows in patient, exam, order or destination."),
    Refusal.FOLLOWED: mark("Another task already follows this one."),
    Refusal.PERFORMER: mark("A task is performed in the name of the signed-in user only."),
    Refusal.AE_TITLE: mark("This AE title belongs to another account."),
    Refusal.IMAGES: mark("Images are stored by a sending account; doctors store reports and annotations."),
    Refusal.AUTHOR: mark("The report names another author than the signed-in user."),
    Refusal.VERIFIER: mark("A verified report needs you as its verifying reviewing doctor, and another author."),
    Refusal.SIGNATURE: mark("The report is not validly signed with the certificate of the signed-in user."),
    Refusal.REVOKED: mark("The certificate with which this was signed has been revoked."),
    Refusal.SIGNED: mark("Only the doctor who has claimed its addendum or amendment continues a signed report."),
    Refusal.UNCLAIMED: mark("Only the doctor who has claimed the task of a report continues or verifies it."),
    Refusal.PATIENT: mark("The report names another patient than the task and the images of its exam."),
    Refusal.RESULT: mark("The hub does not have the report that completes this task."),
    Refusal.UNVERIFIED: mark("A reading is completed once its report waits for verification."),
    Refusal.UNREPLACED: mark("A claimed task can be cancelled only if another task waits in its place."),
    Refusal.SIGNED_ALREADY: mark("The hub already has the signed report of this review."),
    Refusal.UNSIGNED: mark("Only a signed report can be supplemented or amended."),
    Refusal.SUPPLEMENTED: mark("Another addendum or amendment of this report has been signed since."),
    Refusal.WRITTEN: mark("There is a report for this exam; only an administrator can withdraw its order now."),
    Refusal.AE_TITLES: mark("This account already has as many AE titles as an account may have."),
    Refusal.UNTOLD: mark("A critical result is closed once somebody was told."),
    Refusal.TOLD: mark("Somebody was told of this critical result: it can be closed, and not withdrawn any more."),
    Refusal.PUT_BACK: mark("The claim in which this was written has been given back."),
    Refusal.OTHER_CLAIM: mark("This was written in another claim of this exam than the one that the hub has."),
}
_ASK = mark("Ask your administrator for permission.")
_LOOK = mark("Open the exam to see how it stands.")
_HINTS = {
    Refusal.FOLLOWED: _LOOK,
    Refusal.SIGNED_ALREADY: _LOOK,
    Refusal.UNSIGNED: _LOOK,
    Refusal.SUPPLEMENTED: mark("Take yours back and hand it over again: it then follows on the newest version."),
    Refusal.OTHER_CLAIM: mark("Open the exam to see how it stands; what you wrote is kept on this computer."),
    Refusal.PUT_BACK: mark("Open the exam or claim it again: what you wrote is kept on this computer."),
    Refusal.REVOKED: mark("Sign out and in again to get a new certificate, then sign again."),
    Refusal.TOLD: mark("Close it, and tell the same person what is right."),
}


def refusal_from(header: str | None) -> Refusal | None:
    """The reason that an answer names, None where it names none that is known here."""
    try:
        return Refusal(header) if header else None
    except ValueError:
        return None
