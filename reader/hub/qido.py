"""QIDO-RS (PS3.18 10.6): studies, series and instances, at every level, from the index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any

from reader.dicom.json_model import Json, element
from reader.dicom.validation import check
from reader.hub import late
from reader.hub.answers import Refused
from reader.hub.matching import Key, Query, pieces
from reader.hub.store import INSTANCE_TAGS, SERIES_TAGS, STUDY_TAGS, Store
from reader.hub.stored import stored_json
from reader.hub.vault import plain

_TABLES = ("study", "series", "instance")
# Computed from the index, never read from a header.
_STUDY_COUNTS = ("00080061", "00201206", "00201208", "00080056", "00081190")
_SERIES_COUNTS = ("00201209", "00080056", "00081190")
_INDEXED = frozenset(f"{tag:08X}" for tags in (STUDY_TAGS, SERIES_TAGS, INSTANCE_TAGS) for tag in tags) | {
    *_STUDY_COUNTS, *_SERIES_COUNTS,
}  # fmt: skip
_OF_STUDY = frozenset(f"{tag:08X}" for tag in {*STUDY_TAGS} - {*SERIES_TAGS, *INSTANCE_TAGS, 0x0020000D})
_STUDY, _SERIES, _INSTANCE = (plain(f"{table}.header", table, f"{table}.uid") for table in _TABLES)


MOST_READ = 5000
"""Files that one search may read for what the index lacks."""


def reads_files(level: str, query: Query) -> bool:
    """Whether a search takes what the index lacks from the files: seconds for a thousand of them."""
    more = query.include is None or query.include - _INDEXED
    return level == "instances" and bool(more or _beyond(query))


def _beyond(query: Query) -> list[str]:
    return [key.path[0] for key in query.keys if key.path[0] not in _INDEXED]


def search(
    store: Store, root: str, level: str, query: Query, study: str = "", series: str = "",
    hidden: Collection[str] = (),
) -> tuple[list[Json], str]:
    """The page of what matches, and a warning where there is more. level: "studies", "series" or "instances". root:
    the service's URL. hidden: SOP Instance UIDs of what is not shown. Blocks."""
    beyond = _beyond(query)
    if beyond and level != "instances":
        raise Refused(400, f"{beyond[0]} can't be searched at this level")
    fixed = [Key((tag,), uid, "UI") for tag, uid in (("0020000D", study), ("0020000E", series)) if uid]
    asked = replace(query, keys=(*fixed, *query.keys))
    rows: Iterable[tuple[Json, Callable[[], Json]]]
    if level == "studies":
        rows = _studies(store, root, asked, hidden)
    elif level == "series":
        rows = _series(store, root, asked, hidden)
    else:
        rows = _instances(store, root, asked, query.include is None or bool(beyond), hidden)
    found: list[tuple[Json, Callable[[], Json]]] = []
    for header, beside in rows:
        try:
            matches = asked.matches(header)
        except (AttributeError, TypeError):  # kept by an older hub that took more
            header = check(header).dataset
            matches = asked.matches(header)
        if matches:
            found.append((header, beside))
    part, warning = query.page(found)
    return [_trimmed(header | beside(), query) for header, beside in part], warning


def _studies(
    store: Store, root: str, query: Query, hidden: Collection[str]
) -> Iterable[tuple[Json, Callable[[], Json]]]:
    where, parameters = _where(query, {"0020000D": "study.uid"})
    modality = query.wanted("00080060")  # not an attribute of a study; clients mean Modalities in Study
    for row in store.database.read(
        f"SELECT study.uid, {_STUDY} AS header,"
        " (SELECT count(*) FROM series WHERE series.study = study.uid) AS series,"
        f" (SELECT count(*) FROM instance WHERE instance.study = study.uid {_shown(hidden)}) AS instances,"
        " (SELECT group_concat(modality, '\\') FROM (SELECT DISTINCT modality FROM series"
        f" WHERE series.study = study.uid ORDER BY modality)) AS modalities FROM study {where}"
        f" ORDER BY {_first(_STUDY, '00080020')} DESC, study.uid",
        [*hidden, *parameters],
    ):
        modalities = [text for text in (row["modalities"] or "").split("\\") if text]
        header = stored_json(row["header"]) | {
            "00080056": element("CS", "ONLINE"),
            "00080061": element("CS", *modalities),
            "00081190": element("UR", f"{root}/studies/{row['uid']}"),
            "00201206": element("IS", row["series"]),
            "00201208": element("IS", row["instances"]),
        }
        if modality:
            header["00080060"] = element("CS", *modalities)
        yield header, dict


