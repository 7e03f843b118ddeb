"""SIGKILL of a program that tells of a critical result and closes it: it goes on when it is started again."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from reader.delivery.critical_sender import CriticalSender
from reader.dicom.ups.critical import CriticalResult, What
from reader.dicom.ups.tasks import station_code
from reader.dicom.ups.workitem import Workitem, workitem_json
from reader.dicom.values import new_uid
from tests.nursery import start
from tests.servers import HubProcess
from tests.worklist.samples import LI, workitem
from tests.worklist.station import Station


def exam(station: Station) -> Workitem:
    """One that the hub has a task for, nobody else's."""
    number = random.randrange(10**6, 10**9)
    made = replace(workitem(number, "Wang^Xiaodong=王^小东"), uid=new_uid())
    station.site.create(workitem_json(made), made.uid)
    return made


def at_hub(station: Station, study: str) -> list[CriticalResult]:
    return station_sender(station).of_exam(study)


def station_sender(station: Station) -> CriticalSender:
    return CriticalSender(station.site, LI, station_code("x"))


def killed_once(hub: HubProcess, li: Station, profile: Path, seed: int) -> None:
    """Told of and told, killed at a random moment, started again: there once, closed, by the same words. li: who
    looks at the hub. profile: the folder of the program that is killed."""
    of, rest = exam(li), random.Random(seed)
    arguments, errors = (str(profile), hub.dicomweb, hub.login("li"), of.uid), profile.with_suffix(".err")

    def life(strike: Callable[[Any], None]) -> list[str]:
        process = start("tests.delivery.critical_child", arguments, os.environ, errors)
        strike(process)
        said = process.stdout.read().split("\n")
        process.wait()
        process.close()
        return [words for words in said if words]

    def at_random(process: Any) -> None:
        process.stdout.readline()  # it is ready
        time.sleep(rest.uniform(0, 0.12))
        process.kill()

    said = life(at_random)
    if "told of" in said:
        after = life(lambda process: None)
        assert after == ["ready", "settled"], (said, after, errors.read_text())
    else:
        life(lambda process: None)
    [found] = at_hub(li, of.study_uid)
    assert found.text == "张力性气胸"
    steps = [event.what for event in found.events]
    assert steps == ([] if found.open else [What.TOLD]), "never half of an act, and none twice"
    assert not found.open or "told" not in said, "what was said to be on disk has reached the hub"
