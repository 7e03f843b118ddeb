"""The house stays as it is designed, and the checks that hold it do refuse."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, breaches, violations


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(
        command, cwd=root, env={"PYTHONPATH": str(root), "PATH": ""}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "reader", tmp_path / "reader", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_rooms_import_only_what_the_design_allows() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("place", "planted"),
    [
        ("dicom/values.py", "import reader.views.model"),
        ("worklist/model.py", "import reader.delivery.model"),
        ("app/__init__.py", "import reader.hub"),
        ("hub/__init__.py", "import reader.study.model"),
        ("spatial/space.py", "import reader.volume.model"),
        ("views/parts.py", "if False:\n    from reader.views.model import ViewsModel"),
    ],
)
def test_a_planted_import_is_refused(copy: Path, place: str, planted: str) -> None:
    file = copy / "reader" / place
    file.write_text(file.read_text("utf-8") + f"\n{planted}\n", "utf-8")
    result = lint_imports(copy)
    assert result.returncode != 0
    assert "BROKEN" in result.stdout


def test_fences_sizes_and_names() -> None:
    assert violations(ROOT / "reader") == []


@pytest.mark.parametrize(
    ("place", "planted"),
    [
        ("study/model.py", "import pydicom"),
        ("views/model.py", "from PySide6.QtCore import QObject"),
        ("views/scene/__init__.py", "import vtk"),
        ("dicom/values.py", "def f():\n    import requests"),
        ("core/tasks.py", "try:\n    pass\nexcept:\n    pass"),
        ("core/helpers.py", ""),
        ("views/joining.py", "from reader.views.layout import MPR\nfew = joined_text in (MPR,)"),
        ("views/ui/viewport.py", "slow = ViewportWidget if CROSSHAIR is not TURN else None"),
        ("app/desk.py", "def f(self):\n    self.case.draft = None"),
        ("app/ui/about.py", "QLabel(name)"),
        ("app/ui/about.py", "class Loose(QLabel):\n    pass"),
        ("app/ui/about.py", "def f(widget, name):\n    widget.setToolTip(name)"),
        ("app/ui/about.py", "def f(widget, name):\n    widget.setToolTip(tr('{name}', name=name))"),
        (
            "app/ui/about.py",
            "class Late:\n    def f(self):\n        pass\n    def g(self, study):\n"
            "        study.priors_changed.connect(self.f)",
        ),
        ("app/program.py", "QMessageBox.warning(None, '', name)"),
    ],
)
def test_a_planted_breach_is_found(place: str, planted: str) -> None:
    file = ROOT / "reader" / place
    source = file.read_text("utf-8") if file.exists() else ""
    assert list(breaches(place, f"{source}\n{planted}\n"))
