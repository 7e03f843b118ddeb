"""A hanging protocol from a file: what is wrong is named by its line, and the others are used."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from reader.views.hanging.codec import BadProtocol, protocol_from
from reader.views.hanging.library import BUNDLED, MOST_FILES, bundled, protocols
from reader.views.hanging.protocol import Condition, Look, Selector

GOOD = """{
  "format": 1,
  "id": "mine",
  "title": {"en": "Mine", "zh": "我的"},
  "exam": {"modality": ["CT"]},
  "stages": [
    {
      "title": {"en": "Two", "zh": "两个"},
      "images": [
        {"id": "a"},
        {"id": "b", "wishes": [{"description": ["lung"], "rank": 2}]}
      ],
      "screen": {
        "below": [
          {"image": "a", "window": [40, 400]},
          {"image": "b", "plane": "coronal"}
        ],
        "shares": [2, 1]
      }
    }
  ]
}
"""


def test_what_it_says() -> None:
    stage = protocol_from(GOOD, "mine.json").stages[0]
    assert [stage.selector(pane).id for pane in stage.layout.panes] == ["a", "b"]
    assert [look.window for look in stage.looks.values()] == [(40.0, 400.0), None]
    tree = stage.layout.screens[0]
    assert getattr(tree, "below", None) is True and getattr(tree, "shares", None) == (2, 1)


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ('"format": 1', '"format": 7', 2, "newer version"),
        ('["CT"]', "[5]", 5, "no text"),
        ('"id": "b"', '"id": "a"', 9, "id of its own"),
        ('"rank": 2', '"rank": "2"', 11, "no number"),
        ('"wishes"', '"wihses"', 11, "wihses"),
        ("[40, 400]", "[40, 0]", 15, "width above 0"),
        ('"image": "b"', '"image": "c"', 16, "no image is called c"),
        ('"coronal"', '"oblique"', 16, "axial"),
        ("[2, 1]", "[2]", 13, "share"),
        ('"mine"', '"mine" "his"', 3, "JSON"),
        ('"stages": [', '"stages": [[', 6, "JSON"),
    ],
)
def test_what_is_wrong_is_named_by_its_line(before: str, after: str, line: int, said: str) -> None:
    with pytest.raises(BadProtocol) as found:
        protocol_from(GOOD.replace(before, after, 1))
    assert said in str(found.value) and (found.value.line == line or said == "JSON")


JUNK = (None, True, 0, -1, 1e300, "", "axial", [], ["axial"], [[]], {}, {"id": "a"}, "9" * 100)


EVERYTHING = """{
  "format": 1, "id": "all", "title": {"en": "All", "zh": "全部"}, "exam": {"modality": ["MG"], "laterality": "R"},
  "wishes": [{"body_part": ["breast"], "rank": 3}],
  "stages": [{
    "title": {"en": "One"}, "arranged": false, "tiles": 0,
    "images": [
      {"id": "a", "each": "image", "needed": false, "must": {"view": ["CC"], "plane": "axial", "contrast": true},
       "never": [{"image_type": ["DERIVED"]}], "wishes": [{"b_value": [0, 50], "echo": [5, 30], "rank": 2}]},
      {"id": "b", "prior": 1, "must": {"images": [1, 9], "description": ["t1"]}}
    ],
    "screen": {"beside": [
      {"image": "a", "window": [40, 400], "zoom": 2, "chest_wall": "left"},
      {"below": [{"image": "b", "plane": "coronal", "inverted": true, "colours": "pet"}, {"image": "a"}],
       "shares": [2, 1]}
    ]}
  }]
}"""


def test_whatever_stands_in_any_place_of_a_file_is_read_or_named() -> None:
    plain = json.loads(EVERYTHING)
    protocol_from(EVERYTHING)
    count = 0
    for holder, key in places(plain):
        before = holder[key]
        for junk in JUNK:
            holder[key] = junk
            with contextlib.suppress(BadProtocol):
                protocol_from(json.dumps(plain))
            count += 1
        holder[key] = before
    assert count > 900


def places(plain: Any) -> Iterator[tuple[Any, Any]]:
    """Every value of a JSON text: what holds it, and the name or number there."""
    listed = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for key, value in list(listed):
        yield plain, key
        yield from places(value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace("[40, 400]", f"[40, {'4' * 5000}]"), "line 1"),
        (GOOD.replace('"Mine"', f'"{"x" * 300_000}"'), "larger than 200"),
        (GOOD.replace("[2, 1]", "5"), "line 18: shares: it is no list"),
        (GOOD.replace('"coronal"', '["coronal"]'), "line 16: plane: it is none of"),
        (GOOD.replace('"plane": "coronal"', '"colours": "rainbow"'), "line 16: colours: it is none of hot_iron"),
    ],
)
def test_odd_values_are_named(text: str, said: str) -> None:
    with pytest.raises(BadProtocol) as found:
        protocol_from(text)
    assert said in str(found.value)


def test_files_that_are_left_out_are_named(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 1):
        (tmp_path / f"p{number:03}.json").write_text(GOOD.replace('"mine"', f'"mine {number}"'), "utf-8")
    (tmp_path / "a copy.json").write_text(GOOD.replace('"mine"', '"mine 1"'), "utf-8")
    os.mkfifo(tmp_path / "b.json") if hasattr(os, "mkfifo") else (tmp_path / "b.json").mkdir()
    found, wrong = protocols(tmp_path)
    assert [Path(one.source).name for one in found[:2]] == ["a copy.json", "p000.json"] and not found[-1].source
    assert wrong[0].startswith("b.json, ") and wrong[1] == "p001.json, a copy.json has the same id"
    assert wrong[2] == "more than 200 files"


def test_whatever_is_in_a_file_it_is_refused_and_the_rest_is_used(tmp_path: Path) -> None:
    plain = json.loads(GOOD)
    for number, wrong in enumerate((None, [], 5, {}, {**plain, "stages": []}, {**plain, "stages": [{}]})):
        (tmp_path / f"{number}.json").write_text(json.dumps(wrong))
    (tmp_path / "broken.json").write_bytes(b"\xff\xfe{")
    (tmp_path / "deep.json").write_text("[" * 50_000)
    (tmp_path / "mine.json").write_text(GOOD, "utf-8")
    (tmp_path / "own.json").write_text(GOOD.replace('"mine"', '"ct"'), "utf-8")
    found, wrong_ones = protocols(tmp_path)
    assert len(wrong_ones) == 8 and all(".json, " in one for one in wrong_ones)
    assert len(found) == len(bundled()) + 1 and found[0].id == "mine"
    (own,) = (one for one in found if one.id == "ct")
    assert Path(own.source).name == "own.json", "the user's own in place of the bundled one"


def test_the_published_schema_names_what_is_read() -> None:
    kinds = json.loads((BUNDLED / "schema.json").read_text("utf-8"))["$defs"]
    asked = {field.name for field in fields(Condition)}
    assert set(kinds["condition"]["properties"]) == asked | {"comment"}
    assert set(kinds["image"]["properties"]) == {field.name for field in fields(Selector)} | {"comment"}
    pane = kinds["screen"]["oneOf"][2]["properties"]
    assert set(pane) == {field.name for field in fields(Look)} | {"image", "plane", "comment"}


def test_the_bundled_ones_have_both_languages() -> None:
    assert len(bundled()) == len([file for file in BUNDLED.glob("*.json") if file.name != "schema.json"])
    for protocol in bundled():
        for titles in (protocol.title, *(stage.title for stage in protocol.stages)):
            assert set(titles) == {"en", "zh"} and all(titles.values())
