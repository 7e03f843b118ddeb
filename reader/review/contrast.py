"""Whether a text says that contrast medium is given into a vein: of an order, of a technique.

What is said of contrast that was swallowed, of the contrast of an image, of an allergy or of another exam says
nothing of it.
"""

from __future__ import annotations

import re
from enum import Enum


class Phase(Enum):
    """A text may speak of both, one after the other."""

    PLAIN = "plain"
    ENHANCED = "enhanced"


_SPLIT = re.compile(r"[。；;，,\n]|\.(?=\s|$)")
_ANOTHER_EXAM = re.compile(
    r"\bcompar\w+|\bprior\b|\bprevious\w*|\bearlier\b|既往|前片|旧片|老片|上次|与.{0,30}?(?:对比|比较"
    r"|相比)(?!剂)", re.IGNORECASE
)
_UNDECIDED = re.compile(
    r"\bwith\s*(?:and/or|or|/)\s*w(?:ithout|/o)\b|\bw(?:ithout|/o)\s+or\s+with\b|\bC\s*(?:\+\s*/\s*[-−]|±)"
    r"|(?:\+\s*/\s*-|±)\s*(?:iv\s+|intravenous\s+)?(?:contrast|gadolinium|Gd|增强)"
    r"|\b(?:contrast|enhanced)\b[^.;]*\b(?:if|as|when)\s+(?:needed|required|necessary|indicated|appropriate)\b"
    r"|\bcontrast\b[^.;]*(?:\?|\bunknown\b|\bunclear\b|\bstatus\b)|\bcontrast\s*:\s*see\b"
    r"|必要时.{0,6}(?:增强|造影剂|对比剂)|(?:是否|酌情|建议|需否).{0,4}增强|增强[?？]|\bcontrast\s*\?",
    re.IGNORECASE,
)
# "With and without contrast", "W/WO": one after the other.
_BOTH = re.compile(
    r"\bw(?:ith|/)?\s*(?:and|&|/)\s*w(?:ithout|/?o)\b|\bw(?:ithout|/?o)\s*(?:and|&|/)\s*(?:then\s+)?w(?:ith\b|/"
    r"|\b)|\bw\s+w/?o\b",
    re.IGNORECASE,
)
_ALLERGY = re.compile(
    r"(?:造影剂|对比剂)[^，。；]{0,4}(?:过敏|反应|肾病|外渗)|过敏[^，。；]{0,6}(?:造影剂|对比剂)"
    r"|\bcontrast\s+(?:medium\s+|media\s+|agent\s+)?(?:allerg"
    r"|nephro|reaction|induced|extravas)\w*|\ballerg\w+\s+to\s+(?:\w+\s+)?contrast(?:\s+(?:medium|media"
    r"|agents?))?",
    re.IGNORECASE,
)
# Both ways in one breath: "IV and oral contrast" is contrast into a vein.
_TWO_WAYS = re.compile(
    r"\b(?:iv|intravenous)\s*(?:and|or|&|/|\+)\s*(?:oral|rectal|enteric)\s+(?=contrast)"
    r"|\b(?:oral|rectal|enteric)\s*(?:and|or|&|/|\+)\s*(?:iv|intravenous)\s+(?=contrast)",
    re.IGNORECASE,
)
_NOT_INTO_A_VEIN = re.compile(
    r"(?:(?:未|不|无|没有)\s*)?(?:口服|灌肠|直肠|鼻饲|关节腔内?|鞘内|膀胱内?)[^，。；]{0,6}?(?:造影剂|对比剂)"
    r"|(?:\b(?:no|with|without)\s+)?(?:\b(?:positive|negative|dilute|neutral|water\s+as)\s+)?"
    r"\b(?:oral|rectal|enteric|bowel|colonic|intra-?articular|intrathecal|intravesical)\s+"
    r"(?:(?:and|or)\s+(?:oral|rectal|enteric)\s+)?contrast(?:\s+(?:medium|media|agents?|material))?"
    r"(?:\s+(?:only|was\s+not\s+given|was\s+given))?"
    r"|\bcontrast\s+(?:medium\s+|media\s+|agent\s+)?(?:orally|by\s+mouth)\b",
    re.IGNORECASE,
)
_OF_AN_IMAGE = re.compile(
    r"\bphase[\s-]+contrast\b|相位对比\w?|对比[度率噪]\w*|\bcontrast[\s-]+(?:resolution|ratio|sensitivity"
    r"|to[\s-]+noise|detail|scale|window)\b"
    r"|\b(?:high|low|good|poor|better|improved|sufficient|reduced|soft[\s-]?tissue|tissue|image"
    r"|T[12])[\s-]+contrast\b"
    r"|\b(?:in|by)\s+contrast\b|\b(?:edge|image|computer|deep[\s-]learning)[\s-]+enhanced\b|图像增强|边缘增强"
    r"|血管造影机",
    re.IGNORECASE,
)
_MEDIUM = (
    r"(?:contrast(?:[\s-]+enhanced|[\s-]+enhancement|\s+(?:medium|media|agents?|material|administration"
    r"|injection))?"
    r"|gadolinium|\bGd\b|enhancement)"
)
_BETWEEN = (
    r"(?:(?:iv|intravenous|any|the|use|of|administration|injection|application|oral|rectal|enteric|or|and"
    r"|additional"
    r"|iodinated|gadolinium|based)[\s-]+){0,5}"
)
_DONE = r"(?:given|administered|used|injected|applied|required|necessary|requested|ordered|performed|indicated)"
_WITHOUT = re.compile(
    r"平扫|(?:未|无|不|没有|非|勿|拒绝?|免|禁)(?:(?!过敏|禁忌|反应|异常"
    r"|后)[^，。；,;:：、]){0,10}?(?:增强(?:扫描)?|造影剂|对比剂)"
    r"|(?:增强(?:扫描)?|造影剂|对比剂)\s*[:：]?\s*(?:无(?!异常|不良)|否|未[用使予行注给]|不用)"
    r"|(?<![A-Za-z0-9])C\s?[-−－](?![\w-])"
    rf"|\b(?:no|without|w/o|nil|non|omitting|not)[\s-]*{_BETWEEN}\b{_MEDIUM}"
    rf"|\b{_MEDIUM}\s*(?:[:：=-]\s*|\s(?:(?:was|is|has|were|been)\s+)*)"
    rf"(?:none|nil|no\b|absent|without|withheld|declined|contraindicated|refused|omitted|not\s+{_DONE})"
    rf"|\b{_MEDIUM}\s*[:=]\s*[-–—]\s*$|\bwithout\s*$|\bCT\s+(?:\w+\s+)?native\b|\bnative\s+(?:CT|scan|phase)\b"
    r"|\bunenhanced\b|\bnon-?enhanced\b|\bplain\b|\bpre-?contrast\b|\bnon-?contrast\w*|\bN(?:CC|EC)T\b"
    r"|\bpre-(?=\s*(?:and|/|&))",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"增强|造影剂|对比剂|团注|碘(?:海|帕|克沙|普罗|佛|美普|比|普)\w{0,2}[醇胺尔]|钆\w{0,4}"
    r"|\bcontrast\b|\benhanced\b|\bpost-?contrast\b|(?<![A-Za-z])CE-?(?:MR|CT)\w?|(?<![A-Za-z])(?:CTP?A"
    r"|CECT)(?![A-Za-z])|\bCT[\s-](?:\w+\s+)?angiogra\w+|CT血管(?:造影|成像)"
    r"|\bgad(?:o\w+)\b|\bio(?:hexol|pamidol|dixanol|promide|versol|meprol|bitridol)\b|\bomnipaque\b|\bultravist\b"
    r"|\bvisipaque\b|\bmagnevist\b|\bdotarem\b|\bprimovist\b|\b(?:arterial|portal|venous"
    r"|nephrographic)\s+phases?\b"
    r"|动脉期|门脉期|静脉期|延迟期|(?<![A-Za-z0-9])C\s?\+(?!\s*/)|(?<![A-Za-z])Gd(?![A-Za-z])",
    re.IGNORECASE,
)


def phases(text: str) -> frozenset[Phase]:
    """Those that a text certainly tells; none where it leaves open what is done."""
    told: set[Phase] = set()
    for clause in _SPLIT.split(re.sub(r"\bi\.\s?v\.", "iv", text, flags=re.IGNORECASE)):
        if _UNDECIDED.search(clause):
            return frozenset()
        if _ANOTHER_EXAM.search(clause):
            continue
        if _BOTH.search(clause) and _WITH.search(clause):
            told |= set(Phase)
            continue
        rest = _TWO_WAYS.sub("iv ", clause)
        for besides in (_ALLERGY, _NOT_INTO_A_VEIN, _OF_AN_IMAGE):
            rest = besides.sub(" ", rest)
        enhanced = _WITHOUT.sub(" ", rest)
        told |= {Phase.PLAIN} if enhanced != rest else set()
        told |= {Phase.ENHANCED} if _WITH.search(enhanced) else set()
    return frozenset(told)
