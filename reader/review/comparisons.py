"""Comparisons with earlier exams: that somebody asks for one, and that a report speaks of one.

How long a patient has been ill, or that an illness gets worse, asks for nothing.
"""

from __future__ import annotations

import re

_EXAM = r"(?:CTs?|MRI?s?|X-?rays?|radiographs?|scans?|exam\w*|stud(?:y|ies)|films?|images?|imaging)"
_NONE_NEEDED = re.compile(
    r"(?:无需|不需要?|不必|无)[^，。；,;]{0,8}?(?:对比|比较|随访|复查)|失访|复查(?=血|尿|肝功|肾功|肿瘤标|胃镜"
    r"|肠镜|心电)"
    r"|血常规复查|对比[剂度]|对比增强|\bno\s+(?:\w+\s+){0,4}?(?:compar\w+|follow[\s-]?up)"
    r"|\blost\s+to\s+follow[\s-]?up"
    r"|\bnot\s+compar\w+|\bcomparable\b",
    re.IGNORECASE,
)
_BEFORE = r"(?:前片?|[老旧原]片|既往|上次|上一次|之前|外院|术前|首次|基线|\d)"
_CHANGE_ZH = r"(?:变化|进展|增大|缩小|增多|减少|吸收|好转)"
_ASKED = re.compile(
    rf"对比|对照(?!组)|复查|随访|随诊|比较(?=\s*{_BEFORE}|变化|一下)|[与和同].{{0,20}}?比较|(?:评估|评价|观察"
    rf"|了解|明确"
    rf"|判断).{{0,8}}?{_CHANGE_ZH}"
    rf"|(?:有无|是否|有没有|病灶|结节|积液|肿块)(?:较前|明显|继续)*{_CHANGE_ZH}(?:情况)?[?？]|(?:有无|是否"
    rf"|有没有)(?:较前|明显|继续)*{_CHANGE_ZH}"
    rf"|{_CHANGE_ZH}(?:情况)?[?？]|{_CHANGE_ZH}(?:如何|情况)|较{_BEFORE}.{{0,8}}?(?:如何|[?？])|疗效|复诊评估"
    r"|\bcompar\w+|\bfollow(?:ing)?[\s-]?up\b|\bf/u\b|\binterval\s+(?:change|progress\w*|growth|increase"
    r"|development)"
    r"|\b(?:any|assess|evaluate|check|monitor|exclude|r/o)\s+(?:for\s+)?(?:the\s+)?(?:change|progress(?:ion)?"
    r"|growth|regression)\b"
    r"|[?？]\s*(?:interval|change|progress\w*|growth|growing|larger|smaller|increas\w+|stable|unchanged"
    r"|resol\w+)\b"
    r"|\b(?:progress(?:ion|ed|ing)?|regression|growth|growing|larger|smaller|stable|resolved|resolution)\s*[?？]"
    r"|\b(?:size|interval|change\s+in\s+size)\s*(?:change)?\s*[?？]|\bresol\w+\s+of\b[^.;]*[?？]"
    r"|\bassess\w*\s+(?:\w+\s+)?response\b|\bre-?(?:check|evaluat\w+|assess\w*"
    r"|stag\w+)\b|\bsurveillance\b"
    r"|\b(?:treatment|therapy)\s+response\b|\bresponse\s+(?:to|assessment)\b"
    rf"|\bsince\s+(?:the\s+)?(?:last|prior|previous|earlier)?\s*{_EXAM}\b|\bsince\s+(?:the\s+)?(?:last|prior"
    rf"|previous)\b(?=\s*[.?]|$)",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    rf"对比(?![剂度增])|对照(?!组)|前一?次|比\s*\d{{4}}|(?:比)?较\s*(?:于)?\s*{_BEFORE}"
    rf"|[与和同].{{0,30}}?(?:比较|相比|相较|相仿|相似)|首诊"
    rf"|首次检查|[前老旧原]片|既往|此前"
    r"|上次|以前|以往|新发|新增|新出现|已消失|已吸收|(?:大致|基本)?同前|如前|(?:无|未见)(?:明显|显著"
    r"|著)?(?:变化|改变|进展)|(?:无|未见)著变|稳定"
    r"|由\s*\d[^，。；]*?(?:增|减|缩|变|扩)|\bcompar\w+|\bpriors?\b|\bprevious\w*|\bunchanged\b|\bstable\b"
    r"|\bstability\b|\bsince\b"
    r"|\binterval\b|\bearlier\b|\bbaseline\b|\bformer\w*|\bwas\s+\d|\bthan\s+(?:on|in|at|before|last)\b"
    r"|\bno\s+(?:\w+\s+)?change\b"
    r"|\bfrom\s+\d[^,;]*?\bto\s+\d|\bno\s+longer\b|\bresolved\b|\bold\s+(?:films?|images?|studies|exams?"
    r"|scans?)\b|\bprogress(?:ed|ion)\b"
    r"|\bregress(?:ed|ion)\b|\b(?:has|have)\s+(?:grown|increased|decreased|enlarged|shrunk|improved|cleared"
    r"|developed)\b"
    r"|\bfirst\s+exam\w*|\blast\s+(?:exam\w*|CT|MRI?|scan|study)\b|\b(?:again|re-?demonstrated|as\s+before"
    r"|now\s+measur\w+)\b",
    re.IGNORECASE,
)


def asked_for(text: str) -> bool:
    """Whether the words that an order came with want the exam compared."""
    return bool(_ASKED.search(_NONE_NEEDED.sub(" ", text)))


def spoken_of(text: str) -> bool:
    """Whether a report compares, or says that there is nothing to compare with."""
    return bool(_COMPARED.search(text))
