"""A report as one HTML file that needs nothing else: no script, no address that anything is fetched from."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from html import escape

from reader.delivery.outputs.content import Part, Picture, ReportPage
from reader.delivery.outputs.qr import svg
from reader.delivery.outputs.text import origin_of

_STYLE = """
body{font:15px/1.5 "Noto Sans","Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;color:#111;
max-width:46em;margin:2em auto;padding:0 1em;overflow-wrap:anywhere}
header{text-align:center}h1{font-size:1.4em;margin:0}header p{margin:.2em 0 0}
.notice{border:1px solid #a33;color:#a00;padding:.5em .8em;font-weight:600;text-align:center}
dl{display:grid;grid-template-columns:repeat(2,max-content 1fr);gap:.15em .8em;border-block:1px solid #999;
padding:.6em 0}dt{color:#555}dd{margin:0}h2{font-size:1.05em;margin:1.2em 0 .3em}
p{margin:.2em 0;white-space:pre-wrap}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #ccc;text-align:start;padding:.25em .5em;
vertical-align:top}small{color:#555}figure{display:inline-block;width:45%;margin:.5em 2%;vertical-align:top}
figure img{width:100%}footer{border-top:1px solid #999;margin-top:2em;padding-top:.8em;display:flex;gap:1em;
justify-content:space-between}.qr{width:26mm;height:26mm;flex:none}
@media print{body{margin:0;max-width:none}h2{break-after:avoid}figure,tr{break-inside:avoid}}
""".strip()


def html_of(page: ReportPage, pictures: Iterable[Picture] = ()) -> str:
    """The whole file. Every text of the report is escaped; each paragraph has the direction of its own text."""
    words = page.words
    shown = list(pictures)
    name = escape(page.subject.patient.name.display)
    body = [
        f"<header><h1>{escape(page.institution)}</h1><p>{escape(words.title)}</p></header>",
        f'<p class="notice">{escape(page.notice)}</p>' if page.notice else "",
        "<dl>", *(f'<dt>{escape(label)}</dt><dd dir="auto">{escape(value)}</dd>' for label, value in page.facts),
        "</dl>", *(_part(page, part) for part in page.parts), _findings(page), _key_images(page, shown),
        "<footer><div>",
        *(f"<p>{escape(label)}{words.colon}<strong>{escape(who)}</strong> {escape(when)}</p>"
          for label, who, when in page.signatories),
        f"<p><small>{escape(words.identifiers)}{words.colon}{escape(page.reference.sop_instance_uid)}</small></p>",
        f"</div>{svg(page)}</footer>",
    ]  # fmt: skip
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(page.language or "en")}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(words.title)} · {name}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n" + "\n".join(filter(None, body)) + "\n</body>\n</html>\n"
    )


def narrative(page: ReportPage) -> str:
    """The sections alone as an XHTML `div`, for the text of a FHIR resource."""
    notice = f"<p><b>{escape(page.notice)}</b></p>" if page.notice else ""
    sections = "".join(
        f"<h3>{escape(part.title)}</h3>" + "".join(
            f"<p>{escape(line.text + origin_of(page, line.algorithms))}</p>" for line in part.lines
        )
        for part in page.parts
    )  # fmt: skip
    return f'<div xmlns="http://www.w3.org/1999/xhtml">{notice}{sections}</div>'


def _part(page: ReportPage, part: Part) -> str:
    lines = []
    for line in part.lines:
        origin = origin_of(page, line.algorithms)
        origin = f"<small>{escape(origin)}</small>" if origin else ""
        lines.append(f'<p dir="auto">{escape(line.text)}{origin}</p>')
    return f'<section><h2 dir="auto">{escape(part.title)}</h2>\n' + "\n".join(lines) + "</section>"


def _findings(page: ReportPage) -> str:
    if not page.findings:
        return ""
    words = page.words
    head = "".join(f"<th>{escape(title)}</th>" for title in (words.finding, words.place, words.size, words.image))
    rows = []
    for row in page.findings:
        origin = origin_of(page, (row.algorithm,) if row.algorithm else ())
        cells = (escape(row.what) + (f"<small>{escape(origin)}</small>" if origin else ""), escape(row.where),
                 escape(row.size), escape(row.image))  # fmt: skip
        rows.append("<tr>" + "".join(f'<td dir="auto">{cell}</td>' for cell in cells) + "</tr>")
    return (
        f"<section><h2>{escape(words.findings)}</h2>\n<table><thead><tr>{head}</tr></thead>\n<tbody>"
        + "\n".join(rows) + "</tbody></table></section>"
    )  # fmt: skip


def _key_images(page: ReportPage, pictures: list[Picture]) -> str:
    if not page.key_images:
        return ""
    seen = {picture.reference: picture for picture in pictures}
    items = []
    for reference in page.key_images:
        caption = escape(reference.caption or reference.image.sop_instance_uid)
        picture = seen.get(reference)
        if picture is None:
            items.append(f'<p dir="auto">{caption}</p>')
            continue
        data = b64encode(picture.png).decode("ascii")
        items.append(
            f'<figure><img src="data:image/png;base64,{data}" alt="{caption}">'
            f'<figcaption dir="auto">{caption}</figcaption></figure>'
        )
    return f"<section><h2>{escape(page.words.key_images)}</h2>\n" + "\n".join(items) + "</section>"
