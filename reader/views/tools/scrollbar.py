"""Scrolling by the bar beside the picture."""

from __future__ import annotations

from reader.views.tools.tool import Hand, Pictures, Tool


class ScrollbarTool(Tool):
    """Held by nobody: it is what the left button does over the bar."""

    selects, stills = False, True

    def press(self, pictures: Pictures, hand: Hand) -> None:
        count = pictures.viewports[hand.number].count
        pictures.scroll_to(hand.number, index_at(hand.at[1], hand.size[1], count))

    def drag(self, pictures: Pictures, hand: Hand) -> None:
        self.press(pictures, hand)


SCROLLBAR = ScrollbarTool()
_WIDTH = 10.0
"""So many logical pixels at the right edge of a viewport are the bar's."""
_MARGIN = 12.0


def is_over(x: float, width: float) -> bool:
    """Whether the bar is there, in a viewport of this width."""
    return x >= width - _WIDTH


def span(height: float) -> tuple[float, float]:
    """Where the bar begins and ends in a viewport of this height."""
    return min(_MARGIN, height / 4), height - min(_MARGIN, height / 4)


def index_at(y: float, height: float, count: int) -> int:
    """The picture that a height of the bar stands for."""
    top, bottom = span(height)
    return min(max(int((y - top) / (bottom - top) * count), 0), count - 1)


def y_of(index: float, height: float, count: int) -> float:
    """Where picture `index` begins on the bar."""
    top, bottom = span(height)
    return top + index / count * (bottom - top)
