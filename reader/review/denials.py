"""What a clause says of a thing that can be seen: that it is there, that it is not, or something about it.

"No effusion" denies it. "No increase of the effusion", "no large effusion", "no calcification in the nodule" and
"no mass effect" do not: they speak of a change, a kind, a part. What is denied is read word by word, and a word
that is not known makes it something about the thing; so that in doubt nothing is denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from reader.review import words


class Says(Enum):
    """ABOUT: neither that it is there nor that it is not."""

    THERE = "there"
    NOT_THERE = "not there"
    ABOUT = "about"


@dataclass(frozen=True)
class Clause:
    """text: with lists that are denied as a whole in one. before: what stands before it in its sentence. line: all
    before it in its line. written: just as it is written."""

    text: str
    before: str = ""
    line: str = ""
    written: str = ""


_SENTENCE = re.compile(r"[。；;!！\n]|\.(?!\d)")
_PART = re.compile(r"[,，](?!\d)")
# A list that is denied as a whole: "without nodule, consolidation or ground-glass opacity".
_LIST = re.compile(
    r"(\b(?:no|without|free\s+of|negative\s+for)\b[^,，;:]+)((?:,\s*(?!or\b|nor\b)[^,，;:]+){0,8}?)"
    r"(,\s*(?:n?or\s+[^,，;:]+|[^,，;:]*?\s+n?or\s+[^,，;:]+))",
    re.IGNORECASE,
)
_NO_ITEM = re.compile(
    r"\b(?:is|are|was|were|has|have|may|can|could|there|seen|with|but|and|no|not|small|mild|minimal|trace|tiny"
    r"|moderate|large"
    r"|few|several|multiple|single|right|left|bilateral|represent\w*|likely|probabl\w*|possibl\w*|unchanged"
    r"|stable|known"
    r"|increas\w*|decreas\w*|measur\w+|persist\w*|remain\w*|improv\w*|resol\w*|suggest\w*|consistent"
    r"|compatible)\b|\d",
    re.IGNORECASE,
)

_NEGATORS = re.compile(
    r"\b(?:no(?!\s+(?:longer|doubt)\b)|without|free\s+(?:of|from)|negative\s+for|devoid\s+of|(?:absence"
    r"|lack)\s+of|neither)\b"
    r"|\bnot?\s+(?:show|demonstrate|reveal|see|identify|have|contain)\b"
    r"|(?:未见|未及|未发现|未查见|未探及|未显示|未示|未提示|没有|不伴|未伴|未合并|无)(?:到|有|见)?",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\b(?:but|however|although|though|except\w*|which|that|while|because|despite|and|with|when|if|as)\b|但"
    r"|而(?!是)|[:：]",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^\s*(?:(?:an?|any|the|definite|definitive|obvious|clear|convincing|other)\s+)*(?:(?:ct|mri?|imaging"
    r"|radiographic|radiological"
    r"|sonographic)\s+)?(?:evidence|signs?|indications?|suggestion|findings?|features?|presence)\s+"
    r"(?:of|for|to\s+suggest|suggestive\s+of|suggesting|indicating|indicative\s+of)\s+",
    re.IGNORECASE,
)
_ITEMS = re.compile(r"\s*(?:,\s*)?\b(?:n?or)\b\s*|\s*[/、]\s*|\s*(?:以及|或者?|及其?|和|与|并)\s*", re.IGNORECASE)
# Words that may stand before what is denied, without making it another thing: where it would lie, that it is plain.
_PLAIN_EN = (
    r"(?:an?|any|the|definite|definitive|obvious|evident|visible|discernible|demonstrable|identifiable"
    r"|detectable|convincing"
    r"|discrete|focal|frank|radiographic|sonographic|pulmonary|pleural|lungs?|parenchymal|intrapulmonary|renal"
    r"|kidney|ureteral"
    r"|ureteric|urinary|hepatic|liver|gallbladder|biliary|thyroid|breast|adrenal|ovarian|splenic|pancreatic"
    r"|ribs?|bone|bony"
    r"|osseous|skeletal|vertebral|femoral|hip|knee|joint|pericardial|right|left|bilateral|(?:right|left)-sided"
    r"|upper|middle|lower"
    r"|lobe|lobar|clavicular|intracranial|cerebral|brain|airspace|air-space)"
)
_PLAIN_ZH = (
    r"(?:明显|明确|确切|肯定|异常|可见|显示|任何|占位性|[的之双两左右侧各内上中下部区野段叶实质]"
    r"|[颅脑动静脉肺胸腔膜肾输尿管乳腺甲状肝胰脾胆囊肋骨盆椎体髋膝关节])*?"
)
_SEEN_EN = (
    r"(?:clearly\s+|definitely\s+)?(?:seen|identified|detected|demonstrated|noted|visible|visualised|visualized"
    r"|evident|present"
    r"|appreciated|found|observed|shown|apparent|recogni[sz]ed|suspected|depicted)"
)
_AFTER_EN = re.compile(
    rf"\s*(?:lesions?|disease|formation|collections?|s)?\s*(?:$|\(|(?:(?:is|are|was|were|has\s+been|have\s+been"
    rf"|can\s+be|could\s+be)\s+)?"
    rf"{_SEEN_EN}(?!\s+(?:to|that))\b|(?:in|on|at|within|bilaterally|anywhere|either|here|today)\b)",
    re.IGNORECASE,
)
_AFTER_ZH = re.compile(r"(?:影|灶|形成|征象?|征|性?病变|性?病灶|显示|存在|可见|之?改变)*\s*(?:[(（].*|等.*)?$")
_EXAM = r"\b(?:radiogra\w+|x-?rays?|CT|MRI?|ultrasound|sonogra\w+|PET|scout|topogram|mammogra\w+)\b"
_IS = r"(?:(?:is|are|was|were|has\s+been|have\s+been|can|could)\s*)?"
_HERE = rf"(?:\s+(?:in|on|at)\s(?!.*{_EXAM}).*|\s+(?:bilaterally|today|here))?"
# What says of a thing named before it that it is not there, as in a list of questions and answers.
_ABSENT = re.compile(
    r"^(?:影|灶|lesions?)?\s*(?:[(（][^)）+＋]{2,}[)）])?\s*(?:" + "|".join((
        r"[(（]\s*[-－—–−]\s*[)）]",
        rf"[:：=]\s*(?:no|none|nil|not?\s+{_SEEN_EN}|absent|negative)",
        r"[:：=]\s*(?:无|未见(?:明显|明确|显示)?|没有|阴性|未显示|否|[-－—–−])",
        r"[-–—]?\s*(?:none|nil|absent|negative)|[-–—]\s*no",
        rf"{_IS}(?:absent|negative)",
        rf"{_IS}(?:not|no\s+longer)\s+(?:be\s+)?{_SEEN_EN}{_HERE}",
        r"(?:has|have)\s+(?:now\s+)?(?:(?:completely|fully)\s+)?resolved",
        r"(?:均|已)?(?:未见(?:明确)?(?:显示)?|未显示|阴性|消失|完全吸收|无)",
    )) + r")\s*$",
    re.IGNORECASE,
)  # fmt: skip
# "No new nodule or mass": such a word holds for each of a list.
_FOR_ALL = re.compile(
    r"\b(?:significant\w*|siz(?:e)?able|large|larger|new|newly|other|further|additional|remaining|residual"
    r"|recurrent|interval|such"
    r"|acute|gross|major|relevant|important|substantial|increas\w*|progress\w*|more|measurable|chang\w+|in|of"
    r"|within|around)\b"
    r"|新发|新增|新出现|其[他它余]|余|另|大量|显著|增[大多]|变化|复发|残[留余]",
    re.IGNORECASE,
)
_FOR_LUMPS = re.compile(
    r"\b(?:suspicious|malignant|metasta\w+|calcified|solid|enhancing|dominant|concerning|worrisome|spiculated"
    r"|enlarg\w+|hypo\w+"
    r"|hyper\w+|obstruct\w+|displaced|pathologic\w*|simple|complex)\b|可疑|恶性|转移|钙化|实性|磨玻璃|强化|囊性"
    r"|移位|病理性",
    re.IGNORECASE,
)
_LUMPS = words.SEEN - {"effusion", "pneumothorax", "consolidation"}
_THEN = re.compile(
    r"\b(?:priors?|previous\w*|earlier|former\w*|initial\w*|baseline|(?:19|20)\d\d)\b|既往|原片|前片|旧片|老片"
    r"|上次|当时|前一?次|此前|之前|^\s*原"
    r"|(?:19|20)\d\d",
    re.IGNORECASE,
)
_IF = re.compile(
    r"\b(?:if|whether|unless|in\s+case|make\s+sure|confirm)\b|如果?无|是否|有无|除外|排除|确认", re.IGNORECASE
)
_NOT_CERTAIN = re.compile(
    r"\b(?:cannot|can't|not)\s+(?:be\s+)?(?:exclu\w+|ruled)|不(?:能|可)?(?:除外|排除)", re.IGNORECASE
)
_IN_IT = re.compile(
    r"^\s*(?:其?内|其中|周围|邻近|旁)|病灶|病变(?!$)|其内|空洞|肿瘤内|周围|邻近|旁(?!侧)"
    r"|\b(?:lesions?|tumou?rs?|(?<!pleural\s)(?<!thoracic\s)(?<!abdominal\s)cavit(?:y|ies)|it|its|them)\b|\b(?:adjacent|surrounding|around|near|overlying"
    r"|underlying|beneath)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"未见|未及|未发现|未显示|未示|未查见|未探及|无(?!回声|名|菌|创|症状)|没有|正常"
    r"|(?<!边界)(?<!边缘)(?<!轮廓)(?<!界限)清晰|阴性"
    r"|(?<!不)(?:连续|完整)(?!性)"
    r"|[(（]\s*[-－—–−]\s*[)）]|\b(?:no|not|without|never|normal|unremarkable|intact|negative|free|absent|none"
    r"|nil|neither|nor)\b"
    r"|\bclear\b(?!\s+(?:margins?|borders?|edges?|boundar\w+|contours?))",
    re.IGNORECASE,
)
_THINGS = {
    name: re.compile(pattern.pattern if name != "pneumothorax" else rf"{pattern.pattern}|积气", re.IGNORECASE)
    for name, pattern in words.DENIABLE.items()
}  # fmt: skip
_NAMES = "|".join(pattern.pattern for pattern in _THINGS.values())
_ANY = re.compile(rf"{_NAMES}|阴影|影$|\bopacit(?:y|ies)\b", re.IGNORECASE)

_ANOTHER = re.compile(rf"{_NAMES}|增厚|\bthickening\b", re.IGNORECASE)


def clauses(text: str) -> Iterator[Clause]:
    """The parts between commas, lists that are denied as a whole in one."""
    for written in text.split("\n"):
        line = ""
        for sentence in _SENTENCE.split(written):
            before, lists = "", {_as_one(match): match[0] for match in _LIST.finditer(sentence)}
            for part in _PART.split(_LIST.sub(_as_one, sentence)):
                words_ = part
                for joined, as_written in lists.items():
                    words_ = words_.replace(joined, as_written)
                yield Clause(part.strip(), before, line, words_.strip())
                before, line = f"{before} {part}", f"{line}\n{part}"


@lru_cache(maxsize=200)
def affirmed(text: str) -> str:
    """A text without the clauses that say what is not there, or that something is as it should be; "a nodule
    without calcification" is there."""
    return words.without(text, _nothing_there)


