"""Make `resources/demo`, a morning of a regional reading room, from the sample exams.

    python packaging/demo_exams.py SAMPLES_DIR

SAMPLES_DIR is the folder into which the samples' `unpack.py` put sets 01, 02, 07, 09, 10, 11, 12 and 19.
The result is the same on every run. Pixels are only ever compressed without loss, and checked
(`demo_dicom.compress`).
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import demo_ai
import demo_synthetic
import numpy as np
from demo_catalogue import EXAMS, Exam, exam
from demo_dicom import compress, fixed_uid, identify, read, shorten_decimals, write
from pydicom import Dataset
from pydicom.pixels import pixel_array

TARGET = Path(__file__).resolve().parent.parent / "resources" / "demo"
MR_SLICES = range(150, 353)  # of 384: from the cerebellum to the vertex
ECHO_FRAMES = 10
MB = 1_000_000


def _files(folder: Path, pattern: str = "*.dcm") -> list[Path]:
    files = sorted(folder.glob(pattern))
    if not files:
        raise FileNotFoundError(f"no {pattern} in {folder}")
    return files


def _re_encoded(which: Exam, datasets: list[Dataset], *, series: str | None = None) -> list[Dataset]:
    for ds in datasets:
        identify(ds, which, series=series)
        compress(ds)
    return datasets


def chest_ct(samples: Path) -> tuple[demo_synthetic.Chest, np.ndarray]:
    """Exam 1 with its AI objects, written; returns its volume and the sample's masks."""
    which = exam("ct-chest")
    slices = [read(f) for f in _files(samples / "01_ct_chest_lidc0314")]
    slices.sort(key=lambda ds: float(ds.ImagePositionPatient[2]))
    hu = np.stack([pixel_array(ds).astype(np.int16) + int(ds.RescaleIntercept) for ds in slices])
    spacing = (1.0, *(float(v) for v in slices[0].PixelSpacing))
    chest = demo_synthetic.Chest(hu, spacing, tuple(float(v) for v in slices[0].ImagePositionPatient))
    derived = samples / "11_derived_for_01_generated"
    masks = demo_ai.sample_masks(read(derived / "seg_binary_lungs_nodule.dcm"), chest)
    _re_encoded(which, slices, series="Chest 1.0 mm, lung")
    for ds in slices:
        _save(which, ds, f"ct{int(ds.InstanceNumber):03d}")
    for name, ds in zip(
        ("ai-findings-sr", "ai-nodules-seg", "ai-lungs-seg"),
        demo_ai.results(which, chest, slices, masks),
        strict=True,
    ):
        _save(which, ds, name)
    key_images = read(derived / "kos_key_images.dcm")
    key_images.DeidentificationMethod = slices[0].DeidentificationMethod
    for item in key_images.ContentSequence:
        if item.ValueType == "IMAGE":  # TID 2010 row 8 allows no purpose of reference
            del item.ConceptNameCodeSequence
    identify(key_images, which, series=f"Key images ({demo_ai.CAUTION})", content="SR")
    _save(which, key_images, "ai-key-images-kos")
    return chest, masks


def computed(chest: demo_synthetic.Chest, masks: np.ndarray) -> None:
    """The exams that no scanner made."""
    for which, images in (
        (exam("ct-chest-prior"), demo_synthetic.prior(exam("ct-chest-prior"), chest, masks[2])),
        (exam("dr-chest"), demo_synthetic.dr_images(exam("dr-chest"), chest)),
        (
            exam("ct-abdomen-incomplete"),
            demo_synthetic.incomplete_abdomen(exam("ct-abdomen-incomplete"), chest),
        ),
    ):
        for ds in images:
            number = ds.SeriesNumber if ds.Modality == "DX" else ds.InstanceNumber
            _save(which, ds, f"{ds.Modality.lower()}{int(number):03d}")


def brain(samples: Path) -> None:
    """Exam 4. The source came from NIfTI and lacks what a scanner writes: add only what is empty or known."""
    which = exam("mr-brain")
    for number in MR_SLICES:
        ds = read(samples / "02_mr_t1_brain_defaced" / f"N2D_{number:04d}.dcm")
        shorten_decimals(ds)
        ds.ImageType = ["DERIVED", "SECONDARY", "OTHER"]
        ds.ScanningSequence, ds.SequenceVariant, ds.MRAcquisitionType = "GR", "MP", "3D"
        ds.ScanOptions = ds.EchoTime = ds.EchoTrainLength = ds.RepetitionTime = None
        ds.PatientPosition, ds.PositionReferenceIndicator = "HFS", ""
        ds.WindowCenter, ds.WindowWidth = "43", "90"
        del ds.PatientOrientation
        _re_encoded(which, [ds], series="T1w 3D, de-faced")
        _save(which, ds, f"mr{number:03d}")


