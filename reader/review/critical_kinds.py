"""The matters that somebody has to be told at once, as a report words them in English and Chinese.

A kind is one matter: a critical result of it answers for every wording of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from reader.review import denials

_HAEMORRHAGE = r"ha?emorrhages?"
_HAEMATOMA = r"ha?ematomas?"
_WHERE_ZH = r"(?:左|右|双)?侧?(?:基底节|丘脑|脑干|小脑|桥脑|额叶|颞叶|顶叶|枕叶|壳核|脑室内?|脑叶|脑实质内?)区?"
_FEW = r"(?:(?!(?:no|not|without|or|and|nor)\b)[\w'-]+\s+)"
_NEAR = r"[^\W未无不]"
_GUT_EN = (
    r"(?:ulcers?|visc\w+|bowel|intestine|colon|sigmoid|c(?:a?e)cum|rectum|stomach|duoden\w+|jejun\w+|ile\w+|appendi\w+"
    r"|diverticul\w+|gall\s?bladder|o?esophag\w+)"
)
_GUT_ZH = (
    r"(?:消化道|胃(?:肠道?|窦|体|底|壁)?|十二指肠(?:球部)?|小肠|空肠|回肠|回盲部|结肠|直肠|肠(?:管|道)?|空腔脏器|阑尾|食管"
    r"|胆囊)(?:溃疡|憩室|壁)?"
)
_KINDS: Mapping[str, tuple[str, ...]] = {
    "pneumothorax": (
        r"tension\s+(?:ha?emo|hydro)?pneumothora(?:x|ces)|pneumothora(?:x|ces)\s+(?:under|with)\s+tension",
        rf"(?:large|massive|complete|total)\s+{_FEW}{{0,3}}(?:ha?emo|hydro)?pneumothora(?:x|ces)",
        rf"pneumothora(?:x|ces)\s+{_FEW}{{0,4}}with\s+(?:\w+\s+)?(?:mediastinal|tracheal)\s+(?:shift|deviation)",
        r"张力性(?:液|血)?气胸|(?:大量|巨大)(?:液|血)?气胸",
    ),
    "aorta": (
        r"(?:aortic|type\s+[AB])\s+dissections?|dissections?\s+of\s+the\s+(?:\w+\s+){0,2}aorta"
        rf"|aortic\s+intramural\s+{_HAEMATOMA}|(?:aortic|aneurysm(?:al)?)\s+rupture",
        r"ruptured?\s+(?:\w+\s+){0,3}aneurysms?",
        r"主动脉(?:[^\W未无]{0,6})?(?:夹层|壁间血肿|壁内血肿|破裂)|夹层动脉瘤|动脉瘤破裂",
    ),
    "haemorrhage": (
        r"(?:intracranial|intracerebral|intraparenchymal|subarachnoid|subdural|epidural|extradural|intraventricular"
        rf"|cerebral|cerebellar|pontine|thalamic|brain-?\s?stem|basal\s+ganglia)\s+(?:{_HAEMORRHAGE}|bleed(?:ing)?s?\b)",
        rf"(?:subdural|epidural|extradural|intracranial|intracerebral)\s+{_HAEMATOMA}",
        r"(?-i:\b(?:ICH|SAH|SDH|EDH|IVH)\b)|(?:brain|cerebral|ha?emorrhagic)\s+contusions?",
        rf"颅内(?:多发)?(?:出血|血肿)|脑出血|蛛网膜下腔?出血|蛛血|硬膜[下外](?:血肿|出血)|{_WHERE_ZH}(?:血肿|出血)|脑挫(?:裂)?伤",
    ),
    "shift": (
        r"(?:uncal|tonsillar|transtentorial|subfalcine|brain|cerebral)\s+herniation",
        r"midline\s+shift|shift\s+of\s+(?:the\s+)?midline|midline\s+(?:structures?\s+)?(?:is|are)\s+(?:shifted|displaced)",
        r"脑疝|钩回疝|小脑扁桃体疝(?!畸形)",
        r"中线(?:结构)?(?:局部|明显|轻度|稍)*(?:向?[左右]侧?)?(?:移位|偏移|[左右]移)",
    ),
    "infarct": (
        rf"(?:hyper)?acute\s+{_FEW}{{0,4}}(?:infarct(?:s|ions?)?\b|strokes?\b|ischa?emi\w+)",
        r"(?:large[\s-]vessel|M1|MCA|middle\s+cerebral\s+artery|basilar(?:\s+artery)?)\s+occlusion"
        r"|occlusion\s+of\s+the\s+(?:\w+\s+){0,2}(?:M1|MCA|middle\s+cerebral|basilar)",
        rf"大面积(?:脑)?梗[死塞]|(?:急性|新发|新近){_NEAR}{{0,10}}?梗[死塞]|(?:大脑中|基底)动脉{_NEAR}{{0,3}}(?:\s?M[12]\s?)?{_NEAR}{{0,3}}闭塞",
    ),
    "embolism": (
        r"pulmonary\s+(?:thrombo-?)?embol(?:ism|isms|us|i)\b|pulmonary\s+arter(?:y|ial)\s+(?:thrombo-?)?embol\w+",
        r"(?:acute|massive|submassive|saddle|bilateral|central|segmental|subsegmental|lobar)\s+(?:[\w-]+\s+){0,2}"
        r"(?-i:PE)\b",
        rf"filling\s+defects?\s+{_FEW}{{0,6}}pulmonary\s+(?:arter\w+|trunk)"
        rf"|pulmonary\s+arter\w+\s+{_FEW}{{0,4}}filling\s+defects?",
        r"肺(?:动脉)?(?:及其分支|主干|[左右]干|各?级?分支|[上中下]叶\w{0,6}?)?(?:血栓)?栓塞|肺血栓",
        rf"肺动脉{_NEAR}{{0,10}}充盈缺损",
    ),
    "perforation": (
        r"pneumoperitoneum|free\s+(?:intra-?peritoneal\s+|intra-?abdominal\s+|subdiaphragmatic\s+|sub-?phrenic\s+)?"
        r"(?:air|gas)\b",
        rf"perforated\s+(?:[\w-]+\s+){{0,2}}{_GUT_EN}|perforation\s+of\s+(?:the|an?)\s+(?:[\w-]+\s+){{0,2}}{_GUT_EN}",
        r"(?:bowel|intestinal|gastric|duodenal|gastro-?intestinal|colonic|sigmoid|appendiceal|o?esophageal"
        r"|(?:hollow[\s-])?visc\w+|gall\s?bladder)\s+perforation",
        r"膈下(?:可?见)?(?:少量|大量|新月形)?(?:游离)?气体(?:影)?|(?:腹腔|腹膜腔)(?:内)?(?:可?见)?(?:少量|大量)?游离气体"
        r"|气腹",
        rf"{_GUT_ZH}穿孔",
    ),
    "bowel": (
        r"(?:bowel|intestinal|mesenteric)\s+(?:ischa?emia|infarction|necrosis)|strangulated\s+\w+",
        r"closed[\s-]loop(?:\s+(?:[\w-]+\s+){0,3}obstruction)?|volvulus",
        r"portal\s+venous\s+gas|gas\s+in\s+the\s+portal\s+(?:vein|venous)\w*|pneumatosis(?:\s+intestinalis)?",
        r"绞窄性肠梗阻|肠(?:管|壁)?(?:缺血)?坏死|肠系膜\w{0,4}(?:血管)?(?:栓塞|血栓形成)|闭[袢襻]|肠扭转",
        rf"(?:门静脉|肠壁){_NEAR}{{0,6}}积气",
    ),
    "rupture": (
        r"(?:splenic|liver|hepatic|renal)\s+rupture|ruptured\s+(?:spleen|liver|kidney)",
        r"[脾肝肾]脏?破裂",
    ),
    "bleeding": (
        r"active\s+(?:arterial\s+|contrast\s+)?(?:bleeding|ha?emorrhage|extravasation)",
        r"活动性出血|(?:造影|对比)剂外溢",
    ),
    "tamponade": (r"(?:cardiac|pericardial)\s+tamponade", r"心包填塞|心[脏包]压塞"),
    "cord": (
        r"(?:spinal\s+)?cord\s+compression|compression\s+of\s+the\s+(?:\w+\s+){0,2}cord\b"
        r"|cauda\s+equina\s+(?:compression|syndrome)",
        r"脊髓(?:明显|严重|重度|急性)(?:受压|压迫)|马尾综合征",
    ),
    "spine": (
        r"unstable\s+(?:[\w-]+\s+){0,3}fractures?|fractures?\s+of\s+(?:the\s+)?(?:C[1-7]\b|atlas|axis|dens|odontoid)"
        r"|(?:C[1-7]|odontoid|dens|hangman'?s?|jefferson)\s+fractures?",
        r"(?:cervical|thoracic|lumbar|spinal)\s+(?:[\w-]+\s+){0,2}(?:fracture[\s-])?(?:sub)?(?:dis)?luxation"
        r"|(?:cervical|thoracic|lumbar|spinal|C[1-7])\s+(?:[\w-]+\s+){0,2}(?:fracture[\s-])?dislocation"
        r"|fracture[\s-]dislocation\s+(?:of|at)\s+(?:the\s+)?(?:[CTL]\d|cervical|thoracic|lumbar|spine)",
        rf"颈(?:椎|[1-7]){_NEAR}{{0,8}}(?:骨折|脱位)|不稳定(?:型|性)?{_NEAR}{{0,4}}骨折|齿(?:状)?突骨折"
        rf"|寰枢{_NEAR}{{0,4}}脱位|(?:胸|腰)椎{_NEAR}{{0,8}}骨折(?:伴|并|合并)?脱位",
    ),
    "pregnancy": (r"ectopic\s+(?:\w+\s+)?pregnancy|tubal\s+pregnancy", r"异位妊娠|宫外孕|输卵管妊娠"),
    "torsion": (
        r"(?:testicular|ovarian|adnexal)\s+torsion|torsion\s+of\s+the\s+(?:\w+\s+){0,2}"
        r"(?:testis|testicle|ovary|adnexa|spermatic\s+cord)",
        r"(?:睾丸|卵巢|附件|精索)(?:囊肿)?蒂?扭转",
    ),
}  # fmt: skip
CRITICAL = re.compile(
    "|".join(f"(?P<{kind}>{'|'.join(patterns)})" for kind, patterns in _KINDS.items()), re.IGNORECASE
)
"""The name of the group that matches is the kind."""
_BEGUN = re.compile(r"(?P<pneumothorax>(?:ha?emo|hydro)?pneumothora(?:x|ces)|气胸)", re.IGNORECASE)
_GOES_ON = re.compile(
    r"^\s*(?:(?:under|with|in)\s+)?(?:tension\b|(?:mediastinal|tracheal)\s+(?:shift|deviation))"
    r"|^\s*张力性|^\s*纵隔(?:明显)?(?:向?[左右]侧?)?(?:移位|偏移|[左右]?移)",
    re.IGNORECASE,
)
_COMES_WITH: Mapping[str, frozenset[str]] = {
    "shift": frozenset(("haemorrhage", "infarct")),
    "bleeding": frozenset(("rupture", "aorta", "pregnancy")),
}
"""What is told together with another matter."""
_LATIN = re.compile(r"[a-z]{4,}", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_SAYS_LITTLE = frozenset(
    ("with", "left", "right", "both", "large", "small", "acute", "there", "from", "into", "that", "this", "side",
     "upper", "lower", "middle", "within")
)  # fmt: skip


def found_in(clause: str, next_clause: str) -> list[re.Match[str]]:
    """What is named in a clause, also where the next one says what makes it critical."""
    found = list(CRITICAL.finditer(clause))
    if not found and _GOES_ON.search(next_clause):
        found = list(_BEGUN.finditer(clause))
    return found


def kinds_in(text: str) -> frozenset[str]:
    """Of the matters that a text names, whatever it says of them."""
    every = list(denials.clauses(text))
    after = [*(clause.text for clause in every[1:]), ""]
    pairs = zip(every, after, strict=True)
    return frozenset(str(one.lastgroup) for clause, follows in pairs for one in found_in(clause.text, follows))


def answers_for(result: str, kind: str, words: str) -> bool:
    """Whether the text of a critical result is about the matter that a report words so."""
    kinds = kinds_in(result)
    return bool(kinds & {kind, *_COMES_WITH.get(kind, ())}) or _share(words, result) > 0.5


def is_said(result: str, told: frozenset[str], text: str) -> bool:
    """Whether a report still says what a critical result is. told: the kinds that it says are there."""
    return bool(kinds_in(result) & told) or _share(result, denials.affirmed(text)) >= 0.5


def _share(these: str, there: str) -> float:
    """Which part of the words of a text another text has."""
    wanted = _words(these)
    return len(wanted & _words(there)) / len(wanted) if wanted else 0.0


def _words(text: str) -> set[str]:
    plain = text.casefold().replace("haem", "hem")
    latin = {word.removesuffix("s") for word in _LATIN.findall(plain) if word not in _SAYS_LITTLE}
    return latin | {run[n : n + 2] for run in _HAN.findall(plain) for n in range(len(run) - 1)}
