"""The house rules of the design that import-linter can't hold: fences around libraries, sizes, names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# library -> the only places (paths below reader/, as patterns) that may import it
FENCES = {
    "PySide6": r"app/|[a-z]+/ui/|core/qt/",
    "shiboken6": r"app/|[a-z]+/ui/|core/qt/",
    "vtkmodules": r"views/scene/|views/ui/viewport\.py",
    "vtk": r"(?!)",
    "pydicom": r"dicom/|[a-z]+/codec(_[a-z]+)?\.py|hub/",
    "pynetdicom": r"dicom/",
    "highdicom": r"dicom/|[a-z]+/codec(_[a-z]+)?\.py|hub/",
    "SimpleITK": r"(volume|spatial)/",
    "requests": r"core/http\.py",
    "imagecodecs": r"dicom/",
}
# what people read is written by one room: UCUM codes and the signs for them
UNITS = re.compile(r"UCUM|[²³]")
UNITS_ROOM = r"terms/|dicom/charsets\.py"
# Qt guesses whether their text is markup; core/qt/plain.py has the ones that don't
GUESSING = {"QLabel", "QMessageBox", "QErrorMessage", "setHtml", "insertHtml", "setWhatsThis"}
PLAIN_ROOM = "core/qt/plain.py"
# kinds are registered and asked what they do: who tells one from the others has to know each new one
KINDS = re.compile(r"reader\.views\.(tools\.(?!registry)\w+|layout)")
# what they hold changes by their verbs, so that what may be changed is decided in one place
MODELS = {"case", "findings", "views", "worklist", "workspace", "history"}
# signals of models, which outlive the windows that hear them: from what psygnal's `Signal` makes
SIGNALS = re.compile(r"^ {4}(\w+) = Signal\(", re.MULTILINE)
MOST_LINES = 550
NAMES_OF_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
SHORTCOMINGS = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError|except:\s*$", re.MULTILINE)


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, module) of every import, also those inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def units_written(tree: ast.Module) -> Iterator[int]:
    """Lines of literals with a unit's code or sign; docstrings may name them."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield from [node.lineno] if UNITS.search(node.value) else []


def guessed(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, what) of every text that Qt may take for markup: labels, boxes and tooltips that are not plain."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
            yield from ((node.lineno, base) for base in bases & GUESSING)
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        owner = getattr(node.func.value, "id", "") if isinstance(node.func, ast.Attribute) else ""
        if name in GUESSING or owner == "QMessageBox":
            yield node.lineno, owner or name
        tells = name == "setToolTip" or (owner, name) == ("QToolTip", "showText")
        if tells and not any(map(_is_plain, node.args)):
            yield node.lineno, "a tooltip without plain_tip"


def _is_plain(argument: ast.expr) -> bool:
    """plain_tip(…), or a text of ours without anything put into it."""
    if isinstance(argument, ast.Call) and isinstance(argument.func, ast.Name):
        return argument.func.id == "plain_tip" or (argument.func.id == "tr" and not argument.keywords)
    return False


def written_from_outside(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, field) where a field of a case or a model is written by anything but itself."""
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        each = [one for t in targets for one in (t.elts if isinstance(t, ast.Tuple | ast.List) else [t])]
        for target in each if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) else ():
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name | ast.Attribute):
                owner = target.value.id if isinstance(target.value, ast.Name) else target.value.attr
                if owner.lstrip("_") in MODELS:
                    yield node.lineno, f"{owner}.{target.attr}"


def kinds_told_apart(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, name) where one registered tool or layout is compared with."""
    imports = (n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and KINDS.fullmatch(n.module or ""))
    kinds = {alias.asname or alias.name for node in imports for alias in node.names if alias.name.isupper()}
    for node in ast.walk(tree):
        for side in (node.left, *node.comparators) if isinstance(node, ast.Compare) else ():
            names = {n.id for n in ast.walk(side) if isinstance(n, ast.Name)}
            yield from ((node.lineno, name) for name in names & kinds)


