"""What arrives while an exam is open, and is part of the report that its window shows, is no news."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from reader.app.growing import SETTLED_S, Growing, Grown
from reader.app.presenter import Message
from reader.study.model import Instance, Series
from tests.review.conftest import make_study

REPORT = "1.2.840.10008.5.1.4.1.1.88.33"


@pytest.mark.parametrize("known_later", [True, False])
def test_documents_are_told_of_once_it_is_known_whose_they_are(known_later: bool) -> None:
    """A signed report and its measurements are stored one after the other."""
    measured = Series("1.3.1", "1.2.9", "SR", 9, instances=(Instance("1.3.1.1", REPORT, 1),), expected=1)
    told: list[Message] = []
    later: list[tuple[float, Callable[[], None]]] = []
    tasks = SimpleNamespace(later=lambda seconds, call: later.append((seconds, call)))
    exam = SimpleNamespace(series=(measured,))
    case = SimpleNamespace(
        study=SimpleNamespace(study=exam), documents=frozenset(), views=SimpleNamespace(contents=list),
        scope=SimpleNamespace(add=lambda _: None),
    )  # fmt: skip
    place = SimpleNamespace(services=SimpleNamespace(tasks=tasks))
    growing = Growing(
        place, SimpleNamespace(tell=told.append), lambda *_: None, lambda *_: None  # type: ignore[arg-type]
    )
    growing._tell(case, Grown(make_study(), (measured,), (), {}))  # type: ignore[arg-type]
    [(seconds, again)] = later
    assert told == [] and seconds == SETTLED_S
    if known_later:
        case.documents = frozenset({"1.3.1.1"})
    again()
    assert len(told) == (0 if known_later else 1) and len(later) == 1
