"""What a report says that somebody has to be told at once: tension pneumothorax, aortic dissection, haemorrhage …

Only what the text says is there, now: nothing that it denies, that is old, unchanged or treated, that is to be
excluded or only named. In doubt about a suspicion it asks; a doctor answers that in one click.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.report.model import ADDENDUM, FINDINGS, IMPRESSION, Report
from reader.review import denials
from reader.review.denials import Clause

_HAEMORRHAGE = r"ha?emorrhages?"
_HAEMATOMA = r"ha?ematomas?"
_WHERE_ZH = r"(?:左|右|双)?侧?(?:基底节|丘脑|脑干|小脑|桥脑|额叶|颞叶|顶叶|枕叶|壳核|脑室内?|脑叶|脑实质)区?"
_CRITICAL = re.compile(
    "|".join((
        r"tension\s+(?:hydro)?pneumothora(?:x|ces)|pneumothora(?:x|ces)\s+(?:under|with)\s+tension",
        r"(?:aortic|type\s+[AB])\s+dissections?|dissections?\s+of\s+the\s+(?:\w+\s+){0,2}aorta"
        rf"|aortic\s+intramural\s+{_HAEMATOMA}|aortic\s+rupture",
        r"ruptured?\s+(?:\w+\s+){0,3}aneurysms?|aneurysm(?:al)?\s+rupture",
        r"(?:intracranial|intracerebral|intraparenchymal|subarachnoid|subdural|epidural|extradural|intraventricular"
        rf"|cerebral|cerebellar|pontine|thalamic|brain-?\s?stem|basal\s+ganglia)\s+{_HAEMORRHAGE}",
        rf"(?:subdural|epidural|extradural|intracranial|intracerebral)\s+{_HAEMATOMA}",
        r"(?:uncal|tonsillar|transtentorial|subfalcine|brain|cerebral)\s+herniation",
        r"pulmonary\s+(?:thrombo-?)?embol(?:ism|isms|us|i)\b|pulmonary\s+arter(?:y|ial)\s+(?:thrombo-?)?embol\w+",
        r"pneumoperitoneum|free\s+(?:intra-?peritoneal\s+|intra-?abdominal\s+|subdiaphragmatic\s+|sub-?phrenic\s+)?"
        r"(?:air|gas)\b",
        r"(?:bowel|intestinal|mesenteric)\s+(?:ischa?emia|infarction|necrosis)|strangulated\s+\w+",
        r"(?:splenic|liver|hepatic|renal)\s+rupture|ruptured\s+(?:spleen|ectopic\s+pregnancy)",
        r"(?:cardiac|pericardial)\s+tamponade",
        r"张力性(?:液)?气胸",
        r"主动脉(?:[^\W未无]{0,6})?(?:夹层|壁间血肿|壁内血肿|破裂)|夹层动脉瘤|动脉瘤破裂",
        rf"颅内(?:多发)?出血|脑出血|蛛网膜下腔出血|硬膜[下外](?:血肿|出血)|{_WHERE_ZH}(?:血肿|出血)",
        r"脑疝|钩回疝|小脑扁桃体疝",
        r"肺(?:动脉)?(?:及其分支|主干|[左右]干|各?级?分支|[上中下]叶\w{0,6}?)?(?:血栓)?栓塞|肺血栓",
        r"膈下(?:可?见)?(?:少量|大量|新月形)?(?:游离)?气体(?:影)?|(?:腹腔|腹膜腔)(?:内)?(?:可?见)?(?:少量|大量)?游离气体"
        r"|气腹",
        r"绞窄性肠梗阻|肠(?:管|壁)?(?:缺血)?坏死|肠系膜\w{0,4}(?:血管)?(?:栓塞|血栓形成)",
        r"[脾肝肾]脏?破裂|异位妊娠破裂|宫外孕破裂",
        r"心包填塞|心脏压塞",
    )),
    re.IGNORECASE,
)  # fmt: skip
_DENIES = re.compile(
    r"\b(?:no|not|without|never|neither|nor|free\s+(?:of|from)|negative\s+for|absence\s+of|lack\s+of|rather\s+than"
    r"|(?:rul(?:ed?|ing)|to\s+rule)\s+out|exclud(?:e|es|ed|ing)|against|r/o|resolved|resolution\s+of)\b"
    r"|未见|未及|未发现|未查见|未探及|未显示|未示|未提示|未出现|没有|无(?!菌|名|创|症状)|不伴|未伴|未合并|不支持|不考虑|排除|除外|否认",
    re.IGNORECASE,
)
_NOT_EXCLUDED = re.compile(
    r"\b(?:can\s?not|can't|not|could\s+not)\s+(?:\w+\s+)?(?:be\s+)?(?:exclu\w+|ruled?\s+out)|不(?:能|可|完全)*(?:除外|排除)|待(?:排|除外)",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\b(?:but|however|although|though|except|despite|there\s+(?:is|are)|shows?|showing|with|due\s+to|because)\b"
    r"|但|而(?!是)|可见|另见|并见|示(?!例)|伴(?!行)|[:：]",
    re.IGNORECASE,
)
_ABSENT_AFTER = re.compile(
    r"^(?:\s*(?:[(（]\s*[-－—–−]\s*[)）]|[:：=]\s*(?:none|no\b|nil|absent|negative|无|未见|阴性|否|[-－—–−])|-?\s*negative\b)"
    r"|[^,，。;；]{0,40}?\b(?:is|are|was|were|has\s+been|have\s+been|be)?\s*(?:now\s+)?"
    r"(?:not\s+(?:be\s+)?(?:seen|identified|present|visible|demonstrated|detected|evident|shown|suspected)"
    r"|absent|excluded|ruled\s+out|unlikely|(?:has|have)\s+(?:\w+\s+)?resolved|resolved)\b"
    r"|[^,，。;；]{0,10}?(?:未见|未显示|阴性|已?排除|已?除外|(?:已|完全|基本)吸收|消失|不明显|可能性(?:小|不大)))",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"\b(?:unchanged|stable|chronic|old|known|prior|previous(?:ly)?|history\s+of|status\s+post|s/p|repair\s+of"
    r"|follow-?\s?up\s+of|earlier|treated|repaired|resolving|remote|sequelae?|residual|decreas\w+|improv\w+|smaller"
    r"|similar|residua|no\s+(?:significant\s+)?(?:interval\s+)?change)\b"
    r"|同前|相仿|大致相同|变化不(?:大|明显)|无(?:明显|显著)?(?:变化|改变)|未见(?:明显|显著)?(?:变化|改变)|陈旧|慢性|既往|病史"
    r"|后遗|软化灶|吸收期|残留|较前(?:片|次)?(?:明显|稍|略|部分)?(?:吸收|减少|缩小|好转)|复查",
    re.IGNORECASE,
)
_AS_BEFORE = re.compile(
    r"^\s*(?:(?:essentially|now|otherwise|largely)\s+)?(?:unchanged|stable|similar|smaller|decreas\w+|improv\w+"
    r"|resolv\w+|as\s+before)\b"
    r"|^\s*(?:范围|大小|厚度|血肿|整体|密度|量)?(?:与|较|同)(?:前片?|前次|上次|既往|原片|老片)(?:检查|片)?(?:明显|稍|略|部分|大致)?"
    r"(?:相仿|相同|吸收|减少|缩小|好转|无(?:明显)?变化)|^\s*(?:同前|(?:无|未见)(?:明显|显著)?(?:变化|改变))",
    re.IGNORECASE,
)
"""Of the clause that follows."""
_OPERATED = re.compile(
    r"^\S{0,6}?(?:修复|支架|置换|栓塞|清除|引流|介入)?(?:置入|植入)?(?:术后|支架)|^\s*(?:repair|stent|graft)"
)
_AFTER_OPERATION = re.compile(
    r"\b(?:post-?\s?operative|post-?\s?surgical|postop|after\s+(?:surgery|laparoscop\w+|laparotomy|drainage)|expected)\b"
    r"|术后|腹腔镜",
    re.IGNORECASE,
)
"""When free air is no news."""
_FREE_AIR = re.compile(r"free|pneumoperitoneum|游离|气腹|膈下", re.IGNORECASE)
_WORSE = re.compile(
    r"\b(?:new(?:ly)?|increas\w+|larger|worse\w*|progress\w*|acute(?:ly)?|enlarg\w+|recurrent)\b"
    r"|新发|新出现|增多|增大|进展|加重|急性|再发|复发|扩大",
    re.IGNORECASE,
)
_ONLY_NAMED = re.compile(
    r"\b(?:if|whether|to\s+(?:exclude|rule\s+out|assess|evaluate|look)|(?:at\s+)?risk\s+(?:of|for)|protocol|in\s+case\s+of"
    r"|recommend\w*|query|evaluat\w+\s+for|technique|clinical(?:ly)?\s+(?:suspected|concern|question))\b"
    r"|是否|有无|如有|若有|风险|(?:建议|请|需|进一步|必要时)[^，。；]*(?:排除|除外|检查|明确)|方案|扫描技术|以(?:排除|除外|明确)|申请",
    re.IGNORECASE,
)


def told_at_once(report: Report) -> Iterator[str]:
    """Each thing that the findings, the impression or an addendum say and that can't wait, as it is written there;
    the same words once."""
    said: set[str] = set()
    for section in report.sections:
        if section.locked or section.heading not in (FINDINGS, IMPRESSION, ADDENDUM):
            continue
        for words in critical_in(section.text):
            if words.casefold() not in said:
                said.add(words.casefold())
                yield words


def critical_in(text: str) -> Iterator[str]:
    """Of one text."""
    every = list(denials.clauses(text))
    for at, clause in enumerate(every):
        follows = every[at + 1 : at + 2]
        after = follows[0].text if follows and follows[0].before else ""  # in the same sentence
        for found in _CRITICAL.finditer(clause.text):
            if _is_there(clause, found, after):
                yield found[0].strip()


def _is_there(clause: Clause, found: re.Match[str], next_clause: str) -> bool:
    text = clause.text
    sure = _NOT_EXCLUDED.search(text) is None
    ahead, after = text[: found.start()], text[found.end() :]
    if sure and (_denied(ahead) or _ABSENT_AFTER.search(after) or _ONLY_NAMED.search(text)):
        return False
    if _FREE_AIR.search(found[0]) and _AFTER_OPERATION.search(f"{clause.before} {text} {next_clause}"):
        return False
    old = _OLD.search(text) or _OPERATED.search(after) or _AS_BEFORE.search(next_clause)
    return old is None or _WORSE.search(f"{text} {next_clause}") is not None


def _denied(ahead: str) -> bool:
    """Whether the last word before it that denies reaches as far as it."""
    denies = list(_DENIES.finditer(ahead))
    return bool(denies) and _AGAIN.search(ahead[denies[-1].end() :]) is None
