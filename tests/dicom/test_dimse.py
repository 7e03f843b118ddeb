"""C-FIND, C-GET and C-MOVE against a real Orthanc and dcmtk's archive: the same voxels as by DICOMweb."""

from __future__ import annotations

import gc
import shutil
import socket
import subprocess
import threading
import time
import weakref
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pynetdicom.association import Association

from reader.core.http import Http, HubUnreachable
from reader.core.tasks import Scope
from reader.dicom.archives.dimse import DimseArchive
from reader.dicom.archives.dimse_link import SYNTAXES, Address, Refused, storage_contexts
from reader.dicom.archives.dimse_receive import Listener
from reader.dicom.archives.opening import open_archive
from reader.study.model import Arrival, Study
from tests.core.test_garbage import Cycle
from tests.orthanc import Orthanc, find_orthanc, free_port
from tests.synthetic import CtSeries, ct_series
from tests.volume.test_open import Reading, check

DATA = Path(__file__).parents[1] / "data" / "dicom"
pytestmark = pytest.mark.skipif(find_orthanc() is None, reason="Orthanc is not installed")


class Site:
    """A site's archive: Orthanc with its DICOM side on. `get`, `move`: its addresses."""

    def __init__(self, **extra: object) -> None:
        self.port, self.here = free_port(), free_port()
        self.server = Orthanc(
            DicomServerEnabled=True,
            DicomPort=self.port,
            DicomAet="SITE",
            DicomCheckCalledAet=True,
            DicomModalities={"reader": ["READER", "127.0.0.1", self.here]},
            DicomAlwaysAllowGet=True,
            DicomAlwaysAllowFind=True,
            DicomAlwaysAllowMove=True,
            DefaultEncoding="Utf8",
            **extra,
        )

    @property
    def get(self) -> str:
        return f"dimse://SITE@127.0.0.1:{self.port}?calling=READER"

    @property
    def move(self) -> str:
        return f"{self.get}&move={self.here}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> CtSeries:
    return ct_series(tmp_path_factory.mktemp("ct") / "a", 120, 96, uid_root="2.25.181", patient_id="OTHER")


@pytest.fixture(scope="module")
def site(made: CtSeries) -> Iterator[Site]:
    place = Site()
    with place.server:
        assert place.server.store(made.files) == 120
        yield place


@pytest.fixture(autouse=True)
def none_stays_open() -> Iterator[None]:
    """An association that is kept for the next question asks its socket a thousand times a second."""
    yield
    for thread in threading.enumerate():
        if isinstance(thread, Association):
            thread.abort()


@pytest.mark.parametrize("way", ["get", "move"])
def test_the_same_volume_as_by_dicomweb(site: Site, made: CtSeries, way: str, tmp_path: Path) -> None:
    web = Reading(tmp_path / "web", site.server.dicomweb_url)
    web.open(made.study_uid)
    reading = Reading(tmp_path / "dimse", getattr(site, way))
    reading.open(made.study_uid)
    check(reading, made)
    assert np.array_equal(reading.volume.voxels, web.volume.voxels)
    assert reading.volume.geometry == web.volume.geometry
    assert reading.model.study.patient == web.model.study.patient
    for entry in (web, reading):
        entry.close()


def test_questions_have_dicomwebs_answers(site: Site, made: CtSeries) -> None:
    web, dimse = open_archive(site.server.dicomweb_url, Http()), open_archive(site.get, Http())
    uid = made.study_uid
    for filters in ({"PatientID": "OTHER"}, {"StudyInstanceUID": uid}, {"PatientID": "X"}):
        answers = [[a["0020000D"]["Value"] for a in archive.search_studies(filters)] for archive in (web, dimse)]
        assert answers[0] == answers[1]
    [one] = dimse.search_instances(uid, made.series_uid, {"InstanceNumber": "7"}, limit=2)
    assert one["00080018"]["Value"] == [f"{made.series_uid}.7"]
    assert len(dimse.search_instances(uid, made.series_uid, limit=5)) == 5
    assert len(dimse.search_instances(uid, made.series_uid)) == 120
    query = DimseArchive(site.get)._query("STUDY", {"00100010": "*合成*"}, ())
    assert query.SpecificCharacterSet == "ISO_IR 192" and query.PatientName == "*合成*"
    [name] = dimse.search_studies({"PatientID": "OTH*"})
    assert name["00100010"]["Value"][0]["Ideographic"] == "合成^六"
    told = dimse.metadata(uid, made.series_uid, made.instance_uids[3])
    header = pydicom.dcmread(made.files[3], stop_before_pixels=True)
    assert told[0]["00200032"]["Value"] == [str(value) for value in header.ImagePositionPatient]
    data = dimse.instance(uid, made.series_uid, made.instance_uids[3])
    assert parsed(data).PixelData == pydicom.dcmread(made.files[3]).PixelData


