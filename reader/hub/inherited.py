"""Values of an order that break a rule of the standard, and that the hub holds all the same.

An older hub took them: an accession number of 30 characters, a priority of the hospital's own. What a doctor's
program writes about such a task (the next one on the same order, what was performed) has them again. A hub that
refused it then would refuse the doctor's work for good; so what it holds itself is taken, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

from reader.dicom.json_model import Json
from reader.dicom.validation import check
from reader.hub.answers import Refused, told
from reader.hub.ups_rules import value_problems


def refuse_new_problems(new: Json, held: Iterable[Json]) -> None:
    """Raises `Refused` (400) for what a new task says against the standard and none of these tasks, as the hub has
    them, says already."""
    known = list(held)
    refuse_new_values(new, known)
    said = {problem for item in known for problem in value_problems(item, required=True)}
    if problems := [problem for problem in value_problems(new, required=True) if problem not in said]:
        raise Refused(400, "; ".join(problems))


def refuse_new_values(new: Json, held: Iterable[Json]) -> None:
    """Raises `Refused` (400) for a value against its VR that is in none of these tasks, wherever it is there."""
    problems = check(new).problems
    if problems:
        there = {problem.left_in for item in held for problem in check(item).problems} - {""}
        problems = tuple(problem for problem in problems if problem.left_in not in there)
    if problems:
        raise Refused(400, told(problems))
