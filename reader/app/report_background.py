"""What the opened case says of the patient beside the report: what the normal sentences of a template depend on."""

from __future__ import annotations

from datetime import date

from reader.app.known_priors import known_priors, prior_of, was_seen
from reader.app.reading_case import ReadingCase
from reader.report.model import CLINICAL_INFORMATION, FINDINGS, IMPRESSION
from reader.report.ui.forms import Background
from reader.review.contrast import Phase, phases
from reader.review.priors import Prior
from reader.review.sequences import said
from reader.study.model import Study

_LOW_DOSE = ("low-dose", "low dose", "ldct", "低剂量")
_PELVIS = ("pelv", "whole abdomen", "盆", "全腹", "下腹")
_NO_AGENT = ("NO", "NONE", "N", "0", "NATIVE", "WITHOUT")
_TOLD = (CLINICAL_INFORMATION, FINDINGS, IMPRESSION)


def background(case: ReadingCase) -> Background:
    """Main thread. Facts that are not sure are left out: with or without contrast where neither the order nor the
    images say, a prior where none was looked at, the pelvis where nothing says that it was examined."""
    study, order = case.study.study, case.task.workitem
    ordered = " ".join((order.procedure, order.label, study.description))
    facts = {
        "patient.name": study.patient.name.display,
        "patient.sex": study.patient.sex,
        "order.procedure": order.procedure or order.label,
        "exam.description": study.description,
        "exam.modalities": "/".join(sorted({s.modality for s in study.series if s.is_image} or study.modalities)),
        "exam.date": study.when.strftime("%Y-%m-%d") if study.when is not None else "",
    }
    agent = _agent(study)
    phase = phases(ordered)
    if agent or len(phase) == 1:
        facts |= {"contrast": "yes" if agent or Phase.ENHANCED in phase else "no", "contrast.agent": agent}
    if any(word in ordered.lower() for word in _LOW_DOSE):
        facts = {**facts, "lowdose": "yes"}
        facts.pop("contrast", None)
    if any(word in ordered.lower() for word in _PELVIS):
        facts |= {"pelvis": "yes"}
    if "MR" in facts["exam.modalities"].split("/"):
        told = said(study, case.draft.report.language if case.draft is not None else "")
        facts |= {"sequences": "told" if told else "unknown", "exam.sequences": told}
    known = known_priors(case)
    if (prior := _prior(case)) is not None and prior.when is not None:
        facts |= {"prior": "yes", **_named(prior_of(case, prior))}
    elif known:
        facts |= {"prior": "yes?", **(_named(known[0]) if len(known) == 1 else {})}
    return Background("\n".join(_history(case)), {name: text for name, text in facts.items() if text})


def _named(prior: Prior) -> dict[str, str]:
    when = prior.when.isoformat() if prior.when is not None else ""
    return {"prior.date": when, "prior.description": prior.title}


def date_compared(case: ReadingCase) -> date | None:
    """When the exam was made that this one is compared with: the prior on the screen, else the one that the normal
    sentences name; None where none is known. Main thread."""
    prior = _prior(case)
    looked_at = prior.when.date() if prior is not None and prior.when is not None else None
    return case.prior_on_screen or looked_at


def _agent(study: Study) -> str:
    """The contrast agent that the images name (0018,0010); "" for none."""
    traits = (traits for series in study.series for one in series.pictures for traits in one.traits[:1])
    named = (one.contrast.strip() for one in traits)
    return next((name for name in named if name and name.upper() not in _NO_AGENT), "")


def _prior(case: ReadingCase) -> Study | None:
    """The newest earlier exam of which this user has looked at images: what was not looked at is not compared."""
    looked_at = [p for p in case.study.priors if p.when is not None and was_seen(case, p)]
    return max(looked_at, key=lambda p: p.when.timestamp() if p.when is not None else 0.0, default=None)


def _history(case: ReadingCase) -> list[str]:
    """What the order says, and earlier reports as far as they are here."""
    order = case.task.workitem
    words = [order.comment, order.question]
    for prior in case.study.priors:
        for history in case.prior_reports.state(prior).read.reports:
            if history.newest is not None:
                sections = history.newest.report.sections
                words += [section.text for section in sections if section.heading in _TOLD]
    return words