def test_every_transfer_syntax_comes_as_it_is_kept(tmp_path: Path) -> None:
    """Nothing is transcoded on the way: the bytes of the pixels are those of the file."""
    images = [path for path in sorted(DATA.rglob("*.dcm")) if _is_image(path)]
    files = {str(pydicom.dcmread(path, stop_before_pixels=True).SOPInstanceUID): path for path in images}.values()
    place = Site(TranscodeDicomProtocol=False)
    seen = set()
    with place.server:
        taken = [path for path in files if place.server.store([path])]
        dimse = DimseArchive(place.get)
        for path in taken:
            original = pydicom.dcmread(path)
            uids = original.StudyInstanceUID, original.SeriesInstanceUID, original.SOPInstanceUID
            dimse.search_instances(uids[0], uids[1])
            got = parsed(dimse.instance(*uids))
            assert got.file_meta.TransferSyntaxUID in SYNTAXES
            if got.file_meta.TransferSyntaxUID == original.file_meta.TransferSyntaxUID:
                seen.add(str(got.file_meta.TransferSyntaxUID))
                assert got.PixelData == original.PixelData, path.name
    assert len(seen) >= 5, seen


def parsed(data: bytes) -> pydicom.Dataset:
    return pydicom.dcmread(BytesIO(data))


def _is_image(path: Path) -> bool:
    try:
        header = pydicom.dcmread(path)
        return bool("PixelData" in header and header.StudyInstanceUID and header.file_meta.TransferSyntaxUID)
    except (OSError, AttributeError, pydicom.errors.InvalidDicomError, NotImplementedError):
        return False


def test_what_an_archive_refuses_is_said(site: Site, made: CtSeries) -> None:
    wrong = site.get.replace("SITE@", "NOBODY@")
    with pytest.raises(Refused, match="No archive called NOBODY"):
        DimseArchive(wrong).search_studies({"PatientID": "OTHER"})
    unknown = f"{site.get.replace('READER', 'STRANGER')}&move={free_port()}"
    stream = DimseArchive(unknown).stream_series(made.study_uid, made.series_uid)
    with pytest.raises(Refused, match="does not know where to send"):
        list(stream.parts())
    with pytest.raises(HubUnreachable, match="does not answer"):
        DimseArchive(f"dimse://SITE@127.0.0.1:{free_port()}").search_studies()
    blocked = f"{site.get}&move={site.server.url.rsplit(':', 1)[1]}"
    with pytest.raises(Refused, match="in use"):
        DimseArchive(blocked).stream_series(made.study_uid, made.series_uid)


def test_left_at_once(site: Site, made: CtSeries) -> None:
    for url in (site.get, site.move):
        archive = DimseArchive(url)
        stream = archive.stream_series(made.study_uid, made.series_uid)
        came = 0
        for came, _ in enumerate(stream.parts(), 1):
            if came == 5:
                stream.abort()
        assert came == 5
        assert len(archive.instance(made.study_uid, made.series_uid, made.instance_uids[0])) > 18_000


def test_an_archive_killed_in_the_middle(made: CtSeries, tmp_path: Path) -> None:
    """What has arrived stays, the rest is named; nothing hangs. Started again, a new opening has everything."""
    place = Site()
    with place.server:
        place.server.store(made.files)
        reading = Reading(tmp_path / "a", place.get)
        study = reading.study(made.study_uid)
        archive = reading.studies.archive(place.get)
        stream = archive.stream_series(made.study_uid, made.series_uid)
        process = place.server._process
        assert process is not None and study.series
        came = 0
        with pytest.raises(HubUnreachable, match="broke off"):
            for came, _ in enumerate(stream.parts(), 1):
                if came == 10:
                    process.kill()
        assert 10 <= came < 120
        with pytest.raises(HubUnreachable):
            archive.instance(made.study_uid, made.series_uid, made.instance_uids[0])
        reading.close()


