"""QIDO-RS, WADO-RS and STOW-RS by a client that nobody here wrote, and by hand where that client is too polite."""

from __future__ import annotations

import email
import shutil
import subprocess
from email.policy import HTTP
from functools import partial
from io import BytesIO
from pathlib import Path

import numpy as np
import pydicom
import pytest
import requests
import SimpleITK
from dicomweb_client.api import DICOMwebClient
from pydicom.dataset import Dataset
from starlette.datastructures import QueryParams

from reader.core.storage import Database
from reader.hub import qido
from reader.hub.answers import Refused
from reader.hub.kept import Kept
from reader.hub.matching import parse_query
from reader.hub.store import Store, read_incoming
from reader.hub.vault import Vault
from tests.hub.conftest import multipart, store
from tests.servers import HubProcess
from tests.synthetic import CtSeries

OBJECTS = 'multipart/related; type="application/dicom"'
AS_STORED = f"{OBJECTS}; transfer-syntax=*"
EXPLICIT = "1.2.840.10008.1.2.1"


@pytest.fixture(scope="module", autouse=True)
def stored(hub: HubProcess, session: requests.Session, ct: CtSeries) -> None:
    assert store(session, hub.dicomweb, list(ct.files)).status_code == 200


def parts(response: requests.Response) -> list[tuple[dict[str, str], bytes]]:
    """The parts of an answer by the standard library's parser, and by their Content-Length."""
    head = f"Content-Type: {response.headers['Content-Type']}\r\n\r\n".encode("latin-1")
    message = email.message_from_bytes(head + response.content, policy=HTTP)
    found = []
    for part in message.iter_parts():
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found.append((dict(part.items()), content))
    return found


def test_search_at_every_level(client: DICOMwebClient, ct: CtSeries) -> None:
    [study] = client.search_for_studies(search_filters={"StudyInstanceUID": ct.study_uid})
    assert study["00201208"]["Value"] == [12]
    assert study["00080061"]["Value"] == ["CT"]
    [series] = client.search_for_series(ct.study_uid)
    assert series["00201209"]["Value"] == [12]
    assert series["0020000D"]["Value"] == [ct.study_uid]
    found = client.search_for_instances(ct.study_uid, ct.series_uid)
    assert {item["00080018"]["Value"][0] for item in found} == set(ct.instance_uids)
    every = client.search_for_instances(search_filters={"SeriesInstanceUID": ct.series_uid})
    assert len(every) == 12
    page = client.search_for_instances(ct.study_uid, limit=5, offset=10)
    assert len(page) == 2


@pytest.mark.parametrize(
    ("filters", "matches"),
    [
        ({"PatientName": "synthetic six"}, True),
        ({"PatientName": "SYNTH*"}, True),
        ({"PatientName": "合成*"}, True),
        ({"PatientName": "合成六"}, True),
        ({"PatientName": "Six"}, False),
        ({"PatientName": "six", "fuzzymatching": "true"}, True),
        ({"PatientID": "SYN-???"}, True),
        ({"PatientID": "syn-600"}, False),
        ({"StudyDate": "19000101-"}, True),
        ({"StudyDate": "-19000101"}, False),
        ({"ModalitiesInStudy": "CT"}, True),
        ({"ModalitiesInStudy": "MR"}, False),
        ({"00100020": "SYN-600"}, True),
        ({"StudyInstanceUID": "1.2.3,2.25.1\\{uid}"}, True),
        ({"StudyInstanceUID": "1.2.3, {uid}"}, True),
    ],
)
def test_matching(
    hub: HubProcess, session: requests.Session, ct: CtSeries, filters: dict[str, str], matches: bool
) -> None:
    query = {key: text.replace("{uid}", ct.study_uid) for key, text in filters.items()}
    answer = session.get(f"{hub.dicomweb}/studies", params={"StudyInstanceUID": ct.study_uid} | query)
    assert answer.status_code == (200 if matches else 204)


def test_search_warns_of_more_and_includes_what_is_asked(
    hub: HubProcess, session: requests.Session, ct: CtSeries
) -> None:
    answer = session.get(
        f"{hub.dicomweb}/studies/{ct.study_uid}/instances", params={"limit": 1, "includefield": "00281050"}
    )
    assert "11 additional" in answer.headers["Warning"]
    header = pydicom.dcmread(ct.files[0], stop_before_pixels=True)
    assert ("00281050" in answer.json()[0]) == ("WindowCenter" in header)


