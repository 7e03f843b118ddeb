"""Text in Unicode: the standard's own examples, dcmtk as a second opinion, and what devices do besides."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pydicom
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

from reader.dicom.archives.answers import json_of
from reader.dicom.attributes import JsonAttributes
from reader.dicom.charsets import decode
from reader.dicom.datasets import read_dataset
from reader.dicom.header import read_header
from reader.dicom.values import PersonName
from reader.hub.header import read_header as hub_header
from reader.hub.header import to_json
from reader.hub.kept import Kept
from reader.report.codec_read import decode_report
from tests.dicom.made import image, ramp, written

VALUES = {  # VR -> an element of that VR with several values where the VR has them
    "PN": 0x00100010, "LO": 0x00081030, "SH": 0x00080050, "LT": 0x00104000, "ST": 0x00080081, "UT": 0x0040A160,
    "UC": 0x00189908,
}  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "value", "text"),
    [
        ("\\ISO 2022 IR 87", "59616d6164613d1b24423b3345441b2842", "Yamada=山田"),
        (  # H.3.1
            "\\ISO 2022 IR 87",
            "59616d6164615e5461726f753d1b24423b3345441b28425e1b244242404f3a1b28423d1b24422464245e24401b28425e1b"
            "2442243f246d24261b2842",
            "Yamada^Tarou=山田^太郎=やまだ^たろう",
        ),
        (  # H.3.2
            "ISO 2022 IR 13\\ISO 2022 IR 87",
            "d4cfc0de5ec0dbb33d1b24423b3345441b284a5e1b244242404f3a1b284a3d1b24422464245e24401b284a5e1b2442243f246d24"
            "261b284a",
            "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
        ),
        (  # I.2
            "\\ISO 2022 IR 149",
            "486f6e675e47696c646f6e673d1b242943fbf35e1b242943d1ced4d73d1b242943c8ab5e1b242943b1e6b5bf",
            "Hong^Gildong=洪^吉洞=홍^길동",
        ),
        (  # J.1, J.2
            "ISO_IR 192",
            "57616e675e5869616f446f6e673de78e8b5ee5b08fe4b89c3d",
            "Wang^XiaoDong=王^小东=",
        ),
        ("GB18030", "57616e675e5869616f446f6e673dcdf55ed0a1b6ab3d", "Wang^XiaoDong=王^小东="),
        (  # K.3
            "\\ISO 2022 IR 58",
            "5a68616e675e5869616f446f6e673d1b242941d5c55e1b242941d0a1b6ab3d20",
            "Zhang^XiaoDong=张^小东=",
        ),
        # "=", "^" and "\\" as the second byte of a character are no delimiters
        ("\\ISO 2022 IR 87", "483d1b24423d553b521b2842", "H=春子"),
        ("\\ISO 2022 IR 87", "483d1b24423d283c791b2842", "H=秀樹"),
        ("\\ISO 2022 IR 87", "483d1b2442245c245e1b2842", "H=ぼま"),
        # what was designated ends at a delimiter
        ("ISO 2022 IR 100\\ISO 2022 IR 149", "e75e1b242943a4ba5ee7", "ç^ㅊ^ç"),
        ("ISO 2022 IR 100\\ISO 2022 IR 126", "c92d1b2d46c95ec9", "É-Ι^É"),
        # escape sequences that were left out, or that nobody declared
        ("\\ISO 2022 IR 149", "4b3d1b242943b1e6b5bf5eb1e6", "K=길동^길"),
        ("ISO_IR 100", "5a3d1b242941d5c5", "Z=张"),
        ("", "593d1b24423b3345441b2842", "Y=山田"),
        # a name that was cut within its last character
        ("ISO_IR 192", "e78e8b5ee5b08fe4b8", "王^小"),
        ("GB18030", "cdf55ed0a1b6", "王^小"),
    ],
)
def test_names_of_the_standard_and_their_kin(declared: str, value: str, text: str) -> None:
    assert decode(bytes.fromhex(value), tuple(declared.split("\\")), "PN").rstrip() == text


LATIN = (
    "NÚÑEZ^JOSÉ", "Núñez^José", "CONCEIÇÃO^MARIA", "Assunção^João", "Größl^Jörg", "Weiß^Änne", "LEFÈVRE^NOÉÉ",
    "IBÁÑEZ^PEDRO", "Ærø^Øjvind", "Åström^Åsa", "Þórðarson^Þór", "Æði^Óðinn", "Ólöf^Ýr", "Brandão^Estêvão",
    "Noël^Zoé", "Jää^Päivi", "O´Brien^Seán", "Vázquez^Mª Ángeles", "ÖZGÜR^ÇÃO", "Ö^Ä", "Ó Súilleabháin^Máire",
    "Peña^Begoña",
)  # fmt: skip
LATIN_TEXTS = (
    "Größe 5 × 3 cm, ±2°", "Échographie - Hôpital Général", "¿Él? ¡Órale!", "« été »", "5 µm²", "TC TÓRAX/ABDÓMEN",
    "RM CRÂNIO S/ CONTRASTE", "Übersicht Schädel «Ö»", "Coração", "RÖNTGEN THORAX",
)  # fmt: skip
CHINESE = ("王^小东", "王小东", "李^娜", "李娜", "毛^远", "严^镕丽", "丁喆喆", "唐浩", "陆^一", "Wang^Xi=王^玥")
CHINESE_TEXTS = ("胸部CT平扫", "西湖区人民医院", "腹部B超", "上腹部增强扫描。建议复查", "左膝关节正侧位")


@pytest.mark.parametrize("declared", ["ISO_IR 100", "ISO 2022 IR 100", ""])
def test_latin_stays_latin_and_chinese_becomes_chinese(declared: str) -> None:
    """ISO_IR 100 is right for all of Western Europe, and what devices in China write beside GBK."""
    sets = (declared,)
    assert [decode(name.encode("latin-1"), sets, "PN") for name in LATIN] == list(LATIN)
    for vr in ("LO", "SH", "LT", "ST", "UT", "UC"):
        assert [decode(text.encode("latin-1"), sets, vr) for text in LATIN_TEXTS] == list(LATIN_TEXTS)
        assert [decode(text.encode("gb18030"), sets, vr) for text in CHINESE_TEXTS] == list(CHINESE_TEXTS)
    assert [decode(name.encode("gb18030"), sets, "PN") for name in CHINESE] == list(CHINESE)
    both = (*LATIN, *CHINESE)
    assert [decode(name.encode("utf-8"), sets, "PN") for name in both] == list(both)


def test_declared_sets_are_believed_where_they_can_be_right() -> None:
    for term, codec, text in (
        ("ISO_IR 101", "iso8859-2", "Łukasz^Żółć"), ("ISO_IR 109", "iso8859-3", "Ĝis^Ŝaŭ"),
        ("ISO_IR 144", "iso8859-5", "Люксембург"), ("ISO_IR 126", "iso8859-7", "Διονυσιος^Γιάννης"),
        ("ISO_IR 138", "iso8859-8", "שרון^דבורה"), ("ISO_IR 148", "iso8859-9", "Çavuşoğlu^Gül"),
        ("ISO_IR 127", "iso8859-6", "قباني^لنزار"), ("ISO_IR 166", "iso8859-11", "นามสกุล^ชื่อ"),
        ("ISO_IR 203", "iso8859-15", "Œuvre^Žák"), ("ISO_IR 13", "shift_jis", "ﾔﾏﾀﾞ^ﾀﾛｳ"),
    ):  # fmt: skip
        assert decode(text.encode(codec), (term,), "PN") == text
    assert decode("Größe – “Œ”".encode("cp1252"), ("ISO_IR 100",), "LO") == "Größe – “Œ”"  # 0x96 is no Latin-1


@pytest.mark.parametrize("implicit", [False, True])
def test_dcmtk_reads_the_same(tmp_path: Path, implicit: bool) -> None:
    """Random text of every set of the standard in every VR; dcmconv translates it to UTF-8.

    dcmtk 3.6.9 cuts a character of GB18030 or GBK whose second byte is that of "\\": glibc's iconv is asked there.
    """
    chance = random.Random(8)
    single = (("100", "latin-1"), ("101", "iso8859-2"), ("144", "iso8859-5"), ("126", "iso8859-7"))
    for number, codec in single:
        letters = [chr(n) for n in range(0xC0, 0x460) if _fits(chr(n), codec) and chr(n).isalpha()]
        words = ["A" + "".join(chance.choices(letters, k=3)) + "a" for _ in range(5)]
        values = {vr: _several(vr, [w.encode(codec) for w in words]) for vr in VALUES}
        _compare(tmp_path, f"ISO_IR {number}", values, implicit)
    for declared, escape, codec, letters in (
        ("ISO 2022 IR 149", b"\x1b$)C", "euc_kr", "洪吉洞홍길동김희중"),
        ("ISO 2022 IR 58", b"\x1b$)A", "gb2312", "王小东张胸部平扫"),
    ):
        words = [escape + "".join(chance.choices(letters, k=4)).encode(codec) for _ in range(5)]
        _compare(tmp_path, f"\\{declared}", {vr: _several(vr, words) for vr in VALUES}, implicit)
    for declared, codec, letters, peer in (
        ("GB18030", "gb18030", "王小东春鏝功蓋", _dcmconv), ("GB18030", "gb18030", "王小鏝俓乗嘰誠", _iconv),
        ("GBK", "gbk", "王小东春鏝功蓋", _dcmconv), ("GBK", "gbk", "王小鏝俓乗嘰誠", _iconv),
        ("ISO_IR 192", "utf-8", "王小东春鏝俓乗嘰誠功蓋", _dcmconv),
    ):  # fmt: skip
        words = ["".join(chance.choices(letters, k=4)).encode(codec) for _ in range(5)]
        _compare(tmp_path, declared, {vr: _several(vr, words) for vr in VALUES}, implicit, peer)


def test_japanese_of_every_character() -> None:
    """All of JIS X 0208 by Python's codec of ISO 2022 JP (dcmtk's library here does not know the set)."""
    rows = [bytes((row, cell)) for row in range(0x21, 0x75) for cell in range(0x21, 0x7F)]
    letters = []
    for pair in rows:
        try:
            letters.append((b"\x1b$B" + pair + b"\x1b(B").decode("iso2022_jp"))
        except UnicodeDecodeError:
            continue
    assert len(letters) > 6800
    for start in range(0, len(letters), 10):
        word = "".join(letters[start : start + 10])
        name = b"A^B=" + word.encode("iso2022_jp") + b"^" + word[:1].encode("iso2022_jp") + b"="
        assert decode(name, ("", "ISO 2022 IR 87"), "PN") == f"A^B={word}^{word[:1]}="
        assert decode(word.encode("iso2022_jp") + b"\\x", ("", "ISO 2022 IR 87"), "LO") == f"{word}\\x"


def _fits(letter: str, codec: str) -> bool:
    try:
        return len(letter.encode(codec)) == 1
    except UnicodeEncodeError:
        return False


def _several(vr: str, words: list[bytes]) -> bytes:
    if vr == "PN":
        return b"Abc^Def=" + words[0] + b"^" + words[1] + b"=" + words[2] + b"^" + words[3]
    return b"\r\n".join(words) if vr in ("LT", "ST", "UT") else b"\\".join(words)


def _dcmconv(path: Path, declared: str, values: dict[str, bytes]) -> Dataset:
    peer = path.with_name("out.dcm")
    subprocess.run(["dcmconv", "+U8", str(path), str(peer)], check=True, capture_output=True)
    return pydicom.dcmread(peer)


def _iconv(path: Path, declared: str, values: dict[str, bytes]) -> Dataset:
    command = ["iconv", "-f", declared, "-t", "UTF-8"]
    texts = {vr: subprocess.run(command, input=text, check=True, capture_output=True).stdout
             for vr, text in values.items()}  # fmt: skip
    return pydicom.dcmread(BytesIO(_file("ISO_IR 192", texts, implicit=False)))


def _compare(
    folder: Path, declared: str, values: dict[str, bytes], implicit: bool,
    peer: Callable[[Path, str, dict[str, bytes]], Dataset] = _dcmconv,
) -> None:  # fmt: skip
    """Every text of a file as a peer has it in UTF-8, by each of the program's readers."""
    data = _file(declared, values, implicit)
    path = folder / "in.dcm"
    path.write_bytes(data)
    expected, header = peer(path, declared, values), read_header(data)
    index = to_json(hub_header(Kept(path)).dataset, str)
    web, local, plain = JsonAttributes(index), JsonAttributes(json_of(header)), read_dataset(data)
    for vr, tag in VALUES.items():
        value = expected[tag].value
        several = [str(v) for v in value] if isinstance(value, pydicom.multival.MultiValue) else [str(value)]
        assert header.texts(tag) == several, (declared, vr)
        own = plain[tag].value
        assert ([str(v) for v in own] if isinstance(own, pydicom.multival.MultiValue) else [str(own)]) == several
        for answer in (web, local):
            assert (answer.name(tag) if vr == "PN" else answer.texts(tag)) == (
                PersonName.parse(several[0]) if vr == "PN" else several
            ), (declared, vr)


