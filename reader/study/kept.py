"""What this computer knows of exams whose images it has: the index of a study and of its series, in the cache.

With it an exam that was fetched ahead opens without waiting for anybody; whether the archive knows it otherwise by
now is asked afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from reader.core.json_text import parse
from reader.dicom.values import PersonName
from reader.study.cache import ImageCache
from reader.study.calibration import calibration_from_record
from reader.study.identity import PatientIdentity
from reader.study.model import LISTED_AT_ONCE, PLAIN, ImagePlane, Instance, Series, Study, Window
from reader.study.traits import traits_record

T = TypeVar("T")


def keep_series(cache: ImageCache, series: Series) -> None:
    """A worker thread, as for all of these."""
    record = json.dumps(series_record(series)).encode()
    cache.put(_series_name(series), [record], series.study_uid)


def kept_series(cache: ImageCache, series: Series) -> Series | None:
    """The series as it was kept with its images, if it is still the one that the server lists."""
    kept = _read(cache, _series_name(series), series_from_record)
    return kept if kept is not None and len(kept.instances) >= series.expected else None


def has_series(cache: ImageCache, series: Series) -> bool:
    """Whether a record was kept, which is done when all its images are there."""
    return cache.has(_series_name(series))


def keep_study(cache: ImageCache, study: Study) -> None:
    """As an index lists it: of a long series its ends and its middle."""
    record = json.dumps(study_record(replace(study, series=tuple(map(_listed, study.series))))).encode()
    cache.put(_study_name(study.study_uid), [record], study.study_uid)


def kept_study(cache: ImageCache, base_url: str, study_uid: str) -> Study | None:
    """The index of an exam of that archive, marked as `kept`, if the images to be shown first are here too."""
    study = _read(cache, _study_name(study_uid), study_from_record)
    main = study.main_series if study is not None else None
    if study is None or main is None or study.base_url != base_url or not has_series(cache, main):
        return None
    return replace(study, kept=True)


def _listed(series: Series) -> Series:
    all_of_it = series.instances
    if len(all_of_it) <= LISTED_AT_ONCE:
        return series
    return replace(series, instances=(all_of_it[0], all_of_it[len(all_of_it) // 2], all_of_it[-1]))


def _series_name(series: Series) -> str:
    return f"series:{series.series_uid}"


def _study_name(study_uid: str) -> str:
    return f"study:{study_uid}"


def _read(cache: ImageCache, name: str, made: Callable[[Mapping[str, Any]], T]) -> T | None:
    stored = cache.get(name)
    if stored is None:
        return None
    try:
        return made(parse(stored))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None  # written by another version


# records as JSON values ------------------------------------------------------------------------------------


def study_record(study: Study) -> dict[str, Any]:
    record = {name: getattr(study, name) for name in _names(Study) if name not in ("series", "kept")}
    return record | {
        "patient": _patient_record(study.patient),
        "when": study.when.isoformat() if study.when else None,
        "series": [series_record(series) for series in study.series],
    }


def study_from_record(record: Mapping[str, Any]) -> Study:
    """Raises TypeError, KeyError or ValueError where the record was written by another version."""
    values = dict(record)
    values |= {
        "patient": _patient_from(record["patient"]),
        "when": datetime.fromisoformat(values["when"]) if values["when"] is not None else None,
        "modalities": tuple(values["modalities"]),
        "series": tuple(map(series_from_record, values["series"])),
    }
    return Study(**values)


def _patient_record(patient: PatientIdentity) -> dict[str, Any]:
    return asdict(patient) | {"birth_date": patient.birth_date.isoformat() if patient.birth_date else None}


def _patient_from(record: Mapping[str, Any]) -> PatientIdentity:
    birth = record["birth_date"]
    told = {
        "name": PersonName(**record["name"]),
        "birth_date": date.fromisoformat(birth) if birth is not None else None,
    }
    return PatientIdentity(**(dict(record) | told))


def series_record(series: Series) -> dict[str, Any]:
    """A series as JSON values, for the cache. What only a header tells is read from it again.

    An instance is written as what differs from the one before: 0.1 kB each instead of 1.2 kB.
    """
    record = {name: getattr(series, name) for name in _names(Series) if name != "instances"}
    record["patient"] = _patient_record(series.patient) if series.patient is not None else None
    listed: list[dict[str, Any]] = []
    before: Instance | None = None
    for instance in map(_light, series.instances):
        new = (n for n in _STORED if before is None or getattr(instance, n) != getattr(before, n))
        listed.append({name: _plain(getattr(instance, name)) for name in new})
        before = instance
    return record | {"fields": list(_STORED), "instances": listed}


def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


_STORED = tuple(name for name in _names(Instance) if name not in ("presentation", "uptake"))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _light(instance: Instance) -> Instance:
    """Without what its header tells again when it is opened."""
    instance = replace(instance, uptake=None) if instance.uptake is not None else instance
    if instance.presentation is PLAIN and all(window.table is None for window in instance.windows):
        return instance
    plain = tuple(window for window in instance.windows if window.table is None)
    return replace(instance, windows=plain, presentation=PLAIN)


def series_from_record(record: Mapping[str, Any]) -> Series:
    """Raises TypeError, KeyError or ValueError where the record was written by another version."""
    values = dict(record)
    if values.pop("fields") != list(_STORED):
        raise ValueError("written by another version")
    instances: list[Instance] = []
    known: dict[str, Any] = {}
    for entry in values["instances"]:
        known |= {name: _READERS[name](value) if name in _READERS else value for name, value in entry.items()}
        instances.append(Instance(**known))
    patient = _patient_from(values["patient"]) if values["patient"] is not None else None
    return Series(**(values | {"instances": tuple(instances), "patient": patient}))


def _plane_from_record(plane: Mapping[str, Any]) -> ImagePlane:
    position, row, column, spacing = (tuple(plane[name]) for name in ("position", "row", "column", "spacing"))
    return ImagePlane(position, row, column, spacing, plane["thickness"])


_READERS: dict[str, Callable[[Any], Any]] = {
    "planes": lambda value: tuple(map(_plane_from_record, value)),
    "calibration": lambda value: calibration_from_record(value) if value is not None else None,
    "windows": lambda value: tuple(Window(**window) for window in value),
    "traits": lambda value: tuple(map(traits_record, value)),
    "image_type": tuple,
    "patient_orientation": tuple,
    "rescale": lambda value: tuple(value) if value is not None else None,
}
