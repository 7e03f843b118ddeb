"""An archive without DICOMweb: C-FIND for the questions, C-GET or C-MOVE for the objects (PS3.4 C).

The answers are those of DICOMweb. C-FIND tells little of an image, so headers come from the objects themselves:
what was fetched for its header is kept for a minute, because it is asked for as an image next.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydicom.datadict import dictionary_VR
from pydicom.dataset import Dataset
from pynetdicom import build_context
from pynetdicom.association import Association
from pynetdicom.dsutils import encode
from pynetdicom.sop_class import StudyRootQueryRetrieveInformationModelFind  # type: ignore[attr-defined]

from reader.core.text import tr
from reader.dicom.archives.answers import json_of, matches, tag_of
from reader.dicom.archives.archive import BadAnswer, NotThere
from reader.dicom.archives.dimse_link import Address, Refused, associate, broken, storage_contexts
from reader.dicom.archives.dimse_receive import GET, MOVE, DimseStream, Recent, get, move, next_message_id, part10
from reader.dicom.archives.line import Line
from reader.dicom.attributes import JsonAttributes, text
from reader.dicom.header import EXPLICIT_LITTLE, IMPLICIT_LITTLE, BrokenObject, read_header
from reader.dicom.json_model import Json

FIND = str(StudyRootQueryRetrieveInformationModelFind)
MOST_ANSWERS = 20_000
KEPT_BYTES, KEPT_S = 512 * 1024 * 1024, 60.0
MOST_IDLE = 4
_KEYS = {
    "STUDY": ("0020000D", "00080020", "00080030", "00080050", "00080061", "00081030", "00100010", "00100020",
              "00100030", "00100040", "00201206", "00201208"),
    "SERIES": ("0020000D", "0020000E", "00080060", "00200011", "0008103E", "00201209"),
    "IMAGE": ("0020000D", "0020000E", "00080018", "00080016", "00200013"),
}  # fmt: skip


class DimseArchive:
    """Implements `Archive`. Any thread; a few associations are kept open for what is asked next."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.line = Line()
        self.address = Address.parse(base_url)
        self._by_move = not self.address.get
        self._idle: list[tuple[str, Association]] = []
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[str, bytearray]] = OrderedDict()  # UID: (series, object)
        self._classes: dict[str, set[str]] = {}  # series: SOP classes in it

    # questions -----------------------------------------------------------------------------------------------

    def search_studies(
        self, filters: Mapping[str, str] | None = None, *, include: Sequence[str] = (), limit: int = 0
    ) -> list[Json]:
        return self._find("STUDY", dict(filters or {}), include, limit)

    def search_series(
        self, study: str, filters: Mapping[str, str] | None = None, *, include: Sequence[str] = ()
    ) -> list[Json]:
        found = self._find("SERIES", {**(filters or {}), "0020000D": study}, include, 0)
        for answer in found:
            if not (answer.get("00201209") or {}).get("Value"):
                # many archives don't count; without the number a series would be taken for complete too early
                series = text(JsonAttributes(answer), 0x0020000E)
                count = len(self._find("IMAGE", {"0020000D": study, "0020000E": series}, (), 0))
                answer["00201209"] = {"vr": "IS", "Value": [count]}
        return found

    def search_instances(
        self,
        study: str,
        series: str,
        filters: Mapping[str, str] | None = None,
        *,
        include: Sequence[str] = (),
        limit: int = 0,
        offset: int = 0,
    ) -> list[Json]:
        wanted = {**(filters or {}), "0020000D": study, "0020000E": series}
        found = self._find("IMAGE", wanted, include, limit + offset if limit else 0)
        classes = {text(JsonAttributes(answer), 0x00080016) for answer in found} - {""}
        self._classes.setdefault(series, set()).update(classes)
        return found[offset:]

    def metadata(self, study: str, series: str = "", instance: str = "") -> list[Json]:
        if not series:
            found = self.search_series(study)
            return [a for f in found for a in self.metadata(study, text(JsonAttributes(f), 0x0020000E))]
        stream = self.stream_instance(study, series, instance) if instance else self.stream_series(study, series)
        answers = []
        try:
            for part in stream.parts():
                data = part.read()
                try:
                    header = read_header(data)
                except BrokenObject:
                    continue
                answers.append(json_of(header))
                self._keep(text(header, 0x00080018), series, data)
        finally:
            stream.close()
        return answers

    # objects -------------------------------------------------------------------------------------------------

    def instance(self, study: str, series: str, uid: str, check: Callable[[], None] = lambda: None) -> bytes:
        stream = self.stream_instance(study, series, uid)
        try:
            found = [part.read() for part in stream.parts(check)]  # to its end: then the association is free again
        finally:
            stream.close()
        if found:
            return bytes(found[0])
        raise NotThere(
            tr("The archive {archive} does not have this image.", archive=self.address.shown),
            tr("Refresh the list; if it should be there, tell the archive's administrator."),
        )

    def stream_series(self, study: str, series: str) -> DimseStream:
        with self._lock:
            fetched = [uid for uid, (of, _) in self._kept.items() if of == series]
        if len(fetched) > 1 and len(fetched) >= len(self.search_instances(study, series)):
            return Recent([data for uid in fetched if (data := self._kept_object(uid)) is not None])
        return self._retrieve("SERIES", study, series, "")

    def stream_instance(self, study: str, series: str, uid: str) -> DimseStream:
        data = self._kept_object(uid)
        return Recent([data]) if data is not None else self._retrieve("IMAGE", study, series, uid)

    def _retrieve(self, level: str, study: str, series: str, uid: str) -> DimseStream:
        keys = Dataset()
        keys.QueryRetrieveLevel = level
        keys.StudyInstanceUID = study
        keys.SeriesInstanceUID = series
        if uid:
            keys.SOPInstanceUID = uid
        if not self._by_move:
            try:
                return self._get(keys, series)
            except Refused:
                if not self.address.move:
                    raise
                self._by_move = True
        link = self._linked("move", lambda: associate(self.address, [build_context(MOVE, [IMPLICIT_LITTLE])]))
        return move(link, self.address, keys, lambda used: self._give_back("move", used))

    def _get(self, keys: Dataset, series: str) -> DimseStream:
        classes = frozenset(self._classes.get(series, ()))
        purpose = "get " + " ".join(sorted(classes))

        def connect() -> Association:
            contexts = [build_context(GET, [IMPLICIT_LITTLE, EXPLICIT_LITTLE]), *storage_contexts(classes)]
            link = associate(self.address, contexts, storage=True)
            if not any(str(context.abstract_syntax) == GET for context in link.accepted_contexts):
                link.release()
                raise Refused(
                    tr("The archive {archive} does not offer C-GET.", archive=self.address.shown),
                    tr("Ask its administrator, or use C-MOVE: write move=PORT in its address."),
                )
            return link

        link = self._linked(purpose, connect)
        return get(link, self.address, keys, lambda used: self._give_back(purpose, used))

    # associations --------------------------------------------------------------------------------------------

    def _linked(self, purpose: str, connect: Callable[[], Association]) -> Association:
        """An association that is open already, or a new one."""
        while True:
            with self._lock:
                place = next((n for n, (what, _) in enumerate(self._idle) if what == purpose), None)
                link = self._idle.pop(place)[1] if place is not None else None
            if link is None:
                return connect()
            if link.is_established:
                return link

    def _give_back(self, purpose: str, link: Association) -> None:
        """Keep it for the next question; pynetdicom ends it when nothing was asked for a minute."""
        with self._lock:
            self._idle = [(what, idle) for what, idle in self._idle if idle.is_established]
            if link.is_established and len(self._idle) < MOST_IDLE:
                self._idle.append((purpose, link))
                return
        if link.is_established:
            link.release()

    # C-FIND --------------------------------------------------------------------------------------------------

    def _find(self, level: str, filters: dict[str, str], include: Sequence[str], limit: int) -> list[Json]:
        """The answers that fit, filtered again here: archives ignore keys that they don't know."""
        wanted = {f"{tag_of(name):08X}": value for name, value in filters.items()}
        query = self._query(level, wanted, include)
        contexts = [build_context(FIND, [EXPLICIT_LITTLE, IMPLICIT_LITTLE])]
        link = self._linked("find", lambda: associate(self.address, contexts))
        implicit = link.accepted_contexts[0].transfer_syntax[0] == IMPLICIT_LITTLE
        found: list[Json] = []
        message_id, cancelled, status = next_message_id(), False, -1
        try:
            for answer, identifier in link.send_c_find(query, FIND, msg_id=message_id):
                status = getattr(answer, "Status", -1)
                if status not in (0xFF00, 0xFF01) or identifier is None or cancelled:
                    continue
                told = _json(identifier, implicit)
                if matches(told, wanted):
                    found.append(told)
                if len(found) >= (limit or MOST_ANSWERS):
                    link.send_c_cancel(message_id, query_model=FIND)
                    cancelled = True
        except (RuntimeError, ValueError, OSError) as cause:
            raise broken(self.address) from cause
        if status == -1:
            raise broken(self.address)
        self._give_back("find", link)
        if status not in (0x0000, 0xFE00):
            raise BadAnswer(
                tr("The archive {archive} can’t answer the query.", archive=self.address.shown),
                tr("It reported the error {status}; tell its administrator.", status=f"{status:04X}"),
            )
        return found

    def _query(self, level: str, wanted: Mapping[str, str], include: Sequence[str]) -> Dataset:
        query = Dataset()
        query.QueryRetrieveLevel = level
        # always: some archives answer in the character set of the question
        query.SpecificCharacterSet = self.address.charset
        for tag in dict.fromkeys((*_KEYS[level], *include, *wanted)):
            number = int(tag, 16) if tag in wanted or tag in _KEYS[level] else tag_of(tag)
            vr = dictionary_VR(number)
            value: Any = wanted.get(tag, "")
            if vr == "SQ":
                continue
            if vr in ("US", "SS", "UL", "SL", "FL", "FD", "US or SS"):
                vr = vr.split(" ")[0]
                value = float(value) if value else None
                value = int(value) if value is not None and vr[0] in "US" else value
            query.add_new(number, vr, value)
        return query

    # what was fetched for its header ---------------------------------------------------------------------------

    def _keep(self, uid: str, series: str, data: bytearray) -> None:
        with self._lock:
            self._kept[uid] = (series, data)
            size = sum(len(kept) for _, kept in self._kept.values())
            while size > KEPT_BYTES and self._kept:
                size -= len(self._kept.popitem(last=False)[1][1])
        timer = threading.Timer(KEPT_S, self._kept_object, [uid])
        timer.daemon = True
        timer.start()

    def _kept_object(self, uid: str) -> bytearray | None:
        with self._lock:
            found = self._kept.pop(uid, None)
        return found[1] if found is not None else None


def _json(identifier: Dataset, implicit: bool) -> Json:
    """An answer as JSON, its texts decoded from their bytes (also where the character set is declared wrongly)."""
    raw = encode(identifier, implicit, True)
    if raw is None:
        return {}
    try:
        header = read_header(part10("", "", IMPLICIT_LITTLE if implicit else EXPLICIT_LITTLE, raw))
    except BrokenObject:
        return {}
    return json_of(header)
