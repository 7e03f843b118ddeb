"""The bundles for Linux (x86-64, glibc 2.36 or newer): Debian packages, and single files that unpack themselves.

    reader_VERSION_amd64.deb           the program under /opt/reader
    reader-demo_VERSION_all.deb        the exams of `reader demo`
    reader-VERSION-x86_64.run          the program, with the X libraries that a fresh system may lack
    reader-demo-VERSION-x86_64.run     the same with the exams

All hold the same tree (see `tree.py`) and the Python of `interpreter.py`.
"""

from __future__ import annotations

import hashlib
import io
import lzma
import shutil
import tarfile
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from bundle import ROOT, archives, deb
from bundle.inputs import fetch
from bundle.interpreter import PACKAGES, patch, put_python
from bundle.notices import of_debian, write_notices
from bundle.tree import compile_all, epoch, files_of, make_tree, write_manifest
from bundle.wheels import GLIBC

FILES = ROOT / "packaging" / "bundle" / "linux_files"
EXECUTABLE = {"reader", "python/bin/python3.11"}
DEMO = "app/resources/demo"
X_LIBRARIES = (
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0", "libxcb-render0",
    "libxcb-render-util0", "libxcb-shape0", "libxcb-shm0", "libxcb-sync1", "libxcb-util1", "libxcb-xfixes0",
    "libxcb-xinput0", "libxcb-xkb1", "libxkbcommon0", "libxkbcommon-x11-0",
)  # fmt: skip


def version() -> str:
    text = (ROOT / "reader" / "__init__.py").read_text("utf-8")
    return text.partition('__version__ = "')[2].partition('"')[0]


def build(out: Path, cache: Path, *, draft: bool = False) -> list[Path]:
    """Everything, in `out`; as a draft only the folder that runs. Raises CannotBuild."""
    if draft:
        folder = out / f"reader-{version()}-linux"
        shutil.rmtree(folder, ignore_errors=True)
        make_root(folder, cache)
        put_x_libraries(folder, cache)
        write_manifest(folder)
        return [folder]
    with tempfile.TemporaryDirectory(dir=out) as place:
        root, demo = Path(place) / "program", Path(place) / "demo"
        make_root(root, cache)
        (demo / DEMO).parent.mkdir(parents=True)
        shutil.move(root / DEMO, demo / DEMO)
        write_manifest(demo, "demo.sha256")
        write_manifest(root)
        made = deb.build(root, demo, Path(place), out, version())
        put_x_libraries(root, cache)
        write_manifest(root)
        return [*made, *single_files(root, demo, out, cache)]


def make_root(root: Path, cache: Path) -> None:
    """The folder that runs, without its list of files."""
    make_tree(root, "linux", cache)
    put_python(root, cache)
    compile_all(root, ("python/lib/python3.11",), cache)
    shutil.copyfile(FILES / "start.py", root / "start.py")
    shutil.copyfile(FILES / "launcher.sh", root / "reader")
    write_notices(root, of_debian(PACKAGES, cache), cache)
    for path in root.rglob("*"):
        path.chmod(0o755 if path.is_dir() or path.relative_to(root).as_posix() in EXECUTABLE else 0o644)


def put_x_libraries(root: Path, cache: Path) -> None:
    """Beside Qt's, where its plugin looks first. What belongs to the screen and its driver stays the system's."""
    folder = root / "site" / "PySide6" / "Qt" / "lib"
    for package in X_LIBRARIES:
        for path, read in archives.debian(fetch(package, cache)).items():
            name = path.rpartition("/")[2]
            if "/x86_64-linux-gnu/" in path and ".so." in name and name.count(".") == 2:
                (folder / name).write_bytes(read())
                (folder / name).chmod(0o644)
                patch(folder / name, "$ORIGIN", cache)
    write_notices(root, of_debian((*PACKAGES, *X_LIBRARIES, "xz-utils"), cache), cache)


def single_files(root: Path, demo: Path, out: Path, cache: Path) -> list[Path]:
    """A shell script, behind it what unpacks (xz, as a .tar.gz), the files (.tar.xz), and the exams (.tar: they are
    compressed already)."""
    tools, exams = _tools(cache), io.BytesIO()
    tar(demo, exams, files_of(demo))
    made = []
    with tempfile.TemporaryFile(dir=out) as packed:
        filters = [{"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "preset": 9}]
        with lzma.open(packed, "wb", filters=filters) as stream:
            tar(root, stream, files_of(root))
        for name, added in (("reader", b""), ("reader-demo", exams.getvalue())):
            packed.seek(0)
            content = hashlib.file_digest(packed, "sha256").hexdigest() + hashlib.sha256(added).hexdigest()
            said = {
                "VERSION": version(), "GLIBC": ".".join(map(str, GLIBC)), "TOOLS_SIZE": len(tools),
                "FILES_SIZE": packed.tell(), "DEMO_SIZE": len(added), "SIZE_KB": (_size(root) + len(added)) // 1024,
                "CONTENT": hashlib.sha256(content.encode()).hexdigest()[:16],
            }  # fmt: skip
            target = out / f"{name}-{version()}-x86_64.run"
            packed.seek(0)
            with target.open("wb") as stream:
                stream.write(_script(said) + tools)
                shutil.copyfileobj(packed, stream)
                stream.write(added)
            target.chmod(0o755)
            made.append(target)
    return made


def _size(root: Path) -> int:
    """Bytes on a disk that gives each file blocks of 4 KB."""
    return sum(-(root / path).stat().st_size // 4096 * -4096 for path in files_of(root))


def _script(said: Mapping[str, object]) -> bytes:
    """The header with the places of what follows it, which depend on its own length."""
    text = (FILES / "single.sh").read_text("utf-8")
    for name, value in said.items():
        text = text.replace(f"@{name}@", str(value))
    header = text.encode()
    while True:
        filled = text.replace("@HEADER_SIZE@", str(len(header))).encode()
        if filled == header:
            return header
        header = filled


def _tools(cache: Path) -> bytes:
    """xz and its library as a .tar.gz: not every system has it, while all have gzip."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "xz").write_bytes(archives.debian(fetch("xz-utils", cache))["usr/bin/xz"]())
        library = "lib/x86_64-linux-gnu/liblzma.so.5"
        (folder / "liblzma.so.5").write_bytes(archives.debian(fetch("liblzma5", cache))[library]())
        patch(folder / "xz", "$ORIGIN", cache)
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=9) as archive:
            for name in ("liblzma.so.5", "xz"):
                _add(archive, name, (folder / name).read_bytes(), 0o755)
        data = bytearray(packed.getvalue())
        data[4:8] = bytes(4)  # the time in gzip's header
        return bytes(data)


def tar(root: Path, stream: object, paths: Iterable[str]) -> None:
    """The files as a tar that depends on nothing but names and bytes."""
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.GNU_FORMAT) as archive:  # type: ignore[call-overload]
        for path in paths:
            _add(archive, path, (root / path).read_bytes(), 0o755 if path in EXECUTABLE else 0o644)


def _add(archive: tarfile.TarFile, name: str, data: bytes, mode: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(data), mode, epoch()
    archive.addfile(entry, io.BytesIO(data))
