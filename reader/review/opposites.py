"""What a line of a report names that one of its normal sentences denies, or that is denied in its own words.

A normal sentence is one that a template offers, word for word: whatever it names is not there. What is written
beside it is read with care (`denials`), so that in doubt nothing is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache

from reader.core.text import tr
from reader.dicom.values import Code
from reader.report.model import FINDINGS, IMPRESSION, Report
from reader.report.mrrt.model import Template
from reader.report.organs import SIGN, organs_of, organs_of_field, weakly
from reader.review import denials, words
from reader.review.denials import Clause, Says
from reader.review.figures import Kind, figures
from reader.review.places import BRAIN, placed, places, speaks_of_where
from reader.review.sides import shortened
from reader.review.templates import normal_of, normal_with


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_LUMP = (
    r"\b(?:nodul|mass(?:es)?\b|lesions?\b|tumou?r|cysts?\b|metasta|carcinom|haemangiom|hemangiom|adenoma)"
    r"|结节|肿块|肿物|团块|占位|病灶|囊肿|肿瘤|转移瘤|癌"
)
_BLOOD = r"\b(?:ha?emorrhag|bleed|ha?ematoma|ICH\b|SDH\b|SAH\b|EDH\b)|出血|血肿|积血"
_ABNORMAL_ORGAN = (
    rf"{_LUMP}|\benlarg|\w+megaly\b|\bdilat|\bstenos|\bthicken|\bstones?\b|\bcalculi?\b|effusion|\bregurgitation"
    r"|增大|肿大|扩张|狭窄|增厚|结石|积液|反流"
)
# What a normal sentence says, and the words of a line that can't stand beside it where both are about one organ.
_OPPOSITES = tuple((_pattern(normal), _pattern(line)) for normal, line in (
    (r"focal lesion|suspicious mass|\bmass\b(?! effect)|局灶性病变|占位(?!效应)|可疑肿块|局灶性摄取", _LUMP),
    (r"\bnodules?\b|结节", r"\bnodul|\bmass(?:es)?\b(?!\s+effect)|结节|肿块|肿物|团块|占位(?!效应)"),
    (r"normal size|not enlarged|大小[^，。]{0,4}正常|大小、形态正常|不大",
     r"\b(?:cardio|hepato|spleno|hepatospleno)megaly\b|\benlarg\w+|增大|肿大|(?<=[肝脾心])大(?!小)"),
    (r"No enlarged|未见肿大", r"\benlarg\w+\s+(?:\w+\s+){0,3}nodes?\b|adenopath"
     r"|淋巴结(?:明显)?(?:肿大|增大)|肿大(?:的)?淋巴结"),
    (r"normal calib|管径正常", r"\baneurysm|\bectasia|\bdilat|动脉瘤|增宽|扩张"),
    (r"dilatation|not dilated|未见扩张", r"\bdilat(?!ion procedure)|扩张"),
    (r"effusion|积液", r"\b(?:hydrothora|effusion)|积液|胸水"),
    (r"pneumothorax|积气|气胸", r"pneumothora|气胸"),
    (r"consolidation|实变", r"\bconsolidat|\bpneumonia\b|实变|肺炎"),
    (r"ground-glass|磨玻璃", r"\bground[- ]glass|\bGGO\b|\bGGN\b|磨玻璃"),
    (r"emphysema|肺气肿", r"(?<!subcutaneous )\bemphysem|肺气肿"),
    (r"fibrosis|纤维化", r"\bfibros|纤维化"),
    (r"fracture|骨折", r"\bfractur|骨折"),
    (r"destructive|骨质破坏", r"\b(?:lytic|osteolytic|destructive)\b|\bmetasta|溶骨|骨质破坏|骨转移"),
    (r"\bstone\b|结石", r"\bstones?\b|\bcalcul(?:us|i)\b|lithiasis|结石"),
    (r"hydronephrosis|积水", r"\bhydroneph|积水"),
    (r"free fluid|腹腔未见积液", r"\bascit|\bfree fluid|腹水|(?:腹|盆)腔积液"),
    (r"free air|游离气体", r"\bfree (?:air|gas)\b|pneumoperiton|游离气|气腹"),
    (r"haemorrhage|未见出血|及出血", _BLOOD),
    (r"infarct|梗死|diffusion restriction|弥散受限", r"\binfarct|\bstroke\b|\brestricted diffusion|梗死|弥散受限"),
    (r"midline shift|中线结构未见移位|中线结构居中",
     r"\bmidline shift|\bshift\b[^.]{0,20}\bmidline|中线[^，。]{0,6}移位"),
    (r"filling defect|充盈缺损", r"\bfilling defect|\bembol|\bPE\b|充盈缺损|栓塞"),
    (r"dissection|夹层", r"\bdissection|夹层"),
    (r"\baneurysm|动脉瘤", r"\baneurysm|动脉瘤"),
    (r"wall thickening|(?:壁|胸膜)未见(?:明显)?增厚|壁不厚|pleural thickening", r"\bthicken|增厚"),
    (r"\btear\b|撕裂", r"\b(?:tears?|torn|rupture)\b|撕裂|断裂"),
    (r"herniation|未见突出", r"\b(?:herniat|protrus|extrus)|突出|脱出"),
    (r"stenosis of the spinal|椎管及椎间孔未见狭窄", r"\bstenos|狭窄"),
    (r"ligaments?\b[^.]*\bintact|韧带[^。]*(?:完整|连续)", r"\b(?:tears?|torn|rupture)|撕裂|断裂|中断"),
    (r"costophrenic angles are sharp|肋膈角锐利", r"\bblunt|\beffusion|变钝|积液"),
    (r"homogeneous density|密度均匀|homogeneous echo|回声均匀",
     r"\bfatty (?:liver|infiltration)|\bsteatosis|\bhypodens|\bhypoecho|脂肪肝|低密度|低回声"),
    (r"ventricles|脑室", r"\batroph|\bhydroceph|(?<!老年)(?<!老年性)脑萎缩|脑积水"),
    (r"纹理(?:清晰|走行自然|分布均匀)", r"纹理(?:增多|增粗|紊乱|模糊)"),
    (r"calcification|未见(?:可疑)?钙化", r"\bcalcif|钙化"),
    (r"(?<!nipples are )\bunremarkable\b|(?<!乳头)未见(?:明显)?异常", _ABNORMAL_ORGAN),
))  # fmt: skip
_SENTENCE = re.compile(r"(?<=[。；;])|(?<=\.)\s+")
_NOTHING = _pattern(r"^No (?:significant )?abnormality|未见(?:明显)?异常")
"""The impression of a normal exam, about whatever was examined. Not that nothing acute was seen."""
_GRAVE = _pattern(
    r"\b(?:mass(?:es)?\b(?!\s+effect)|lesions?\b|tumou?r|metasta|carcinom|malignan|abscess|pneumothora|fractur"
    r"|embol|dissection|aneurysm|consolidat|pneumonia|pneumoperiton|hydroneph|infarct|free air|obstruct|torn\b"
    r"|tears?\b|rupture)|肿块|肿物|团块|占位(?!效应)|病灶|肿瘤|转移|癌|脓肿|气胸|骨折|栓塞|夹层|动脉瘤|实变|肺炎|游离气|积水|梗死|梗阻|撕裂"
    f"|断裂|{_BLOOD}"
)
_OWN_NOTHING = _pattern(
    r"(?:essentially\s+|grossly\s+)?(?:normal|unremarkable)(?:\s+(?:\w+\s+){0,3}?(?:chest|stud(?:y|ies)"
    r"|exam(?:ination)?|CT|MRI?|x-?ray|radiograph|mammograms?|mammograph\w+|breasts?|abdomen|head|brain|scan|ultrasound|spine|knee|pelvis))?"
    r"(?:\s+(?:of|for)\s+(?:the\s+)?[\w ]{2,30})?\W*"
    r"|no\s+(?:significant\s+)?(?:(?:cardio-?pulmonary|intracranial|intra-?abdominal|pulmonary)\s+)?"
    r"(?:abnormalit(?:y|ies)|patholog(?:y|ies)|disease)(?:\s+(?:of|on|in)\s+(?:the\s+)?[\w ]{2,30})?\W*"
    r"|(?:(?!余|其[余他它])[^，。；]{0,20}(?<![，。；]))?(?:未见(?:明显|明确|确切)?异常(?:征象|改变)?|(?:检查|平扫|所见)(?:未见异常|正常))\W*"
)
"""The same in a doctor's own words, as a whole line."""
_CATEGORY = _pattern(r"[,，;；。.:：\s(（]*BI-?RADS\s*(?:category\s*)?[12]\s*类?[)）]?[.。]?\s*$")
"""What may follow it."""
_NOT_MUCH = _pattern(r"\b(?:significant|essentially|grossly)\b|明显|明确|确切")
"""With which something may be there."""
_ABNORMAL = _pattern(
    rf"{_GRAVE.pattern}|appendicitis|pancreatitis|cholecystitis|diverticulitis|tubercul|lymphoma|thrombos|\bo?edema\b"
    r"|\bsuspicious\b|Lung-RADS\s*4|BI-RADS\s*[456]|PI-RADS\s*[45]|\blarge\b[^.]{0,20}effusion|大量[^，。；]{0,6}积液|可疑"
    r"|结核|阑尾炎|胰腺炎|胆囊炎|憩室炎|淋巴瘤|血栓|水肿"
)
_FOUND = _pattern(rf"{_ABNORMAL.pattern}|{_ABNORMAL_ORGAN}")
"""What stands beside no sentence that all of the exam is normal."""
_NODULE = _pattern(r"\bnodules?\b|结节")
_WORTH_MM = 6.0
"""A nodule of this size is followed (Fleischner Society 2017)."""
_PLAIN = _pattern(
    rf"{_ABNORMAL.pattern}|\bstones?\b|\bgallstones?\b|\bcalculi?\b|effusion|\benlarg|\w+megaly\b|\bdilat"
    r"|\bstenos|\bhypodens|\bhyperdens|\bopacit|\bpolyps?\b"
    r"|结石|积液|增大|肿大|增粗|扩张|狭窄|[低高]密度[灶影]|[低高等]回声[灶团]|斑片|息肉"
)
"""What stands beside no sentence that an exam is normal, without "significant"."""
_TRIVIAL = _pattern(
    r"\b(?:trace|minimal\w*|tiny|mild\w*|slight\w*|calcified|granuloma\w*|simple|benign|degenerat\w+)\b"
    r"|微量|轻度|轻微|稍|略|钙化|良性|退行|单纯|生理"
)
_HEALED = _pattern(r"\b(?:old|healed)\b|陈旧|愈合")
_OF_OLD = _pattern(rf"{_HEALED.pattern}|\b(?:chronic|known|stable|unchanged)\b|稳定|无(?:明显)?变化|慢性")
"""With which an exam can be negative."""
_MAYBE = _pattern(
    r"\b(?:possib\w+|probab\w+|likely|suspect\w*|suspicio\w+|suggest\w*|may|might|could|question\w*|equivocal"
    r"|recommend\w*|follow-?\s?up|protocol|risk|assess\w*|evaluat\w+|(?:CT|CTPA|MRI?)\s+for)\b|[?？]"
    r"|可疑|可能|待|疑|考虑|建议|检查"
)
_JOINED = _pattern(r"\b(?:with|and|causing|due\s+to|from)\b|伴|并|合并|[引导]?致|引起|继发|所致|及")
_EFFECT = _pattern(r"\bmass\s+effect|占位效应")
_ACUTE = _pattern(r"\bacute\s+|急性")
_AT_HOME = {
    "effusion": frozenset(("pleura", "lung", "joint", "knee", "hip", "ankle", "elbow", "shoulder")),
    "pneumothorax": frozenset(("pleura", "lung")), "consolidation": frozenset(("lung",)),
    "nodule": frozenset(("lung",)), "mass": frozenset(("lung",)), "cyst": frozenset[str](),
    "stone": frozenset(("kidney", "ureter", "kidney part")), "haemorrhage": BRAIN, "infarct": BRAIN,
    "embolism": frozenset(("lung", "vessel", "bronchus")),
}  # fmt: skip
_NOT_NOW = _pattern(
    r"\b(?:resolved|resolution|no longer|history|status post|s/p|after|post|removed|treated|previous\w*|prior"
    r"|exclude\w*|rule out|versus|vs|if|unless|whether|cannot|not|normal|physiologic\w*|simulat\w*|mimic\w*"
    r"|without)\b"
    r"|术后|切除|消失|吸收|既往|除外|排除|待排|不能|正常|生理性|复查|随访|随诊|不大|未|无|如|若|否"
)


