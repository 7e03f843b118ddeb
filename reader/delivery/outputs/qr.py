"""The QR code (ISO/IEC 18004) of what identifies a report."""

from __future__ import annotations

import segno

from reader.delivery.outputs.content import ReportPage

QUIET = 4
"""Modules that stay white around it (ISO/IEC 18004, 5.3.8)."""
_FINEST = 69
"""Modules (version 13): a third of a millimetre each on 26 mm."""


def modules(page: ReportPage) -> tuple[tuple[bool, ...], ...]:
    """Rows of dark modules, without the quiet zone. Error correction M: it is read with a fold across it.

    Of more than can be read where it is printed, the last identifiers are left out; none where not even the first
    fits.
    """
    lines = page.identifiers.split("\n")
    for count in range(len(lines), 0, -1):
        try:
            code = segno.make_qr("\n".join(lines[:count]), error="m", encoding="utf-8")
        except segno.DataOverflowError:
            continue
        if len(code.matrix) <= _FINEST:
            return tuple(tuple(bool(module) for module in row) for row in code.matrix)
    return ()


def svg(page: ReportPage) -> str:
    """An SVG element with its quiet zone, for a page of HTML; "" for none."""
    rows = modules(page)
    if not rows:
        return ""
    size = len(rows) + 2 * QUIET
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return (
        f'<svg class="qr" role="img" aria-label="QR" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>'
    )
