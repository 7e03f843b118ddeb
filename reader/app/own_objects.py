"""What a user makes of an exam's images beside findings: key images and presentation states. They are kept with the
draft and handed over with the report. No Qt; main thread."""

from __future__ import annotations

from reader.dicom.values import Person, new_uid
from reader.findings import own_key_images
from reader.findings.model import FindingsModel
from reader.findings.saved_states import SavedState
from reader.study.model import Study
from reader.views.codec_states import encode_state
from reader.views.model import ViewsModel
from reader.views.saving import Captured, unsayable
from reader.views.states.codec import read_states


def connect(views: ViewsModel, findings: FindingsModel, user: Person) -> None:
    """Take what the user marks and saves in these views."""
    views.key_image_toggled.connect(lambda image: own_key_images.toggle(findings, image, user))
    views.presenting.captured.connect(lambda captured: _save(views, findings, user, captured))
    findings.saved.changed.connect(views.presenting.look_again)


def _save(views: ViewsModel, findings: FindingsModel, user: Person, captured: Captured) -> None:
    """As the object that it will be at the archive; what is listed is read from that. Raises `ReaderError` where
    the case may not be changed."""
    findings.history.check()
    saved, uid = findings.saved, captured.state.uid
    series_uid = saved.states[0].series_uid if saved.states else new_uid()
    assert captured.state.when is not None
    try:
        file = encode_state(
            captured, user, sop_instance_uid=uid, series_uid=series_uid, number=saved.next_number,
            when=captured.state.when,
        )  # fmt: skip
    except ValueError:
        views.readout.emit(unsayable())
        return
    views.presenting.know_own(read_states([file], captured.study).states)
    saved.put(SavedState.of(uid, series_uid, saved.next_number, file))


def show_saved(views: ViewsModel, findings: FindingsModel, exam: Study) -> None:
    """What a draft has kept of them can be chosen again. exam: with every instance listed."""
    files = [state.file for state in findings.saved.states]
    if files:
        views.presenting.know_own(read_states(files, exam).states)
