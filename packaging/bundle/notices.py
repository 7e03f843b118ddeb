"""Licences and bill of materials, made from what is in the tree: NOTICES.txt, sbom.cdx.json, QT-LGPL.txt.

Wheels name their licence and bring its text in their `.dist-info`; Debian's packages bring a copyright file. A
component without a text stops the build. The bill is CycloneDX 1.6.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email.parser import HeaderParser
from pathlib import Path
from urllib.parse import quote

from bundle import ROOT, CannotBuild, archives
from bundle.inputs import entries, fetch
from bundle.tree import epoch

TEXTS = ROOT / "packaging" / "bundle" / "licences"
# of wheels that bring no text: a file of the folder `licences`, or a common licence as Debian's base-files has it
_TEXT_OF = {
    "pyside6-essentials": ("LGPL-3", "GPL-3"),
    "shiboken6": ("LGPL-3", "GPL-3"),
    "opencv-python-headless": ("LGPL-2.1",),
    "pyjpegls": ("pyjpegls.txt",),
}
_COMMON = "usr/share/common-licenses"
_WORDS = ("licen", "copying", "notice", "authors", "third")
_INSIDE = re.compile(r"(lib.+?)-[0-9a-f]{8}(?:-[0-9a-f]{8})?\.so\.?([\d.]*)$")
_CLASSIFIER = "License :: OSI Approved :: "


@dataclass(frozen=True)
class Component:
    """One thing in the bundle. purl: package URL. texts: (name, text) of its licences. inside: libraries in it."""

    name: str
    version: str
    purl: str
    licence: str
    texts: tuple[tuple[str, str], ...]
    inside: tuple[tuple[str, str], ...] = field(default=())


def write_notices(root: Path, others: Iterable[Component], cache: Path) -> None:
    """Write the three files into `root`. others: what is in the bundle besides the program and its wheels."""
    components = [_program(root), *_wheels(root, cache), *others]
    bare = [component.name for component in components if not component.texts]
    if bare:
        raise CannotBuild(f"there is no licence text for: {', '.join(bare)}")
    components[1:] = sorted(components[1:], key=lambda component: component.name.lower())
    (root / "NOTICES.txt").write_bytes("".join(_notices(components)).encode())
    bill = json.dumps(bill_of(components), ensure_ascii=False, indent=1) + "\n"
    (root / "sbom.cdx.json").write_bytes(bill.encode())
    (root / "QT-LGPL.txt").write_bytes((TEXTS / "QT-LGPL.txt").read_bytes())


def of_debian(packages: Iterable[str], cache: Path) -> list[Component]:
    """Components for packages of inputs.toml, with the common licences that their copyright files point at."""
    found = []
    for package in packages:
        version = entries()[package]["debian"]
        files = archives.debian(fetch(package, cache))
        copyright = next((read for path, read in files.items() if path.endswith("/copyright")), None)
        text = copyright().decode("utf-8", "replace") if copyright else _copyright_beside(package, cache)
        common = sorted(set(re.findall(rf"/{_COMMON}/([\w.+-]*\w)", text)))
        named = sorted(set(re.findall(r"^License: *(\S[^\n]*)", text, re.MULTILINE)))
        texts = [(f"{package}: copyright", text), *common_texts(common, cache)]
        purl = f"pkg:deb/debian/{package}@{quote(version, safe='~')}?arch=amd64&distro=debian-12"
        found.append(Component(package, version, purl, ", ".join(named) or "see its copyright file", tuple(texts)))
    return found


def _copyright_beside(package: str, cache: Path) -> str:
    """Packages of one source may link to the folder of one among them."""
    from bundle.interpreter import PACKAGES

    for other in PACKAGES:
        if "python3.11" in package and "python3.11" in other and other != package:
            for path, read in archives.debian(fetch(other, cache)).items():
                if path.endswith("/copyright"):
                    return read().decode("utf-8", "replace")
    raise CannotBuild(f"{package} has no copyright file")


def common_texts(names: Iterable[str], cache: Path) -> list[tuple[str, str]]:
    """Licences that Debian's base-files has in full: (name, text)."""
    files = archives.debian(fetch("base-files", cache))
    return [(name, files[f"{_COMMON}/{name}"]().decode()) for name in names if f"{_COMMON}/{name}" in files]


