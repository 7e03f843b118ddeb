"""How the open exam hangs: the protocol that suits it, its stages, and the series that they bring. No Qt; main
thread only.

What the user arranges is left alone: a stage fills its panes only as long as they are as it laid them out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from zlib import crc32

from reader.app.presenter import Level, Presenter
from reader.core.storage import storage_error, write_atomically
from reader.core.text import one_of, tr
from reader.study.model import Series, Study
from reader.study.opened import StudyModel
from reader.views.hanging.capture import can_be_captured, captured, extended, file_name
from reader.views.hanging.codec import protocol_from
from reader.views.hanging.library import protocols
from reader.views.hanging.matching import choose, fill, first_stage, relevant
from reader.views.hanging.protocol import Protocol, Stage
from reader.views.hanging.showing import StageOnScreen
from reader.views.model import ViewsModel
from reader.volume.model import OpenedSeries

Open = Callable[[Study, Series, Callable[[OpenedSeries], None]], None]
List = Callable[[Study, Callable[[Study], None]], None]


class Protocols:
    """Those that come with the program, those of everybody at this computer in `folder`, and the user's own in a
    folder in there; what is wrong with a file is said once."""

    def __init__(self, folder: Path, username: str, presenter: Presenter) -> None:
        self._everybodys, self._presenter = folder, presenter
        self._own = folder / folder_name(username)
        self._said: tuple[str, ...] = ()

    def all(self) -> Sequence[Protocol]:
        """As they are now."""
        found, wrong = protocols(self._own, self._everybodys)
        if wrong and wrong != self._said:
            what = tr("A hanging protocol can't be used: {what}", what=wrong[0])
            self._presenter.say(what, tr("The others are used."), level=Level.WARNING)
        self._said = wrong
        return found

    def keep(self, title: str, text: str) -> None:
        """One of the user's own, in the place of the one that is called so. Raises `StorageError`."""
        self._write(title, text)
        self._presenter.say(tr("Exams like this one will open this way from now on."))

    def add_stage(self, protocol: Protocol, views: ViewsModel, title: str) -> None:
        """What is on the screen becomes the last stage of one of the user's own. Raises `StorageError`."""
        path = Path(protocol.source)
        try:
            text = path.read_text("utf-8-sig")
        except OSError as cause:
            raise storage_error(path, cause) from cause
        self._write(title, extended(text, views, title))
        name = one_of(protocol.title)
        self._presenter.say(tr("“{title}” is a stage of “{protocol}” from now on.", title=title, protocol=name))

    def _write(self, title: str, text: str) -> None:
        made = protocol_from(text)
        own = (protocol for protocol in protocols(self._own)[0] if self.is_own(protocol))
        same = (Path(protocol.source).name for protocol in own if protocol.id == made.id)
        write_atomically(self._own / (next(same, "") or self._free_name(title)), text.encode())

    def _free_name(self, title: str) -> str:
        names = (file_name(title, number) for number in count(1))
        return next(name for name in names if not (self._own / name).exists())

    def is_own(self, protocol: Protocol) -> bool:
        """Whether it is one that this user has made."""
        return bool(protocol.source) and Path(protocol.source).parent == self._own

    def forget(self, protocol: Protocol) -> None:
        """Delete one of the user's own. Raises `StorageError`."""
        path = Path(protocol.source)
        try:
            path.unlink(missing_ok=True)
        except OSError as cause:
            raise storage_error(path, cause) from cause
        self._presenter.say(tr("Your hanging protocol is deleted."))


def folder_name(username: str) -> str:
    """Of what is one user's own, on every system."""
    plain = re.sub(r"[^a-z0-9.-]", "_", username.lower()).strip(".")
    return plain if plain == username else f"{plain}-{crc32(username.encode()):08x}"


def _priors_in(stage: Stage) -> int:
    """How many earlier exams it shows."""
    return max(selector.prior for selector in stage.selectors)


