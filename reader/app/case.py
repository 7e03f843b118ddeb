"""The current case: an exam, its findings, and what is on the screen. No Qt.

A case is either of a task of the worklist (`reading_case`) or of an exam from a disc or folder (`local_case`). It
is closed when that is left; nothing of it reaches the next one. It may be made before it is known whose it is, so
that its window is ready. Its models outlive its window, so that a window can be built again (another language)
without loading anything twice.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from psygnal import Signal

from reader.app.access import Access, AccessEvent, ReadOnly, after
from reader.app.filling import Filling
from reader.app.hanging import Hanging, Open
from reader.app.prior_reports import PriorReports
from reader.core.tasks import Progress, Scope
from reader.core.text import Told
from reader.findings.model import FindingsModel, ImageReference
from reader.study.identity import NOBODY
from reader.study.model import Study
from reader.study.numbering import ImageNumber, image_text, number_of
from reader.study.opened import StudyModel
from reader.views.content import Content
from reader.views.model import ViewsModel
from reader.volume.model import Volume

_NO_EXAM = Study("", NOBODY, "", None, "", "", (), "")


@dataclass
class Case(ABC):
    """Main thread only. Read its fields; they change by its methods only.

    access: who may write, a state of `app.access`; read_only_because: why nothing can be written. expected: the
    exam as it is known before its archive is asked. fetching: the main series on its way. hanging: how the exam is
    laid out; filling: what fills the rest of a layout. prior_reports: of the patient's earlier exams. documents:
    SOP Instance UIDs of the versions of its report and of what they are built on, as far as they have been read.
    """

    findings: FindingsModel
    views: ViewsModel
    expected: Study = _NO_EXAM
    study: StudyModel = field(default_factory=lambda: StudyModel(_NO_EXAM))
    access: Access = Access.NEW
    read_only_because: ReadOnly | None = None
    loading: str = ""
    scope: Scope = field(default_factory=Scope)
    fetching: Progress = field(default_factory=Progress)
    documents: frozenset[str] = frozenset()

    loading_changed = Signal(str)
    calm = Signal()
    """The pictures that were asked for first are painted, or have had their time: the rest may be asked for now."""

    def __post_init__(self) -> None:
        self.hanging = Hanging(self.views, self.study)
        self.filling = Filling(self.views, self.study)
        self.prior_reports = PriorReports(self.study)
        self.open_series: Open = lambda study, series, then: None

    @property
    @abstractmethod
    def origin(self) -> str:
        """Where it is from, in words: beside the patient in the title of its window."""

    @property
    @abstractmethod
    def no_report(self) -> str:
        """Why there is no report to look at, in words; said where it would be."""

    @property
    def due(self) -> datetime | None:
        """When its report has to be there; None once it is handed over, and where nobody set a time."""
        return None

    @property
    def announced(self) -> int:
        """How many images the site has announced; 0 where it has not said."""
        return 0

    @property
    def missing(self) -> int:
        """How many images of the exam the site has announced and the archive does not have."""
        shown = (series for series in self.study.study.series if series.is_image)
        return max(0, self.announced - sum(series.picture_count for series in shown))

    @property
    def gaps(self) -> int:
        """How many slices are missing between those of the exam's volumes on the screen, by their places and by
        their numbers, however many images have come in other series."""
        return sum(_gaps(c) for c in {id(c.acquired): c for c in self.views.contents() if not c.prior}.values())

    @property
    def read_only(self) -> bool:
        return self.access is not Access.WRITING

    @property
    def why_read_only(self) -> str:
        """Why it can't be changed, in words; "" where it can."""
        return self.read_only_because.text if self.read_only_because is not None else ""

    def image_number(self, image: ImageReference) -> ImageNumber | None:
        """What an image of the exam or its priors is called."""
        return number_of((self.study.study, *self.study.priors), image.sop_instance_uid)

    def image_name(self, image: ImageReference) -> str:
        """ "image 116"; "" for one that is not of the exam."""
        number = self.image_number(image)
        return image_text(number, image.frames) if number is not None else ""

    @property
    def prior_on_screen(self) -> date | None:
        """When the prior beside the exam was made, of several the newest; None where there is none."""
        shown = [content.study.when for content in self.views.contents() if content.prior]
        return max((when.date() for when in shown if when is not None), default=None)

    def ask_for_series(self, open_series: Open) -> None:
        """Who opens a series of the exam or a prior and hands it over: for what fills layouts and for paper."""
        self.open_series = open_series
        self.filling.ask_for_series(open_series)

    def once_settled(self, call: Callable[[], None]) -> None:
        """Do this as soon as it is known who may write in it; at once where it is."""
        call()

    def bar(self, why: ReadOnly) -> None:
        """Nothing may be written, whatever the hub answers."""
        self._move(AccessEvent.BAR)
        self.read_only_because = why
        self._lock()

    def refuse_exam(self, why: ReadOnly) -> None:
        """None of its images may be shown, and nothing may be written on them."""
        self.bar(why)

    def fetch(self, progress: Progress) -> None:
        """The main series is on its way."""
        self.fetching = progress

    def take_documents(self, uids: Iterable[str]) -> None:
        self.documents = frozenset(uids)

    def set_loading(self, what: str) -> None:
        """What is being waited for, in words (`Told`); "" when nothing is."""
        self.loading = what
        self.loading_changed.emit(what)

    def show_masks(self) -> None:
        """Let the views draw the segments that are switched on."""
        if self.views.masks != (shown := self.findings.visible_masks):
            self.views.set_masks(shown)

    def close(self) -> None:
        """Cancel what is still under way and take everything off the screen."""
        self._move(AccessEvent.LEAVE)
        self.scope.close()
        self.views.clear()

    def _expect(self, exam: Study) -> None:
        """Whose exam it is and which, so that the identity stands on the screen from the first moment."""
        self.expected = exam
        self.study.admission.expect(exam.patient)
        self.study.set_study(exam)

    def _lock(self) -> None:
        """Findings can be changed exactly where the case can, and it is said there whose an image is."""
        self.findings.set_read_only(Told(lambda: self.why_read_only) if self.why_read_only else "")
        self.study.set_may_decide(not self.read_only)

    def _move(self, event: AccessEvent) -> None:
        self.access = after(self.access, event)


def _gaps(content: Content) -> int:
    """Of a series that leaves places free, such as discs of a spine, none of the numbers is missing."""
    image = content.acquired
    if not isinstance(image, Volume):
        return 0
    there = {entry[0] for entry in image.slices if entry is not None}
    numbers = {i.number for i in content.series.instances if i.sop_instance_uid in there}
    left_out = max(numbers) - min(numbers) + 1 - len(numbers) if numbers else 0
    return min(sum(entry is None for entry in image.slices), left_out)