def against_normal(report: Report, template: Template | None = None) -> Iterator[str]:
    """Each line of the findings or the impression with each normal sentence that says otherwise: they are wrong one
    by one, and are answered one by one."""
    lines = _lines(report, FINDINGS, IMPRESSION)
    known = normal_with(template)
    normal = [line for line in lines if line in known and organs_of_field(line)]
    found = _lines(report, FINDINGS)
    concluded = [one for line in _lines(report, IMPRESSION) for one in _sentences(line)]
    whole = [one for one in concluded if _says_nothing(one, known)]
    all_of_it = [line for line in found if line in known and _NOTHING.search(line) and not organs_of_field(line)]
    for line in dict.fromkeys(lines):
        if line in known or line in whole:
            continue
        against = {one: words_ for one in normal if (words_ := contradicting(line, one))}
        if words_ := _mass_of(line):
            against |= {one: words_ for one in _masses(lines, template) if one not in against}
        for one in whole:
            if one not in against and (words_ := _beside_normal(line, one)):
                against[one] = words_
        if all_of_it and (words_ := _grave_words(line, _FOUND)):
            against |= {one: words_ for one in all_of_it if one not in against}
        for one, words_ in against.items():
            text = shortened(line, around=words_)
            yield tr("“{text}”, but the report also says “{normal}”", text=text, normal=one)


