"""Who draws here: what VTK found on this computer. Main thread."""

from __future__ import annotations

from vtkmodules.vtkCommonCore import vtkLogger, vtkVersion
from vtkmodules.vtkRenderingCore import vtkRenderer

from reader.views.scene.volume_scene import has_gpu
from reader.views.scene.windows import borrow_window, give_back


def renderer() -> tuple[str, str, bool]:
    """(VTK's version and kind of window, the renderer's name, whether it is a GPU). The name is empty where VTK
    can't draw at all."""
    vtkLogger.SetStderrVerbosity(vtkLogger.VERBOSITY_OFF)
    shown = vtkRenderer()
    window = borrow_window(shown)
    try:
        window.SetSize(16, 16)
        window.Render()
        told = str(window.ReportCapabilities())
        kind = window.GetClassName().removeprefix("vtk").removesuffix("RenderWindow").removesuffix("OpenGL")
    finally:
        give_back(window, shown)
    name = next((line.split(":", 1)[1].strip() for line in told.splitlines() if "renderer string" in line), "")
    return f"VTK {vtkVersion().GetVTKVersion()} {kind}".strip(), name, has_gpu(told)