def _program(root: Path) -> Component:
    text = (root / "app" / "reader" / "__init__.py").read_text("utf-8")
    version = text.partition('__version__ = "')[2].partition('"')[0]
    files = [path for path in (root / "app").rglob("LICENSE*") if path.is_file()]
    texts = [(path.relative_to(root / "app").as_posix(), path.read_text("utf-8")) for path in sorted(files)]
    return Component("reader", version, f"pkg:generic/reader@{version}", "Apache-2.0", tuple(texts))


def _wheels(root: Path, cache: Path) -> Iterator[Component]:
    site = root / "site"
    for info in sorted(site.glob("*.dist-info")):
        said = HeaderParser().parsestr((info / "METADATA").read_text("utf-8"))
        name, version = str(said["Name"]), str(said["Version"])
        key = re.sub(r"[-_.]+", "-", name).lower()
        given = [value for value in said.get_all("Classifier", []) if value.startswith(_CLASSIFIER)]
        licence = said["License-Expression"] or _short(said["License"]) or given[0].removeprefix(_CLASSIFIER)
        own = [info, *sorted(site.glob(f"{_MODULES.get(key, '-')}"))]
        texts = [
            (path.relative_to(site).as_posix(), path.read_text("utf-8", "replace"))
            for folder in own
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix not in (".py", ".pyc") and any(w in path.name.lower() for w in _WORDS)
        ]
        wanted = _TEXT_OF.get(key, ())
        texts += common_texts(wanted, cache)
        texts += [(name, (TEXTS / name).read_text("utf-8")) for name in wanted if name.endswith(".txt")]
        yield Component(name, version, f"pkg:pypi/{key}@{version}", licence, tuple(texts), _inside(site, info))


# packages that keep licences beside their modules
_MODULES = {"imagecodecs": "imagecodecs", "opencv-python-headless": "cv2"}


def _short(licence: str | None) -> str:
    return licence if licence and "\n" not in licence and licence not in ("UNKNOWN", "LICENSE") else ""


def _inside(site: Path, info: Path) -> tuple[tuple[str, str], ...]:
    """(name, version) of the libraries of others that a wheel brings in its `.libs` folder."""
    folder = site / f"{info.name.rsplit('-', 1)[0]}.libs"
    found = (_INSIDE.match(path.name) for path in sorted(folder.glob("*")))
    return tuple((match[1], match[2]) for match in found if match)


def _notices(components: list[Component]) -> Iterator[str]:
    """A table, then each text once, under the names of those it belongs to."""
    yield "This bundle holds the following. Each has its licence, the texts come below.\n\n"
    for component in components:
        yield f"{component.name} {component.version}: {component.licence}\n"
        for name, version in component.inside:
            yield f"    with {name} {version}\n"
    owners: dict[str, list[str]] = {}
    for component in components:
        for name, text in component.texts:
            owners.setdefault(text.strip(), []).append(f"{component.name} ({name})")
    for text, names in owners.items():
        yield f"\n{'=' * 100}\n" + "\n".join(names) + f"\n{'-' * 100}\n{text}\n"


def bill_of(components: list[Component]) -> dict[str, object]:
    """CycloneDX 1.6, the program first. No serial number: the same content makes the same bill."""
    program, *rest = components
    when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch()))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"timestamp": when, "component": _entry(program, "application")},
        "components": [_entry(component, "library") for component in rest],
        "dependencies": [{"ref": program.purl, "dependsOn": [component.purl for component in rest]}],
    }


def _entry(component: Component, kind: str) -> dict[str, object]:
    entry: dict[str, object] = {
        "type": kind,
        "bom-ref": component.purl,
        "name": component.name,
        "version": component.version,
        "licenses": [{"license": {"name": component.licence}}],
        "purl": component.purl,
    }
    if component.inside:
        entry["components"] = [
            {"type": "library", "bom-ref": f"{component.purl}#{name}", "name": name, "version": version}
            for name, version in component.inside
        ]
    return entry
