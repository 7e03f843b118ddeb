"""A report as plain text, for the clipboard and for systems that take nothing else."""

from __future__ import annotations

from reader.delivery.outputs.content import ReportPage


def text_of(page: ReportPage) -> str:
    """Lines end in a line feed; a blank line between sections."""
    words = page.words
    head = [page.institution, words.title, page.notice]
    blocks = ["\n".join(filter(None, head))]
    blocks.append("\n".join(f"{label}{words.colon}{value}" for label, value in page.facts))
    for part in page.parts:
        lines = [line.text + origin_of(page, line.algorithms) for line in part.lines]
        blocks.append("\n".join([part.title, *lines]))
    if page.findings:
        blocks.append("\n".join([words.findings, *(f"{n}. {_row}" for n, _row in enumerate(_rows(page), 1))]))
    if page.key_images:
        blocks.append("\n".join([words.key_images, *(image.caption for image in page.key_images)]))
    signed = [f"{label}{words.colon}{name}  {when}".rstrip() for label, name, when in page.signatories]
    blocks.append("\n".join([*signed, f"{words.identifiers}{words.colon}{page.reference.sop_instance_uid}"]))
    return "\n\n".join(blocks) + "\n"


def origin_of(page: ReportPage, algorithms: tuple[str, ...]) -> str:
    """ " (found by NoduleFinder 1.2)", "（由NoduleFinder 1.2检出）"; "" where no algorithm has a part in it."""
    if not algorithms:
        return ""
    named = page.words.algorithm.format(name=", ".join(algorithms))
    return page.words.aside.format(said=named)


def _rows(page: ReportPage) -> list[str]:
    joint = "，" if page.words.colon == "：" else ", "
    return [
        joint.join(filter(None, (row.what, row.where, row.size, row.image)))
        + origin_of(page, (row.algorithm,) if row.algorithm else ())
        for row in page.findings
    ]
