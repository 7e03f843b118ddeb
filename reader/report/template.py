"""The report templates that there are, and which of them suits an exam."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from reader.core.profile import RESOURCES
from reader.core.text import tr
from reader.report.mrrt.model import (
    Situation,
    Suits,
    Template,
    TemplateError,
    TemplateField,
    TemplateSection,
    has_word,
)
from reader.report.mrrt.page import LARGEST
from reader.report.mrrt.reading import parse_template

__all__ = [
    "FOLDER", "Situation", "Template", "TemplateError", "TemplateField", "TemplateSection", "choose_template",
    "load_templates", "parse_template", "read_template", "suiting",
]  # fmt: skip

FOLDER = RESOURCES / "templates"
_log = logging.getLogger(__name__)

# Words by which a body part is known in an order, a description or (0018,0015), for a template that names none.
_ANATOMY: dict[str, tuple[str, ...]] = {
    "51185008": ("chest", "thora", "lung", "胸", "肺"),
    "818981001": ("abdom", "腹"),
    "69536005": ("head", "brain", "skull", "头", "颅", "脑"),
    "12738006": ("brain", "head", "脑", "颅", "头"),
    "421060004": ("spine", "spinal", "lspine", "cspine", "tspine", "椎"),
    "72696002": ("knee", "膝"),
    "41216001": ("prostat", "前列腺"),
    "76752008": ("breast", "mamma", "mammo", "乳腺", "乳房"),
    "69748006": ("thyroid", "甲状腺"),
}
# What an exam says that takes pictures of one kind with several machines.
_SAME = {"CR": "DX", "DR": "DX", "RG": "DX", "DX": "DX"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
# As an HTML page names it, and how it is read; what is declared wrongly most often is read as its superset.
_SAME_ENCODING = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8", "utf-16": "utf-8",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
    "big5": "cp950", "big5-hkscs": "big5hkscs", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932",
    "windows-31j": "cp932", "euc-jp": "euc_jp", "iso-2022-jp": "iso2022_jp", "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949", "iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252",
    "cp1252": "cp1252", "iso-8859-2": "iso8859_2", "windows-1250": "cp1250", "iso-8859-15": "iso8859_15",
    "windows-1251": "cp1251", "koi8-r": "koi8_r", "iso-8859-7": "iso8859_7", "iso-8859-9": "cp1254",
    "windows-1254": "cp1254",
}  # fmt: skip
_EACH_NEED, _EACH_WISH = 10, 1


@lru_cache(maxsize=8)
def load_templates(folder: Path = FOLDER) -> tuple[Template, ...]:
    """All templates of a folder by file name; one that can't be read is left out and named in the log.

    Read once: every case that is opened looks through all of them.
    """
    templates = []
    for path in sorted(folder.glob("*.htm*")):
        try:
            templates.append(read_template(path))
        except TemplateError as error:
            _log.warning("template %s: %s", path.name, error)
    return tuple(templates)


def read_template(path: Path) -> Template:
    """One template file. Raises `TemplateError`."""
    return parse_template(text_of(path), path.stem, str(path))


def text_of(path: Path) -> str:
    """What is in a template file. Raises `TemplateError`."""
    try:
        if path.stat().st_size > LARGEST:
            raise TemplateError(tr("{file} is too large for a report template.", file=path.name))
        return decoded(path.read_bytes(), path.name)
    except OSError as cause:
        raise TemplateError(tr("The template {file} can't be read.", file=path.name)) from cause


def choose_template(
    modality: str, body_part: str, language: str, templates: Iterable[Template] | None = None
) -> Template:
    """The template that fits best: language first, then modality and anatomy; else the general one.

    body_part: (0018,0015), or any text that names it ("胸部CT平扫"). A template for another modality or another
    part of the body never fits. Raises `TemplateError` where there is none at all.
    """
    ranked = suiting(modality, body_part, language, templates)
    if not ranked:
        raise TemplateError(
            tr("There is no report template for this exam."), tr("Reinstall the program, or add a template.")
        )
    return ranked[0]


def suiting(
    modality: str, body_part: str, language: str, templates: Iterable[Template] | None = None
) -> list[Template]:
    """Those that are for an exam, the most fitting first; those in the report's language before all others."""
    ranked = [
        (template.language.split("-")[0] == language.split("-")[0].split("_")[0], fit, template)
        for template in (load_templates() if templates is None else templates)
        if (fit := _fit(template, modality, body_part.lower())) >= 0
    ]
    return [entry[2] for entry in sorted(ranked, key=lambda entry: entry[:2], reverse=True)]


def _fit(template: Template, modality: str, about: str) -> int:
    """How well, -1 for not at all. about: lower case."""
    modalities = {_SAME.get(code.value, code.value) for code in template.codes if code.scheme == "DCM"}
    needs = template.suits.needs
    if template.suits == Suits():
        needs = tuple(words for code in template.codes for words in (_ANATOMY.get(code.value),) if words)
    if modalities and _SAME.get(modality, modality) not in modalities:
        return -1
    if any(has_word(about, word) for word in template.suits.never):
        return -1
    if not all(any(has_word(about, word) for word in group) for group in needs):
        return -1
    wishes = sum(has_word(about, word) for word in template.suits.wishes)
    return bool(modalities) + _EACH_NEED * len(needs) + _EACH_WISH * wishes


def words_of_anatomy(code: str) -> tuple[str, ...]:
    """Words by which exams name a body part, by its SNOMED CT code."""
    return _ANATOMY.get(code, ())


def decoded(data: bytes, name: str) -> str:
    """The text of a template file: by its byte order mark, else by the encoding that it declares, else UTF-8 or
    GB 18030. Raises `TemplateError` where it isn't in that encoding; a guess would change its words."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    declared = _DECLARED.search(data[:4096])
    said = declared[1].decode("ascii") if declared is not None else ""
    encoding = marked or (_SAME_ENCODING.get(said.lower(), "") if said else "")
    if said and not encoding:
        unread = tr("{file} is in an encoding that is not read: {name}.", file=name, name=said)
        raise TemplateError(unread, _save_as())
    for one in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            text = data.decode(one)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.removeprefix("\ufeff")
    text = tr("{file} is not in the encoding {name}.", file=name, name=encoding or "UTF-8")
    raise TemplateError(text, _save_as())


def _save_as() -> str:
    return tr("Save the file as UTF-8.")