def test_two_at_a_time_by_move(site: Site, tmp_path: Path) -> None:
    """Objects of two requests on one port each go to whoever asked for them."""
    other = ct_series(tmp_path / "other", 60, 64, uid_root="2.25.182", patient_id="TWO")
    third = ct_series(tmp_path / "third", 60, 64, uid_root="2.25.183", patient_id="THREE")
    site.server.store([*other.files, *third.files])
    archive = DimseArchive(site.move)
    found: dict[str, list[str]] = {}

    def fetch(series: CtSeries) -> None:
        data = [bytes(part.read()) for part in archive.stream_series(series.study_uid, series.series_uid).parts()]
        found[series.study_uid] = sorted(str(parsed(entry).SOPInstanceUID) for entry in data)

    threads = [threading.Thread(target=fetch, args=(series,)) for series in (other, third)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for series in (other, third):
        assert found[series.study_uid] == sorted(series.instance_uids)


@pytest.mark.skipif(shutil.which("dcmqrscp") is None, reason="dcmtk is not installed")
def test_dcmtks_archive(tmp_path: Path) -> None:
    """Another implementation: it tells no positions and counts nothing; C-GET, then C-MOVE."""
    port, here = free_port(), free_port()
    made = ct_series(tmp_path / "ct", 24, 96, uid_root="2.25.182")
    store = tmp_path / "store"
    store.mkdir()
    (tmp_path / "dcmqrscp.cfg").write_text(
        f"NetworkTCPPort = {port}\nMaxPDUSize = 16384\nMaxAssociations = 16\n"
        f"HostTable BEGIN\nreader = (READER, 127.0.0.1, {here})\nHostTable END\n"
        "VendorTable BEGIN\nVendorTable END\n"
        f"AETable BEGIN\nDCMTK {store} RW (9, 1024mb) ANY\nAETable END\n"
    )
    server = subprocess.Popen(
        ["dcmqrscp", "-c", str(tmp_path / "dcmqrscp.cfg")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        send = ["storescu", "-aec", "DCMTK", "-aet", "READER", "127.0.0.1", str(port), *map(str, made.files)]
        for _ in range(50):
            if subprocess.run(send, capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.1)
        for tail in ("", f"&move={here}"):
            reading = Reading(tmp_path / f"p{tail}", f"dimse://DCMTK@127.0.0.1:{port}?calling=READER{tail}")
            reading.open(made.study_uid)
            assert reading.state.arrival is Arrival.COMPLETE
            assert np.array_equal(reading.volume.voxels, made.voxels)
            reading.close()
        stranger = DimseArchive(f"dimse://DCMTK@127.0.0.1:{port}?calling=STRANGER&move={free_port()}")
        with pytest.raises(Refused, match="does not know where to send"):
            list(stranger.stream_series(made.study_uid, made.series_uid).parts())
    finally:
        server.kill()
        server.wait()


def test_priors_of_a_sites_archive(site: Site, made: CtSeries, tmp_path: Path) -> None:
    """The region's hub knows one exam, the site's archive the other; one that is away is only warned of."""
    prior = ct_series(tmp_path / "prior", 3, 64, uid_root="2.25.191", patient_id="OTHER")
    with Orthanc() as hub:
        hub.store(prior.files)
        reading = Reading(tmp_path / "p", hub.dicomweb_url)
        away: list[str] = []
        reading.studies.archive_away.connect(lambda name, _: away.append(name))
        reading.studies.archives = {"site": site.get, "wrong": "dimse://nobody"}
        found: list[tuple[Study, ...]] = []
        study = reading.study(prior.study_uid)
        reading.studies.find_priors(study, found.append, reading.errors.append, Scope())
        reading.loop.run_until(lambda: bool(found and found[-1] and away))
        assert [(p.study_uid, p.base_url) for p in found[-1]] == [(made.study_uid, site.get)]
        assert away == ["wrong"] and not reading.errors
        reading.base_url = site.get
        reading.open(made.study_uid)
        check(reading, made)
        reading.close()


def test_what_listens_for_images_collects_no_garbage() -> None:
    """Neither while nobody calls nor with each call: a collection on its thread can stop the program for ever
    (`core.qt.garbage`), and what listens to a model is lost in the midst of what the model says."""
    where: list[threading.Thread] = []
    port = free_port()
    Listener.at(port, "READER")
    weakref.finalize(Cycle(), lambda: where.append(threading.current_thread()))
    for _ in range(80):
        socket.create_connection(("127.0.0.1", port), 5.0).close()
    assert not where
    gc.collect()
    assert where == [threading.current_thread()]


def test_addresses() -> None:
    address = Address.parse("dimse://PACS@pacs.example:11112?calling=ME&get=1&move=104&tls=1&charset=GB18030")
    assert (address.called, address.host, address.port, address.calling) == ("PACS", "pacs.example", 11112, "ME")
    assert address.get and address.move == 104 and address.tls and address.charset == "GB18030"
    assert Address.parse("dimse://PACS@h?move=104").get is False
    bad = ("dimse://h", "dimse://A_TITLE_THAT_IS_TOO_LONG@h", "http://A@h", "dimse://A@h:x", "dimse://A@h?move=99999")
    for wrong in bad:
        with pytest.raises(Exception, match="not the address"):
            Address.parse(wrong)
    for classes in ([], ["1.2.840.10008.5.1.4.1.1.2"], [f"1.2.{n}" for n in range(300)]):
        assert 0 < len(storage_contexts(classes)) <= 126
