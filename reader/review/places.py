"""Whether a clause that says that something is not there speaks of the place where a finding lies."""

from __future__ import annotations

import re
from functools import lru_cache

from reader.review import words
from reader.review.denials import Clause, besides_denied, listed_as_absent, with_its_place
from reader.review.lobes import lobes

# Places that do not come in pairs, or that lie beside a paired organ whose name is in theirs. Read before those.
_BESIDE = (
    ("skin", r"皮下|软组织|颅[板骨]?外|头皮|帽状腱膜|\bsubcutaneous\b|\bsoft\s+tissues?\b|\bscalp\b|\bsubgaleal\b"),
    ("hilum", r"肺门|\bhil(?:um|a|ar)\b"),
    ("vessel", r"[肺肾股叶段][动静]脉|肺血管|\b(?:pulmonary|renal)\s+(?:arter|vein|vessel)\w*"),
    ("bronchus", r"气管|\btrachea\w*|\bbronch\w+"),
    ("mediastinum", r"纵隔|\bmediastin\w+"),
    ("pleura", r"肋膈角|\bcostophrenic\b"),
    ("pericardium", r"心包|\bpericardi\w+"),
    ("heart", r"心脏|心影|心腔|心房|心室|\bheart\b|\bcardiac\b"),
    ("chest wall", r"胸壁|\bchest\s+wall\b"),
    ("sternum", r"胸骨|\bstern(?:um|al)\b"),
    ("oesophagus", r"食管|\bo?esophag\w+"),
    ("spine", r"椎|脊柱|\bvertebra\w*|\bspine\b|\bspinal\b"),
    ("liver", r"肝|\bliver\b|\bhepatic\b"),
    ("gallbladder", r"胆囊|\bgall(?:bladder|stones?)\b|\bcholelithiasis\b"),
    ("bile ducts", r"胆管|胆总管|胆道|\bbil(?:e|iary)\b|\bCBD\b|\bcholedocho\w+"),
    ("pancreas", r"胰|\bpancrea\w+"),
    ("spleen", r"脾|\bspl(?:een|enic)\b"),
    ("bowel", r"肠|胃|阑尾|\bbowel\b|\bcolon\w*|\bstomach\b|\bappendi\w+|\bintestin\w+"),
    ("bladder", r"膀胱|\bbladder\b"),
    ("peritoneum", r"腹腔|腹水|腹膜|网膜|系膜|\bperitone\w+|\babdom\w+|\bascites\b"),
    ("pelvis", r"盆腔|(?<!renal\s)\bpelvi[cs]\b"),
    ("womb", r"子宫|宫腔|宫颈|\buter(?:us|ine)\b"),
    ("prostate", r"前列腺|\bprostat\w+"),
    ("scrotum", r"睾丸|鞘膜|阴囊|\btest(?:is|es|icular)\b|\bscrot\w+|\bhydrocele\b"),
    ("brain", r"脑|颅|硬膜|\bbrain\b|\bcerebr\w+|\bintracranial\b|\b(?:sub|epi|extra)dural\b"),
    ("sinus", r"窦|鼻|\bsinus\w*|\bmaxillary\b"),
    ("ear", r"乳突|中耳|鼓室|\bmastoid\w*|\bmiddle\s+ears?\b|\btympan\w+"),
    ("joint", r"关节|髌上囊|滑囊|\bjoints?\b|\bbursa\w*|\bsuprapatellar\b"),
    ("ureter", r"\bureter(?:al|ic)\b"),
    ("throat", r"声带|喉|咽|\blaryn\w+|\bpharyn\w+|\bvocal\b"),
    ("salivary gland", r"颌下腺|腮腺|涎腺|\bsalivary\b|\bparotid\b|\bsubmandibular\b"),
    ("urethra", r"尿道|\burethra\w*"),
    ("knee hollow", r"腘|\bpopliteal\b|\bBaker\w*"),
    ("shoulder blade", r"肩胛|\bscapul\w+"),
    ("muscle", r"肌|\bmuscl\w+|\bmuscular\b"),
    ("pelvic bone", r"骨盆|[髂坐耻骶]骨|\b(?:iliac|sacr(?:um|al)|pubic)\b"),
    ("operated region", r"术区|\bsurgical\s+bed\b"),
    ("kidney part", r"肾盂|肾盏|\bcal(?:yx|yces|yceal)\b|\brenal\s+pelvis\b"),
)
BRAIN = frozenset(("brain", "frontal", "temporal", "parietal", "occipital", "basal ganglia"))
_PLACES = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in (*words.HOLLOWS, *_BESIDE))
# Clauses about what is left besides the finding, or about a part of its organ.
_REST = re.compile(
    r"余|其他(?=部|肺|区|各|叶)|其它(?=部|肺|区|各|叶)|\b(?:remaining|remainder|rest|otherwise|elsewhere)\b"
    r"|\bother\s+(?:lobes?|lungs?|parts?|segments?)\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:except\w*|apart\s+from|aside\s+from|besides|beyond|other\s+than)\b|除|以外|之外", re.IGNORECASE
)
_PART = re.compile(
    r"段|主干|\b(?:main|trunk|central)\b|肺?[尖底]|舌叶|\b(?:bas(?:es?|al|ilar)|apic(?:es|al)|apex|segments?|segmental|lingula\w*|pole)\b"
    r"|[上下]极|[上中下]盏", re.IGNORECASE
)
_IN_PLEURA = re.compile(r"气胸|\bpneumothora", re.IGNORECASE)
_IN_A_NAME = re.compile(r"气胸")
# Without a place that is known, nothing else may stand where one would: "urethra: no stone".
_ANYWHERE = re.compile(
    r"(?:[\s:：()（）,，/-]|[双两左右侧均亦也内各所示见检查扫描范围层面本次目前影像图区域部位像]|\b(?:there|is|are|was|were|has|have|been"
    r"|we|see|also|and|or|currently|today|this|these|exam\w*|scan|study|images?|imaging|ct|mri?|shows?|demonstrates?|reveals?"
    r"|with|both|either|right|left|sides?|sided|bilaterally|clear|normal|unremarkable|intact|the|of|on|in|at|within|it|does|do|did"
    r"|not|chest|thorax|visible|included|present|current|field|view|any|anywhere|here)\b)*",
    re.IGNORECASE,
)
_PLACE_IN_ORGAN = re.compile(r"[上中下](?=肺?叶|[叶肺段])|\b(?:upper|middle|lower)\b", re.IGNORECASE)
_IN_ENGLISH = {"上": "upper", "中": "middle", "下": "lower"}


