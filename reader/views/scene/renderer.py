"""Who draws here: what VTK found on this computer. Main thread."""

from __future__ import annotations

import vtkmodules.vtkRenderingOpenGL2  # noqa: F401 - registers the renderer
from vtkmodules.vtkCommonCore import vtkLogger, vtkVersion
from vtkmodules.vtkRenderingCore import vtkRenderer, vtkRenderWindow

from reader.views.scene.volume_scene import has_gpu


def renderer() -> tuple[str, str, bool]:
    """(VTK's version and kind of window, the renderer's name, whether it is a GPU). The name is empty where VTK
    can't draw at all."""
    vtkLogger.SetStderrVerbosity(vtkLogger.VERBOSITY_OFF)
    window = vtkRenderWindow()
    window.SetMultiSamples(0)
    window.SetOffScreenRendering(1)
    window.SetSize(16, 16)
    window.AddRenderer(vtkRenderer())
    window.Render()
    told = str(window.ReportCapabilities())
    name = next((line.split(":", 1)[1].strip() for line in told.splitlines() if "renderer string" in line), "")
    kind = window.GetClassName().removeprefix("vtk").removesuffix("RenderWindow").removesuffix("OpenGL")
    window.Finalize()
    return f"VTK {vtkVersion().GetVTKVersion()} {kind}".strip(), name, has_gpu(told)
