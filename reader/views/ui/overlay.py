"""What is written over a viewport: text in its corners, scale, sides, progress."""

from __future__ import annotations

from math import hypot, radians, sin

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from reader.core.text import Told, counted, now, tr
from reader.dicom.values import day_text
from reader.findings.codes import display
from reader.findings.model import is_key_image
from reader.findings.quality import REASONS
from reader.study.model import Arrival
from reader.terms.calibration import method_text
from reader.views.content import Content
from reader.views.display import colour_map_of, entry_at, sharpness_of, shown_header
from reader.views.joining import joined_text
from reader.views.looks import STEPS
from reader.views.model import ViewsModel
from reader.views.planes import OBLIQUE, ORTHOGONAL, Frame, Plane, direction_letters, instance_of, opposite_letters
from reader.views.readout import place_text, position_parts, suv_text, units_of, window_parts
from reader.views.scales import mm_of
from reader.views.scene.volume_scene import camera_axes
from reader.views.screen import ScreenMap, fit_scale
from reader.views.turning import degrees_text
from reader.views.ui import painting
from reader.views.viewport import Viewport
from reader.volume.model import Stack


def plane_title(plane: Plane) -> str:
    return {
        Plane.AXIAL: tr("Axial"),
        Plane.CORONAL: tr("Coronal"),
        Plane.SAGITTAL: tr("Sagittal"),
        Plane.VOLUME: tr("Volume"),
        Plane.STACK: "",
    }[plane]


def paint_volume(painter: QPainter, area: QRectF, viewport: Viewport, image: QImage) -> None:
    if image.isNull():
        painting.note(painter, area, (tr("Preparing 3D view …"),), "text-2")
        return
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(area, image)


def paint_overlay(
    painter: QPainter, area: QRectF, views: ViewsModel, number: int, view: ScreenMap | None, *,
    named: bool = True, on_paper: bool = False,
) -> None:  # fmt: skip
    """Text in the corners by level, scale bar, progress. Which side is which, that a picture is turned or computed,
    and that it is shown by a person's word only, is said at every level.

    named: it may say whose it is. on_paper: with its scale at every level, and without what is of the screen only.
    """
    viewport = views.viewports[number]
    content = viewport.content
    if content is None:
        return
    painter.setFont(painting.overlay_font(views.settings.value.text_scale))
    level = views.settings.value.overlay_level
    if level > 0:
        small = area.width() < 260
        left = [*_confirmed(views, content, named), *_top_left(viewport, level)]
        painting.corner(painter, area, left, right=False, bottom=False)
        marks = _key_marks(views, viewport)
        there = _states_there(views, number)
        found = [*_top_right(viewport), *there, *_found(content), *marks, *_hidden(views, content)]
        painting.corner(painter, area, found, right=True, bottom=False)
        if viewport.plane is not Plane.VOLUME:
            ratio = painter.device().devicePixelRatioF()
            zoom = "" if on_paper or level < 2 else zoom_text(viewport, view, ratio, area)
            left = [(zoom, "overlay"), _window_line(views, number, level)]
            painting.corner(painter, area, left, right=False, bottom=True)
        if level > 1 and view is not None and viewport.frame is not None and not small:
            _paint_place(painter, area, views, viewport, viewport.frame, view)
        elif on_paper:
            _paint_scale(painter, area, viewport, view)
    else:
        kept = [*_side(viewport), *_turned(viewport), *_drawn(viewport), *_state(viewport), *_made(content)]
        kept += _hidden(views, content)
        painting.corner(painter, area, kept, right=True, bottom=False)
        painting.corner(painter, area, _confirmed(views, content, named), right=False, bottom=False)
        if on_paper:
            _paint_scale(painter, area, viewport, view)
    if level < 2 and number == views.active and not on_paper:
        painting.corner(painter, area, [(tr("Some text is hidden"), "text-2")], right=True, bottom=True)
    letters = _letters(viewport, view)
    if letters is not None:
        painting.edge_letters(painter, area, letters)
    if not on_paper:
        paint_arrival(painter, area, views, number)


