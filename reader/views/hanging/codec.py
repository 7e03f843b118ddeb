"""Hanging protocols from JSON (`resources/hanging/schema.json`), and layouts, written as their screens are. What is
wrong in a file is named by its line."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from reader.core.json_text import NotJson, parse
from reader.core.text import tr
from reader.views.colour_maps import NAMES
from reader.views.hanging.protocol import Condition, Each, Look, Protocol, Selector, Stage, Titles, Wish
from reader.views.layout import Layout, Pane, Split, Tree
from reader.views.planes import Plane

FORMAT = 1
_PLANES = {"axial": Plane.AXIAL, "coronal": Plane.CORONAL, "sagittal": Plane.SAGITTAL, "volume": Plane.VOLUME}
_OF_TREES = {
    "beside", "below", "shares", "image", "plane", "window", "inverted", "zoom", "chest_wall", "colours",
}  # fmt: skip
LARGEST = 200_000
"""So many characters a file may have; those that come with the program have a tenth of it."""
_MOST_PANES = 25
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
Path = tuple[str | int, ...]


class BadProtocol(ValueError):
    """What is wrong, in the user's words, with its line."""

    def __init__(self, why: str, line: int) -> None:
        super().__init__(tr("line {line}: {why}", line=line, why=why))
        self.line = line


def protocol_from(data: str, source: str = "") -> Protocol:
    """Raises `BadProtocol`. source: the name of its file."""
    return _File(_plain(data), data).protocol(source)


def _plain(data: str) -> Any:
    if len(data) > LARGEST:
        raise too_large()
    try:
        return parse(data, deepest=40)
    except NotJson as error:
        raise BadProtocol(error.text, _line_of_error(data)) from error


def too_large() -> BadProtocol:
    """Of a file that is not looked into."""
    return BadProtocol(tr("it is larger than {count} characters", count=LARGEST), 1)


def layout_from(data: str, layout_id: str) -> Layout:
    """A layout without what hangs in it: its images are the numbers of series, from 1. Raises `BadProtocol`."""
    return _File(_plain(data), data).layout(layout_id)


def layout_text(layout: Layout) -> str:
    """The first screen of a layout, to be read by `layout_from`."""
    plain: dict[str, Any] = {"format": FORMAT, "screen": _plain_tree(layout.screens[0])}
    if layout.tiles:
        plain["tiles"] = layout.tiles
    return json.dumps(plain)


def _plain_tree(tree: Tree) -> dict[str, Any]:
    if isinstance(tree, Split):
        made: dict[str, Any] = {"below" if tree.below else "beside": [_plain_tree(part) for part in tree.parts]}
        return made | ({"shares": list(tree.shares)} if tree.shares else {})
    names = {plane: name for name, plane in _PLANES.items()}
    plane = {"plane": names[tree.plane]} if tree.plane is not None else {}
    return {"image": str(tree.series + 1)} | plane