class Hanging:
    """Of one case."""

    def __init__(self, views: ViewsModel, study: StudyModel) -> None:
        self._views, self._study = views, study
        self._open: Open = lambda study, series, then: None
        self._list: List = lambda prior, then: None
        self._library: Protocols | None = None
        self._protocols: list[Protocol] = []
        self._number = 0
        self._screen: StageOnScreen | None = None
        self._better: tuple[int, ...] = ()
        self._hung: object = None
        study.priors_changed.connect(self._with_priors)

    def ask_for_series(self, open_series: Open, list_prior: List) -> None:
        """Who opens a series of the exam or of a prior and hands it over, and who lists the series of a prior,
        where that is of the same patient."""
        self._open, self._list = open_series, list_prior

    def begin(self, library: Protocols) -> Series | None:
        """Choose for the exam that has arrived; the series that hangs first, None where no protocol is for it or
        the user wants none. It can be hung by hand then. An earlier stage that needs a prior takes its place as
        soon as the priors are known, if the user has arranged nothing until then."""
        exam = self._study.study
        self._library = library
        self._protocols, self._screen = choose(library.all(), exam), None
        self._better, self._hung = (), None
        if not self._protocols or not self._views.settings.value.hanging:
            return None
        self._number = first_stage(self._protocols[0], exam) or 0
        stage = self._protocols[0].stages[self._number]
        hung = fill(stage, exam)
        if hung is None:
            return None
        before = enumerate(self._protocols[0].stages[: self._number])
        self._better = tuple(number for number, stage in before if _priors_in(stage))
        self._screen = StageOnScreen(self._views, stage, hung)
        return self._screen.series[0].series

    def take_first(self, series: Series, opened: OpenedSeries) -> bool:
        """The series that hangs first has been opened: whether it hangs now. The others of its stage follow."""
        screen = self._screen
        if screen is None or series.series_uid != screen.series[0].series.series_uid:
            return False
        screen.take(self._study.study, series, opened, prior=False)
        self._bring(screen, without=series.series_uid)
        self._hung = self._as_hung()
        if self._study.priors:
            self._with_priors()
        return True

    @property
    def protocol(self) -> Protocol | None:
        """The one by which the exam hangs."""
        return self._protocols[0] if self._protocols else None

    def step(self, by: int) -> None:
        """The next stage (1) or the one before (-1) that this exam and its priors can fill."""
        if self._has_one():
            self._try(self._number + by, by)

    def again(self) -> None:
        """The stage as it is meant, whatever was arranged since."""
        if self._has_one():
            self._try(self._number, 0)

    def change(self) -> None:
        """The next protocol that is for this exam."""
        if len(self._protocols) > 1:
            self._protocols = [*self._protocols[1:], self._protocols[0]]
            self._try(first_stage(self._protocols[0], self._study.study) or 0, 0)
        elif self._has_one():
            self._say(tr("There is no other hanging protocol for this exam."))

    def can_keep(self) -> bool:
        """Whether there is something on the screen to hang other exams by."""
        return self._library is not None and can_be_captured(self._views)

    def keep(self, title: str, modality: str, words: Sequence[str], site: str = "") -> None:
        """Hang exams of this modality and region, of this site alone where one is named, as this one is laid out
        now. Raises `StorageError`."""
        if self._library is not None:
            self._library.keep(title, captured(self._views, title, modality, words, site=site))
            self._choose_again()
            self._number = 0

    def keep_stage(self, title: str) -> None:
        """Make what is on the screen the last stage of the protocol by which the exam hangs, one of the user's own.
        Raises `StorageError`."""
        if self._library is not None and self.protocol is not None and self.is_own():
            identity = self.protocol.id
            self._library.add_stage(self.protocol, self._views, title)
            self._choose_again()
            self._protocols.sort(key=lambda protocol: protocol.id != identity)
            self._number = len(self._protocols[0].stages) - 1

    def is_own(self) -> bool:
        """Whether the exam hangs by a protocol of the user's own."""
        return self._library is not None and self.protocol is not None and self._library.is_own(self.protocol)

    def forget(self) -> None:
        """Delete that protocol; what is on the screen stays. Raises `StorageError`."""
        if self._library is not None and self.protocol is not None and self.is_own():
            self._library.forget(self.protocol)
            self._choose_again()

    # inside

    def _with_priors(self) -> None:
        """They are known: what should have hung first, if it needs one of them."""
        better, protocol = self._better, self.protocol
        if not better or protocol is None or self._hung is None:
            return
        self._better = ()
        untouched = self._hung == self._as_hung()
        known = [prior for prior in self._study.priors if self._study.judge_prior(prior).same]
        for number in better if untouched else ():
            wanted = _priors_in(protocol.stages[number])
            priors = relevant(protocol, self._study.study, known)[:wanted]
            if len(priors) == wanted:
                self._list_all(priors, [], partial(self._hang_instead, protocol, number))
                return

    def _hang_instead(self, protocol: Protocol, number: int, priors: Sequence[Study]) -> None:
        if self.protocol is protocol and self._hung == self._as_hung():
            self._hang(protocol, number, priors)

    def _as_hung(self) -> object:
        """What is another one as soon as the user has arranged the screen or chosen a window."""
        views = self._views
        shown = (viewport for viewport in views.viewports if viewport.content is not None)
        window = next((viewport.window for viewport in shown if viewport.content is views.main), None)
        return self._screen, views.layout, window

    def _has_one(self) -> bool:
        if self.protocol is None:
            self._say(tr("No hanging protocol is for this exam."))
        return self.protocol is not None

    def _choose_again(self) -> None:
        if self._library is not None:
            exam = self._study.study
            self._protocols = choose(self._library.all(), exam)
            self._number = (first_stage(self._protocols[0], exam) or 0) if self._protocols else 0

    def _try(self, number: int, by: int, why: str = "") -> None:
        """Show this stage; where it can't be filled the next one that way. why: what one before it lacks."""
        protocol = self.protocol
        if protocol is None or not 0 <= number < len(protocol.stages):
            self._say(why or tr("There is no further stage for this exam."))
            return
        stage = protocol.stages[number]
        wanted = _priors_in(stage)
        priors = relevant(protocol, self._study.study, self._study.priors)[:wanted]
        if wanted:
            why = why or tr("“{stage}” needs an earlier exam of the same region.", stage=one_of(stage.title))
        if wanted and not priors:
            self._after(number, by, why)
            return

        def listed(found: Sequence[Study]) -> None:
            if self.protocol is protocol and not self._hang(protocol, number, found):
                self._after(number, by, why)

        self._list_all(priors, [], listed)

    def _after(self, number: int, by: int, why: str) -> None:
        """This stage can't be shown."""
        if by:
            self._try(number + by, by, why)
        else:
            self._say(why or tr("There is no further stage for this exam."))

    def _list_all(
        self, priors: Sequence[Study], listed: list[Study], then: Callable[[Sequence[Study]], None]
    ) -> None:
        if not priors:
            then(listed)
        elif priors[0].series:
            self._list_all(priors[1:], [*listed, priors[0]], then)
        else:
            self._list(priors[0], lambda study: self._list_all(priors[1:], [*listed, study], then))

    def _hang(self, protocol: Protocol, number: int, priors: Sequence[Study]) -> bool:
        stage = protocol.stages[number]
        hung = fill(stage, self._study.study, priors)
        if hung is None:
            return False
        self._number = number
        self._screen = screen = StageOnScreen(self._views, stage, hung)
        self._bring(screen)
        self._say(self._name(protocol, stage, number))
        return True

    def _bring(self, screen: StageOnScreen, without: str = "") -> None:
        """without: a series that it has taken already."""
        shown = {content.series.series_uid: content for content in self._views.contents()}
        for wanted in screen.series:
            study, series = wanted.study, wanted.series
            there = shown.get(series.series_uid)
            if series.series_uid == without:
                continue
            if there is None:
                self._open(study, series, partial(self._opened, screen, study, series))
            else:
                self._take(screen, study, there.series, there.opened)

    def _opened(self, screen: StageOnScreen, study: Study, series: Series, found: OpenedSeries) -> None:
        if screen is self._screen:
            self._take(screen, study, series, found)

    def _take(self, screen: StageOnScreen, study: Study, series: Series, opened: OpenedSeries) -> None:
        waited = screen.waits
        screen.take(study, series, opened, prior=study.study_uid != self._study.study.study_uid)
        if waited:
            self._bring(screen, without=series.series_uid)

    def _name(self, protocol: Protocol, stage: Stage, number: int) -> str:
        return tr(
            "{protocol}: {stage} ({number} of {total})",
            protocol=one_of(protocol.title), stage=one_of(stage.title),
            number=number + 1, total=len(protocol.stages),
        )  # fmt: skip

    def _say(self, text: str) -> None:
        self._views.readout.emit(text)