def says(clause: Clause, thing: str) -> Says | None:
    """None where it does not speak of it. thing: one of `words.DENIABLE`."""
    found = _THINGS[thing].search(clause.text)
    if found is None:
        return None
    if not _ABSENT.search(clause.text[found.end() :].lstrip()) and _NEGATORS.search(clause.text) is None:
        return Says.THERE
    if _THEN.search(clause.text) or _IF.search(clause.text) or _NOT_CERTAIN.search(clause.text):
        return Says.ABOUT
    if listed_as_absent(clause.text, thing):
        return Says.NOT_THERE
    heard = [_of_stretch(stretch, thing) for stretch in _stretches(clause.text)]
    if Says.NOT_THERE in heard:
        return Says.ABOUT if _of_another(clause, thing) else Says.NOT_THERE
    return Says.ABOUT if Says.ABOUT in heard else Says.THERE


def listed_as_absent(text: str, thing: str) -> bool:
    """ "Effusion: none", "胸腔积液（-）", "effusion is not seen"."""
    found = _THINGS[thing].search(text)
    if found is None or _ABSENT.search(text[found.end() :].lstrip()) is None:
        return False
    return _is_item(text[: found.end()], thing, first=True)


def with_its_place(text: str, thing: str) -> str:
    """A clause without what it denies besides: "no consolidation or pleural effusion" is, of the consolidation, not
    about the pleura."""
    for stretch in _stretches(text):
        others = [item for item in _ITEMS.split(stretch) if not _THINGS[thing].search(item)]
        for item in others:
            named = re.split(r"\b(?:in|on|at|within)\b", item, maxsplit=1)[0].strip()
            if _ANOTHER.search(named):
                text = text.replace(named, " ")
    return text


