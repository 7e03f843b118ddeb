"""A field of a template as a person writes it: sentences with places to fill in, each place by its characters.

"[smooth|irregular]" is a choice, "[+…|…]" one of several, "__ mm" a number, "____" a text, "____-__-__" a date,
"__:__" a time, and "{prior.date}" is filled in by the program: as they look in a report until they are filled.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from reader.report.mrrt.model import Slot, SlotKind, TemplateField

MERGED = (
    "patient.name", "patient.sex", "order.procedure", "exam.description", "exam.date", "contrast", "contrast.agent",
    "prior", "prior.date", "prior.description", "lowdose", "pelvis", "sequences", "exam.sequences",
)  # fmt: skip
"""What the program fills in, and what conditions ask for."""
UNITS = (
    "mm", "cm", "ml", "mL", "HU", "%", "°", "mmHg", "cm/s", "m/s", "mSv", "mGy", "SUVmax", "毫米", "厘米", "毫升",
)  # fmt: skip
"""Behind a number they are its unit; anything else is a word of the sentence."""
_PLACE = re.compile(
    r"\[(?P<several>\+?)(?P<options>[^\[\]|\n]{1,80}(?:\|[^\[\]|\n]{1,80})+)\]"
    r"|(?P<date>_{4}-__-__)|(?P<time>__:__)|(?P<blank>_{2,})|\{(?P<name>[a-z][a-z0-9_.-]*)\}"
)


@dataclass(frozen=True)
class Offer:
    """A sentence that is offered. normal: the one that is filled in as normal. when: the condition under which it
    is the normal one instead ("contrast=yes"), "" for none."""

    text: str
    normal: bool = False
    when: str = ""


@dataclass(frozen=True)
class Line:
    """One field. places: of its only sentence, in order, with what their characters don't tell (limits, required);
    () where there are several sentences. The rest as of `TemplateField`."""

    label: str = ""
    offers: tuple[Offer, ...] = ()
    places: tuple[Slot, ...] = ()
    required: bool = False
    only: str = ""
    sex: str = ""
    topics: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def line_of(one: TemplateField) -> Line:
    whens = one.when or ("",) * len(one.options)
    offers = tuple(
        Offer(text, bool(one.default) and text == one.default, when)
        for text, when in zip(one.options, whens, strict=False)
    )
    return Line(one.label, offers, one.slots, one.required, one.only, one.sex, one.topics, one.removed)


def field_of(line: Line, field_id: str) -> TemplateField:
    """As a template has it, without blank sentences, and with what was set for the places that are still there."""
    offers = tuple(replace(offer, text=_tidy(offer.text)) for offer in line.offers)
    offers = tuple(offer for offer in offers if offer.text)
    made = TemplateField(
        field_id, " ".join(line.label.split()), sex=line.sex, topics=line.topics, removed=line.removed,
        required=line.required, only=line.only,
    )  # fmt: skip
    if len(offers) == 1 and not offers[0].when:
        text, slots = placed(offers[0].text, line.places, field_id)
        if "\n" in text or any(slot.kind is not SlotKind.MERGE for slot in slots):
            required = line.required or any(slot.required for slot in slots)
            default = text if offers[0].normal else ""
            return replace(made, options=(text,), default=default, slots=slots, prose=True, required=required)
    texts = tuple(placed(" ".join(offer.text.split()), (), field_id)[0] for offer in offers)
    default = next((text for text, offer in zip(texts, offers, strict=True) if offer.normal), "")
    when = tuple(offer.when for offer in offers)
    return replace(made, options=texts, default=default, when=when if any(when) else ())


def placed(text: str, before: Sequence[Slot] = (), field_id: str = "") -> tuple[str, tuple[Slot, ...]]:
    """A text with its places written as they always are, and those places. before: whose limits are kept where they
    are still the same ones."""
    said, slots, end = "", list[Slot](), 0
    for found in _PLACE.finditer(text):
        slot = _slot(found)
        if slot is None:
            continue
        said += text[end : found.start()] + slot.token
        end = found.end()
        if slot.kind is SlotKind.NUMBER:
            slot = replace(slot, unit=_unit(text[end:], before))
        slots.append(slot)
    kept = _kept(slots, before)
    return said + text[end:], tuple(
        replace(slot, slot_id=f"{field_id}-{number}") for number, slot in enumerate(kept, 1)
    )


def _slot(found: re.Match[str]) -> Slot | None:
    if found["options"]:
        options = tuple(filter(None, (part.strip() for part in found["options"].split("|"))))
        if len(options) < 2:
            return None
        return Slot(SlotKind.CHOICES if found["several"] else SlotKind.CHOICE, options=options)
    if found["date"]:
        return Slot(SlotKind.DATE)
    if found["time"]:
        return Slot(SlotKind.TIME)
    if found["name"]:
        return Slot(SlotKind.MERGE, name=found["name"]) if found["name"] in MERGED else None
    return Slot(SlotKind.NUMBER if len(found["blank"]) < 4 else SlotKind.TEXT)


def _unit(after: str, before: Sequence[Slot]) -> str:
    """That of a number that these words follow."""
    units = sorted({*UNITS, *(slot.unit for slot in before if slot.unit)}, key=len, reverse=True)
    for unit in units:
        ends = r"(?![A-Za-z/])" if unit[-1].isascii() and unit[-1].isalpha() else ""
        if re.match(rf" {re.escape(unit)}{ends}", after):
            return unit
    return ""


def _kept(slots: list[Slot], before: Sequence[Slot]) -> list[Slot]:
    """With limits, names and what is required from those that were there."""
    keys, old = ([_key(slot) for slot in some] for some in (slots, before))
    kept = list(slots)
    for block in SequenceMatcher(None, old, keys, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            was, now = before[block.a + step], kept[block.b + step]
            kept[block.b + step] = replace(
                now, name=now.name or was.name, minimum=was.minimum, maximum=was.maximum, required=was.required
            )
    return kept


def _key(slot: Slot) -> tuple[SlotKind, tuple[str, ...], str]:
    return slot.kind, slot.options, slot.name if slot.kind is SlotKind.MERGE else ""


def _tidy(text: str) -> str:
    return "\n".join(line for line in (" ".join(part.split()) for part in text.splitlines()) if line)
