"""The Debian packages of the Linux bundle, made by dpkg-deb: the program, and the demo's exams."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from bundle import ROOT, CannotBuild
from bundle.binaries import needed
from bundle.tree import epoch, files_of

FILES = ROOT / "packaging" / "bundle" / "linux_files"
OPT = "opt/reader"
MAINTAINER = "The reader project <maintainers@reader.example>"
# what the bundle leaves to the system: library -> package of Debian 12 and 13
SYSTEM = {
    "ld-linux-x86-64.so.2": "libc6 (>= 2.36)",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libc.so.6": "libc6 (>= 2.36)",
    "libcups.so.2": "libcups2t64 | libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdl.so.2": "libc6 (>= 2.36)",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libm.so.6": "libc6 (>= 2.36)",
    "libpthread.so.0": "libc6 (>= 2.36)",
    "libresolv.so.2": "libc6 (>= 2.36)",
    "librt.so.1": "libc6 (>= 2.36)",
    "libstdc++.so.6": "libstdc++6",
    "libutil.so.1": "libc6 (>= 2.36)",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
# file of linux_files -> where it goes
PLACES = {
    "reader.desktop": "usr/share/applications/reader.desktop",
    "reader-open.desktop": "usr/share/applications/reader-open.desktop",
    "reader.svg": "usr/share/icons/hicolor/scalable/apps/reader.svg",
    "reader.metainfo.xml": "usr/share/metainfo/org.reader.Reader.metainfo.xml",
    "reader.completion": "usr/share/bash-completion/completions/reader",
    "lintian-overrides": "usr/share/lintian/overrides/reader",
}


def build(root: Path, exams: Path, work: Path, out: Path, version: str) -> list[Path]:
    """The packages of two trees, of the program and of the demo's exams; `work`: a folder on the same disk."""
    program, demo = work / "deb", work / "deb-demo"
    shutil.copytree(root, program / OPT, copy_function=os.link)
    shutil.copytree(exams, demo / OPT, copy_function=os.link)
    for source, place in PLACES.items():
        _put(program / place, _text(source, version))
    _put(program / "usr/share/man/man1/reader.1.gz", gzip.compress(_text("reader.1", version).encode(), 9, mtime=0))
    _put(demo / "usr/share/applications/reader-demo.desktop", _text("reader-demo.desktop", version))
    _put(demo / "usr/share/lintian/overrides/reader-demo", _text("lintian-overrides-demo", version))
    (program / "usr/bin").mkdir()
    (program / "usr/bin/reader").symlink_to(f"/{OPT}/reader")
    for folder, name in ((program, "reader"), (demo, "reader-demo")):
        _document(folder, name, version)
    depends = ", ".join(sorted(set(system_packages(root))))
    made = [
        _pack(program, out, "reader", "amd64", version, {
            "Depends": depends, "Recommends": "fonts-noto-cjk, xdg-desktop-portal",
            "Suggests": f"reader-demo (= {version})",
            "Description": "reading workstation for radiology\n" + _PROGRAM,
        }),
        _pack(demo, out, "reader-demo", "all", version, {
            "Depends": f"reader (= {version})",
            "Description": "exams for the demo of the radiology workstation reader\n" + _DEMO,
        }),
    ]  # fmt: skip
    for folder in (program, demo):
        shutil.rmtree(folder)
    return made


_PROGRAM = """ Exams come from the hospitals of a region, the radiologists of its hub read
 them here: worklist, images (stacks, MPR, volumes), findings, report, review,
 signature, delivery. It speaks DICOMweb and DIMSE. Not a medical device.
 .
 It brings its own Python and libraries under /opt/reader."""
_DEMO = """ A morning of an invented reading room: ten exams and three priors from five
 sites, for `reader demo`. The patients are invented, the pictures public."""


def system_packages(root: Path) -> Iterable[str]:
    """The packages whose libraries the tree loads and doesn't hold. Raises CannotBuild for one that isn't known."""
    own = {path.rpartition("/")[2] for path in files_of(root)}
    wanted: dict[str, str] = {}
    for path in files_of(root):
        if ".so" in path or path.startswith("python/bin/"):
            wanted |= dict.fromkeys(needed((root / path).read_bytes()), path)
    unknown = {name: path for name, path in wanted.items() if name not in own and name not in SYSTEM}
    if unknown:
        names = ", ".join(f"{name} (of {path})" for name, path in unknown.items())
        raise CannotBuild(f"these libraries are neither in the bundle nor in the list of the system's: {names}")
    return [SYSTEM[name] for name in wanted if name not in own]


def _document(folder: Path, name: str, version: str) -> None:
    """Copyright and changelog, as Debian's policy has them."""
    doc = folder / "usr/share/doc" / name
    _put(doc / "copyright", (FILES / "copyright").read_text("utf-8"))
    when = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(epoch()))
    entry = f"{name} ({version}) stable; urgency=medium\n\n  * See CHANGELOG.md of the source.\n\n"
    entry += f" -- {MAINTAINER}  {when}\n"
    _put(doc / "changelog.gz", gzip.compress(entry.encode(), 9, mtime=0))


def _pack(folder: Path, out: Path, name: str, architecture: str, version: str, fields: Mapping[str, str]) -> Path:
    size = sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
    first = {
        "Package": name, "Version": version, "Architecture": architecture, "Maintainer": MAINTAINER,
        "Installed-Size": str(size // 1024), "Section": "science", "Priority": "optional",
    }  # fmt: skip
    control = "".join(f"{key}: {value}\n" for key, value in (first | dict(fields)).items())
    _put(folder / "DEBIAN/control", control)
    for path in folder.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
    target = out / f"{name}_{version}_{architecture}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--threads-max=1", "--build"]
    command += [str(folder), str(target)]
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(epoch())}
    if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
        raise CannotBuild("dpkg-deb could not make the package; see above")
    return target


def _put(place: Path, content: str | bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content.encode() if isinstance(content, str) else content)
    place.chmod(0o644)


def _text(name: str, version: str) -> str:
    day = time.strftime("%Y-%m-%d", time.gmtime(epoch()))
    return (FILES / name).read_text("utf-8").replace("@VERSION@", version).replace("@DATE@", day)
