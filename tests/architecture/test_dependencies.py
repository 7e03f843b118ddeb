"""What the program imports is declared, and nothing but what the hub imports is left to the hub's extra."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Imported by name when an image asks for one, or by pydicom and pynetdicom.
BY_NAME = {"imagecodecs", "simpleitk", "pylibjpeg-openjpeg", "pylibjpeg-rle"}


def declared(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~\[; ]", requirement)[0].lower() for requirement in requirements}


def test_imported_packages_are_the_declared_ones() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    program, hub = declared(project["dependencies"]), declared(project["optional-dependencies"]["hub"])
    distributions = packages_distributions()
    used: dict[bool, set[str]] = {False: set(), True: set()}
    for path in (ROOT / "reader").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in {name.split(".")[0] for name in names} - {"reader", *sys.stdlib_module_names}:
                known = {one.lower().replace("_", "-") for one in distributions.get(name, ())} & (program | hub)
                assert known, f"{path.relative_to(ROOT)} imports {name}, which pyproject.toml does not declare"
                used["hub" in path.relative_to(ROOT / "reader").parts] |= known
    assert used[False] | BY_NAME >= program and used[False] <= program
    assert hub <= used[True] and not hub & used[False]