def _series(
    store: Store, root: str, query: Query, hidden: Collection[str]
) -> Iterable[tuple[Json, Callable[[], Json]]]:
    where, parameters = _where(query, {"0020000D": "series.study", "0020000E": "series.uid"})
    for row in store.database.read(
        f"SELECT series.uid, series.study, {_SERIES} AS header, {_STUDY} AS parent,"
        f" (SELECT count(*) FROM instance WHERE instance.series = series.uid {_shown(hidden)}) AS instances"
        f" FROM series JOIN study ON study.uid = series.study {where} ORDER BY series.study,"
        f" CAST({_first(_SERIES, '00200011')} AS INTEGER), series.uid",
        [*hidden, *parameters],
    ):
        if hidden and not row["instances"]:
            continue
        own = {
            "00080056": element("CS", "ONLINE"),
            "00081190": element("UR", f"{root}/studies/{row['study']}/series/{row['uid']}"),
            "00201209": element("IS", row["instances"]),
        }
        yield stored_json(row["parent"]) | stored_json(row["header"]) | own, dict


def _instances(
    store: Store, root: str, query: Query, whole: bool, hidden: Collection[str]
) -> Iterable[tuple[Json, Callable[[], Json]]]:
    columns = {"0020000D": "instance.study", "0020000E": "instance.series", "00080018": "instance.uid"}
    where, parameters = _where(query, columns | {"00080016": "instance.sop_class"})
    parents: dict[str, Json] = {}
    rows = store.database.read(
        f"SELECT instance.uid, instance.series, instance.study, {_INSTANCE} AS header, instance.path,"
        f" {_SERIES} AS series_header, {_STUDY} AS study_header FROM instance"
        " JOIN series ON series.uid = instance.series JOIN study ON study.uid = instance.study"
        f" {where} ORDER BY instance.study, instance.series, instance.number, instance.uid",
        parameters,
    )
    if whole and len(rows) > MOST_READ:
        raise Refused(413, f"{len(rows)} files would have to be read for it: name a study or a series")
    for row in rows:
        if row["uid"] in hidden:
            continue
        if row["series"] not in parents:
            parents[row["series"]] = stored_json(row["study_header"]) | stored_json(row["series_header"])
        address = f"{root}/studies/{row['study']}/series/{row['series']}/instances/{row['uid']}"
        own: Json = {"00080056": element("CS", "ONLINE"), "00081190": element("UR", address)}
        header = parents[row["series"]] | stored_json(row["header"]) | own
        if whole:
            header = _whole(store, row["uid"], address) | header
        beside: Callable[[], Json] = dict
        if not whole and query.include and query.include - _INDEXED:
            beside = _later(store, row["uid"], address, query.include - _INDEXED)
        yield header, beside


def _shown(hidden: Collection[str]) -> str:
    """SQL that leaves out what is hidden."""
    return f"AND instance.uid NOT IN ({','.join('?' * len(hidden))})" if hidden else ""


def _later(store: Store, uid: str, address: str, tags: frozenset[str]) -> Callable[[], Json]:
    """Attributes that the index lacks, read from the file only if the instance matches."""
    return lambda: {tag: entry for tag, entry in _whole(store, uid, address).items() if tag in tags}


def _whole(store: Store, uid: str, address: str) -> Json:
    late.load()
    from reader.hub.header import read_header, to_json

    for stored in store.instances(sop=uid):
        try:
            return to_json(read_header(stored.file).dataset, lambda path: f"{address}/bulkdata/{path}")
        except (OSError, ValueError):
            return {}
    return {}


def _where(query: Query, columns: dict[str, str]) -> tuple[str, list[Any]]:
    """Narrow in SQL by UIDs and by what is seen in a study's header; the rest is matched on the headers."""
    clauses: list[str] = []
    parameters: list[Any] = []
    for tag, column in columns.items():
        for key in query.keys:
            if key.path == (tag,) and key.text not in ("", "*"):
                uids = pieces(key.text)
                clauses.append(f"{column} IN ({','.join('?' * len(uids))})")
                parameters += uids
    for key in query.keys:
        if key.path[0] in _OF_STUDY and len(key.path) == 1 and key.literal:
            clauses.append(f"instr({_STUDY}, ?)")
            parameters.append(key.literal)
    return ("WHERE " + " AND ".join(clauses) if clauses else ""), parameters


def _first(column: str, tag: str) -> str:
    """SQL for the first value of a tag in a column of headers; NULL where the column is no JSON."""
    return f"CASE WHEN json_valid({column}) THEN json_extract({column}, '$.{tag}.Value[0]') END"


def _trimmed(header: Json, query: Query) -> Json:
    """In order of tags. The default attributes are all that the index has: more than the standard asks."""
    return {tag: header[tag] for tag in sorted(header)}