def test_retrieved_files_are_the_stored_ones(hub: HubProcess, session: requests.Session, ct: CtSeries) -> None:
    original = {uid: path.read_bytes() for uid, path in zip(ct.instance_uids, ct.files, strict=True)}
    series = f"{hub.dicomweb}/studies/{ct.study_uid}/series/{ct.series_uid}"
    one = f"{series}/instances/{ct.instance_uids[3]}"
    for url, count in ((f"{hub.dicomweb}/studies/{ct.study_uid}", 12), (series, 12), (one, 1)):
        answer = session.get(url, headers={"Accept": AS_STORED})
        assert answer.status_code == 200
        got = parts(answer)
        assert len(got) == count
        for headers, content in got:
            uid = headers["Content-Location"].rsplit("/", 1)[1]
            assert int(headers["Content-Length"]) == len(content)
            assert EXPLICIT in headers["Content-Type"]
            assert content == original[uid]
    single = session.get(one, headers={"Accept": "application/dicom; transfer-syntax=*"})
    assert single.headers["Content-Type"].startswith("application/dicom")
    assert single.content == original[ct.instance_uids[3]]


def test_a_stored_object_comes_back_bit_for_bit(
    hub: HubProcess, session: requests.Session, tmp_path: Path, ct: CtSeries
) -> None:
    for command in (["dcmcjpls"], ["dcmcjpeg", "+e1"], ["dcmcrle"]):
        if shutil.which(command[0]) is None:
            pytest.skip(f"{command[0]} (dcmtk) is not installed")
        file = tmp_path / f"{command[0]}.dcm"
        subprocess.run([*command, ct.files[0], file], check=True)
        subprocess.run(["dcmodify", "-nb", "-gin", "-gse", "-gst", file], check=True)
        body = file.read_bytes()
        header = pydicom.dcmread(file)
        assert store(session, hub.dicomweb, [file]).status_code == 200
        url = (
            f"{hub.dicomweb}/studies/{header.StudyInstanceUID}/series/{header.SeriesInstanceUID}"
            f"/instances/{header.SOPInstanceUID}"
        )
        [(_, content)] = parts(session.get(url, headers={"Accept": AS_STORED}))
        assert content == body
        # Transcoded: GDCM reads the answer, and finds dcmtk's source pixels in it.
        [(headers, native)] = parts(session.get(url, headers={"Accept": OBJECTS}))
        assert EXPLICIT in headers["Content-Type"]
        answer, source = tmp_path / "answer.dcm", tmp_path / "source.dcm"
        answer.write_bytes(native)
        shutil.copy(ct.files[0], source)
        pixels = [SimpleITK.GetArrayFromImage(SimpleITK.ReadImage(str(path))) for path in (answer, source)]
        assert np.array_equal(*pixels)
        [(_, frame)] = parts(session.get(f"{url}/frames/1", headers={"Accept": "*/*"}))
        assert frame == pydicom.dcmread(ct.files[0]).PixelData
        refused = session.get(url, headers={"Accept": f"{OBJECTS}; transfer-syntax=1.2.840.10008.1.2.4.91"})
        assert refused.status_code == 406


def test_metadata_and_frames_by_the_foreign_client(client: DICOMwebClient, ct: CtSeries) -> None:
    original = pydicom.dcmread(ct.files[4])
    uid = ct.instance_uids[4]
    assert len(client.retrieve_study_metadata(ct.study_uid)) == 12
    assert len(client.retrieve_series_metadata(ct.study_uid, ct.series_uid)) == 12
    metadata = client.retrieve_instance_metadata(ct.study_uid, ct.series_uid, uid)
    dataset = Dataset.from_json(metadata, bulk_data_uri_handler=lambda *_: b"")
    assert "BulkDataURI" in metadata["7FE00010"]
    for element in original:
        if element.keyword not in ("PixelData",) and not element.tag.is_private:
            assert dataset[element.tag].value == element.value, element
    [frame] = client.retrieve_instance_frames(ct.study_uid, ct.series_uid, uid, [1])
    assert frame == original.PixelData
    bulk = client.retrieve_bulkdata(metadata["7FE00010"]["BulkDataURI"])
    assert bulk[0] == original.PixelData
    whole = client.retrieve_series(ct.study_uid, ct.series_uid)
    assert {item.SOPInstanceUID for item in whole} == set(ct.instance_uids)


def test_the_foreign_client_stores(client: DICOMwebClient, ct: CtSeries) -> None:
    dataset = pydicom.dcmread(ct.files[0])
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = "2.25.10", "2.25.11"
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = "2.25.12"
    answer = client.store_instances([dataset], study_instance_uid="2.25.10")
    assert answer.ReferencedSOPSequence[0].ReferencedSOPInstanceUID == "2.25.12"
    assert "FailedSOPSequence" not in answer
    assert client.retrieve_instance("2.25.10", "2.25.11", "2.25.12").PixelData == dataset.PixelData