@lru_cache(maxsize=4000)
def places(text: str) -> frozenset[str]:
    """The organs and hollows that are named."""
    found = set()
    for name, pattern in _PLACES:
        found |= {name} if pattern.search(text) else set()
        text = pattern.sub(" ", text)
    return words.organs(text) | found


def speaks_of_where(
    clause: Clause, thing: str, where: str, side: frozenset[str], *, named: bool = False
) -> bool:
    """Whether a clause that denies a thing speaks of where it is; a place or side that it does not name is the last
    one that its line did. where, side: in words, and as a letter. named: only if a place is named."""
    sentence = f"{clause.before} {clause.text}"
    if _REST.search(sentence) or _EXCEPT.search(sentence) or _PART.search(clause.text):
        return False
    told = placed(clause, thing)
    here, there, regions = places(told), _found_in(where), words.regions(told)
    by_organ = words.sided_organs(clause.text)  # "右肾、双侧输尿管": each with its own side
    own = frozenset[str]().union(*(by_organ.get(organ, frozenset()) for organ in there))
    sides = own or words.sides(clause.text) or words.sides(told)
    if (sides and side and not sides & side) or _another_lobe(f"{told} {clause.text}", where):
        return False
    if "skin" in there - here:
        return False
    if here:
        return bool(here & there)
    beside = places(clause.text) & there  # "no pleural thickening or effusion"
    if not regions and not beside and (named or not _is_anywhere(clause.text, thing)):
        return False
    around = words.regions(where) | ({"chest"} if "lung" in there else set())
    return not regions - {"chest"} and regions <= around


def _is_anywhere(text: str, thing: str) -> bool:
    return listed_as_absent(text, thing) or _ANYWHERE.fullmatch(besides_denied(text)) is not None


def _found_in(where: str) -> frozenset[str]:
    """What lies beside the lung may be said of the lung: "lungs clear, no effusion"; a lobe is the brain's."""
    named = places(where)
    if named & BRAIN:
        named |= BRAIN
    return named | {"lung", "pleura"} if "pleura" in named or _IN_PLEURA.search(where) else named


def placed(clause: Clause, thing: str) -> str:
    """The clause, or else the last part before it in its line that names a place."""
    own = _IN_A_NAME.sub(" ", with_its_place(clause.text, thing))
    for part in (own, *reversed(clause.line.split("\n"))):
        if places(part) or words.regions(part):
            return part
    return own


def _another_lobe(told: str, where: str) -> bool:
    said, known = lobes(told), lobes(where)
    if said and known:
        return not said & known
    said_at, known_at = _places_in_organ(told), _places_in_organ(where)
    return bool(said_at and known_at and not said_at & known_at)


def _places_in_organ(text: str) -> frozenset[str]:
    found = (match.group().lower() for match in _PLACE_IN_ORGAN.finditer(text))
    return frozenset(_IN_ENGLISH.get(place, place) for place in found)