def against_own(report: Report, template: Template | None = None, asked: Collection[str] = ()) -> Iterator[str]:
    """What is plainly there by one clause of a doctor's own words, and is not by another one of the same place.
    asked: clauses of which it is asked already."""
    known = normal_with(template)
    lines = [line for line in _lines(report, FINDINGS, IMPRESSION) if line not in known]
    every = [clause for line in lines for clause in denials.clauses(line)]
    told: dict[str, str] = {}
    for thing, name in words.DENIABLE.items():
        named = [clause for clause in every if name.search(clause.text)]
        there = [clause for clause in named if _is_plainly_there(clause, thing)]
        for clause in named if there else ():
            if denials.says(_without_acute(clause), thing) is not Says.NOT_THERE:
                continue
            beside = next((one for one in there if _is_denied(clause, thing, one)), None)
            if beside is not None and clause.written not in asked:
                told.setdefault(clause.written, beside.written)
    for denied, beside_it in told.items():
        text, normal = shortened(beside_it), shortened(denied)
        yield tr("“{text}”, but the report also says “{normal}”", text=text, normal=normal)


def _is_plainly_there(clause: Clause, thing: str) -> bool:
    said = replace(clause, text=_EFFECT.sub(" ", clause.text))
    doubted = any(doubt.search(clause.text) for doubt in (_NOT_NOW, _OF_OLD, _MAYBE))
    return not doubted and denials.says(said, thing) is Says.THERE


