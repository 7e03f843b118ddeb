"""Whose tasks are whose: what the signed-in user is meant to see and may do."""

from __future__ import annotations

from collections.abc import Collection

from reader.dicom.values import Code, Person, PersonName
from reader.worklist.model import Kind, ReadingTask, State

REPORTING, REVIEWING, APPROVING = "reporting", "reviewing", "approving"
ADMINISTRATOR = "administrator"
"""Looks after the audit trail here, and after users and waiting tasks at the hub; reads and writes no reports."""
NOBODY = Person(PersonName(), "", Code("", "", ""))


class Rights:
    """One user and their roles ("reporting", "reviewing", "approving"). Any thread."""

    def __init__(self, user: Person, roles: Collection[str]) -> None:
        self.user = user
        self.roles = frozenset(roles)

    def is_me(self, person_id: str) -> bool:
        return person_id != "" and person_id in (self.user.code.value, self.user.username)

    def may_do(self, task: ReadingTask) -> bool:
        """Whether this user may do it at all: reviews are for reviewing doctors, what was passed on for chiefs, a
        second reading for any; none of what one has reviewed oneself, nor of one's
        own report unless the hub allows that."""
        if task.state is State.CANCELLED:
            return False
        if task.kind is not Kind.REVIEW:
            return True
        if task.second:
            return not self.is_me(task.author_id)
        if task.own and self.is_me(task.author_id) and not task.passed_by:
            return bool(self.roles & {REVIEWING, APPROVING})
        role = APPROVING if task.passed_by else REVIEWING
        return role in self.roles and not (self.is_me(task.author_id) or self.is_me(task.passed_by))