class _File:
    """Reads one file; `_at` is where it is, as a path of names and numbers."""

    def __init__(self, plain: Any, text: str) -> None:
        self._plain, self._text = plain, text

    def protocol(self, source: str) -> Protocol:
        top = self._fields((), self._plain, {"format", "id", "title", "exam", "wishes", "stages"})
        self._check_version(top)
        stages = self._list(("stages",), top.get("stages"))
        if not stages:
            raise self._wrong((), tr("it has no stages"))
        return Protocol(
            self._text_of(("id",), top.get("id")),
            self._titles(("title",), top.get("title")),
            self._condition(("exam",), top.get("exam", {})),
            tuple(self._stage(("stages", n), entry) for n, entry in enumerate(stages)),
            self._wishes(("wishes",), top.get("wishes", [])),
            source,
        )

    def layout(self, layout_id: str) -> Layout:
        top = self._fields((), self._plain, {"format", "screen", "tiles"})
        self._check_version(top)
        numbers = {str(n + 1): n for n in range(_MOST_PANES)}
        tree = self._tree(("screen",), top.get("screen"), numbers, {})
        layout = Layout(layout_id, (tree,), stays=True, tiles=self._tiles(("tiles",), top))
        self._check_panes(("screen",), layout)
        return layout

    def _tiles(self, at: Path, fields: Mapping[str, Any]) -> int:
        return min(max(int(self._number(at, fields.get("tiles", 0))), 0), _MOST_PANES)

    def _check_version(self, top: Mapping[str, Any]) -> None:
        if self._number(("format",), top.get("format", 0)) > FORMAT:
            raise self._wrong(("format",), tr("it was written for a newer version of the program"))

    def _check_panes(self, at: Path, layout: Layout) -> None:
        if len(layout.panes) > _MOST_PANES:
            raise self._wrong(at, tr("more than {count} panes", count=_MOST_PANES))

    def _stage(self, at: Path, plain: Any) -> Stage:
        fields = self._fields(at, plain, {"title", "images", "screen", "arranged", "tiles", "linked"})
        listed = self._list((*at, "images"), fields.get("images"))
        selectors = tuple(self._selector((*at, "images", n), entry) for n, entry in enumerate(listed))
        numbers = {selector.id: n for n, selector in enumerate(selectors)}
        if not numbers or len(numbers) != len(selectors):
            raise self._wrong((*at, "images"), tr("every image needs an id of its own"))
        looks: dict[str, Look] = {}
        screen = fields.get("screen", {"image": selectors[0].id})
        tree = self._tree((*at, "screen"), screen, numbers, looks)
        arranged = self._flag((*at, "arranged"), fields.get("arranged", False))
        if arranged and selectors[0].prior:
            raise self._wrong((*at, "arranged"), tr("an earlier exam hangs beside this one, never in its place"))
        layout = Layout("hung", (tree,), tiles=self._tiles((*at, "tiles"), fields))
        self._check_panes((*at, "screen"), layout)
        linked = self._flag((*at, "linked"), fields["linked"]) if "linked" in fields else None
        return Stage(self._titles((*at, "title"), fields.get("title")), selectors, layout, arranged, looks, linked)

    def _tree(self, at: Path, plain: Any, numbers: Mapping[str, int], looks: dict[str, Look]) -> Tree:
        fields = self._fields(at, plain, _OF_TREES)
        way = next((name for name in ("beside", "below") if name in fields), "")
        if way:
            listed = self._list((*at, way), fields[way])
            parts = tuple(self._tree((*at, way, n), entry, numbers, looks) for n, entry in enumerate(listed))
            divided = self._list((*at, "shares"), fields.get("shares", []))
            shares = tuple(int(self._number((*at, "shares"), share)) for share in divided)
            if not parts or (shares and len(shares) != len(parts)) or any(share < 1 for share in shares):
                raise self._wrong(at, tr("it needs parts, and a share for each or none"))
            return Split(parts, way == "below", shares)
        image = self._text_of((*at, "image"), fields.get("image"))
        if image not in numbers:
            raise self._wrong((*at, "image"), tr("no image is called {name}", name=image))
        plane = self._one_of((*at, "plane"), fields["plane"], tuple(_PLANES)) if "plane" in fields else ""
        pane = Pane(f"hung {len(looks) + 1}", _PLANES.get(plane), numbers[image])
        looks[pane.id] = self._look(at, fields)
        return pane

    def _look(self, at: Path, fields: Mapping[str, Any]) -> Look:
        window = self._pair((*at, "window"), fields["window"]) if "window" in fields else None
        if window is not None and window[1] <= 0:
            raise self._wrong((*at, "window"), tr("a window has a centre and a width above 0"))
        zoom = self._number((*at, "zoom"), fields.get("zoom", 1.0))
        if zoom <= 0:
            raise self._wrong((*at, "zoom"), tr("it is no number above 0"))
        chest_wall = ""
        if "chest_wall" in fields:
            chest_wall = self._one_of((*at, "chest_wall"), fields["chest_wall"], ("left", "right"))
        colours = self._one_of((*at, "colours"), fields["colours"], tuple(NAMES)) if "colours" in fields else ""
        inverted = self._flag((*at, "inverted"), fields.get("inverted", False))
        return Look(window, inverted, zoom, chest_wall, colours)

    def _selector(self, at: Path, plain: Any) -> Selector:
        fields = self._fields(at, plain, {"id", "each", "must", "never", "wishes", "prior", "needed"})
        each = self._one_of((*at, "each"), fields.get("each", "series"), [kind.value for kind in Each])
        prior = int(self._number((*at, "prior"), fields.get("prior", 0)))
        never = self._list((*at, "never"), fields.get("never", []))
        return Selector(
            self._text_of((*at, "id"), fields.get("id")),
            Each(each),
            self._condition((*at, "must"), fields.get("must", {})),
            tuple(self._condition((*at, "never", n), entry) for n, entry in enumerate(never)),
            self._wishes((*at, "wishes"), fields.get("wishes", [])),
            max(prior, 0),
            self._flag((*at, "needed"), fields.get("needed", True)),
        )

    def _wishes(self, at: Path, plain: Any) -> tuple[Wish, ...]:
        found = []
        for n, entry in enumerate(self._list(at, plain)):
            here = (*at, n)
            if not isinstance(entry, dict):
                raise self._wrong(here, tr("it is no object"))
            rank = int(self._number((*here, "rank"), entry.get("rank", 1)))
            asked = {name: value for name, value in entry.items() if name != "rank"}
            found.append(Wish(self._condition(here, asked), rank))
        return tuple(found)

    def _condition(self, at: Path, plain: Any) -> Condition:
        words = ("modality", "body_part", "description", "view", "image_type", "site", "department")
        ranges = ("b_value", "echo", "images")
        fields = self._fields(at, plain, {*words, *ranges, "plane", "laterality", "contrast"})
        made: dict[str, Any] = {}
        for name, value in fields.items():
            here = (*at, name)
            if name in words:
                listed = self._list(here, value if isinstance(value, list) else [value])
                made[name] = tuple(self._text_of((*here, n), entry) for n, entry in enumerate(listed))
            elif name in ranges:
                made[name] = self._pair(here, value)
            elif name == "contrast":
                made[name] = self._flag(here, value)
            else:
                allowed = ("axial", "coronal", "sagittal") if name == "plane" else ("R", "L")
                made[name] = self._one_of(here, value, allowed)
        return Condition(**made)

    # kinds of values

    def _fields(self, at: Path, plain: Any, allowed: set[str]) -> Mapping[str, Any]:
        if not isinstance(plain, dict):
            raise self._wrong(at, tr("it is no object"))
        for name in plain:
            if name not in allowed and name != "comment":
                raise self._wrong((*at, name), tr("nothing is called {name}", name=name))
        return plain

    def _list(self, at: Path, plain: Any) -> list[Any]:
        if not isinstance(plain, list):
            raise self._wrong(at, tr("it is no list"))
        return plain

    def _text_of(self, at: Path, plain: Any) -> str:
        if not isinstance(plain, str) or not plain.strip():
            raise self._wrong(at, tr("it is no text"))
        return plain.strip()

    def _one_of(self, at: Path, plain: Any, allowed: Sequence[str]) -> str:
        if not isinstance(plain, str) or plain not in allowed:
            raise self._wrong(at, tr("it is none of {names}", names=", ".join(allowed)))
        return plain

    def _titles(self, at: Path, plain: Any) -> Titles:
        fields = self._fields(at, plain, {"en", "zh"})
        return {name: self._text_of((*at, name), value) for name, value in fields.items() if name != "comment"}

    def _number(self, at: Path, plain: Any) -> float:
        if isinstance(plain, bool) or not isinstance(plain, int | float) or not abs(plain) < 1e9:
            raise self._wrong(at, tr("it is no number"))
        return float(plain)

    def _pair(self, at: Path, plain: Any) -> tuple[float, float]:
        listed = self._list(at, plain)
        if len(listed) != 2:
            raise self._wrong(at, tr("it needs two numbers"))
        return (self._number(at, listed[0]), self._number(at, listed[1]))

    def _flag(self, at: Path, plain: Any) -> bool:
        if not isinstance(plain, bool):
            raise self._wrong(at, tr("it is neither true nor false"))
        return plain

    def _wrong(self, at: Path, why: str) -> BadProtocol:
        name = next((part for part in reversed(at) if isinstance(part, str)), "")
        return BadProtocol(f"{name}: {why}" if name else why, _line(self._text, at))


def _line(text: str, at: Path) -> int:
    """Of what stands at a path of a JSON text, or of the nearest that is there and holds it; from 1."""
    lines: dict[Path, int] = {(): 1}
    tokens = list(_TOKEN.finditer(text))
    ends = [end.start() for end in re.finditer("\n", text)]
    place = 0

    def line_of(token: re.Match[str]) -> int:
        return bisect_left(ends, token.start()) + 1

    def value(path: Path) -> None:
        nonlocal place
        token = tokens[place]
        lines.setdefault(path, line_of(token))
        place += 1
        if token.group() not in "{[":
            return
        number, is_object = 0, token.group() == "{"
        while tokens[place].group() not in "}]":
            if tokens[place].group() == ",":
                place += 1
                continue
            if is_object:
                here: Path = (*path, json.loads(tokens[place].group()))
                lines[here] = line_of(tokens[place])
                place += 2
            else:
                here = (*path, number)
                number += 1
            value(here)
        place += 1

    value(())
    return next(lines[at[:length]] for length in range(len(at), -1, -1) if at[:length] in lines)


def _line_of_error(text: str) -> int:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.lineno
    except (RecursionError, ValueError):  # a number of more digits than Python reads
        pass
    return 1
