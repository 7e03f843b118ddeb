"""Words of a report that can contradict the exam: sides, organs of one sex, parts of the body.

Small lists on purpose, English and Chinese: each word is unmistakable in a radiology report, so that a warning
is worth reading. "cervical" (neck or uterus), 附件 (adnexa or attachment) and the like are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from reader.core.text import mark

_BOTH = re.compile(
    r"双侧|两侧|双(?=[肺肾乳膝髋肩踝腕肘])|两(?=[肺肾乳膝])|\bbilateral(?:ly)?\b|\bboth\b", re.IGNORECASE
)
# 左右 is "about" after a number ("5mm左右") and "both sides" elsewhere; neither is a side.
_LEFT = re.compile(r"左(?!右)|\bleft\b(?!\s+(?:unchanged|alone|in place|to the)|-over)", re.IGNORECASE)
_RIGHT = re.compile(r"(?<!左)右|(?<!\ball\s)\bright\b(?!\s+(?:away|after|before|angle))", re.IGNORECASE)
# Where something was pushed to, and what has a side in its name, whatever side anything is on.
_NO_SIDE = re.compile(
    r"(?:shift|deviat|displac|push)\w*[^.;,，。；]{0,20}?\bto(?:wards?)?\s+the\s+(?:left|right)\b"
    r"|\b(?:left|right)[\s-]+(?:midline\s+|mediastinal\s+)?(?:shift|deviation)\b"
    r"|\b(?:left|right)[\s-]+(?:heart|cardiac|ventric\w+|atri\w+|coronary|hand(?:ed|er)|main\s+(?:coronary|stem)"
    r"|anterior\s+descending|aortic\s+arch|sided\s+aortic\s+arch)"
    r"|[向往朝][左右]侧?[^，。；]{0,3}?(?:移|偏|推)|[左右](?:移|偏移|偏曲)|[左右](?:心(?!缘旁)|[房室](?![管间旁])|位主动脉|利手)",
    re.IGNORECASE,
)

# Lobes of the lungs by their first letters: "RUL", "LLL".
_SHORT_LOBE = re.compile(r"(?<![A-Za-z])([RL])([UML])L(?![A-Za-z])", re.IGNORECASE)
_IN_FULL = {"R": "right", "L": "left"}, {"U": "upper", "M": "middle", "L": "lower"}

_FEMALE = re.compile(
    r"子宫|宫颈|宫腔|宫体|卵巢|输卵管|阴道|\b(?:uter(?:us|i|ine)|ovar(?:y|ies|ian)|vagina[l]?|endometri(?:um|al)"
    r"|myometri(?:um|al)|adnexa[le]?|fallopian|hysterectom\w+|pregnan\w+|IUD)\b|妊娠|节育器",
    re.IGNORECASE,
)
_MALE = re.compile(
    r"前列腺|精囊|睾丸|附睾|阴囊|阴茎|输精管|\b(?:prostat(?:e|ic)|seminal\s+vesicles?|test(?:is|es|icles?|icular)"
    r"|epididym(?:is|al)|scrot(?:um|al)|peni(?:s|le)|prostatectom\w+|BPH|TURP|spermatic)\b|精索",
    re.IGNORECASE,
)

_CLAUSES = re.compile(r"([,，。;；、\n.](?!\d))")
# Organs that come in pairs, and the words for them: a side next to one of these is a side of that organ.
_PAIRED: tuple[tuple[str, str], ...] = (
    ("lung", r"肺|\blungs?\b|\b(?:upper|middle|lower)\s+lobes?\b|\blingula\b"),
    ("pleura", r"胸腔|胸膜|胸水|\bpleura[l]?\b"),
    ("adrenal", r"肾上腺|\badrenals?\b"),
    ("kidney", r"肾(?!上腺)|\bkidneys?\b|\brenal\b"),
    ("ureter", r"输尿管|\bureters?\b"),
    ("breast", r"乳腺|乳房|乳(?!头|糜|突)|\bbreasts?\b"),
    ("thyroid", r"甲状腺|\bthyroid\b"),
    ("ovary", r"卵巢|\bovar(?:y|ies|ian)\b"),
    ("frontal", r"额叶|\bfrontal\b"),
    ("temporal", r"颞叶|\btemporal\s+lobe\b"),
    ("parietal", r"顶叶|\bparietal\b"),
    ("occipital", r"枕叶|\boccipital\b"),
    ("basal ganglia", r"基底节|\bbasal\s+ganglia\b"),
    ("shoulder", r"肩|\bshoulders?\b"),
    ("elbow", r"肘|\belbows?\b"),
    ("wrist", r"腕|\bwrists?\b"),
    ("hand", r"手[部指掌]|[左右]手(?!术)|\bhands?\b"),
    ("hip", r"髋|\bhips?\b"),
    ("femur", r"股骨|\bfem(?:ur|oral(?!\s+(?:arter|vein|vessel)\w*))\b"),
    ("knee", r"膝|\bknees?\b"),
    ("ankle", r"踝|\bankles?\b"),
    ("foot", r"足[部趾背]|[左右]足|\bfoot\b|\bfeet\b"),
    ("rib", r"肋骨|第\d+[前后腋]?肋|\bribs?\b"),
    ("clavicle", r"锁骨|\bclavic(?:le|ular)\b"),
)
# Organs and parts that have a side in this comparison alone, as _PAIRED.
_SIDED_TOO: tuple[tuple[str, str], ...] = (
    ("hemisphere", r"(?<!小脑)半球|大脑(?![前中后]动脉|镰|导水管|脚)|\b(?<!cerebellar )hemispher\w+"),
    ("cerebellum", r"小脑(?!幕)|\bcerebell(?:um|ar)\b"),
    ("thalamus", r"(?<!下)丘脑(?!下)|\bthalam(?:us|i|ic)\b"),
    ("basal ganglia", r"尾状核|豆状核|壳核|苍白球|[内外]囊(?![性肿])|\bcaudate\s+(?:nucleus|head)\b|\blentiform\b"
                      r"|\bputam\w+|\bpallid(?:us|um)\b|\b(?:internal|external)\s+capsule\b"),
    ("lateral ventricle", r"侧脑室|\blateral\s+ventric\w+"),
    *(
        (f"{name} cerebral artery",
         rf"大脑{char}动脉|\b{name}\s+cerebral\s+arter\w+|(?<![A-Za-z])(?:{short})(?![A-Za-z0-9])")
        for name, char, short in (
            ("middle", "中", "MCA|M[1-4]"), ("anterior", "前", "ACA|A[1-3]"), ("posterior", "后", "PCA|P[1-3]")
        )
    ),
    ("carotid artery", r"颈(?:总|内|外)?动脉|\bcarotids?\b|\bICA\b"),
    ("vertebral artery", r"椎动脉|\bvertebral\s+arter\w+"),
    ("maxillary sinus", r"上颌窦|\bmaxillary\s+(?:sinus\w*|antr\w+)"),
    ("prostate", r"前列腺|外周带|移行带|\bprostat(?:e|ic)\b|\b(?:peripheral|transition(?:al)?)\s+zone\b"),
    ("testis", r"睾丸|\btest(?:is|es|icle|icles|icular)\b"),
    ("adnexa", r"附件|\badnex\w+"),
    ("bladder", r"膀胱|(?<!gall )\bbladder\b"),
    ("iliac vessels", r"髂(?:总|内|外)?[动静]脉|\biliac\s+(?:arter|vein|vessel)\w*"),
    ("femoral vessels", r"股(?:总|浅|深)?[动静]脉|\bfemoral\s+(?:arter|vein|vessel)\w*"),
)  # fmt: skip
# The liver has the side that its lobe is called by, and no other in its clause.
_SIDE_EN = r"\b(?:(?:left|right)\s*(?:and|or|/|&)\s*)?(?:left|right|both)"
_OF_LIVER = re.compile(
    r"肝脏?(?:左右|[左右两])(?![静动门]|肝?管)|(?:左右|[左右两])半?肝(?![静动门曲肾区]|内?胆?管)"
    rf"|{_SIDE_EN}\s+(?:lobes?\s+of\s+the\s+liver\b|hemi-?liver\b"
    r"|(?:hepatic|liver)\b(?!\s+(?:vein|arter|duct|flexure|portal|hydro)))",
    re.IGNORECASE,
)
_LIVER = re.compile(r"肝|\bliver\b|\bhepatic\b", re.IGNORECASE)
# "Left lobe" alone is of the organ with such lobes that was spoken of last.
_LOBE_ALONE = re.compile(rf"(?:左右|[左右两])侧?叶|{_SIDE_EN}\s+lobes?\b", re.IGNORECASE)
# What is seen on a side, whatever organ it is in.
_SEEN: tuple[tuple[str, str], ...] = (
    ("nodule", r"结节|\bnodules?\b"),
    ("mass", r"肿块|肿物|团块|占位|\bmass(?:es)?\b"),
    ("cyst", r"囊肿|\bcysts?\b"),
    ("effusion", r"积液|胸水|\beffusions?\b|\bhydrothora(?:x|ces)\b"),
    ("pneumothorax", r"气胸|\bpneumothora(?:x|ces)\b"),
    ("consolidation", r"实变|\bconsolidations?\b"),
    ("fracture", r"骨折|\bfractures?\b"),
    ("stone", r"结石|\b(?:(?:gall)?stones?|calcul(?:us|i)|\w+lithiasis)\b"),
)
# What is as grave on the wrong side; looked for by its side alone.
_GRAVE: tuple[tuple[str, str], ...] = (
    ("haemorrhage", r"血肿|出血|积血|\bha?ematomas?\b|\bha?emorrhag\w+|\bbleed\w*|\b(?:ICH|SDH|SAH|EDH)\b"),
    ("infarct", r"梗死|梗塞|\binfarct\w*|\bstrokes?\b"),
    ("embolism", r"栓塞(?!术)|\bembol(?:ism|us|i|ic)\b|\bPE\b|\bfilling\s+defects?\b|充盈缺损"),
    ("hernia", r"疝|\bhernias?\b"),
    ("disc", r"突出|脱出|\bextru\w+|\bprotru\w+|\bherniat\w+"),
)
# Where lymph nodes lie, which have a side of their own.
HOLLOWS: tuple[tuple[str, str], ...] = (
    ("collarbone hollow", r"锁骨[上下]|\b(?:supra|infra)clavicular\b"),
    ("axilla", r"腋(?![前中后]线)|\baxill\w+"),
    ("groin", r"腹股沟|\binguinal\b"),
    ("lymph node", r"淋巴|\blymph\w*|\bnod(?:es?|al)\b"),
)
NAMED = tuple((name, re.compile(words, re.IGNORECASE)) for name, words in (*_PAIRED, *_SEEN))
"""The names of paired organs and of what is seen, each with its words."""
_WITH_SIDE = re.compile(
    r"(?:\b(?:left|right|both|bilateral)(?:-sided)?\s+(?:\w+\s+){{0,2}}?|[左右双两]侧?[^，。左右]{{0,2}}?)(?:{})".format(
        "|".join(pattern for _, pattern in (*_PAIRED, *_SIDED_TOO, *HOLLOWS))
    ),
    re.IGNORECASE,
)
_SIDED = (*NAMED, *((name, re.compile(words, re.IGNORECASE)) for name, words in (*_GRAVE, *_SIDED_TOO)))
_LOBED = {"liver": _LIVER, **{name: words for name, words in _SIDED if name in ("thyroid", "prostate")}}

_CHEST = r"肺|纵隔|胸|支?气管|\b(?:lungs?|pulmonary|mediastin\w+|thora\w+|pleura\w*|chest|bronch\w+)\b"
_HEAD = r"脑|颅|额叶|颞叶|基底节|鼻窦|\b(?:brain|cerebr\w+|cerebell\w+|intracranial|skull|midline shift)\b"
_ABDOMEN = r"肝|胆囊|胰|脾|肾(?!上腺)|胃|肠|\b(?:liver|hepatic|gallbladder|pancrea\w+|spleen|kidneys?|renal)\b"
_PELVIS = rf"膀胱|盆腔|直肠|\b(?:bladder|pelvi[cs]|rectum)\b|{_FEMALE.pattern}|{_MALE.pattern}"
_SPINE = r"椎|脊髓|\b(?:vertebra\w*|intervertebral|disc|spinal)\b"
_LIMB = r"关节|股骨|[胫腓肱桡尺]骨|半月板|韧带|\b(?:joint|femur|tibia|fibula|humerus|ulna|menisc\w+)\b"
_REGIONS = {
    name: re.compile(words, re.IGNORECASE)
    for name, words in (
        ("chest", _CHEST), ("head", _HEAD), ("abdomen", _ABDOMEN), ("pelvis", _PELVIS), ("spine", _SPINE),
        ("limb", _LIMB),
    )
}  # fmt: skip
_ALSO = {
    "abdomen": re.compile(
        r"阑尾|十二指肠|腹膜|肠系膜|腹主动脉|肾上腺|胆管|腹水|\b(?:bowel|append(?:ix|ic\w+)|colon(?:ic)?|sigmoid|stomach"
        r"|gastric|duoden\w+|mesenter\w+|periton\w+|infrarenal|adrenals?|biliary|bile|ile(?:um|al)|jejun\w+|ascites)\b",
        re.IGNORECASE,
    ),
    "pelvis": re.compile(r"乙状结肠|\b(?:sigmoid|iliac|inguinal|sacr\w+)\b|髂|腹股沟|骶", re.IGNORECASE),
    "head": re.compile(r"\b(?:cranial|sinus(?:es)?|orbit\w*|mastoid\w*|thalam\w+)\b|眼眶|乳突|丘脑", re.IGNORECASE),
}
# Body Part Examined (PS3.16 annex L) and its free-text kin. Chest covers the upper abdomen in the scan, and so on.
_PARTS = (
    (re.compile(r"CHEST|THORAX|LUNG|胸|肺"), "chest"),
    (re.compile(r"HEAD|BRAIN|SKULL|头|颅|脑"), "head"),
    (re.compile(r"ABDOMEN|LIVER|KIDNEY|腹|肝|肾"), "abdomen"),
    (re.compile(r"PELVIS|PROSTATE|UTERUS|BLADDER|盆"), "pelvis"),
    (re.compile(r"SPINE|椎"), "spine"),
    (re.compile(r"KNEE|ANKLE|FOOT|HAND|WRIST|ELBOW|SHOULDER|HIP|FEMUR|LEG|EXTREM|膝|踝|足|腕|肘|肩|髋"), "limb"),
)

SEEN = frozenset(name for name, _ in _SEEN)
_IN_VESSELS = frozenset(("haemorrhage", "infarct", "embolism"))
DENIABLE = {
    name: re.compile(words, re.IGNORECASE)
    for name, words in (*_SEEN, *_GRAVE) if name in SEEN | _IN_VESSELS
}  # fmt: skip
"""What a sentence can say not to be there as a whole."""

SEVERAL = re.compile(
    r"多发|多个|数个|数枚|多枚|散在|弥漫|较?大者|为[著主甚]|对侧"
    r"|\b(?:multi\w+|several|numerous|scattered|diffuse\w*|largest|larger|more|most\w*|main\w*|predominan\w*|worse"
    r"|greater|especially|contralateral|other\s+side)\b",
    re.IGNORECASE,
)
"""Where findings name but the foremost."""

# How a warning calls them; shown through `tr`.
ORGANS: dict[str, str] = {
    "lung": mark("lung"),
    "pleura": mark("pleura"),
    "adrenal": mark("adrenal"),
    "kidney": mark("kidney"),
    "ureter": mark("ureter"),
    "breast": mark("breast"),
    "thyroid": mark("thyroid"),
    "ovary": mark("ovary"),
    "frontal": mark("frontal"),
    "temporal": mark("temporal"),
    "parietal": mark("parietal"),
    "occipital": mark("occipital"),
    "basal ganglia": mark("basal ganglia"),
    "shoulder": mark("shoulder"),
    "elbow": mark("elbow"),
    "wrist": mark("wrist"),
    "hand": mark("hand"),
    "hip": mark("hip"),
    "femur": mark("femur"),
    "knee": mark("knee"),
    "ankle": mark("ankle"),
    "foot": mark("foot"),
    "rib": mark("rib"),
    "clavicle": mark("clavicle"),
    "liver": mark("liver"),
    "hemisphere": mark("hemisphere"),
    "cerebellum": mark("cerebellum"),
    "thalamus": mark("thalamus"),
    "lateral ventricle": mark("lateral ventricle"),
    "middle cerebral artery": mark("middle cerebral artery"),
    "anterior cerebral artery": mark("anterior cerebral artery"),
    "posterior cerebral artery": mark("posterior cerebral artery"),
    "carotid artery": mark("carotid artery"),
    "vertebral artery": mark("vertebral artery"),
    "maxillary sinus": mark("maxillary sinus"),
    "prostate": mark("prostate"),
    "testis": mark("testis"),
    "adnexa": mark("adnexa"),
    "bladder": mark("bladder"),
    "iliac vessels": mark("iliac vessels"),
    "femoral vessels": mark("femoral vessels"),
    "nodule": mark("nodule"),
    "mass": mark("mass"),
    "cyst": mark("cyst"),
    "effusion": mark("effusion"),
    "pneumothorax": mark("pneumothorax"),
    "consolidation": mark("consolidation"),
    "fracture": mark("fracture"),
    "stone": mark("stone"),
    "haemorrhage": mark("haemorrhage"),
    "infarct": mark("infarct"),
    "embolism": mark("embolism"),
    "hernia": mark("hernia"),
    "disc": mark("disc herniation"),
}
REGIONS: dict[str, str] = {
    "chest": mark("chest"),
    "head": mark("head"),
    "abdomen": mark("abdomen"),
    "pelvis": mark("pelvis"),
    "spine": mark("spine"),
    "limb": mark("limb"),
}

LEFT, RIGHT = "L", "R"
# Both sides beside each other, as where the right one was typed and the wrong one left; "left-right asymmetry",
# 左右 and "than on the left side the right lung" are meant so.
_SIDE_PAIR = re.compile(
    r"\b(?:left(?:[ -]sided)?[ \t]+right|right(?:[ -]sided)?[ \t]+left)\b"
    r"(?!-|\s+(?:shunt\w*|a?symmetr\w+|differen\w+|discrepan\w+|axis|direction|orientation|compar\w+|markers?)\b)"
    r"|右左(?!向|分流|[移偏两双径位对]|侧?[、，,和及与])"
    r"|(?<![与和同及较比向往朝偏于、])(?:左侧右|右侧左)(?![侧移偏心房室位、，,和及与])"
    r"|(?:左[肺肝]右|右[肺肝]左)(?=[上中下]?肺?叶)",
    re.IGNORECASE,
)
# What stands right after a side, whatever it is: in English after words that say more of it, in Chinese two
# characters.
_MORE_OF_IT = (
    r"(?:(?:sided|upper|lower|middle|mid|distal|proximal|common|superior|inferior|anterior|posterior|medial|lateral"
    r"|main|superficial|deep|internal|external|inner|outer|first|second|third)[ -]+)*"
)
_NAMES_ZH = r"大腿|小腿|前臂|上臂|[上下]颌|[中内外]耳|腰大肌|下鼻甲|中鼻甲|内听道|咽旁间隙"
_BESIDE_EN = re.compile(rf"\b(left|right)[ -]+{_MORE_OF_IT}([a-z]{{4,}})", re.IGNORECASE)
_BESIDE_ZH = re.compile(rf"([左右])侧?({_NAMES_ZH}|[\u4e00-\u9fff]{{2}})")
_NO_THING = re.compile(
    r"\w+(?:ed|ing|ly|er|est)|(?:side|lobe|pole|segment|apex|base|wall|zone|quadrant|region|area|part|half|portion"
    r"|border|margin|lesion|finding|change|small|tiny|large|mild|moderate|severe|acute|chronic|subtle|minimal|trace"
    r"|partial|complete|total|minor|major|stable|unchanged|with|than|from|more|also|only|this|that|which|where|near|into"
    r"|since|most|both|above|below|were|have|shows|measures|again|without|greater|likely|suspicious|consistent"
    r"|compatible|normal|clear|sided|upper|lower|middle|image|view|para\w+|hand|long|short|then|there|these)s?"
    r"|.*[左右上下前后内外中大小少多轻重明局部可新陈急慢见有未无较呈为及和与并伴稍略弥散不一两三双侧的约原术叶增减显移偏更亦均也仍已"
    r"缘旁段区支第考建低高异密影灶斑条片结肿占囊积实骨出梗炎软心房室位利].*",
    re.IGNORECASE,
)
_EVERYWHERE = frozenset(name for name, _ in (*_SEEN, *_GRAVE))
# "Bilateral small effusions", "双侧胸腔少量积液"; not "bilateral pneumonia and effusion".
_ON_BOTH = tuple(
    (name, re.compile(
        rf"\b(?:bilateral|both)\s+(?:(?!and\b|with\b|or\b)[\w-]+\s+){{0,3}}?(?:{words})"
        rf"|(?:{words})\s+(?:bilaterally|on\s+both\s+sides)\b"
        rf"|(?:双侧?|两(?:侧|(?=[肺肾乳膝])))[^，。；、左右伴并及和与合]{{0,8}}?(?:{words})",
        re.IGNORECASE,
    ))
    for name, words in (*_SEEN, *_GRAVE)
)  # fmt: skip


def in_full(text: str) -> str:
    """A text with the lobes of the lungs written out."""
    side, place = _IN_FULL
    return _SHORT_LOBE.sub(lambda lobe: f" {side[lobe[1].upper()]} {place[lobe[2].upper()]} lobe ", text)


@lru_cache(maxsize=4000)
def sides(text: str) -> frozenset[str]:
    """The sides a text names; "both" names two, no side none."""
    text = in_full(text)
    if _BOTH.search(text):
        return frozenset((LEFT, RIGHT))
    text = _NO_SIDE.sub(" ", text)
    found = {LEFT} if _LEFT.search(text) else set()
    return frozenset(found | {RIGHT} if _RIGHT.search(text) else found)


def clauses(text: str) -> list[str]:
    return _CLAUSES.split(text)[::2]


def without(text: str, dropped: Callable[[str], bool]) -> str:
    """A text without some of its clauses; what stands between the others stays."""
    parts = [*_CLAUSES.split(text), ""]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return "".join(end if dropped(part) else f"{part}{end}" for part, end in pairs)


@lru_cache(maxsize=200)
def sided_organs(text: str) -> Mapping[str, frozenset[str]]:
    """The paired organs of a text, and what is seen in them, with the sides that stand in the same clause."""
    found: dict[str, frozenset[str]] = {}
    lobed = ""
    for clause in clauses(in_full(text)):
        named = {name: words for name, words in _SIDED if words.search(clause)}
        for name, words in named.items():
            own = clause if name in _EVERYWHERE else _without_others(clause, words)
            found[name] = found.get(name, frozenset()) | sides(own)
        here = [name for name, words in _LOBED.items() if words.search(clause)]
        lobed = here[-1] if here else "" if named.keys() - _EVERYWHERE else lobed
        lobes = [("liver", match[0]) for match in _OF_LIVER.finditer(clause)]
        if lobed and len(here) <= 1:
            lobes += [(lobed, match[0]) for match in _LOBE_ALONE.finditer(clause)]
        for name, said in lobes:
            both = re.search(r"两|左右|and|or|/|&", said) is not None
            found[name] = found.get(name, frozenset()) | (frozenset((LEFT, RIGHT)) if both else sides(said))
    return found


def _without_others(clause: str, words: re.Pattern[str]) -> str:
    """A clause without the sides of other organs that follow: in "lung cancer with left axillary nodes" none is of
    the lung."""
    for other in reversed(list(_WITH_SIDE.finditer(clause))):
        if words.search(clause[: other.start()]) and not words.search(other[0]):
            clause = f"{clause[: other.start()]} {clause[other.end() :]}"
    return clause


def pairs_of_sides(text: str) -> list[str]:
    """The words of each place where both sides stand beside each other and only one can be meant."""
    return [match[0] for match in _SIDE_PAIR.finditer(in_full(text))]


def beside_sides(text: str) -> Mapping[str, frozenset[str]]:
    """What stands right after a side, with those sides: for what is on none of the lists of organs."""
    found: dict[str, frozenset[str]] = {}
    for pattern in (_BESIDE_EN, _BESIDE_ZH):
        for match in pattern.finditer(text):
            thing = match[2].lower()
            named = re.fullmatch(_NAMES_ZH, thing) or not _NO_THING.fullmatch(thing)
            if named and not any(words.search(thing) for words in (_LIVER, *(words for _, words in _SIDED))):
                found[thing] = found.get(thing, frozenset()) | sides(match[1])
    return found


def sides_with(text: str, thing: str) -> frozenset[str]:
    """The sides in the clauses of a text that have this word."""
    own = (clause for clause in clauses(in_full(text)) if thing in clause.lower())
    return frozenset[str]().union(*(sides(clause) for clause in own))


def on_both_sides(text: str) -> frozenset[str]:
    """What a text says to be seen on both sides."""
    return frozenset(name for name, pattern in _ON_BOTH if pattern.search(text))


def sides_meant(text: str, thing: str) -> frozenset[str]:
    """The sides on which a text may mean that something is seen: of the clauses that name it, or nothing else."""
    found = frozenset[str]()
    for clause in clauses(in_full(text)):
        named = {name for name, words in _SIDED if words.search(clause)}
        if thing in named or not named:
            found |= sides(clause)
    return found


def seen_in(text: str) -> frozenset[str]:
    """What is named of what can be seen: nodules, effusions, fractures and the like."""
    return frozenset(name for name, pattern in NAMED if name in SEEN and pattern.search(text))


def seen_alike(told: str, said: str) -> bool:
    """Whether all that one text says to be seen on a side, the other says to be seen there too: the "pneumothorax
    LUL" of a report that has a nodule on the right, and a "left pneumothorax"."""
    known = sided_organs(told)
    seen = {name: named for name, named in sided_organs(said).items() if name in _EVERYWHERE and named}
    return bool(seen) and all(named & known.get(name, frozenset()) for name, named in seen.items())


def organs(text: str) -> frozenset[str]:
    """The paired organs that are named."""
    return frozenset(name for name, pattern in NAMED if name not in SEEN and pattern.search(text))


def words_of_other_sex(text: str, sex: str) -> tuple[str, ...]:
    """Words for organs that a patient of this sex (PS3.3 C.7.1.1: "M", "F") does not have; each once."""
    pattern = {"M": _FEMALE, "F": _MALE}.get(sex)
    return tuple(dict.fromkeys(match.group() for match in pattern.finditer(text))) if pattern else ()


def region_of(body_part: str) -> str:
    """The region a body part examined lies in, "" where it is none of ours or more than one."""
    found = {region for words, region in _PARTS if words.search(body_part.upper())}
    return found.pop() if len(found) == 1 else ""


def is_of(region: str, text: str) -> bool:
    """Whether it speaks of that region, also by words that name no region for sure."""
    return region in regions(text) or (region in _ALSO and _ALSO[region].search(text) is not None)


def regions(text: str) -> frozenset[str]:
    return frozenset(name for name, words in _REGIONS.items() if words.search(text))
