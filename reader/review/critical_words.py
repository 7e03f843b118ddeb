"""What a report says that somebody has to be told at once: tension pneumothorax, aortic dissection, haemorrhage …

Only what the text says is there, now: nothing that it denies, that is old, unchanged or treated, that is to be
excluded or only named. In doubt about a suspicion it asks; a doctor answers that in one click.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from reader.dicom.ups.critical import CriticalResult, Event
from reader.report.critical_section import CRITICAL_RESULTS
from reader.report.model import ADDENDUM, FINDINGS, IMPRESSION, Report
from reader.review import critical_kinds, denials
from reader.review.denials import Clause

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
    r"|(?:can\s?not|not)\s+be\s+(?:assessed|evaluated|judged)|lacking|absent|excluded|ruled\s+out|unlikely|(?:has|have)\s+(?:\w+\s+)?resolved|resolved)\b"
    r"|[^,，。;；]{0,10}?(?:未见|未显示|阴性|已?排除|已?除外|(?:已|完全|基本)吸收|消失|不明显|可能性(?:小|不大)))",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"\b(?:unchanged|stable|chronic|old|known|prior|previous(?:ly)?|history\s+of|status\s+post|s/p|repair\s+of"
    r"|follow-?\s?up\s+of|earlier|treated|repaired|resolving|remote|sequelae?|residual|decreas\w+|improv\w+|smaller"
    r"|similar|residua|no\s+(?:significant\s+)?(?:interval\s+)?change)\b"
    r"|同前|相仿|大致相同|变化不(?:大|明显)|无(?:明显|显著)?(?:变化|改变)|未见(?:明显|显著)?(?:变化|改变)|陈旧|慢性|既往|病史"
    r"|后遗|软化灶|吸收期|残[留余]|复查|由[^，。；]{1,8}(?:减|缩)(?:至|为|小|少)"
    r"|较(?:前(?:片|次)?|[^，。；]{1,12}?[日号片次])(?:明显|稍|略|部分)?(?:吸收|减少|缩小|好转)",
    re.IGNORECASE,
)
_AS_BEFORE = re.compile(
    r"^\s*(?:(?:essentially|now|otherwise|largely)\s+)?(?:unchanged|known|stable|similar|smaller|decreas\w+|improv\w+"
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
_TOLD = re.compile(
    r"\b(?:told|informed|notified|communicated|telephoned|phoned|called|discussed)\b|通知|告知|电话|报告给|沟通",
    re.IGNORECASE,
)
"""In an addendum: that somebody was."""
_ONLY_NAMED = re.compile(
    r"\b(?:if|whether|to\s+(?:exclude|rule\s+out|assess|evaluate|look)|(?:at\s+)?risk\s+(?:of|for)|protocol|in\s+case\s+of"
    r"|recommend\w*|query|evaluat\w+\s+for|technique|clinical(?:ly)?\s+(?:suspected|concern|question))\b"
    r"|是否|有无|如有|若有|风险|(?:建议|请|需|进一步|必要时)[^，。；]*(?:排除|除外|检查|明确)|方案|扫描技术|以(?:排除|除外|明确)|申请",
    re.IGNORECASE,
)


def told_at_once(report: Report) -> Iterator[tuple[str, str]]:
    """Each thing that the findings, the impression or an addendum say and that can't wait: its kind, and how it is
    written there; the same words once."""
    said: set[str] = set()
    for section in report.sections:
        if section.locked or section.heading not in (FINDINGS, IMPRESSION, ADDENDUM):
            continue
        for kind, words in critical_in(section.text):
            if words.casefold() not in said:
                said.add(words.casefold())
                yield kind, words


def unsaid(report: Report, results: Sequence[str]) -> Iterator[str]:
    """Of these texts of critical results those that nothing in the report says any more but their own section."""
    if not results:
        return
    text = "\n".join(section.text for section in report.sections if section.heading != CRITICAL_RESULTS)
    told = frozenset(kind for kind, _ in critical_in(text))
    for result in results:
        if not critical_kinds.is_said(result, told, text):
            yield result


def untold_of(
    report: Report, signed: Report, results: Iterable[CriticalResult], since: datetime | None
) -> Iterator[CriticalResult]:
    """Of these critical results those that somebody was told since a report was signed, where what was added to it
    or changed in it says nothing of it: no section of its own is made there. since: when it was signed."""
    before = {line for section in signed.sections for line in section.text.splitlines()}
    lines = (line for section in report.sections for line in section.text.splitlines())
    own = "\n".join(line for line in lines if line not in before)
    for result in results:
        told = result.told
        if told is None or (since is not None and _last_told(result, told) <= since):
            continue
        if " ".join(told.whom.split()).casefold() not in " ".join(own.split()).casefold() and not _TOLD.search(own):
            yield result


def _last_told(result: CriticalResult, told: Event) -> datetime:
    """Not before it was recorded, whatever time was given."""
    return max(when.astimezone(UTC) for when in (told.when, result.item.scheduled or told.when))


def critical_in(text: str) -> Iterator[tuple[str, str]]:
    """Of one text: kind and words."""
    for found in there_in(text, critical_kinds.found_in):
        yield str(found.lastgroup), found[0].strip()


def there_in(text: str, find: Callable[[str, str], list[re.Match[str]]]) -> Iterator[re.Match[str]]:
    """What a text says is there, now. find: looks for it in a clause; it gets the clause that follows in the same
    sentence, too."""
    every = list(denials.clauses(text))
    for at, clause in enumerate(every):
        follows = every[at + 1 : at + 2]
        after = follows[0].text if follows and follows[0].before else ""
        yield from (found for found in find(clause.text, after) if _is_there(clause, found, after))


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