def test_a_search_that_would_read_very_many_files_is_refused(
    ct: CtSeries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    images = Store(tmp_path, Vault(Database(tmp_path / "hub.sqlite")))
    images.file([read_incoming(Kept(path)) for path in ct.files[:2]], copied=True)
    ask = partial(qido.search, images, "http://hub", "instances")
    monkeypatch.setattr(qido, "MOST_READ", 1)
    with pytest.raises(Refused) as refused:
        ask(parse_query(QueryParams("SoftwareVersions=*1*")))
    assert refused.value.status == 413
    one = pydicom.dcmread(ct.files[0], stop_before_pixels=True).SOPInstanceUID
    assert ask(parse_query(QueryParams(f"SoftwareVersions=*none*&SOPInstanceUID={one}"))) == ([], "")
    assert len(ask(parse_query(QueryParams("")))) == 2, "what the index has costs nothing"


def test_storing_the_same_again_is_success_and_other_content_is_not(
    hub: HubProcess, session: requests.Session, ct: CtSeries, tmp_path: Path
) -> None:
    dataset = pydicom.dcmread(ct.files[0])
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = "2.25.99"
    dataset.SeriesInstanceUID, dataset.StudyInstanceUID = "2.25.98", "2.25.97"
    first = tmp_path / "first.dcm"
    dataset.save_as(first)
    dataset.PatientName = "Somebody^Else"
    other = tmp_path / "other.dcm"
    dataset.save_as(other)
    assert store(session, hub.dicomweb, [first]).status_code == 200
    assert store(session, hub.dicomweb, [first]).status_code == 200
    refused = store(session, hub.dicomweb, [other])
    assert refused.status_code == 409
    assert refused.json()["00081198"]["Value"][0]["00081197"]["Value"] == [0x0110]
    mixed = store(session, hub.dicomweb, [first, other])
    assert mixed.status_code == 202
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = "2.25.100"
    dataset.StudyInstanceUID = "2.25.95"
    strange = tmp_path / "strange.dcm"
    dataset.save_as(strange)
    refused = store(session, hub.dicomweb, [strange])
    assert refused.status_code == 409, "one series in two studies would be shown as one patient's"
    assert "another study" in refused.json()["00081198"]["Value"][0]["00000902"]["Value"][0]
    [study] = session.get(f"{hub.dicomweb}/studies", params={"StudyInstanceUID": "2.25.97"}).json()
    assert study["00201208"]["Value"] == [1]
    wrong_study = session.post(f"{hub.dicomweb}/studies/2.25.96", data=multipart(first.read_bytes())[0],
                               headers=multipart()[1])  # fmt: skip
    assert wrong_study.status_code == 409
    assert wrong_study.json()["00081198"]["Value"][0]["00081197"]["Value"] == [0xA901]


def test_a_header_that_lies_about_its_pixels_costs_no_memory_and_no_other_object(
    hub: HubProcess, session: requests.Session, ct: CtSeries
) -> None:
    """How many frames there are, the file says: a list of three million for one would be made in memory."""
    lies: list[tuple[dict[str, object], int]] = [
        ({"NumberOfFrames": 3_000_000}, 200), ({"NumberOfFrames": -1}, 404), ({"Rows": 65535}, 404),
        ({"Rows": [64, 64]}, 404), ({"BitsAllocated": [16, 16]}, 404), ({"BitsAllocated": 0}, 404),
    ]  # fmt: skip
    url, stored = f"{hub.dicomweb}/studies/2.25.4714", []
    for number, (changes, _) in enumerate(lies):
        dataset, out = pydicom.dcmread(ct.files[0]), BytesIO()
        pixels = dataset.PixelData
        dataset.StudyInstanceUID, dataset.SeriesInstanceUID = "2.25.4714", "2.25.4714.1"
        dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = f"2.25.4714.{number + 2}"
        for name, entry in changes.items():
            setattr(dataset, name, entry)
        dataset["PixelData"].VR = "OW"
        dataset.save_as(out)
        stored.append(out.getvalue())
    body, headers = multipart(*stored)
    assert session.post(f"{hub.dicomweb}/studies", data=body, headers=headers).status_code in (200, 202)
    assert len(session.get(f"{url}/metadata").json()) == len(lies)
    for number, (changes, status) in enumerate(lies):
        place = f"{url}/series/2.25.4714.1/instances/2.25.4714.{number + 2}"
        for path, expected in (("bulkdata/7FE00010", status), ("frames/1", status), ("frames/2", 404)):
            answer = session.get(f"{place}/{path}", headers={"Accept": "*/*"})
            assert answer.status_code == expected, (changes, path)
            if expected == 200:
                assert [content for _, content in parts(answer)] == [pixels]


@pytest.mark.parametrize("vr", [b"D\0", b"D\0\0\0\0", b"\0\0", b"ZZ", b"SQ", b"OB", b"UN", b"UN\0\0\xff\xff\0\0"])
@pytest.mark.parametrize("tag", [b"\x08\0\x20\0", b"\x10\0\x10\0", b"\x10\0\x30\0", b"\x20\0\x13\0"])
def test_an_element_of_any_vr_is_read_or_refused(tag: bytes, vr: bytes, ct: CtSeries, tmp_path: Path) -> None:
    data = ct.files[0].read_bytes()
    begin = data.index(tag, 132)
    file = tmp_path / "damaged.dcm"
    file.write_bytes(data[: begin + 4] + vr + data[begin + 4 + len(vr) :])
    try:
        assert read_incoming(Kept(file)).uid == ct.instance_uids[0]
    except ValueError as reason:
        assert str(reason)


def test_bad_input_gets_its_4xx_and_a_reason(hub: HubProcess, session: requests.Session, ct: CtSeries) -> None:
    root = hub.dicomweb
    good = ct.files[0].read_bytes()
    kind = {"Content-Type": 'multipart/related; type="application/dicom"; boundary=B'}
    cases: list[tuple[int, str, str, bytes, dict[str, str]]] = [
        (409, "POST", "/studies", multipart(b"garbage" * 100)[0], kind),
        (409, "POST", "/studies", multipart(good[:300])[0], kind),
        (409, "POST", "/studies", multipart(b"\0" * 128 + b"DICM" + b"\xff" * 500)[0], kind),
        (400, "POST", "/studies", b"no boundary in here", kind),
        (400, "POST", "/studies", b"", kind),
        (400, "POST", "/studies", multipart(good)[0][:-8], kind),
        (400, "POST", "/studies", multipart(good)[0], {"Content-Type": "multipart/related"}),
        (400, "POST", "/studies", b"--B\r\n" + b"x" * 40000, kind),
        (415, "POST", "/studies", b"{}", {"Content-Type": "application/json"}),
        (415, "POST", "/studies", multipart(good, kind="image/jpeg")[0], kind),
        (415, "POST", "/studies", b"", {}),
        (404, "GET", "/studies/..%2f..%2fetc/metadata", b"", {}),
        (400, "GET", "/studies/1.2.3%00", b"", {}),
        (404, "GET", "/studies/2.25.404", b"", {}),
        (404, "GET", f"/studies/{ct.study_uid}/series/1.2", b"", {}),
        (400, "GET", f"/studies/{'1' * 65}", b"", {}),
        (400, "GET", "/studies?limit=many", b"", {}),
        (400, "GET", "/studies?NoSuchKeyword=1", b"", {}),
        (400, "GET", "/studies?includefield=%00%1b%7f%C2%85", b"", {}),
        (400, "GET", "/studies?StudyDate=a-b-c", b"", {}),
        (406, "GET", "/studies", b"", {"Accept": "application/dicom+xml"}),
        (406, "GET", f"/studies/{ct.study_uid}", b"", {"Accept": "image/png"}),
        (405, "PATCH", "/studies", b"", {}),
        (404, "GET", "/nothing", b"", {}),
    ]
    place = f"/studies/{ct.study_uid}/series/{ct.series_uid}/instances/{ct.instance_uids[0]}"
    accept = {"Accept": "*/*"}
    cases += [
        (404, "GET", f"{place}/frames/2", b"", accept),
        (400, "GET", f"{place}/frames/one", b"", accept),
        (400, "GET", f"{place}/frames/0", b"", accept),
        (406, "GET", f"{place}/frames/1", b"", {"Accept": "image/jls"}),
        (404, "GET", f"{place}/bulkdata/00420011", b"", accept),
        (400, "GET", f"{place}/bulkdata/../../etc", b"", accept),
    ]
    for status, method, path, body, headers in cases:
        answer = session.request(method, root + path, data=body, headers=headers, timeout=20)
        assert answer.status_code == status, (method, path, answer.status_code, answer.text)
        assert "Traceback" not in answer.text
        assert len(answer.content) > 0
    huge = requests.Request("POST", f"{root}/studies", headers={**session.headers, **kind}, data=b"").prepare()
    huge.headers["Content-Length"] = str(10**17)
    assert session.send(huge, timeout=20).status_code == 413
    assert session.get(f"{root}/studies", params={"StudyInstanceUID": ct.study_uid}).status_code == 200
