"""Colours for grey values: the standard's own palettes (PS3.6 Annex B.1), as `resources/presets` has them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from reader.core.profile import RESOURCES
from reader.core.text import mark

NAMES = {
    "hot_iron": mark("Hot Iron"),
    "pet": mark("PET"),
    "hot_metal_blue": mark("Hot Metal Blue"),
    "pet_20_step": mark("PET 20 Step"),
}
"""By id, in the order of the standard."""

TITLES = {
    "": mark("Grey, no colours"),
    "hot_iron": mark("Hot Iron colours"),
    "pet": mark("PET colours"),
    "hot_metal_blue": mark("Hot Metal Blue colours"),
    "pet_20_step": mark("PET 20 Step colours"),
}
"""What chooses one of them, or grey."""


@dataclass(frozen=True, eq=False)
class ColourMap:
    """uid: of the palette in the standard. rgb: (256, 3), the colour of each grey level."""

    id: str
    uid: str
    rgb: NDArray[np.uint8]

    @property
    def title(self) -> str:
        """English, `mark`ed."""
        return NAMES[self.id]


@cache
def colour_maps() -> Mapping[str, ColourMap]:
    """By id."""
    found = {}
    for entry in json.loads((RESOURCES / "presets" / "colour_maps.json").read_text("utf-8")):
        channels = [np.frombuffer(bytes.fromhex(entry[name]), np.uint8) for name in ("red", "green", "blue")]
        found[entry["id"]] = ColourMap(entry["id"], entry["uid"], np.stack(channels, axis=-1))
    return {name: found[name] for name in NAMES}