def _as_one(match: re.Match[str]) -> str:
    parts = [part.strip() for part in f"{match[2]}{match[3]}".split(",") if part.strip()]
    plain = all(len(part.split()) <= 7 and not _NO_ITEM.search(part) for part in parts)
    return f"{match[1]} or {' or '.join(re.sub(r'^n?or ', '', part) for part in parts)}" if plain else match[0]


def _stretches(text: str) -> Iterator[str]:
    """What is denied by each word that does."""
    yield from (_HEAD.sub("", stretch) for stretch in _after_negators(text))


def _after_negators(text: str) -> Iterator[str]:
    """What stands after each word that denies, up to the next one."""
    found = list(_NEGATORS.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    for match, end in zip(found, ends, strict=False):
        stretch = text[match.end() : end]
        stop = _STOP.search(stretch)
        yield stretch[: stop.start()] if stop is not None else stretch


def _of_stretch(stretch: str, thing: str) -> Says | None:
    """Of the items of a list. One that is more than the thing itself ("no nodule or mass effect") makes those
    before it doubtful."""
    items = [item.strip() for item in _ITEMS.split(stretch)]
    about = [item for item in items if _THINGS[thing].search(item)]
    if not about:
        return None
    for at, item in enumerate(items):
        if not _is_item(item, thing, first=False):
            continue
        earlier, later = " ; ".join(items[:at]), items[at + 1 :]
        spread = _FOR_ALL.search(earlier) or (thing in _LUMPS and _FOR_LUMPS.search(earlier))
        if not spread and not any(_is_more(other) for other in later):
            return Says.NOT_THERE
    return Says.ABOUT


def _is_more(item: str) -> bool:
    """Whether it names something that is seen, and goes on: "mass effect"."""
    named = [match for pattern in _THINGS.values() for match in pattern.finditer(item)]
    return bool(named) and not any(_ends_with(match, item) for match in named)


def _is_item(item: str, thing: str, *, first: bool) -> bool:
    """Whether it names the thing and nothing that makes it another one. first: only what stands before it."""
    for match in _THINGS[thing].finditer(item):
        before = item[: match.start()].split("：")[-1].split(":")[-1].strip()
        plain = _PLAIN_ZH if _is_chinese(match) else rf"(?:{_PLAIN_EN}[\s-]*)*"
        if re.fullmatch(plain, before, re.IGNORECASE) and (first or _ends_with(match, item)):
            return True
    return False


def _ends_with(thing: re.Match[str], item: str) -> bool:
    """Whether nothing follows it that makes it another thing."""
    return bool((_AFTER_ZH if _is_chinese(thing) else _AFTER_EN).match(item[thing.end() :]))


def _is_chinese(thing: re.Match[str]) -> bool:
    return not thing.group().isascii()


def _of_another(clause: Clause, thing: str) -> bool:
    """Whether what is denied would be a part of something else that is seen: "no nodule within the cyst"."""
    others = [pattern for name, pattern in _THINGS.items() if name != thing and pattern.search(clause.text)]
    beside = besides_denied(clause.text)
    return bool(_IN_IT.search(beside)) or any(pattern.search(beside) for pattern in others)


def besides_denied(text: str) -> str:
    """What stands before the word that denies, and where the thing is said not to be."""
    outside, within = text, ""
    for stretch in _after_negators(text):
        outside = outside.replace(stretch, " ") if stretch else outside
        parts = re.split(r"\b(?:in|on|at|within)\b", stretch, maxsplit=1, flags=re.IGNORECASE)
        within += f" {parts[1]}" if len(parts) > 1 else ""
    return f"{_NEGATORS.sub(' ', outside)} {within}"


def _nothing_there(part: str) -> bool:
    nothing = _NOTHING.search(part)
    if nothing is None:
        return False
    seen = _ANY.search(part)
    if seen is None or seen.start() > nothing.start():
        return True
    return bool(_ABSENT.search(part[seen.end() :].lstrip()))
