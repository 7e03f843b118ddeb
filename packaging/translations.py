#!/usr/bin/env python3
"""Bring `resources/translations/` up to date with the texts in the source.

    .venv/bin/python packaging/translations.py [--language zh_CN] [FILE.json …]

Collects every literal given to `tr` or `mark`, and the plural ones given to `counted`, and for each language that
is there, or the one that is named, keeps what is translated, drops what is gone, and compiles the .qm that the
program loads. JSON files bring new translations of the one that is named, else of Chinese: {"English":
"translation"}, of a text that depends on a number the list of its forms. A language begins with its name here.
Names what is left to translate; exit status 1 if anything is.
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
FIRST = "zh_CN"
CONTEXT = "reader"


# function -> which of its arguments is the text
MARKS = {"tr": 0, "mark": 0, "counted": 1}


def texts_in_source() -> tuple[dict[str, str], set[str]]:
    """(text -> the first file that has it, those whose words depend on a number)."""
    texts: dict[str, str] = {}
    plurals: set[str] = set()
    for path in sorted((ROOT / "reader").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS):
                continue
            for text in node.args[MARKS[node.func.id] :][:1]:
                if isinstance(text, ast.Constant):
                    texts.setdefault(str(text.value), path.relative_to(ROOT).as_posix())
                    plurals |= {str(text.value)} if node.func.id == "counted" else set()
    return texts, plurals


def texts_in_resources() -> dict[str, str]:
    """Names that a user reads: every "name" in resources/presets/*.json and resources/keys/*.json."""
    texts: dict[str, str] = {}

    def walk(node: object, place: str) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("name"), str):
                texts.setdefault(node["name"], place)
            for value in node.values():
                walk(value, place)
        elif isinstance(node, list):
            for value in node:
                walk(value, place)

    folders = (ROOT / "resources" / name for name in ("keys", "presets"))
    for path in sorted(path for folder in folders for path in folder.glob("*.json")):
        walk(json.loads(path.read_text("utf-8")), path.relative_to(ROOT).as_posix())
    return texts


def stored(path: Path) -> dict[str, list[str]]:
    """The forms of every text that is translated; one where it does not depend on a number."""
    if not path.is_file():
        return {}
    found: dict[str, list[str]] = {}
    for message in ET.parse(path).getroot().iter("message"):
        forms = [form.text or "" for form in message.iterfind("translation/numerusform")]
        forms = forms or [message.findtext("translation") or ""]
        if any(form.strip() for form in forms):
            found[message.findtext("source") or ""] = forms
    return found


def write(path: Path, texts: dict[str, str], plurals: set[str], translations: dict[str, list[str]]) -> None:
    language = path.stem.removeprefix("reader_")
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for source in sorted(texts):
        message = ET.SubElement(context, "message", {"numerus": "yes"} if source in plurals else {})
        ET.SubElement(message, "location", filename=texts[source])
        ET.SubElement(message, "source").text = source
        translation = ET.SubElement(message, "translation")
        if source in translations and source in plurals:
            for form in translations[source]:
                ET.SubElement(translation, "numerusform").text = form
        elif source in translations:
            translation.text = translations[source][0]
        else:
            translation.set("type", "unfinished")
    ET.indent(root, " ")
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n' + ET.tostring(root, encoding="unicode") + "\n",
        "utf-8",
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--language", help="a locale, such as zh_CN")
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args(arguments)
    FOLDER.mkdir(exist_ok=True)
    here = {path.stem.removeprefix("reader_") for path in FOLDER.glob("reader_*.ts")}
    named = options.language or FIRST
    new = {}
    for file in options.files:
        pairs = json.loads(file.read_text("utf-8")).items()
        new |= {text: [told] if isinstance(told, str) else list(told) for text, told in pairs if told}
    missing = 0
    for language in [options.language] if options.language else sorted(here):
        missing += bring_up_to_date(language, new if language == named else {})
    return 1 if missing else 0


def bring_up_to_date(language: str, new: dict[str, list[str]]) -> int:
    """How many texts are left to translate into it."""
    path = FOLDER / f"reader_{language}.ts"
    in_source, plurals = texts_in_source()
    texts = texts_in_resources() | in_source
    translations = stored(path) | new
    write(path, texts, plurals, translations)
    compiler = Path(sys.executable).with_name("pyside6-lrelease" + (".exe" if sys.platform == "win32" else ""))
    command = [str(compiler), "-silent", "-nounfinished", str(path), "-qm", str(path.with_suffix(".qm"))]
    subprocess.run(command, check=True)
    missing = sorted(set(texts) - set(translations))
    for source in missing:
        print(json.dumps(source, ensure_ascii=False))
    print(f"{language}: {len(texts)} texts, {len(missing)} to translate", file=sys.stderr)
    return len(missing)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
