"""A template as an IHE MRRT file, such as `reading` reads."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from reader.dicom.values import Code
from reader.report.model import CLINICAL_INFORMATION, COMPARISON, FINDINGS, IMPRESSION, TECHNIQUE
from reader.report.mrrt.model import Slot, SlotKind, Template, TemplateField, TemplateSection

_IDS = {
    CLINICAL_INFORMATION.value: "clinical", TECHNIQUE.value: "technique", COMPARISON.value: "comparison",
    FINDINGS.value: "findings", IMPRESSION.value: "impression",
}  # fmt: skip
_UIDS = {
    "LOINC": "2.16.840.1.113883.6.1", "SCT": "2.16.840.1.113883.6.96", "DCM": "1.2.840.10008.2.16.4",
}  # fmt: skip
_TYPES = {SlotKind.NUMBER: "number", SlotKind.DATE: "date", SlotKind.TIME: "time"}
_NAMES = {SlotKind.NUMBER: "NUMBER", SlotKind.DATE: "DATE", SlotKind.TIME: "TIME"}


def written(template: Template) -> str:
    """The file, in UTF-8."""
    return "\n".join(line for line, _, _ in placed(template)) + "\n"


def placed(template: Template) -> Iterator[tuple[str, int, int]]:
    """The lines of the file, each with the section and the field of that section that it is of, both from 0; -1
    where it is of none."""
    yield from ((line, -1, -1) for line in _head(template))
    for number, section in enumerate(template.sections):
        yield from ((line, number, at) for line, at in _section(section, _id(section, number + 1)))
    yield from (("</body>", -1, -1), ("</html>", -1, -1))


def _head(template: Template) -> list[str]:
    return [
        "<!DOCTYPE html>",
        f"<html{_attributes(lang=template.language)}>",
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{escape(template.title)}</title>",
        *_meta(template),
        '<script type="text/xml">',
        *_island(template),
        "</script>",
        "</head>",
        "<body>",
    ]


def _meta(template: Template) -> Iterator[str]:
    suits = template.suits
    values = {
        "dcterms.title": template.title, "dcterms.identifier": template.template_id,
        "dcterms.description": template.description, "dcterms.type": "IMAGE_REPORT_TEMPLATE",
        "dcterms.language": template.language, "dcterms.publisher": template.publisher,
        "dcterms.rights": template.rights, "dcterms.license": template.license,
        "dcterms.date": template.date, "dcterms.creator": template.publisher,
        "reader.needs": "; ".join(", ".join(group) for group in suits.needs),
        "reader.never": ", ".join(suits.never), "reader.wishes": ", ".join(suits.wishes),
    }  # fmt: skip
    for name, content in values.items():
        if content:
            yield f"<meta{_attributes(name=name, content=content)}>"


def _island(template: Template) -> Iterator[str]:
    yield "<template_attributes>"
    yield "  <top-level-flag>true</top-level-flag>"
    yield "  <status>ACTIVE</status>"
    yield "  <coding_schemes>"
    others = {_scheme(code): "" for code in template.codes if code.scheme}
    for name, designator in (others | _UIDS).items():
        yield f"    <coding_scheme{_attributes(name=name, designator=designator)}/>"
    yield "  </coding_schemes>"
    for code in template.codes:
        yield f"  <term>{_code(code)}</term>"
    yield "  <coded_content>"
    for number, section in enumerate(template.sections, 1):
        if section.heading.scheme != "LN":
            continue  # one of our own is known by the section's name
        entry = _attributes(ORIGTXT=_id(section, number))
        yield f"    <entry{entry}><term>{_code(section.heading)}</term></entry>"
    yield "  </coded_content>"
    yield "</template_attributes>"


def _scheme(code: Code) -> str:
    return "LOINC" if code.scheme == "LN" else code.scheme


def _code(code: Code) -> str:
    return f"<code{_attributes(meaning=code.meaning, value=code.value, scheme=_scheme(code))}/>"


def _id(section: TemplateSection, number: int) -> str:
    return _IDS.get(section.heading.value, f"section-{number}")


def _section(section: TemplateSection, section_id: str) -> Iterator[tuple[str, int]]:
    """Each line with the field that it is of."""
    attributes = {
        "id": section_id, "class": "level1", "data-section-name": section.title,
        "data-section-required": "true" if section.required else "false",
    }  # fmt: skip
    yield f"<section{_attributes(**attributes)}>", -1
    yield f'  <header class="level1">{escape(section.title)}</header>', -1
    for number, one in enumerate(section.fields):
        yield from ((line, number) for line in (_prose(one) if one.prose else _plain(one)))
    yield "</section>", -1


def _plain(one: TemplateField) -> Iterator[str]:
    label = f"<label{_attributes(**{'for': one.field_id})}>{escape(one.label)}</label>"
    name = {"id": one.field_id, "name": one.label}
    action = {"data-field-completion-action": "ALERT" if one.required else "NONE"}
    if not one.options:
        attributes = _attributes(**name, **{"data-field-type": "TEXT"}, **action)
        yield f"  <p>{label} <textarea{attributes}></textarea></p>"
        return
    yield f"  <p>{label}"
    yield f"    <select{_attributes(**name, **{'data-field-type': 'SELECTION_LIST'}, **action, **_traits(one))}>"
    for number, option in enumerate(one.options):
        chosen = " selected" if option == one.default else ""
        when = {"data-when": one.when[number]} if number < len(one.when) and one.when[number] else {}
        yield f"      <option{chosen}{_attributes(**when)}>{escape(option)}</option>"
    yield "    </select></p>"


def _prose(one: TemplateField) -> Iterator[str]:
    optional = {} if one.default else {"data-optional": "true"}
    if one.required and not any(slot.required for slot in one.slots):
        optional |= {"data-field-completion-action": "ALERT"}
    attributes = _attributes(**{"class": "prose"}, id=one.field_id, title=one.label, **optional, **_traits(one))
    yield f"  <p{attributes}>{''.join(_filled(one.options[0], one.slots))}</p>"


def _filled(text: str, slots: tuple[Slot, ...]) -> Iterator[str]:
    """The sentence with each of its tokens as a field."""
    for slot in slots:
        token = slot.token + (f" {slot.unit}" if slot.unit else "")
        before, _, text = text.partition(token)
        yield _lines(before)
        yield _slot(slot)
    yield _lines(text)


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _slot(slot: Slot) -> str:
    action = {"data-field-completion-action": "ALERT" if slot.required else "NONE"}
    name = {key: text for key, text in (("id", slot.slot_id), ("name", slot.name)) if text}
    if slot.kind in (SlotKind.CHOICE, SlotKind.CHOICES):
        several = " multiple" if slot.kind is SlotKind.CHOICES else ""
        options = "".join(f"<option>{escape(option)}</option>" for option in slot.options)
        attributes = _attributes(**name, **{"data-field-type": "SELECTION_LIST"}, **action)
        return f"<select{several}{attributes}>{options}</select>"
    limits = {"data-field-units": slot.unit, "min": _figure(slot.minimum), "max": _figure(slot.maximum)}
    of_number = {key: text for key, text in limits.items() if text}
    merge = {"data-field-merge-flag": "true"} if slot.kind is SlotKind.MERGE else {}
    kind = {"type": _TYPES.get(slot.kind, "text"), "data-field-type": _NAMES.get(slot.kind, "TEXT")}
    return f"<input{_attributes(**name, **kind, **of_number, **merge, **action)}>"


def _traits(one: TemplateField) -> dict[str, str]:
    traits = {"data-topics": " ".join(one.topics), "data-removed": " ".join(one.removed), "data-sex": one.sex}
    traits["data-only"] = one.only
    return {name: text for name, text in traits.items() if text}


def _figure(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def _attributes(**values: str) -> str:
    return "".join(f' {name}="{escape(text)}"' for name, text in values.items())
