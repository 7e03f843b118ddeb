"""The cardiothoracic ratio: the width of the heart by that of the chest inside the ribs, on a frontal view."""

from __future__ import annotations

from collections.abc import Sequence

from reader.core.text import mark
from reader.findings.model import Measurement
from reader.terms.measures import CARDIAC_WIDTH, CARDIOTHORACIC_RATIO, THORACIC_WIDTH
from reader.terms.units import RATIO
from reader.views.content import Content
from reader.views.planes import Frame
from reader.views.scales import scale_at
from reader.views.tools.tool import Pixel
from reader.views.tools.two_lines import TwoLinesTool


class CardiothoracicTool(TwoLinesTool):
    """The lines in any order: the shorter one is the heart's. The ratio needs no calibration."""

    id, title, icon, key = "cardiothoracic", mark("Cardiothoracic ratio"), "cardiothoracic", ""
    letter = "H"
    about = CARDIOTHORACIC_RATIO
    concepts = frozenset((CARDIOTHORACIC_RATIO, CARDIAC_WIDTH, THORACIC_WIDTH))

    def numbers(
        self, content: Content, frame: Frame, index: int, outline: Sequence[Pixel]
    ) -> tuple[Measurement, ...]:
        scale = scale_at(frame, outline)
        heart, chest = sorted((scale.length(outline[:2]), scale.length(outline[2:])))
        widths = ((CARDIAC_WIDTH, heart), (THORACIC_WIDTH, chest))
        return (
            Measurement(CARDIOTHORACIC_RATIO, heart / chest if chest > 0 else 0.0, RATIO),
            *(Measurement(concept, width, scale.unit, method=scale.method) for concept, width in widths),
        )


CARDIOTHORACIC = CardiothoracicTool()