def _is_denied(clause: Clause, thing: str, there: Clause) -> bool:
    """Whether a clause says that a thing is not where another one says that it is. Where no place is named, it is
    that of which one thinks first."""
    if _ACUTE.search(there.text):
        clause = _without_acute(clause)
    if denials.says(clause, thing) is not Says.NOT_THERE:
        return False
    where = placed(_own_part(there, thing), thing)
    if not places(placed(clause, thing)) and thing in _AT_HOME and not places(where) <= _AT_HOME[thing]:
        return False
    side = words.sides(there.text) or words.sides(there.before)
    return speaks_of_where(clause, thing, where, side)


def _without_acute(clause: Clause) -> Clause:
    return replace(clause, text=_ACUTE.sub("", clause.text))


def _own_part(clause: Clause, thing: str) -> Clause:
    """Without what came of it or goes with it elsewhere: "ureteral stone with hydronephrosis of the kidney"."""
    parts = [part for part in _JOINED.split(clause.text) if words.DENIABLE[thing].search(part)]
    own = " ".join(parts)
    return replace(clause, text=own) if places(own) else clause


def concludes_nothing(report: Report, template: Template | None = None) -> bool:
    """Whether the impression says that the exam is normal, and nothing else."""
    known = normal_with(template)
    concluded = [one for line in _lines(report, IMPRESSION) for one in _sentences(line)]
    return bool(concluded) and all(_says_nothing(line, known) for line in concluded)


