#!/usr/bin/env python3
"""Write the handbook as web pages that need no server: one folder for each language, pictures beside.

    .venv/bin/python packaging/handbook.py --out DIR

The pages are those of the program, with the titles and keys of its commands filled in. Of Markdown only what they
use is known: headings, paragraphs, lists, tables, lines that are typed (four spaces), pictures, links, `keys`,
**strong**.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QCoreApplication  # noqa: E402

from reader.app.handbook import Handbook, Page  # noqa: E402
from reader.core.qt.translation import use_language  # noqa: E402
from reader.terms.languages import LANGUAGES  # noqa: E402

STYLE = """
:root { color-scheme: light dark; --line: #cbd2d9; --plate: #e6eaee; --link: #0b63c5; }
@media (prefers-color-scheme: dark) { :root { --line: #2e353d; --plate: #242a31; --link: #4da3ff; } }
body { display: grid; grid-template-columns: 15rem minmax(0, 52rem); gap: 2.5rem; margin: 1.5rem;
  font: 16px/1.6 "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei UI", sans-serif; }
nav { position: sticky; top: 1.5rem; align-self: start; line-height: 1.9; }
nav a { display: block; } nav [aria-current] { font-weight: 600; color: inherit; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
img { max-width: 100%; height: auto; border: 1px solid var(--line); }
code { background: var(--plate); padding: 0 .3em; border-radius: 3px; }
pre { background: var(--plate); padding: .6em; overflow-x: auto; } pre code { padding: 0; }
table { border-collapse: collapse; margin: 1em 0; }
th, td { border: 1px solid var(--line); padding: .3em .7em; text-align: left; vertical-align: top; }
@media (max-width: 50rem) { body { display: block; } nav { position: static; } }
@media print { nav { display: none; } body { display: block; } }
"""
_INLINE = re.compile(
    r"`(?P<typed>[^`]*)`"
    r"|!\[(?P<told>[^\]]*)\]\((?P<picture>[^)]*)\)"
    r"|\[(?P<label>(?:\\.|[^\]\\])*)\]\((?P<to>[^)]*)\)"
    r"|\*\*(?P<strong>.+?)\*\*"
    r"|\\(?P<itself>[\W_])"
)
_ITEM = re.compile(r"(?P<indent> *)(?:-|(?P<number>\d+)\.) (?P<text>.*)")


def as_html(page: Page) -> str:
    """The page's text. Raises ValueError where there is Markdown that is not known here."""
    headings = iter(page.sections)
    parts = []
    for block in re.split(r"\n\s*\n", page.markdown.strip("\n")):
        lines = block.split("\n")
        if heading := re.fullmatch(r"(#{1,3}) (.*)", block):
            level, section = len(heading[1]), next(headings)
            parts.append(f'<h{level} id="{section.anchor or "top"}">{inline(heading[2])}</h{level}>')
        elif block.startswith("|"):
            parts.append(_table(lines))
        elif block.startswith("    "):
            parts.append(f"<pre><code>{escape(chr(10).join(line[4:] for line in lines))}</code></pre>")
        elif _ITEM.match(block):
            parts.append(_list(lines))
        else:
            parts.append(f"<p>{inline(' '.join(lines))}</p>")
    return "\n".join(parts)


def inline(text: str) -> str:
    """What is inside a line. Raises ValueError for marks that were not understood."""
    return "".join(_runs(text))


def _runs(text: str) -> Iterator[str]:
    at = 0
    for match in _INLINE.finditer(text):
        yield _plain(text[at : match.start()])
        at = match.end()
        if match["typed"] is not None:
            yield f"<code>{escape(match['typed'])}</code>"
        elif match["picture"] is not None:
            yield f'<img src="{escape(match["picture"])}" alt="{escape(match["told"])}">'
        elif match["label"] is not None:
            page, mark, anchor = match["to"].partition("#")
            yield f'<a href="{page.replace(".md", ".html")}{mark}{anchor}">{inline(match["label"])}</a>'
        elif match["strong"] is not None:
            yield f"<strong>{inline(match['strong'])}</strong>"
        else:
            yield escape(match["itself"])
    yield _plain(text[at:])


def _plain(text: str) -> str:
    if re.search(r"[`*\[\]<>]", text):
        raise ValueError(f"not understood: {text!r}")
    return escape(text)


def _table(lines: Sequence[str]) -> str:
    rows = [
        re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in lines if not re.fullmatch(r"[|\- :]+", line)
    ]
    head, *body = [[inline(cell.strip()) for cell in row] for row in rows]
    told = "".join(f"<th>{cell}</th>" for cell in head)
    shown = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in body)
    return f"<table>\n<tr>{told}</tr>\n{shown}\n</table>"


def _list(lines: Sequence[str]) -> str:
    """Items, each over several lines, with at most one list inside another."""
    items: list[list[str]] = []
    first = _ITEM.match(lines[0])
    assert first is not None
    for line in lines:
        item = _ITEM.match(line)
        if item is not None and not item["indent"]:
            items.append([item["text"]])
        else:
            items[-1].append(line)
    kind = "ol" if first["number"] else "ul"
    return f"<{kind}>\n" + "\n".join(f"<li>{_item(item)}</li>" for item in items) + f"\n</{kind}>"


def _item(lines: Sequence[str]) -> str:
    nested = next((n for n, line in enumerate(lines) if n and _ITEM.match(line)), len(lines))
    text = inline(" ".join(line.strip() for line in lines[:nested]))
    depth = len(lines[nested]) - len(lines[nested].lstrip()) if nested < len(lines) else 0
    return text + (_list([line[depth:] for line in lines[nested:]]) if depth else "")


def document(book: Handbook, page: Page, tag: str) -> str:
    links = "\n".join(
        f'<a href="{other.id}.html"{" aria-current=page" if other is page else ""}>{escape(other.title)}</a>'
        for other in book.pages.values()
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{tag}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>reader – {escape(page.title)}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<nav>\n{links}\n</nav>\n<main>\n{as_html(page)}\n</main>\n"
        "</body>\n</html>\n"
    )


def write(out: Path) -> int:
    """Write the handbook of every language that has one; how many pages. The program speaks the last of them then.
    Raises ValueError where a page has Markdown that is not known here."""
    count, begin = 0, []
    for language in LANGUAGES:
        use_language(language.locale, [known.locale for known in LANGUAGES])
        book = Handbook(language.locale)
        if book.language != language.locale:
            continue
        folder = out / book.language
        folder.mkdir(parents=True, exist_ok=True)
        for page in book.pages.values():
            (folder / f"{page.id}.html").write_text(document(book, page, language.tag), "utf-8")
            count += 1
        begin.append(f'<p><a href="{book.language}/{book.first[0]}.html">{escape(language.name)}</a></p>')
        shutil.copytree(book.folder / "pictures", folder / "pictures", dirs_exist_ok=True)
    start = f'<!DOCTYPE html>\n<html>\n<meta charset="utf-8">\n<title>reader</title>\n{"".join(begin)}\n</html>\n'
    (out / "index.html").write_text(start, "utf-8")
    return count


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="made if absent")
    out = parser.parse_args(arguments).out
    app = QCoreApplication([])
    print(f"{write(out)} pages in {out}")
    del app
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
