"""Hanging protocols as values: which exams one is for, and which image goes where in its stages. Any thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from reader.views.layout import Layout, Pane

Titles = Mapping[str, str]
"""A text by language, "en" and "zh"."""


class Each(Enum):
    """What hangs in a pane: a whole series to scroll through, or one image, wherever its series has it."""

    SERIES = "series"
    IMAGE = "image"


@dataclass(frozen=True)
class Condition:
    """What is asked of an exam, a series or an image; what is empty or None is not asked.

    modality: one of these. body_part: one of these words in Body Part Examined or a description. description: one
    of these words in the description, in any language. plane: "axial", "coronal" or "sagittal". view: one of these
    view positions. laterality: "R" or "L". image_type: one of these values. contrast: with or without an agent.
    b_value: (lowest, highest), s/mm². echo: (shortest, longest) echo time, ms. images: (fewest, most). site: one of
    these hospitals, by the issuer of the patient's ID or words of the institution's name. department: words of the
    Institutional Department Name, one of which is enough.
    """

    modality: tuple[str, ...] = ()
    body_part: tuple[str, ...] = ()
    description: tuple[str, ...] = ()
    plane: str = ""
    view: tuple[str, ...] = ()
    laterality: str = ""
    image_type: tuple[str, ...] = ()
    contrast: bool | None = None
    b_value: tuple[float, float] | None = None
    echo: tuple[float, float] | None = None
    images: tuple[float, float] | None = None
    site: tuple[str, ...] = ()
    department: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wish:
    """What counts `rank` for an image that fulfils it."""

    condition: Condition
    rank: int = 1


@dataclass(frozen=True)
class Selector:
    """Which image or series is meant. must, never: what it has to be and may not be. wishes: of several the one
    hangs whose fulfilled wishes count most; where there are wishes, one has to be fulfilled. prior: 0 of this exam,
    1 of the newest exam before it, and so on. needed: without it the stage is not shown."""

    id: str
    each: Each = Each.SERIES
    must: Condition = Condition()
    never: tuple[Condition, ...] = ()
    wishes: tuple[Wish, ...] = ()
    prior: int = 0
    needed: bool = True


@dataclass(frozen=True)
class Look:
    """How a pane shows what hangs in it. window: (centre, width), None for the image's own. chest_wall: the side of
    the pane, "left" or "right", that the chest wall of a breast is turned to where the image says which it is; ""
    as stored. colours: the id of a palette for grey values, "" for grey."""

    window: tuple[float, float] | None = None
    inverted: bool = False
    zoom: float = 1.0
    chest_wall: str = ""
    colours: str = ""


@dataclass(frozen=True)
class Stage:
    """layout: its panes' `series` are numbers of `selectors`. arranged: the first of them in the layout that suits
    it, as a series that is opened by itself; where that is no volume of thin slices, and the layout has other panes
    too, those of what the exam has. looks: by the id of the pane. linked: what hangs there is scrolled
    together, or each by itself; None as the user has it."""

    title: Titles
    selectors: tuple[Selector, ...]
    layout: Layout
    arranged: bool = False
    looks: Mapping[str, Look] = field(default_factory=dict)
    linked: bool | None = None

    def selector(self, pane: Pane) -> Selector:
        return self.selectors[pane.series]


@dataclass(frozen=True)
class Protocol:
    """exam: what the exam has to be. wishes: what makes it fit better than another one that is for it too. source:
    the path of its file, "" for those that come with the program."""

    id: str
    title: Titles
    exam: Condition
    stages: tuple[Stage, ...]
    wishes: tuple[Wish, ...] = ()
    source: str = ""

