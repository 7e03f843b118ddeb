"""Which words of a line were generated from a finding: those may be exchanged or cut, the doctor's own may not.

A tie keeps (`Statement.said`) the facts that its sentence was written from and, as "facts:length:digest", the
length in characters and a digest of the sentence without its full stop. Drafts of earlier versions and stored
reports have the facts alone, or nothing.
"""

from __future__ import annotations

from hashlib import blake2s

JOINED = "?"  # facts of two sentences about one finding that became one line, written from different facts
_STOPS = "。."
_BETWEEN = " ，,、；;：:"

Span = tuple[int, int]


def said_of(facts: str, sentence: str) -> str:
    """What a tie keeps of a sentence that was generated from these facts."""
    words = core(sentence)
    return f"{facts}:{len(words)}:{_digest(words)}"


def core(sentence: str) -> str:
    """A generated sentence without its full stop: what it is found by once somebody goes on writing behind it."""
    return sentence.rstrip(_STOPS)


def facts_in(said: str) -> str:
    return said.partition(":")[0]


def knows_words(said: str) -> bool:
    return ":" in said


def with_facts(said: str, facts: str) -> str:
    """The same words, seen to agree with other facts."""
    _, colon, words = said.partition(":")
    return f"{facts}{colon}{words}"


def joined(one: str, other: str) -> str:
    """What is known of two sentences about one finding in one line."""
    if one == other:
        return one
    return facts_in(one) if facts_in(one) == facts_in(other) else JOINED


def generated(text: str, said: str) -> Span | None:
    """Start and end in `text` of the words that were generated, without their full stop; None where that is not
    known, or where somebody has edited within them."""
    _, _, words = said.partition(":")
    length, _, digest = words.partition(":")
    size = int(length) if length.isdecimal() else 0
    for start in range(len(text) - size + 1 if size else 0):
        end = start + size
        if _digest(text[start:end]) == digest:
            return None if _goes_on(text, start) or _goes_on(text, end) else (start, end)
    return None


def ends_sentence(text: str, end: int) -> bool:
    return not text[end:].strip() or text[end] in _STOPS


def exchanged(text: str, span: Span, sentence: str) -> str:
    """The line with other generated words in the place of those."""
    return text[: span[0]] + core(sentence) + text[span[1] :]


def without(text: str, span: Span) -> str:
    """The line without its generated words and their full stop; "" where nothing was written besides."""
    before, after = text[: span[0]], text[span[1] :]
    if after[:1] and after[0] in _STOPS:
        after = after[1:]
    apart = " " if before[-1:].isspace() or (before and after[:1].isspace()) else ""
    before = before.rstrip()
    after = after.strip() if before else after.strip().lstrip(_BETWEEN)
    rest = f"{before}{apart if after else ''}{after}"
    return rest if any(letter.isalnum() for letter in rest) else ""


def _goes_on(text: str, place: int) -> bool:
    """Whether a word or a number goes on across this place: "nodule" in "nodules", "4" in "4.5"."""
    before, after = text[place - 1 : place] if place else "", text[place : place + 1]
    number = before.isdigit() and after == "." and text[place + 1 : place + 2].isdigit()
    return number or ((before + after).isascii() and before.isalnum() and after.isalnum())


def _digest(words: str) -> str:
    return blake2s(words.encode(), digest_size=6).hexdigest()
