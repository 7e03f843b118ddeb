"""What can be printed of an open case: what is on its screens, and its key images, which need not be on one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from psygnal import Signal

from reader.app.case import Case
from reader.core.settings import SettingsModel
from reader.core.text import tr
from reader.findings.codes import display
from reader.findings.model import FindingsModel, KeyImage
from reader.study.model import Arrival, Series
from reader.study.numbering import image_text
from reader.views.content import Content
from reader.views.layout import Layout, Pane, Split
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.views.ui.on_paper import Subject
from reader.views.ui.scenes import Scenes
from reader.views.viewport import Viewport, fresh
from reader.volume.model import OpenedSeries


@dataclass(eq=False)
class Choice:
    """A key image. title: in words. why_not: it can't be printed, and why; "" where it can."""

    key: KeyImage
    title: str
    why_not: str = ""
    opened: OpenedSeries | None = None
    asked: bool = False


class KeyImages:
    """The key images of a case, on a workspace of their own that is on no screen. Main thread.

    changed: one of those that were asked for is there, or has come further. scenes: of the viewports. keys: which;
    None for all that were chosen in the case.
    """

    changed = Signal()

    def __init__(
        self, case: Case, settings: SettingsModel, scenes: Scenes, keys: Sequence[KeyImage] | None = None
    ) -> None:
        self._case, self._scenes = case, scenes
        self._views = ViewsModel(settings)
        self._views.be_like(case.views)
        self.choices = [self._choice(key) for key in (case.findings.key_images if keys is None else keys)]
        case.study.series_changed.connect(self._arrived)

    def show_only(self, findings: FindingsModel) -> None:
        """Draw these in the pictures, and no segmentation, in place of what the case shows."""
        self._views.set_findings(findings)
        self._views.set_masks(())

    def close(self) -> None:
        self._case.study.series_changed.disconnect(self._arrived, missing_ok=True)
        self._views.clear()

    def ask_for(self, choices: Sequence[Choice]) -> None:
        """Open their series, unless that was done."""
        for choice in choices:
            series = self._series(choice.key)
            if choice.asked or choice.why_not or series is None:
                continue
            choice.asked, uid = True, series.series_uid
            shown = next((c for c in self._case.views.contents() if c.series.series_uid == uid), None)
            if shown is not None:
                choice.opened = shown.opened
            else:
                self._case.open_series(self._case.study.study, series, partial(self._opened, choice))

    def on_the_way(self, choices: Sequence[Choice]) -> int:
        """How many of these have still to come."""
        return sum(1 for choice in choices if self._waits(choice))

    def subjects(self, choices: Sequence[Choice]) -> list[Subject]:
        """Those of them that are known of, each with all of its picture, in the window of its series."""
        found = [viewport for choice in choices if (viewport := self._viewport(choice)) is not None]
        if not found:
            return []
        panes = tuple(Pane(str(number)) for number in range(len(found)))
        self._views.put(Layout("paper", (Split(panes) if len(panes) > 1 else panes[0],)), found, ())
        return [Subject(self._views, number, self._scenes) for number in range(len(found))]

    def _choice(self, key: KeyImage) -> Choice:
        number = self._case.image_number(key.image)
        where = image_text(number, key.image.frames) if number is not None else ""
        title = " · ".join(filter(None, (where, display(key.title), key.note)))
        why = "" if self._series(key) is not None else tr("not among the images that are shown of this exam")
        return Choice(key, title, why)

    def _series(self, key: KeyImage) -> Series | None:
        """Of the exam, if that may be shown."""
        image = key.image
        for series in self._case.study.study.series:
            own = any(i.sop_instance_uid == image.sop_instance_uid for i in series.instances)
            if series.is_image and (series.series_uid == image.series_uid or (own and not image.series_uid)):
                return series
        return None

    def _opened(self, choice: Choice, opened: OpenedSeries) -> None:
        choice.opened = opened
        self.changed.emit()

    def _arrived(self, series_uid: str) -> None:
        asked = [series for c in self.choices if c.asked and (series := self._series(c.key)) is not None]
        if any(series.series_uid == series_uid for series in asked):
            self.changed.emit()

    def _waits(self, choice: Choice) -> bool:
        if choice.why_not or (viewport := self._viewport(choice)) is None:
            return not choice.why_not and choice.opened is None and not self._failed(choice)
        content = viewport.content
        assert content is not None
        if content.has_slice(viewport.plane, viewport.index):
            return False
        return self._case.views.arrival(content.series.series_uid).arrival in (Arrival.ABSENT, Arrival.LOADING)

    def _failed(self, choice: Choice) -> bool:
        series, over = self._series(choice.key), (Arrival.FAILED, Arrival.CANCELLED)
        return series is None or self._case.study.state(series.series_uid).arrival in over

    def _viewport(self, choice: Choice) -> Viewport | None:
        """None where its series has not been opened, or was taken away, or does not have it."""
        series, covers = self._series(choice.key), choice.key.image.covers
        found = choice.opened.find(covers) if choice.opened is not None else None
        if choice.opened is None or series is None or found is None:
            return None
        study, spaces = self._case.study.study, self._views.spaces
        content = Content(study, series, choice.opened, found[0], phase=found[1], spaces=spaces)
        viewport = fresh(content, content.first_plane)
        place = next((place for place, entry in enumerate(content.image.entries) if covers(entry)), None)
        frame = viewport.frame
        if place is None or frame is None or (viewport.plane is not Plane.STACK and not frame.stored):
            return None
        viewport.index = place if viewport.plane is Plane.STACK else frame.stored_index(place)
        self._draw_like(viewport, content)
        return viewport

    def _draw_like(self, viewport: Viewport, content: Content) -> None:
        """As its series is on the screen now, if it is."""
        for other in self._case.views.viewports:
            shown = other.content
            if shown is None or shown.part is not content.part or other.plane is Plane.VOLUME:
                continue
            viewport.window, viewport.own = other.window, other.own
            for name in ("inverted", "interpolation", "colour_map", "sharpness"):
                setattr(viewport, name, getattr(other, name))
            if other.plane is viewport.plane:
                viewport.turns, viewport.angle, viewport.flipped = other.turns, other.angle, other.flipped
            return