def paint_arrival(painter: QPainter, area: QRectF, views: ViewsModel, number: int) -> bool:
    """The line at the bottom that says how far the series has come; False where it is not on its way."""
    content = views.viewports[number].content
    if content is None:
        return False
    state = views.arrival(content.series.series_uid)
    if state.arrival is not Arrival.LOADING or not state.expected:
        return False
    painting.progress_line(painter, area, min(1.0, state.arrived / state.expected))
    return True


def _confirmed(views: ViewsModel, content: Content, named: bool) -> list[painting.Line]:
    """What of its patient differs from the exam's, and who has taken it as the same; where nobody is named, that
    somebody has."""
    lines = views.confirmed(content.series.series_uid)
    if lines and not named:
        lines = (tr("taken as the same patient by a person's word"),)
    return [(f"⚠ {line}" if n == 0 else line, "soon") for n, line in enumerate(lines)]


def _top_left(viewport: Viewport, level: int) -> list[painting.Line]:
    content, frame = viewport.content, viewport.frame
    assert content is not None
    lines: list[painting.Line] = []
    if content.prior:
        when = day_text(content.study.when)
        lines.append((painting.Figures((tr("Prior {date}", date=when).rstrip(),)), "soon"))
    if level > 1:
        title = content.series.description or content.series.modality
        lines.append((f"{content.series.number} · {title}", "overlay"))
    lines += [(content.part_text, "overlay"), (content.phase_text, "overlay")]
    if viewport.count:
        lines.append((painting.Figures(position_parts(viewport)), "overlay"))
    if level > 1 and frame is not None and frame.in_patient:
        mm = frame.thickness if not viewport.is_slab else None
        if mm:
            lines.append((tr("{length} mm", length=f"{mm:.3g}"), "overlay"))
    return lines


def _key_marks(views: ViewsModel, viewport: Viewport) -> list[painting.Line]:
    """That the image that is shown was chosen as a key image: for the report, with its note, or why and by whom."""
    entry = entry_at(viewport)
    lines: list[painting.Line] = []
    for key in views.findings.key_images:
        if key.image.covers(entry):
            warns = key.is_rejected or key.title in REASONS
            token = "soon" if warns else "overlay-ai" if key.is_ai else "overlay-human"
            sign = "⚠" if warns else "★"
            said = key.note if key.own else key.source.name
            lines += [(f"{sign} {display(key.title)}", token), *([(said, token)] if said else [])]
    return list(dict.fromkeys(lines))


def _hidden(views: ViewsModel, content: Content) -> list[painting.Line]:
    """That the user has hidden findings in the images."""
    looks = views.findings.looks
    if content.prior or not looks.hides_any:
        return []  # a prior has none
    hideable = (f for f in views.findings.findings if not is_key_image(f))
    count = sum(1 for f in hideable if looks.hides(f.tracking_uid, f.is_ai))
    return [(tr("Hidden findings: {count}", count=count), "soon")] if count else []


def _found(content: Content) -> list[painting.Line]:
    """What was found about the geometry, and what was made of it."""
    return _made(content) + [(f"⚠ {now(issue)}", "soon") for issue in content.issues]


def _made(content: Content) -> list[painting.Line]:
    """That a picture is computed, and that what is drawn in it rests on the user's word."""
    lines: list[painting.Line] = [(tr("resampled"), "soon")] if content.is_resampled else []
    joined = joined_text(content)
    return lines + ([(f"⚠ {joined}", "soon")] if joined else [])


def _top_right(viewport: Viewport) -> list[painting.Line]:
    title = plane_title(viewport.plane)
    token = viewport.plane.value if viewport.plane in ORTHOGONAL else "overlay"
    lines: list[painting.Line] = [(title, token)] if title else []
    if viewport.is_slab:
        lines.append((slab_text(viewport), "overlay"))
    return [*lines, *_side(viewport), *_turned(viewport), *_drawn(viewport), *_state(viewport)]


def _side(viewport: Viewport) -> list[painting.Line]:
    """Side and view of a projection as its header states them: "R MLO", "PA"."""
    if viewport.content is None or not isinstance(viewport.content.image, Stack):
        return []
    header, _ = shown_header(viewport)
    said = " ".join(filter(None, (header.laterality, header.view))) if header is not None else ""
    return [(said, "overlay")] if said else []


