"""Naming what was just placed, or what is selected, in the picture that has it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint
from shiboken6 import isValid

from reader.core.commands import CommandRegistry
from reader.core.qt.actions import key_text
from reader.core.qt.alive import while_alive
from reader.core.text import tr
from reader.dicom.values import Code
from reader.findings import levels, service
from reader.findings.annotation import TEXT, is_unnamed, kind_of
from reader.findings.model import Event, Finding, is_key_image
from reader.terms.vertebrae import level_name
from reader.views.model import ViewsModel
from reader.views.naming import choices
from reader.views.ui.grid import ViewportGrid
from reader.views.ui.name_field import NameField
from reader.views.ui.viewport import ViewportWidget


class Naming(QObject):
    """One field at a time, in the active viewport where that is of this grid."""

    def __init__(self, views: ViewsModel, grid: ViewportGrid, registry: CommandRegistry) -> None:
        super().__init__(grid)
        self._views, self._grid, self._registry = views, grid, registry
        self._uid = ""
        self._shown: tuple[ViewportWidget, int] | None = None
        self.field: NameField | None = None
        views.naming_wanted.connect(self._begin)
        views.overlays_changed.connect(self._follow)
        views.viewport_changed.connect(self._follow)
        views.layout_changed.connect(self._follow)

    @while_alive
    def _begin(self, tracking_uid: str, at_once: bool) -> None:
        self._end()
        views, target = self._views, self._grid.at(self._views.active)
        finding = views.findings.get(tracking_uid)
        if target is None or finding is None or views.findings.read_only or not service.can(finding, Event.EDIT):
            return
        key = key_text(self._registry["views.finish"]).replace("Return", "Enter")
        hint = tr("{key}: add a note", key=key) if is_key_image(finding) else tr("{key}: name it", key=key)
        prompt = _prompt(finding, views.findings.part_of(finding))
        self._uid, self._shown = tracking_uid, (target, target.state.index)
        named = views.findings.named
        field = NameField(lambda typed: choices(finding, typed, named), hint, prompt, target)
        if is_key_image(finding):
            field.field.setText(finding.note)
            field.field.selectAll()
        self.field = field
        field.chosen.connect(self._named)
        field.left.connect(self._left)
        target.installEventFilter(self)
        x, y = target.below_key_mark() if is_key_image(finding) else target.beside(tracking_uid)
        field.show_at(QPoint(round(x), round(y)))
        if at_once:
            field.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever goes on in the picture does not name it now."""
        on = event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Resize)
        if on and self.field is not None and not self.field.is_open:
            self._end()
        return super().eventFilter(watched, event)

    @while_alive
    def _follow(self, *_: object) -> None:
        """The hint goes with its picture, and with its measurement."""
        if self.field is None or self._shown is None:
            return
        target, index = self._shown
        gone = not isValid(target) or target.state.index != index or self._views.findings.get(self._uid) is None
        if gone or (not self.field.is_open and self._views.findings.selected != self._uid):
            self._end()

    def _named(self, said: tuple[Code | str, ...]) -> None:
        uid = self._uid
        self._end()
        finding = self._views.findings.get(uid)
        if finding is not None and not self._views.findings.read_only:
            service.name(self._views.findings, uid, *said)

    def _left(self) -> None:
        """A text without words is none."""
        uid, views = self._uid, self._views
        self._end()
        finding = views.findings.get(uid)
        empty = finding is not None and kind_of(finding) == TEXT and is_unnamed(finding) and not finding.note
        if empty and not views.findings.read_only:
            service.delete(views.findings, uid)

    def _end(self) -> None:
        field, self.field = self.field, None
        if self._shown is not None and isValid(self._shown[0]):
            self._shown[0].removeEventFilter(self)
        self._shown = None
        if field is not None and isValid(field):
            field.blockSignals(True)
            field.hide()
            field.deleteLater()


def _prompt(finding: Finding, part: int) -> str:
    """What the empty field says."""
    role = finding.shapes[part].role if levels.is_set(finding) else None
    if role is not None:
        return tr("{level}, or type which", level=level_name(role))
    if is_key_image(finding):
        return tr("Note, or why it is poor")
    return tr("Text") if is_unnamed(finding) else tr("Name, location or remark")
