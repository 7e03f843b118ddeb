"""VTK's offscreen windows, used again instead of closed. Main thread.

On X11 VTK opens a connection for each window, and one more that it closes again to see which kind of window it can
have. Mesa's GLX keeps what it knows of a connection by its address: a new one at the address of a closed one ended
the process in `XGetXCBConnection`, once in some hundred windows. So the kind is asked for once, and none is closed
before the end: whoever drops a scene without closing it gives its window back too.
"""

from __future__ import annotations

import atexit

import vtkmodules.vtkRenderingOpenGL2  # noqa: F401 - registers VTK's windows
from vtkmodules.vtkRenderingCore import vtkRenderer, vtkRenderWindow

_free: list[vtkRenderWindow] = []
_kinds: list[type[vtkRenderWindow]] = []


def borrow_window(renderer: vtkRenderer) -> vtkRenderWindow:
    """A window that draws what `renderer` shows, into memory."""
    if _free:
        window = _free.pop()
    else:
        window = _kinds[0]() if _kinds else vtkRenderWindow()
        _kinds[:] = [type(window)]
        window.SetMultiSamples(0)
        window.SetOffScreenRendering(1)
    window.AddRenderer(renderer)
    return window


def give_back(window: vtkRenderWindow, renderer: vtkRenderer) -> None:
    """Nothing of what it drew stays: the renderer gives back what it had on the graphics card."""
    window.RemoveRenderer(renderer)
    if window not in _free:
        _free.append(window)


@atexit.register
def _close_all() -> None:
    while _free:
        _free.pop().Finalize()
