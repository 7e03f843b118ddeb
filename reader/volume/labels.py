"""What a part of a series is called, and each time of a 4D one: short, in the user's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from reader.core.text import mark, tr
from reader.study.traits import Traits
from reader.terms.units import image_unit, unit_text

COMPONENTS = {
    "M": "magnitude", "MAGNITUDE": "magnitude", "P": "phase", "PHASE": "phase", "PHASE MAP": "phase",
    "R": "real", "REAL": "real", "I": "imaginary", "IMAGINARY": "imaginary",
}  # fmt: skip
"""Image Type and Complex Image Component values (PS3.3 C.8.13.3.1.1) → what the pixels are."""

MAPS = {
    "ADC": "ADC", "EADC": "eADC", "FA": "FA", "TRACEW": "Trace", "TRACE": "Trace", "ISOTROPIC": "Trace",
    "FIELD_MAP": "B0", "B0 MAP": "B0", "B0": "B0",
    "W": "water", "WATER": "water", "F": "fat", "FAT": "fat",
    "IP": "in phase", "IN_PHASE": "in phase", "OP": "opposed phase", "OPP_PHASE": "opposed phase",
    "OUT_OF_PHASE": "opposed phase", "SUBTRACTION": "subtraction", "SUB": "subtraction",
    "RCBF": "rCBF", "RCBV": "rCBV", "MTT": "MTT", "TTP": "TTP", "TMAX": "Tmax",
    "T1 MAP": "T1 map", "T2 MAP": "T2 map", "T2_STAR MAP": "T2* map",
}  # fmt: skip
"""Image Type values that say what was computed or separated."""

WORDS = {
    "magnitude": mark("Magnitude"), "phase": mark("Phase"), "real": mark("Real part"),
    "imaginary": mark("Imaginary part"), "water": mark("Water"), "fat": mark("Fat"),
    "in phase": mark("In phase"), "opposed phase": mark("Opposed phase"), "B0": mark("Field map"),
    "subtraction": mark("Subtraction"),
}  # fmt: skip


RAW = "raw"
"""The units of an image that states none."""


def nature_of(traits: Traits) -> tuple[bool, str, str]:
    """(scout, component, computed map): what keeps images apart wherever they lie."""
    scout = "LOCALIZER" in traits.kind
    computed = next((MAPS[value] for value in traits.kind if value in MAPS), "")
    component = COMPONENTS.get(traits.component, "")
    if not component:
        component = next((COMPONENTS[value] for value in traits.kind if value in COMPONENTS), "")
    if computed:
        component = ""  # a map says more than that it is real
    return scout, component, computed


def labels_of(parts: Sequence[Mapping[str, Any]]) -> list[str]:
    """A label for each part from the aspects in which it differs from the others; "" for one part alone."""
    if len(parts) < 2:
        return [""] * len(parts)
    scouts = [aspects for aspects in parts if aspects.get("scout")]
    others = [aspects for aspects in parts if not aspects.get("scout")]
    told = {id(aspects): label for group in (scouts, others) for aspects, label in _apart(group, len(parts))}
    labels = [told[id(aspects)] for aspects in parts]
    again: dict[str, int] = {}
    for n, label in enumerate(list(labels)):
        if not label:
            labels[n] = tr("Part {number}", number=n + 1)
        elif told and list(told.values()).count(label) > 1:
            again[label] = again.get(label, 0) + 1
            labels[n] = f"{label} {again[label]}"
    return labels


def _apart(group: Sequence[Mapping[str, Any]], total: int) -> list[tuple[Mapping[str, Any], str]]:
    """Each with as few words as tell it from the others of the group."""
    first = [tr("Localizer")] if group and group[0].get("scout") else []
    if len(group) == 1 and not first:
        words = [_WORDING["plane"](group[0]["plane"])] if total > 1 and "plane" in group[0] else []
        return [(group[0], " · ".join(words))]
    labels = [list(first) for _ in group]
    for name, wording in _WORDING.items():
        if all(labels) and len({" ".join(words) for words in labels}) == len(group):
            break
        if len({repr(aspects.get(name)) for aspects in group}) > 1:
            for words, aspects in zip(labels, group, strict=True):
                value = aspects.get(name)
                if value is not None and value is not False and value != "":
                    words.append(wording(value))
    return [(aspects, " · ".join(words)) for aspects, words in zip(group, labels, strict=True)]


def phase_labels(times: Sequence[Sequence[Traits]]) -> tuple[tuple[str, ...], float]:
    """("t 3/12 · 450 ms" of each time, ms between two of them or 0 where nobody says)."""
    total = len(times)
    triggers = [_middle([t.trigger for t in traits]) for traits in times]
    percents = [_middle([t.cardiac for t in traits]) for traits in times]
    labels = []
    for n in range(total):
        extra = ""
        if percents[n] is not None and len(set(percents)) == total:
            extra = f" · {percents[n]:.0f} %"
        elif (trigger := triggers[n]) is not None and len(set(triggers)) == total:
            extra = f" · {trigger / 1000:.1f} s" if _seconds(triggers) else f" · {trigger:.0f} ms"
        labels.append(f"t {n + 1}/{total}{extra}")
    return tuple(labels), _interval(triggers, times)


def _seconds(triggers: Sequence[float | None]) -> bool:
    """A run of times too long to be a heart beat is told in seconds."""
    return max((value for value in triggers if value is not None), default=0.0) >= 5000


def _interval(triggers: Sequence[float | None], times: Sequence[Sequence[Traits]]) -> float:
    known = [value for value in triggers if value is not None]
    if len(known) == len(triggers) and len(set(known)) == len(known):
        gaps = [after - before for before, after in pairwise(known)]
        return max(0.0, median(gaps))
    return 0.0


def _middle(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None


def _plane(axis: int) -> str:
    return (tr("Sagittal"), tr("Coronal"), tr("Axial"))[axis]


def _kind(values: tuple[str, ...]) -> str:
    return " ".join(values).replace("_", " ")[:24]


def _echo(value: tuple[int, float | None]) -> str:
    number, milliseconds = value
    return f"TE {milliseconds:.4g} ms" if milliseconds is not None else tr("Echo {number}", number=number)


def _word(value: str) -> str:
    return tr(WORDS[value]) if value in WORDS else value


_WORDING: dict[str, Callable[[Any], str]] = {
    "plane": _plane,
    "component": _word,
    "map": _word,
    "units": lambda value: tr("no units") if value == RAW else unit_text(image_unit(value)),
    "kind": _kind,
    "b": lambda value: f"b {value:.0f}",
    "echo": _echo,
    "contrast": lambda value: tr("with {agent}", agent=value),
    "acquisition": lambda value: tr("Acquisition {number}", number=value),
    "cardiac": lambda value: f"{value:.0f} %",
    "trigger": lambda value: f"{value:.0f} ms",
    "stack": lambda value: tr("Stack {number}", number=value),
    "station": lambda value: tr("Station {number}", number=value),
    "frame": lambda value: tr("Frame of reference {number}", number=value),
    "place": lambda value: tr("Position {number}", number=value),
    "matrix": lambda value: f"{value[0]}×{value[1]}",
    "spacing": lambda value: tr("{length} mm pixels", length=f"{value[0]:.3g}"),
    "again": lambda _: tr("repeated"),
    "several": lambda _: tr("several planes"),
    "colour": lambda _: tr("Colour"),
    "loop": lambda value: tr("Loop {number}", number=value),
    "loose": lambda _: tr("Single images"),
}
"""Aspect → its words, the most telling first."""