def real_slices(samples: Path) -> None:
    """The exams that are only re-encoded: CT at two dates, ADC map, phantoms."""
    pairs = samples / "10_prior_current_ct_slices"
    for folder, pattern in (
        ("ct-covid", "A002304/*_1901*.dcm"),
        ("ct-covid-prior", "A002304/*_1900*.dcm"),
        ("ct-abdomen", "A027284/*_19001231*.dcm"),
        ("ct-abdomen-prior", "A027284/*_19000925*.dcm"),
    ):
        which = exam(folder)
        for path in _files(pairs, pattern):
            _save(which, *_re_encoded(which, [read(path)]), path.stem.split("_")[0])
    which = exam("mr-prostate")
    for ds in _re_encoded(
        which,
        [read(f) for f in _files(samples / "12_derived_dcmqi/prostate_adc/mr_adc")],
        series="Apparent Diffusion Coefficient (10-6 mm2/s)",
    ):
        for unfit in (
            "InversionTime",
            "TriggerTime",
            "Laterality",
        ):  # present in the source where they may not be
            ds.pop(unfit, None)
        _save(which, ds, f"mr{int(ds.InstanceNumber):03d}")
    which = exam("ct-head-qc")
    for ds in _re_encoded(
        which,
        [read(f) for f in _files(samples / "19_ct_head_gantry_tilt")],
        series="Head phantom 2.5 mm, tilted gantry",
    ):
        _save(which, ds, f"ct{int(ds.InstanceNumber):03d}")
    which = exam("mr-phantom")
    enhanced = read(samples / "09_enhanced_multiframe/enhanced_mr_philips_fieldmap_64frames.dcm")
    for groups in enhanced.PerFrameFunctionalGroupsSequence:
        groups.RealWorldValueMappingSequence[0].LUTExplanation = "Philips"  # Type 1, missing in the source
    _save(which, *_re_encoded(which, [enhanced], series="B0 map, magnitude and phase"), "mr001")


def echo(samples: Path) -> None:
    """Exam 6: a new instance, for it holds only the first frames of the source."""
    which = exam("us-echo")
    ds = read(samples / "07_us_multiframe/us_echo_colour_doppler_16frames_rgb.dcm")
    frames = pixel_array(ds, raw=True)[:ECHO_FRAMES]  # colour by pixel, as JPEG-LS wants it; the source is by plane
    ds.NumberOfFrames, ds.PixelData, ds.PlanarConfiguration = ECHO_FRAMES, frames.tobytes(), 0
    ds.SOPInstanceUID = fixed_uid(which.folder, "first frames")
    ds.PositionReferenceIndicator, ds.PatientOrientation = "", None
    _save(which, *_re_encoded(which, [ds], series="Parasternal long axis, colour"), "us001")


def _save(which: Exam, ds: Dataset, name: str) -> None:
    write(ds, TARGET / which.folder / f"{name}.dcm")


def licence(which: Exam) -> None:
    changed = which.changed.replace("{mr_range}", f"{MR_SLICES[0]} to {MR_SLICES[-1]}")
    if which.folder == "us-echo":
        changed = changed.replace("SOP, Series and Study", "Series and Study")
        changed += f" Only the first {ECHO_FRAMES} frames are here, so the SOP Instance UID is new."
    text = (
        f"# {which.folder}\n\n## Licence, origin, citation\n\n{which.licence}\n\n"
        f"## What was changed\n\n{changed}\n\nMade by `packaging/demo_exams.py`. Not for clinical use.\n"
    )
    (TARGET / which.folder / "LICENSE.md").write_text(text, encoding="utf-8")


def manifest() -> None:
    entries = []
    for which in EXAMS:
        task = None
        if which.task is not None:
            task = dict(which.task)
            task["expected_images"] = task["expected_images"] or len(MR_SLICES)
        entries.append({"folder": which.folder, "quality": which.quality, "task": task})
    text = json.dumps({"exams": entries}, ensure_ascii=False, indent=1)
    (TARGET / "manifest.json").write_text(text + "\n", encoding="utf-8")


def table() -> list[str]:
    """One Markdown row an exam, and the sum."""
    rows, files, size = [], 0, 0
    for which in EXAMS:
        found = _files(TARGET / which.folder)
        taken = sum(f.stat().st_size for f in found)
        files, size = files + len(found), size + taken
        name = str(which.patient.name).replace("^", " ")
        rows.append(
            f"| `{which.folder}` | {name} | {which.site.name} | {which.when:%Y-%m-%d} | {which.origin} | "
            f"{len(found)} | {taken / MB:.1f} |"
        )
    return [*rows, f"| **all** | | | | | {files} | {size / MB:.1f} |"]


README = """# Demo exams

A morning of a regional reading room: ten exams and three priors from five sites. The embedded hub loads
them at its first start. The patients, sites, orders and numbers are invented; the pictures are public,
and each folder's `LICENSE.md` names their licence, origin and citation. Not for clinical use; nobody is
to be re-identified.

| folder | patient | site | date | pictures | files | MB |
|---|---|---|---|---|---|---|
{rows}

`manifest.json` holds the reading tasks. `python packaging/demo_exams.py SAMPLES_DIR` makes everything
here again.

- `ct-chest` is the main exam: 275 slices, a prior at another site, and the result of an invented
  algorithm with three findings: a nodule that is there, a small opacity beside it (lower certainty,
  undecided), and a fork of a vessel (a false positive). The algorithm does not mention the mass of the
  right upper lobe or the effusion. That is on purpose.
- Every slice of `ct-chest` has a Frame of Reference UID of its own, as in the source: build the volume by
  series.
- `ct-chest-prior` lies in other scanner coordinates than `ct-chest`: linking the two needs a
  registration.
- `ai-lungs-seg.dcm` has the Deflated Explicit VR Little Endian transfer syntax (16 MB of bits become
  0.4).
- `ct-abdomen-incomplete` lacks images 15 to 20 of 36 on purpose.
- `ct-covid` and `ct-abdomen`, and their priors, are single slices in three planes.
"""


def main(samples: Path) -> None:
    for which in EXAMS:
        shutil.rmtree(TARGET / which.folder, ignore_errors=True)
    chest, masks = chest_ct(samples)
    computed(chest, masks)
    brain(samples)
    real_slices(samples)
    echo(samples)
    for which in EXAMS:
        licence(which)
    manifest()
    rows = "\n".join(table())
    (TARGET / "README.md").write_text(README.format(rows=rows), encoding="utf-8")
    print(rows)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
