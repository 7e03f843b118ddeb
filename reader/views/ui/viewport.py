"""One viewport: a plain widget that paints a picture and everything over it, and takes mouse and wheel."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.core.qt.theme import on_view
from reader.core.text import now, tr
from reader.study.model import Arrival
from reader.views.grids import Side
from reader.views.model import ViewsModel
from reader.views.mouse import mouse_tool
from reader.views.planes import ORTHOGONAL, Plane
from reader.views.presentation import SizeMode
from reader.views.screen import ScreenMap, fit_scale, screen_map, to_the_wall
from reader.views.scroll_marks import ScrollMarks
from reader.views.states.presenting import Seen
from reader.views.tools.crosshair import CROSSHAIR
from reader.views.tools.move_label import MoveLabelTool
from reader.views.tools.scrollbar import SCROLLBAR, is_over
from reader.views.tools.tool import Hand, Tool, reach_of
from reader.views.tools.turn import TURN
from reader.views.typed import typed_window
from reader.views.ui import drawing, drop_zones, painting
from reader.views.ui.arriving import Turns, is_complete, made_of, runs_across
from reader.views.ui.cine_clock import CineClock
from reader.views.ui.crosshair import moved
from reader.views.ui.drop_zones import side_at
from reader.views.ui.gripping import gripped
from reader.views.ui.layers import Canvas, findings_of, paint_layers
from reader.views.ui.lens import paint_lens
from reader.views.ui.overlay import paint_arrival, paint_overlay, paint_volume, window_place
from reader.views.ui.painting import PROGRESS_PX
from reader.views.ui.picture import PictureSource
from reader.views.ui.scaling import scale_of_area, sized
from reader.views.ui.scenes import Scenes
from reader.views.ui.scrollbar import has_bar, paint_bar
from reader.views.ui.spoken import spoken
from reader.views.ui.volume_picture import VolumePicture
from reader.views.ui.wheel import Wheel
from reader.views.viewport import Viewport

CLICK_PX = 3
SERIES_MIME = "application/x-reader-series"
FAST = 4
_LOW = 100
"""The window is written no higher above the bottom, in logical pixels."""

_BUTTONS = {Qt.MouseButton.MiddleButton: "middle", Qt.MouseButton.RightButton: "right"}
"""Those that have a tool of their own, beside the one that was chosen for the left button."""


class ViewportWidget(QWidget):
    """Shows the viewport that is number `number` of the model when it is made, wherever it is later.

    menu_requested(number, global position). series_dropped(number, Series Instance UID, number of the part, the
    `Side` of it or None). resized(number).
    """

    menu_requested = Signal(int, QPoint)
    series_dropped = Signal(int, str, int, object)
    resized = Signal(int)

    def __init__(
        self,
        views: ViewsModel,
        number: int,
        scenes: Scenes,
        turns: Turns,
        common_fit: Callable[[int], float | None] = lambda _: None,
        parent: QWidget | None = None,
    ) -> None:
        """common_fit(number): logical pixels a mm at which it and those of the same scale just fit."""
        super().__init__(parent)
        self._common_fit = common_fit
        self.id = views.viewports[number].id
        self._views = views
        self._scenes = scenes
        self._turns = turns
        self._made_of: tuple[object, ...] = ()
        self._begun = False
        self._source, self._lens_source = PictureSource(scenes), PictureSource(scenes)
        self._volume = VolumePicture(views, self.update, self)
        self._held: tuple[Qt.MouseButton, Tool, Hand] | None = None
        self._hover: drawing.Hit | None = None
        self._wheel = Wheel(views)
        self._cine = CineClock(views, self.id, self)
        self._marks = ScrollMarks()
        self._drop: tuple[Side | None] | None = None
        self._crosshair: QPointF | None = None
        self.labels: dict[str, tuple[QRectF, QPointF]] = {}
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(80, 80)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def number(self) -> int:
        """Of its viewport now; one past the last where the layout has it no more."""
        number = self._views.number_of(self.id)
        return number if number is not None else len(self._views.viewports)

    @property
    def state(self) -> Viewport:
        number = self._views.number_of(self.id)
        return self._views.viewports[number] if number is not None else Viewport()

    def refresh(self) -> None:
        """Something about this viewport changed: paint it soon, once."""
        self._cine.look()
        self.update()

    def cursor_moved(self) -> None:
        """Paint where the crosshair was and where it is, and nothing else."""
        region = moved(self._views, self.state, self.screen(), self._crosshair, self.size())
        self.update() if region is None else self.update(region)

    def arrived(self) -> None:
        """Slices of its series have come: the one that is shown is painted at once, others in their turn. A loop
        plays once it is there."""
        self._cine.look()
        state = self.state
        if state.content is None or made_of(state) == self._made_of:
            return
        if self._can_wait(state):
            self._turns.want(self)
        else:
            self.update()

    def take_turn(self) -> None:
        """Paint, now, also what only begins to arrive."""
        self._begun = True
        self.repaint()

    def show_progress(self) -> None:
        """Paint how far its series has come, and nothing else."""
        self.update(self._foot())

    def close_scenes(self) -> None:
        """Give back what VTK holds and the turn that it waits for; before the widget goes."""
        self._turns.painted(self)
        self._cine.stop()
        self._volume.close()

    # coordinates

    def screen(self) -> ScreenMap | None:  # type: ignore[override]
        """The map between the picture's (column, row) and this widget's logical pixels; None for no picture."""
        state = self.state
        frame = state.frame
        if frame is None:
            return None
        return screen_map(
            frame,
            self.width(),
            self.height(),
            zoom=state.zoom,
            pan=state.pan,
            turns=state.turns,
            angle=state.angle,
            flipped=state.flipped,
            fit=scale_of_area(self, state) or self._common_fit(self.number),
            middle=state.area.middle if state.area is not None else None,
        )

    def fit(self) -> float | None:
        """Logical pixels a mm at which the picture alone would just fit; None for no picture."""
        frame = self.state.frame
        return fit_scale(frame, self.state.turns, self.width(), self.height()) if frame is not None else None

    def seen(self) -> Seen | None:
        """How the picture lies in it; None for no picture."""
        view = self.screen()
        return Seen(view, self.width(), self.height()) if view is not None else None

    def show_size(self, mode: SizeMode) -> None:
        """As large as it is asked for, about the middle of the viewport; said where it can't be, and of a true size
        what it rests on."""
        if (view := self.screen()) is None:
            return
        changes = sized(mode, self, self.state, view, self._common_fit(self.number))
        if isinstance(changes, str):
            self._views.readout.emit(changes)
            return
        self._views.change(self.number, **changes)
        if mode is SizeMode.TRUE_SIZE:
            said = tr("True size, if the monitor is right about its own: hold a ruler to the scale bar.")
            self._views.readout.emit(said)

    def pixel_at(self, position: QPointF) -> tuple[float, float] | None:
        view = self.screen()
        return view.to_pixel(position.x(), position.y()) if view is not None else None

    def beside(self, tracking_uid: str) -> tuple[float, float]:
        """Below the label of a finding that is drawn here, where it stands among the others; below its place where
        it has none; in the middle where it is not drawn."""
        self.repaint()  # one that was just made has no label before
        if (labelled := self.labels.get(tracking_uid)) is not None:
            return (labelled[0].left(), labelled[0].bottom() + 3)
        if (view := self.screen()) is not None:
            for item in findings_of(self._views, self.state):
                if item.finding.tracking_uid == tracking_uid:
                    return drawing.below_place(item, view)
        return (self.width() / 2, self.height() / 2)

    def below_key_mark(self) -> tuple[float, float]:
        """In the upper right corner, below what says that it is a key image, where nothing more is said."""
        return (self.width(), 4 * painting.TEXT_PX * self._views.settings.value.text_scale)

    # painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit(self.number)

    def _lean(self) -> None:
        """Until somebody moves or enlarges it."""
        state, view = self.state, self.screen() if self.state.wall else None
        if view is None or state.frame is None or state.zoom != 1.0 or state.turns % 2 or state.angle:
            return
        pan = to_the_wall(state.frame, state.wall, self.width(), view.scale)
        if state.pan in (state.leaned, (0.0, 0.0)) and state.pan != pan:
            self._views.lean(self.number, pan)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._lean()
        with QPainter(self) as painter:
            if self._foot().contains(event.rect()) and paint_arrival(
                painter, QRectF(self.rect()), self._views, self.number
            ):
                self._paint_border(painter)
                return
            self._paint(painter)
            if has_bar(self._views, self.number, self.height()):
                paint_bar(painter, QRectF(self.rect()), self._views, self.state, self._marks)
            self._paint_border(painter)
            if self._drop is not None:
                drop_zones.paint(painter, QRectF(self.rect()), self._drop[0])
        self._views.mark_seen(self.number)

    def larger_volume(self, size: tuple[int, int]) -> QImage:
        """Its volume view in so many pixels, for paper; see `VolumePicture.larger`."""
        return self._volume.larger(size)

    def picture(self, *, named: bool = True) -> QImage:
        """As it is on the screen, for elsewhere: without the bar and the border, and without names unless named."""
        ratio = self.devicePixelRatioF()
        size = (self.rect().size().toSizeF() * ratio).toSize()
        made = QImage(size, QImage.Format.Format_RGB32)
        made.setDevicePixelRatio(ratio)
        with QPainter(made) as painter:
            self._paint(painter, named=named)
        return made

    def _paint(self, painter: QPainter, *, named: bool = True) -> None:
        painter.fillRect(self.rect(), on_view("view"))
        area = QRectF(self.rect())
        state = self.state
        self._turns.painted(self)
        made = made_of(state)  # before the pixels are read: more may arrive while they are drawn
        later = not self._begun and self._can_wait(state)
        self._begun, self._made_of = not later, () if later else made
        view = self.screen()
        if state.plane is Plane.VOLUME and state.content is not None:
            ratio = self.devicePixelRatioF()
            self._volume.want(state, (round(self.width() * ratio), round(self.height() * ratio)))
            paint_volume(painter, area, state, self._volume.image)
        elif later:
            self._turns.want(self)
        else:
            self._paint_layers(painter, area, view)
        paint_overlay(painter, area, self._views, self.number, view, named=named)

    def _paint_layers(self, painter: QPainter, area: QRectF, view: ScreenMap | None) -> None:
        views, frame = self._views, self.state.frame
        painter.setFont(painting.overlay_font(views.settings.value.text_scale))
        if view is None or frame is None:
            first = self.number in views.screens[0]
            how = tr("Choose a series at the left, or drag one here") if first else tr("Drag a series here")
            yet = [tr("Nothing here yet"), how]
            said = [now(line) for line in views.notice]
            painting.note(painter, area, said or yet, "soon" if said else "text-2")
            return
        window = views.window_of(self.number)
        canvas = Canvas(painter, area, views, self.number, view, frame, window, self._source, self._scenes)
        canvas.moving = self._held is not None or self._cine.runs
        paint_layers(canvas)
        self.labels, self._crosshair = canvas.labels, canvas.crosshair
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.state.magnified is not None:
            paint_lens(canvas, self.state.magnified, self._lens_source)

    def _can_wait(self, state: Viewport) -> bool:
        """True for a picture that only begins to arrive: the slice that was sent for is painted before it."""
        if state.content is None or not runs_across(state) or is_complete(state.content):
            return False
        return self._views.arrival(state.content.series.series_uid).arrival is Arrival.LOADING

    def _paint_border(self, painter: QPainter) -> None:
        if self.hasFocus() or (self.number == self._views.active and len(self._views.shown) > 1):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(on_view("accent" if self.hasFocus() else "text-off"), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _foot(self) -> QRect:
        """Where the progress of the series stands."""
        return QRect(0, self.height() - PROGRESS_PX, self.width(), PROGRESS_PX)

    # keyboard

    def event(self, event: QEvent) -> bool:
        """Tab goes from viewport to viewport, and from the last one on to what comes after the pictures."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = self._views.screens[self._views.screen_of(self._views.active)]
            edge = {Qt.Key.Key_Tab: own.stop - 1, Qt.Key.Key_Backtab: own.start}
            if edge.get(Qt.Key(event.key())) == self._views.active:
                event.accept()
                return True
        elif event.type() == QEvent.Type.ScreenChangeInternal:
            self.update()  # through the calibration of the display that it is on now
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What the keyboard moves to is active; of a window that gets it, what was active there last."""
        views, reason = self._views, event.reason()
        tabbed = reason in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        other = self.number < len(views.viewports) and views.screen_of(self.number) != views.screen_of(views.active)
        if tabbed or (other and reason is Qt.FocusReason.ActiveWindowFocusReason):
            views.set_active(self.number)
        self.setAccessibleName(spoken(self.state, self.number))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._views.set_active(self.number)
        if self._held is not None or self.state.content is None:
            return
        hand = self._hand(event.position())
        tool = self._tool(event, hand)
        if tool is not None:
            self._held = (event.button(), tool, hand)
            if tool.stills:
                self._views.still(self.number)
            with self._views.steps.moving(hand.movement):
                tool.press(self._views, hand)

    def _hand(self, at: QPointF) -> Hand:
        """A button goes down at `at`."""
        here = at.toTuple()
        return Hand(self.number, (self.width(), self.height()), self.screen(), self._pixels_per_mm(), here, here)

    def _tool(self, event: QMouseEvent, hand: Hand) -> Tool | None:
        """What a button does here; None for one that does nothing."""
        if event.button() in _BUTTONS:
            return mouse_tool(self._views.settings.value, _BUTTONS[event.button()], self.state)
        if event.button() != Qt.MouseButton.LeftButton:
            return None
        tool = self._views.tool
        if self._over_bar(event.position()):
            return SCROLLBAR
        if self.state.plane is Plane.VOLUME:
            return tool if tool.in_volume else TURN
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.state.plane in ORTHOGONAL:
            return CROSSHAIR
        if self._views.measuring.draft is None:
            self._hover = self._hit(event.position())
            if (grip := gripped(self._views, self.number, self._hover)) is not None:
                return grip
            if (uid := self._label_at(event.position())) and self._may_move_label(uid):
                plate, anchor = self.labels[uid]
                corner = plate.topLeft() + QPointF(*drawing.PLATE_MARGIN) - anchor
                return MoveLabelTool(uid, corner.toTuple())
        return tool

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        pixel = self.pixel_at(at)
        if self._held is None:
            reach = reach_of(self.screen())
            if pixel is None or not self._views.measuring.move(self.number, pixel, reach=reach):
                self._show_hover(at)
            self._views.probe(self.number, pixel)
            return
        _, tool, hand = self._held
        if not hand.moved and (at - QPointF(*hand.start)).manhattanLength() <= CLICK_PX:
            return
        fast = FAST if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 1
        hand.moved = True
        hand.dx, hand.dy = (at.x() - hand.at[0]) * fast, (at.y() - hand.at[1]) * fast
        self._follow(hand, at)
        if self.state.plane is Plane.VOLUME:
            self._volume.moved()
        with self._views.steps.moving(hand.movement):
            tool.drag(self._views, hand)
        self._views.probe(self.number, pixel)

    def _follow(self, hand: Hand, at: QPointF) -> None:
        """The mouse is at `at` now; the picture may have been moved meanwhile."""
        hand.at, hand.view, hand.scale = at.toTuple(), self.screen(), self._pixels_per_mm()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held is None or event.button() != self._held[0]:
            return
        button, tool, hand = self._held
        self._held = None
        self.update()  # in full quality
        self._follow(hand, event.position())
        with self._views.steps.moving(hand.movement):
            tool.release(self._views, hand)
        if hand.moved or not tool.selects:
            return
        if button == Qt.MouseButton.RightButton:
            self.menu_requested.emit(self.number, event.globalPosition().toPoint())
        elif button == Qt.MouseButton.LeftButton:
            hit = self._hit(event.position())
            if hit is not None or self._views.findings.selected:
                self._views.findings.select(hit.tracking_uid if hit else "", part=hit.shape if hit else -1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        idle = left and self._views.measuring.draft is None
        if idle and self._over_window(event.position()):
            self._views.typing_wanted.emit(self.number, typed_window(self._views, self.number))
        elif idle:
            self._views.toggle_maximised(self.number)
        elif not left or not self._views.measuring.finish():
            self.mousePressEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._views.probe(self.number, None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """From the keyboard; the mouse's comes with the release of the right button, unless it dragged."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_requested.emit(self.number, self.mapToGlobal(self.rect().center()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Does what the settings say, without taking the keyboard from where the user put it."""
        if self.state.plane is Plane.VOLUME:
            self._volume.moved()
        if self.number < len(self._views.viewports):
            self._wheel.turn(event, self._hand(event.position()))
            self._views.probe(self.number, self.pixel_at(event.position()))
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(SERIES_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._show_drop((self._side(event.position()),))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_drop(None)

    def dropEvent(self, event: QDropEvent) -> None:
        uid, _, part = bytes(event.mimeData().data(SERIES_MIME).data()).decode().partition("#")
        self._show_drop(None)
        self._views.set_active(self.number)
        self.series_dropped.emit(self.number, uid, int(part or 0), self._side(event.position()))
        event.acceptProposedAction()

    def _side(self, at: QPointF) -> Side | None:
        """The side of the viewport that what is dropped there goes to; None for its place."""
        return side_at(QRectF(self.rect()), at) if self.state.content is not None else None

    def _show_drop(self, where: tuple[Side | None] | None) -> None:
        """where: the side that something dragged would be dropped at; None where nothing is dragged over it."""
        if where != self._drop:
            self._drop = where
            self.update()

    # inside

    def _pixels_per_mm(self) -> float:
        view = self.screen()
        if view is not None:
            return view.scale
        content = self.state.content
        frame = content.frame(content.first_plane) if content is not None else None
        return fit_scale(frame, 0, self.width(), self.height()) * self.state.zoom if frame is not None else 1.0

    def _over_bar(self, at: QPointF) -> bool:
        return is_over(at.x(), self.width()) and has_bar(self._views, self.number, self.height())

    def _over_window(self, at: QPointF) -> bool:
        """Over the text that says the window."""
        if at.x() > self.width() / 2 or at.y() < self.height() - _LOW or self._views.measuring.draft is not None:
            return False
        return window_place(QRectF(self.rect()), self._views, self.number).contains(at)

    def _hit(self, at: QPointF) -> drawing.Hit | None:
        view, findings = self.screen(), self._views.findings
        if view is None:
            return None
        held = "" if findings.looks.of(findings.selected).locked else findings.selected
        found = drawing.hit(findings_of(self._views, self.state), view, at.toTuple(), held)
        uid = self._label_at(at) if found is None else ""
        return drawing.Hit(uid, -1, -1) if uid and self._may_move_label(uid) else found

    def _label_at(self, at: QPointF) -> str:
        """The finding whose label is there; "" for none."""
        return next((uid for uid, (plate, _) in self.labels.items() if plate.contains(at)), "")

    def _may_move_label(self, tracking_uid: str) -> bool:
        """A measurement can be begun under the label of another one."""
        return tracking_uid == self._views.findings.selected or not self._views.tool.precise

    def _show_hover(self, at: QPointF) -> None:
        self._hover = self._hit(at)
        if self._over_bar(at):
            shape = Qt.CursorShape.SizeVerCursor
        elif self._hover is not None:
            held = gripped(self._views, self.number, self._hover) is not None
            shape = Qt.CursorShape.SizeAllCursor if held else Qt.CursorShape.PointingHandCursor
        elif self._over_window(at):
            shape = Qt.CursorShape.IBeamCursor
        else:
            precise = self._views.tool.precise
            shape = Qt.CursorShape.CrossCursor if precise else Qt.CursorShape.ArrowCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)
