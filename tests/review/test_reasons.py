"""A reason that was chosen is read in the reader's language, whatever language it was chosen in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reader.core.qt.translation import use_language
from reader.dicom.validation import value_problem
from reader.review.reasons import REASONS, reason_shown, reason_text
from reader.terms.languages import locales

LANGUAGES = ("en", "zh_CN")


@pytest.fixture(autouse=True)
def english_afterwards(qapp: object) -> Iterator[None]:
    yield
    use_language("en", locales())


@pytest.mark.parametrize("written", ["", "左肺下叶。See the prior of 2025.\nRib by rib"])
@pytest.mark.parametrize("chosen", [REASONS[:1], REASONS[1:3], REASONS])
def test_chosen_reasons_are_translated_and_what_was_written_is_not(chosen: tuple[str, ...], written: str) -> None:
    said = {}
    for language in LANGUAGES:
        use_language(language, locales())
        said[language] = reason_text(chosen, written)
    assert len(set(said.values())) == len(LANGUAGES)
    for language in LANGUAGES:
        use_language(language, locales())
        assert {reason_shown(stored) for stored in said.values()} == {said[language]}


@pytest.mark.parametrize(
    "text",
    ["", "The left hilum?", "Finding missed in the left lung. Again.", "Wrong side or place; and more", "左肺。"],
)
def test_free_text_stays_as_it_is(text: str) -> None:
    use_language("zh_CN", locales())
    assert reason_shown(text) == text


def test_what_earlier_versions_stored_is_known_too() -> None:
    use_language("zh_CN", locales())
    chip = reason_text(REASONS[:1], "")
    use_language("en", locales())
    assert reason_shown(f"{chip}. 左肺") == "Finding missed. 左肺"


@pytest.mark.parametrize("pasted", ["See \u202aC:\\report.docx\u202c: hilum?", "Left hilum?\vPlease look again."])
def test_a_pasted_reason_is_one_that_the_hub_takes(pasted: str) -> None:
    assert value_problem("UT", pasted) and not value_problem("UT", reason_text((), pasted))
