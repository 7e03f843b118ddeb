"""The event channel: its address, its messages, its token, and what it does when the line breaks."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.http import Http
from reader.dicom.json_model import element
from reader.dicom.ups.client import UpsClient
from reader.dicom.ups.events import EventChannel, event_address, events_from
from reader.dicom.ups.workitem import EventType, workitem_json
from tests.servers import HubProcess
from tests.worklist.samples import workitem


@pytest.mark.parametrize(
    ("root", "offered", "address"),
    [
        ("https://hub/dicom-web", "ws://10.0.0.7:8080/dicom-web/subscribers/R", "wss://hub/dicom-web/subscribers/R"),
        ("https://hub/arc/aets/A/rs", "ws://arc:8080/arc/ws/subscribers/R", "wss://hub/arc/ws/subscribers/R"),
        ("http://hub:1/dicom-web", "", "ws://hub:1/dicom-web/subscribers/R"),
        ("http://hub:1/dicom-web", "/dicom-web/workitems/1/subscribers/R", "ws://hub:1/dicom-web/subscribers/R"),
    ],
)
def test_the_channel_is_on_the_hubs_own_scheme_and_host(root: str, offered: str, address: str) -> None:
    assert event_address(root, "R", offered) == address


def test_messages_are_read_whatever_their_shape() -> None:
    report = {
        "00000002": element("UI", "1.2.840.10008.5.1.4.34.6.4"), "00000110": element("US", 1),
        "00001000": element("UI", "2.25.1"), "00001002": element("US", 5), "00741000": element("CS", "SCHEDULED"),
    }  # fmt: skip
    push = report | {"00000002": element("UI", "1.2.840.10008.5.1.4.34.6.1")}
    other = report | {"00000002": element("UI", "1.2.840.10008.1.1")}
    for message in (json.dumps(report), json.dumps([push]), json.dumps(report).encode()):
        (event,) = events_from(message)
        assert event is not None and (event.uid, event.type) == ("2.25.1", EventType.ASSIGNED)
    assert events_from("") == events_from("[]") == events_from(json.dumps(other)) == []
    for message in ("{", "7", "null", json.dumps([None, "x", {}])):
        assert set(events_from(message)) == {None}  # which asks for a look


def until(done: Callable[[], bool], seconds: float = 8) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_the_token_is_on_the_upgrade_and_renewed_before_it(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub") as hub:
        http = Http()
        ups = UpsClient(http, hub.dicomweb, aet="EVENTS")
        channel = EventChannel(ups, poll=0.3, back_off=(0.1, 0.2))
        channel.start()
        assert channel.wait().look and channel.mode == "polling"  # nobody signed in: no channel, but looks
        http.authorize(hub.dicomweb, "expired", lambda: hub.login("ma"))
        until(lambda: channel.mode == "live")

        while channel.wait().events == ():
            item = workitem(int(time.time() * 1000), "Wang^Xiaodong")
            ups.create(workitem_json(item), item.uid)
        hub.kill()
        until(lambda: channel.mode == "polling")
        hub.start()
        until(lambda: channel.mode == "live")
        assert channel.wait().look  # what happened meanwhile
        end = time.monotonic() + 8
        assert channel.wait(wanted=lambda: time.monotonic() < end).look  # until this channel has told something
        channel.stop()
        ups.unsubscribe()
        ups.unsubscribe()
        http.close()
