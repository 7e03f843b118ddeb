"""Places of a sentence that were to be filled in and were not."""

from __future__ import annotations

import re

_UNIT = r"(?:mm|cm|毫米|厘米|公分|HU|%)(?![A-Za-z])"
_BLANKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\[\+?[^\[\]|\n]{1,80}(?:\|[^\[\]|\n]{1,80})+\]",
        r"[_＿]{2,}|\(\s*\)|（\s*）|【\s*】|\{\s*\}|<\s*>|\*{3,}|[×✕]{2,}",
        rf"(?<![A-Za-z0-9])[Xx]{{2,}}(?=\s*{_UNIT}|(?![A-Za-z0-9]))",
        rf"(?<![A-Za-z0-9.])[Xx]\s*(?:[×*]\s*[Xx]\s*)?{_UNIT}(?<!%)",
        # Two question marks may be a writer's doubt; they are a blank only where a value would stand.
        rf"[?？]+\s*{_UNIT}|^\s*[?？]{{2,}}|[(（\[【]\s*[?？]+\s*[)）\]】]",
        r"(?:[叶段侧椎约为图像]|大小|径)\s*[?？]{2,}",
        r"(?i:\b(?:lobe|side|segment|image|series|measur\w+|size|of|about|approximately|level))\s*[?？]{2,}",
        rf"(?:约|大小|径|(?i:\bmeasur\w+|\bsize\s+of|\bof\s+about))\s*(?:[×xX*]\s*)?{_UNIT}(?<!%)",
        r"\bTO-?DO\b|(?i:\bto[\s-]?do)\s*[:：]|\bTBD\b",
        r"待[补填][充写全入录]?(?=\s*(?:$|[)）\]】。，,;；:：]|测量|大小|数值|描述|内容|尺寸))",
    )
)
_BOX, _TICKED = re.compile(r"\[\s*\]"), re.compile(r"\[\s*[xX✓✔√]\s*\]|[☑☒]")
# A name of two X is nothing to be filled in.
_NAMES = re.compile(
    r"(?i:\b(?:factor|chromosomes?|type|karyotype|collagen)\s+)XX\b|因子\s*XX|\b4[567]\s*,?\s*XX\b|染色体\s*XX"
    r"|\bXX\s*(?=chromosome|染色体)"
)


def has_blank(text: str) -> bool:
    """Whether there is one; what a list of boxes leaves empty is said by the ticked ones."""
    rest = _NAMES.sub(" ", text)
    if any(blank.search(rest) for blank in _BLANKS):
        return True
    return bool(_BOX.search(rest)) and not _TICKED.search(rest)
