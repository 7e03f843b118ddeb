"""The volume view as a QImage: rendered between events, when nothing else has to be done.

First a coarse copy of the volume is cast, once its series has stopped arriving; the fine one, which takes the CPU
half a second, when the user has left the pictures alone for a while. While the view moves, its rays are few.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from reader.core.qt.alive import while_alive
from reader.core.qt.theme import on_view
from reader.findings.model import SegmentMask, Status
from reader.study.model import Arrival
from reader.views.layers import MaskLayer
from reader.views.marking import marking
from reader.views.model import ViewsModel
from reader.views.scene.mask_scene import placed_in
from reader.views.scene.volume_scene import COARSE_VOXELS, VolumeScene
from reader.views.viewport import Viewport
from reader.volume.model import Volume

REST_MS = 160
CALM_MS = 1500


class VolumePicture(QObject):
    """Owns the scene of one viewport's volume. Main thread only."""

    def __init__(self, views: ViewsModel, redrawn: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._views = views
        self._redrawn = redrawn
        self._scene: VolumeScene | None = None
        self._arrived = 0
        self._surfaces: tuple[object, ...] = ()
        self._request: tuple[Viewport, tuple[int, int]] | None = None
        self._done: tuple[object, ...] = ()
        self._moving = False
        self.image = QImage()
        self._render_timer = QTimer(self, singleShot=True)
        self._render_timer.timeout.connect(self._render)
        self._rest_timer = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest_timer.timeout.connect(self._rest)
        self._calm_timer = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm_timer.timeout.connect(self._refine)
        views.viewport_changed.connect(self._disturbed)

    def moved(self) -> None:
        """The user turns, pans or zooms: coarse pictures until it rests."""
        self._moving = True
        self._rest_timer.start()

    def want(self, viewport: Viewport, size: tuple[int, int]) -> None:
        """Ask for a picture of `size` device pixels; it comes soon, and `redrawn` is called."""
        content = viewport.content
        if content is None or not isinstance(content.image, Volume) or not content.image.present.any():
            return
        self._request = (viewport, size)
        if self._state(viewport, size, content.image) == self._done or self._render_timer.isActive():
            return
        if not content.image.complete and self._views.arrival(content.series.series_uid).arrival is Arrival.LOADING:
            return  # a cast costs as much as a hundred slices: they come first, and then this is asked for again
        first = self._scene is None or self._scene.volume is not content.image
        self._render_timer.start(REST_MS if first else 0)

    def larger(self, size: tuple[int, int]) -> QImage:
        """What `want` was asked for last, fine and in another size; null where there is nothing yet."""
        if self._scene is None or self._request is None:
            return self.image
        if not self._scene.whole:
            self._scene.update()
        viewport, before = self._request
        look = (viewport.camera, viewport.zoom, viewport.pan)
        rgb = self._scene.render(size, *look, moving=False)
        made = QImage(rgb.data, size[0], size[1], rgb.strides[0], QImage.Format.Format_RGB888).copy()
        self._scene.render(before, *look, moving=False)
        return made

    def close(self) -> None:
        for timer in (self._render_timer, self._rest_timer, self._calm_timer):
            timer.stop()
        if self._scene is not None:
            self._scene.close()
            self._scene = None

    def _state(self, viewport: Viewport, size: tuple[int, int], volume: Volume) -> tuple[object, ...]:
        arrived = int(np.count_nonzero(volume.present))
        look = (viewport.camera, viewport.zoom, viewport.pan, viewport.preset)
        return (volume.revision, arrived, size, look, self._moving, self._wanted_surfaces(viewport)[0])

    def _wanted_surfaces(
        self, viewport: Viewport
    ) -> tuple[tuple[object, ...], list[tuple[SegmentMask, QColor, float]]]:
        shown: list[tuple[SegmentMask, QColor, float]] = []
        content, layer = viewport.content, viewport.layer(MaskLayer)
        for whole in layer.masks if layer is not None else ():
            mask = placed_in(whole, content) if content is not None else None
            if mask is None:
                continue
            finding = self._views.finding_of(mask)
            if finding is None or (finding.is_ai and not self._views.ai_shown) or finding.status is Status.REJECTED:
                continue
            opacity = 0.55 if finding.status is Status.PROPOSED else 1.0
            shown.append((mask, on_view(marking(finding).token), opacity))
        return tuple((mask.piece, tint.name(), alpha) for mask, tint, alpha in shown), shown

    def _rest(self) -> None:
        self._moving = False
        if self._request is not None:
            self.want(*self._request)

    @while_alive
    def _disturbed(self, _number: int) -> None:
        if self._calm_timer.isActive():
            self._calm_timer.start()

    def _refine(self) -> None:
        """Nobody needs the CPU now."""
        if self._scene is None or self._request is None:
            return
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._calm_timer.start()
            return
        self._scene.update()
        self._done = ()
        self._render()

    def _render(self) -> None:
        if self._request is None:
            return
        viewport, size = self._request
        content = viewport.content
        if content is None or not isinstance(content.image, Volume) or min(size) < 2:
            return
        volume = content.image
        # before anything is read: slices go on arriving while it is drawn, and have to be drawn again
        state = self._state(viewport, size, volume)
        arrived = int(np.count_nonzero(volume.present))
        if self._scene is None or self._scene.volume is not volume:
            self.close()
            self._scene, self._surfaces = VolumeScene(volume, COARSE_VOXELS), ()
        elif arrived != self._arrived:
            self._scene.update(COARSE_VOXELS)
        self._arrived = arrived
        self._scene.set_preset(viewport.preset)
        key, surfaces = self._wanted_surfaces(viewport)
        if key != self._surfaces:
            entries = [(m, (c.red(), c.green(), c.blue()), alpha) for m, c, alpha in surfaces]
            self._scene.set_surfaces(entries)
            self._surfaces = key
        rgb = self._scene.render(size, viewport.camera, viewport.zoom, viewport.pan, moving=self._moving)
        self.image = QImage(rgb.data, size[0], size[1], rgb.strides[0], QImage.Format.Format_RGB888).copy()
        self._done = state
        if not self._scene.whole:
            self._calm_timer.start()
        self._redrawn()