def _turned(viewport: Viewport) -> list[painting.Line]:
    turned = tr("rotated {degrees}°", degrees=degrees_text(viewport.rotation)) if viewport.rotation else ""
    mirrored = tr("mirrored") if viewport.flipped else ""
    said = " · ".join(part for part in (turned, mirrored) if part)
    return [(said, "soon")] if said else []


def _drawn(viewport: Viewport) -> list[painting.Line]:
    """That grey values are shown in colours, and that the picture was made sharper or smoother for the eye."""
    steps, colours = sharpness_of(viewport), colour_map_of(viewport)
    if steps > 0:
        sharp = tr("sharpened {step} of {steps}", step=steps, steps=STEPS)
    else:
        sharp = tr("smoothed {step} of {steps}", step=-steps, steps=STEPS) if steps else ""
    lines: list[painting.Line] = [(tr(colours.title), "soon")] if colours is not None else []
    return [*lines, (sharp, "soon")] if sharp else lines


def _state(viewport: Viewport) -> list[painting.Line]:
    """The presentation state that was chosen, and whether the image that is shown is shown by it."""
    layer, frame = viewport.presentation, viewport.frame
    if layer is None or frame is None or not (frame.stored or layer.given):
        return []  # a plane across the images is never one that a state is for
    said = (tr("Presentation state"), f" · {layer.state.label}")
    if layer.given is None:
        return [(painting.Figures((*said, " · " + tr("not for this image"))), "text-2")]
    changed = (" · " + tr("changed since"),) if layer.over else ()
    lines: list[painting.Line] = [(painting.Figures((*said, *changed)), "soon")]
    return [*lines, (tr("⚠ not all of it is shown"), "soon")] if layer.state.problems else lines


def _states_there(views: ViewsModel, number: int) -> list[painting.Line]:
    """That there are presentation states for the image, while none is chosen."""
    count = len(views.presenting.here(number)) if views.presenting.chosen(number) is None else 0
    said = counted("{count} presentation state", "{count} presentation states", count)
    return [(said, "text-2")] if count else []


def slab_text(viewport: Viewport) -> str:
    """What the picture really is: "Mean 5 mm", "MIP 7.5 mm of 10 mm" at the end of a volume or beside a gap."""
    mode, used, asked = viewport.slab.mode.value, viewport.used_mm, viewport.slab.thickness
    if used < asked - 0.05:
        return tr("{mode} {length} mm of {asked} mm", mode=mode, length=f"{used:.3g}", asked=f"{asked:.3g}")
    return tr("{mode} {length} mm", mode=mode, length=f"{used:.3g}")


def zoom_text(viewport: Viewport, view: ScreenMap | None, ratio: float, area: QRectF) -> str:
    """ "Fit" where it fills the area, else pixels of the screen for one of the image: also where it is smaller for
    the sake of others of the same scale. ratio: pixels of the screen for a unit of Qt's."""
    frame = viewport.frame
    size = (viewport.turns, area.width(), area.height(), viewport.angle)
    own = fit_scale(frame, *size) if frame is not None else 0.0
    fits = view is None or 0.99 * own < view.scale < 1.01 * own
    if fits and (viewport.zoom == 1.0 or viewport.angle):
        return tr("Fit")
    factor = viewport.zoom if view is None else hypot(view.a, view.c) * ratio
    return tr("Zoom {factor} %", factor=round(factor * 100))


def _window_line(views: ViewsModel, number: int, level: int) -> painting.Line:
    viewport, window = views.viewports[number], views.window_of(number)
    coloured = viewport.is_colour
    parts = (tr("Colour"),) if coloured else window_parts(window, units_of(viewport.content))
    if not coloured and (suv := suv_text(viewport.content, window)):
        parts += (f" · {suv}",)
    if viewport.inverted:
        parts += (" · " + tr("inverted"),)
    name = f" · {tr(window.name)}" if window.name and level > 1 and not coloured else ""
    return painting.Figures(parts, spare=name), "overlay"


