"""Chinese as light as the Latin beside it."""

from __future__ import annotations

import os

_NO_DARKENING = "cff:darkening-parameters=500,0,1000,0,1667,0,2333,0"


def even_strokes() -> None:
    """Call it before the QApplication is made; FreeType reads this once.

    Qt switches on FreeType's stem darkening for OpenType/CFF faces, as Noto Sans CJK is one, and for no others: at
    13 px its regular weight then looks bold. The switch can't be reached from outside, the amount can.
    """
    properties = os.environ.get("FREETYPE_PROPERTIES", "")
    if "cff:darkening-parameters" not in properties:
        os.environ["FREETYPE_PROPERTIES"] = f"{properties} {_NO_DARKENING}".strip()