@lru_cache
def model_signals() -> tuple[frozenset[str], frozenset[str]]:
    """Names of the signals of models, and those of widgets."""
    of: dict[bool, set[str]] = {True: set(), False: set()}
    for path in (ROOT / "reader").rglob("*.py"):
        source = path.read_text("utf-8")
        of["from psygnal import" in source].update(SIGNALS.findall(source))
    return frozenset(of[True]), frozenset(of[False])


@lru_cache
def unguarded() -> frozenset[str]:
    """Names of the methods of widgets that run whether Qt's side is there or not."""
    trees = (ast.parse(path.read_text("utf-8")) for path in (ROOT / "reader").glob("*/ui/*.py"))
    made = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    return frozenset(name for one in made for name in _loose(one))


def _loose(made: ast.ClassDef) -> set[str]:
    methods = (node for node in made.body if isinstance(node, ast.FunctionDef))
    return {m.name for m in methods if not any(ast.unparse(d) == "while_alive" for d in m.decorator_list)}


def heard_too_long(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, slot) of every method of a widget that goes on hearing a model once Qt's side of it is gone."""
    of_models, of_widgets = model_signals()
    for made in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        own = {node.name for node in made.body if isinstance(node, ast.FunctionDef)}
        calls = [n for n in ast.walk(made) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
        let_go = {ast.unparse(n.args[0]) for n in calls if n.args and ast.unparse(n.func).endswith(".disconnect")}
        for node in calls:
            assert isinstance(node.func, ast.Attribute)
            signal = node.func.value
            if node.func.attr != "connect" or not node.args or not isinstance(signal, ast.Attribute | ast.Name):
                continue
            name = signal.attr if isinstance(signal, ast.Attribute) else signal.id
            part = isinstance(signal, ast.Attribute) and isinstance(signal.value, ast.Attribute)
            if name != "signal" and (name not in of_models or (part and name in of_widgets)):
                continue
            slot = ast.unparse(node.args[0])
            method = slot.removeprefix("self.")
            loose = _loose(made) if method in own else unguarded()
            if slot.startswith("lambda") or (slot not in let_go and method.rpartition(".")[2] in loose):
                yield node.lineno, slot


def violations(reader: Path) -> list[str]:
    """Every place below `reader` that breaks a rule, one line each."""
    files = {path.relative_to(reader).as_posix(): path for path in sorted(reader.rglob("*.py"))}
    return [told for place, path in files.items() for told in breaches(place, path.read_text("utf-8"))]


def breaches(place: str, source: str) -> Iterator[str]:
    """What breaks a rule in one file. place: its path below `reader`."""
    tree = ast.parse(source)
    for line, module in imported(tree):
        fence = FENCES.get(module.split(".")[0])
        if fence is not None and not re.match(fence, place):
            yield f"{place}:{line}: {module} is fenced to {fence}"
    if not re.match(UNITS_ROOM, place):
        yield from (f"{place}:{line}: a unit, which terms/units.py writes" for line in units_written(tree))
    if place != PLAIN_ROOM:
        yield from (f"{place}:{line}: {what}, which may take a text for markup" for line, what in guessed(tree))
    yield from (f"{place}:{line}: writes {field} from outside" for line, field in written_from_outside(tree))
    yield from (f"{place}:{line}: compares with {name}: ask the kind" for line, name in kinds_told_apart(tree))
    if "/ui/" in place:
        late = heard_too_long(tree)
        yield from (f"{place}:{line}: {slot} hears a model after its widget: while_alive" for line, slot in late)
    if source.count("\n") > MOST_LINES:
        yield f"{place}: {source.count(chr(10))} lines"
    if Path(place).stem in NAMES_OF_NOTHING:
        yield f"{place}: a name that says nothing of its room"
    yield from (f"{place}: {match.group()}" for match in SHORTCOMINGS.finditer(source))