def window_place(area: QRectF, views: ViewsModel, number: int) -> QRectF:
    """Where the window of a viewport is written; empty where it is not."""
    viewport, settings = views.viewports[number], views.settings.value
    if not settings.overlay_level or viewport.plane is Plane.VOLUME or viewport.frame is None:
        return QRectF()
    if viewport.is_colour:
        return QRectF()
    line = _window_line(views, number, settings.overlay_level)
    return painting.foot(painting.overlay_font(settings.text_scale), area, line)


def _letters(viewport: Viewport, view: ScreenMap | None) -> tuple[str, str, str, str] | None:
    """Left, right, top, bottom; None where the image does not say how it lies."""
    if viewport.plane is Plane.VOLUME:
        axes = camera_axes(viewport.camera)
        right, bottom = direction_letters(axes[0], 0.2), direction_letters(axes[1], 0.2)
        return opposite_letters(right), right, opposite_letters(bottom), bottom
    frame = viewport.frame
    if frame is None or view is None:
        return None
    if frame.in_patient:
        right = direction_letters(view.direction(frame, 1, 0))
        bottom = direction_letters(view.direction(frame, 0, 1))
        return opposite_letters(right), right, opposite_letters(bottom), bottom
    return _stated_letters(viewport)


def _stated_letters(viewport: Viewport) -> tuple[str, str, str, str] | None:
    """From Patient Orientation (0020,0020): projection images have no plane, but say where they point."""
    content = viewport.content
    if content is None or not isinstance(content.image, Stack):
        return None
    instance = instance_of(content.series, content.image.frames[viewport.index][0])
    if instance is None or not all(instance.patient_orientation):
        return None
    rows, columns = (text.strip() for text in instance.patient_orientation)
    edges = [opposite_letters(columns), rows, columns, opposite_letters(rows)]  # top, right, bottom, left
    if viewport.flipped:
        edges[1], edges[3] = edges[3], edges[1]
    turns = viewport.turns % 4
    top, right, bottom, left = edges = edges[-turns:] + edges[:-turns] if turns else edges
    if abs(sin(radians(viewport.angle))) >= OBLIQUE:
        beside = edges[-1:] + edges[:-1] if viewport.angle > 0 else edges[1:] + edges[:1]
        top, right, bottom, left = (_oblique(own, other) for own, other in zip(edges, beside, strict=True))
    return left, right, top, bottom


def _oblique(letters: str, beside: str) -> str:
    """Of an edge that is turned towards another one: its own, and those of the other along the axes that it has not
    yet. How far a stated direction lies along each of its letters is not known."""
    return letters + "".join(one for one in beside if one not in letters + opposite_letters(letters))


def _paint_place(
    painter: QPainter, area: QRectF, views: ViewsModel, viewport: Viewport, frame: Frame, view: ScreenMap
) -> None:
    """Position in mm and the scale bar; says where millimetres come from, or that there are none."""
    lines: list[painting.Line] = []
    if frame.in_patient:
        cursor = views.crosshair_in(viewport)
        here = frame.slice_of(viewport.index)
        middle = frame.to_point(((frame.size[0] - 1) / 2, (frame.size[1] - 1) / 2, here))
        lines.append((painting.Figures((), spare=place_text(cursor or middle)), "overlay"))
        suv = viewport.content.suv if viewport.content is not None else None
        if isinstance(suv, Told):
            lines.append((tr("No SUV: {why}", why=now(suv)), "soon"))
    elif frame.calibration is None and not frame.regions:
        lines.append((tr("not calibrated: lengths in pixels"), "overlay"))
    below = painting.corner(painter, area, lines, right=True, bottom=True)
    _paint_scale(painter, area, viewport, view, below)


def _paint_scale(
    painter: QPainter, area: QRectF, viewport: Viewport, view: ScreenMap | None, below: float = 0.0
) -> None:
    """The scale bar above what takes `below` of the lower right corner; nothing where there are no millimetres."""
    frame = viewport.frame
    mm = mm_of(frame)
    if frame is None or view is None or mm is None:
        return
    above = painting.MARGIN + (below + 6 if below else 4)
    note = method_text(frame.calibration.code) if frame.calibration is not None else ""
    painting.scale_bar(painter, area, view.scale / mm, above, note)