def _says_nothing(line: str, known: Collection[str]) -> bool:
    """Whether a line of the impression says that the exam is normal."""
    own = _CATEGORY.sub("", line.strip())
    return bool((line in known and _NOTHING.search(line)) or _OWN_NOTHING.fullmatch(own))


def abnormal_words(report: Report) -> str:
    """What the impression names that no negative exam has; "" for nothing."""
    lines = _lines(report, IMPRESSION)
    return next(filter(None, (_grave_words(line, _ABNORMAL) for line in lines if not _OF_OLD.search(line))), "")


def _sentences(line: str) -> list[str]:
    return [one.strip() for one in _SENTENCE.split(line) if one.strip()]


def _lines(report: Report, *headings: Code) -> list[str]:
    parts = (part for part in report.sections if part.heading in headings and not part.locked)
    return [statement.text for part in parts for statement in part.statements]


def _grave_words(line: str, what: re.Pattern[str] = _GRAVE) -> str:
    """The clause of a line that names as there what no exam without abnormality has."""
    for clause in denials.clauses(line):
        if what.search(clause.text) and not _NOT_NOW.search(clause.text) and _is_there(clause.text):
            return clause.written
    return ""


def _beside_normal(line: str, normal: str) -> str:
    """The clause of a line that can't stand beside an impression of a normal exam: what is grave, a nodule of some
    size, and if nothing at all is said to be seen, what isn't trivial."""
    for sentence in _sentences(line):
        if not _of_the_same(sentence, normal) or _HEALED.search(sentence):
            continue
        if grave := _grave_words(sentence):
            return grave
        if _TRIVIAL.search(sentence) or _OF_OLD.search(sentence):
            continue
        sizes = [one.value for one in figures(sentence) if one.kind is Kind.LENGTH]
        what = _ABNORMAL if _NOT_MUCH.search(normal) else _PLAIN
        large = max(sizes, default=0.0) >= _WORTH_MM and _grave_words(sentence, _NODULE)
        if words_ := large or _grave_words(sentence, what):
            return words_
    return ""


_WHOLE = 3
"""So many organs stand for all of them: "肝胆胰脾肾"."""


def _of_the_same(line: str, normal: str) -> bool:
    """Not where only an organ or a side is normal that the line does not speak of."""
    here, there = organs_of(normal), organs_of(line) or weakly(line)
    side, other = words.sides(normal), words.sides(line)
    return not (0 < len(here) < _WHOLE and there and not here & there) and not (side and other and not side & other)


def contradicting(line: str, normal: str) -> str:
    """The clause of a line that names as there what a normal sentence says is not; "" for none."""
    opposites = _denied(normal)
    if not opposites:
        return ""
    organs = {organ.removeprefix(SIGN) for organ in organs_of_field(normal)}
    for clause in denials.clauses(line):
        about = organs_of(clause.text) or weakly(clause.text)
        if not about & organs or _NOT_NOW.search(clause.text):
            continue
        if any(there.search(clause.text) for there in opposites) and _is_there(clause.text):
            return clause.written
    return ""


def _masses(lines: Collection[str], template: Template | None) -> list[str]:
    """The normal sentences about masses that name no organ, as that is the exam's: "No suspicious mass."."""
    normal = normal_of(template) if template is not None else frozenset[str]()
    mass = words.DENIABLE["mass"]
    return [line for line in lines if line in normal and mass.search(line) and not organs_of_field(line)]


def _mass_of(line: str) -> str:
    """The clause of a line with a mass that isn't in the axilla or said to be harmless; "" for none."""
    for clause in denials.clauses(line):
        harmless = _TRIVIAL.search(clause.text) or "axilla" in places(clause.text)
        if not harmless and _is_plainly_there(clause, "mass"):
            return clause.written
    return ""


def _is_there(text: str) -> bool:
    """Of a clause: none of what is seen in it is denied."""
    clauses = list(denials.clauses(text))
    told = {denials.says(clause, thing) for clause in clauses for thing in words.SEEN}
    return told <= {None, Says.THERE} and bool(denials.affirmed(text).strip(" .。"))


@lru_cache(maxsize=1000)
def _denied(normal: str) -> tuple[re.Pattern[str], ...]:
    return tuple(line for said, line in _OPPOSITES if said.search(normal))
