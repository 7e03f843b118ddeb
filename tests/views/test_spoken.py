"""What a screen reader is told of the pictures."""

from __future__ import annotations

from tests.views.test_widget import Window_, window  # noqa: F401


def test_a_screen_reader_is_told_which_picture_has_the_keyboard(window: Window_) -> None:  # noqa: F811
    window.viewport(1).setFocus()
    window.views.scroll(0, 3)
    window.viewport(0).setFocus()
    state = window.views.viewports[0]
    said = window.viewport(0).accessibleName()
    assert said.startswith("Viewport 1") and f"Axial, {state.index + 1} / {state.count}" in said
    assert window.viewport(1).accessibleName().startswith("Viewport 2")