def _file(declared: str, values: dict[str, bytes], implicit: bool) -> bytes:
    made = image(ramp(4, 4))
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian if implicit else ExplicitVRLittleEndian
    made.file_meta.MediaStorageSOPClassUID = made.SOPClassUID
    made.file_meta.MediaStorageSOPInstanceUID = made.SOPInstanceUID
    marks = {}
    for number, (vr, value) in enumerate(values.items()):
        raw = value + b" " * (len(value) % 2)
        marks[bytes([0x41 + number]) * len(raw)] = raw
        made.add_new(VALUES[vr], vr, (bytes([0x41 + number]) * len(raw)).decode())
    made.SpecificCharacterSet = declared.split("\\")
    data = written(made)
    for mark, raw in marks.items():
        assert data.count(mark) == 1
        data = data.replace(mark, raw)
    return data


def test_a_report_and_its_items(tmp_path: Path) -> None:
    """A foreign report in ISO 2022 IR 58: its patient, and what stands in its items, which inherit the set."""
    made = Dataset()
    made.SpecificCharacterSet = ["", "ISO 2022 IR 58"]
    made.SOPClassUID, made.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.88.33", "2.25.7"
    made.PatientName = "N" * 14
    made.ValueType, made.ContinuityOfContent = "CONTAINER", "SEPARATE"
    item = Dataset()
    item.RelationshipType, item.ValueType, item.TextValue = "CONTAINS", "TEXT", "T" * 10
    made.ContentSequence = [item]
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    out = BytesIO()
    made.save_as(out, enforce_file_format=True)
    data = out.getvalue().replace(b"N" * 14, b"Z=\x1b$)A\xd5\xc5^A^Bcd")
    data = data.replace(b"T" * 10, b"\x1b$)A\xd0\xa1\xb6\xab. ")
    document = decode_report(data)
    assert document.report.subject.patient.name == PersonName("Z", "张^A^Bcd")
    assert document.report.sections[0].text == "小东."


def test_what_a_server_decoded_as_latin_is_decoded_anew() -> None:
    told = JsonAttributes({
        "00100010": {"vr": "PN", "Value": [{"Alphabetic": "王^小东".encode("gbk").decode("latin-1")}]},
        "00081030": {"vr": "LO", "Value": ["胸部平扫".encode("gbk").decode("latin-1"), "Größe"]},
    })  # fmt: skip
    assert told.name(0x00100010).alphabetic == "王^小东"
    assert told.texts(0x00081030) == ["胸部平扫", "Größe"]
