"""VTK's offscreen windows, used again instead of closed. Main thread.

On X11 VTK opens a connection for each window, and Mesa's GLX keeps what it knows of one by its address. A new
connection at the address of a closed one ended the process in `XGetXCBConnection`, once in some hundred windows.
"""

from __future__ import annotations

import atexit

import vtkmodules.vtkRenderingOpenGL2  # noqa: F401 - registers VTK's windows
from vtkmodules.vtkRenderingCore import vtkRenderer, vtkRenderWindow

_free: list[vtkRenderWindow] = []


def borrow_window(renderer: vtkRenderer) -> vtkRenderWindow:
    """A window that draws what `renderer` shows, into memory."""
    if _free:
        window = _free.pop()
    else:
        window = vtkRenderWindow()
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
