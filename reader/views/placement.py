"""How series are arranged that come onto the screen: rules over what the exam holds. A new one is a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reader.core.registry import Registry
from reader.study.model import Study
from reader.views.content import Content
from reader.views.layout import COMPARE, MPR, SINGLE, Layout
from reader.volume.model import Volume

VOLUME_SLICES = 10
"""From this many slices on a volume opens as MPR."""
THICK_MM, THICK_PIXELS = 2.0, 4.0
"""Slices farther apart than this, and than so many pixels, open as a stack: planes across them show only steps."""


@dataclass(frozen=True)
class Held:
    """What rules are asked about. contents: the series that go onto the screen, the main one first, each with its
    exam."""

    contents: tuple[Content, ...]

    @property
    def main(self) -> Content:
        return self.contents[0]

    @property
    def exam(self) -> Study:
        """All that the exam of the main series holds."""
        return self.main.study


@dataclass(frozen=True)
class Rule:
    """layout: what it asks for; `layout_for` leaves out those that have no pane for one of the series. rank: of
    several rules that apply the highest decides, of two of one rank the earlier."""

    id: str
    applies: Callable[[Held], bool]
    layout: Layout
    rank: int = 0


def worth_planes(content: Content) -> bool:
    """Its slices are close enough for planes across them."""
    image = content.image
    if not isinstance(image, Volume) or image.geometry.size[2] < VOLUME_SLICES:
        return False
    column, row, apart = image.geometry.spacing
    return apart <= THICK_MM or apart <= THICK_PIXELS * max(column, row)


def _is_worth_planes(held: Held) -> bool:
    return worth_planes(held.main)


def _always(_: Held) -> bool:
    return True


RULES: Registry[str, Rule] = Registry(
    (rule.id, rule)
    for rule in (
        Rule("comparison", _always, COMPARE),
        Rule("volume", _is_worth_planes, MPR, rank=1),
        Rule("stack", _always, SINGLE),
    )
)


def layout_for(*contents: Content) -> Layout:
    """How series, the main one first, are arranged."""
    held = Held(contents)
    fits = [rule for rule in RULES if _has_room(rule.layout, held) and rule.applies(held)]
    return max(fits, key=lambda rule: rule.rank).layout


def _has_room(layout: Layout, held: Held) -> bool:
    """One series or more in panes for just as many; planes only of a volume."""
    series = {pane.series for pane in layout.panes}
    return series == set(range(len(held.contents))) and (held.main.is_volume or not layout.needs_volume)
