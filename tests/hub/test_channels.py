"""Subscriptions and event channels belong to whoever has the AE title, and end with the sign-in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import requests
import websockets
from websockets.sync.client import ClientConnection, connect

from reader.core.storage import Database
from reader.dicom.json_model import element
from reader.dicom.ups.tasks import station_title
from reader.dicom.ups.workitem import IN_PROGRESS
from reader.dicom.values import new_transaction_uid
from reader.hub.users import Users
from tests.hub.conftest import signed_in
from tests.hub.test_worklist import create
from tests.servers import HubProcess

GLOBAL = "1.2.840.10008.5.1.4.34.5"


def channel(hub: HubProcess, token: str, aet: str) -> ClientConnection:
    address = f"{hub.dicomweb.replace('http', 'ws')}/subscribers/{aet}"
    return connect(address, additional_headers={"Authorization": f"Bearer {token}"})


def test_nobody_uses_anothers_ae_title(hub: HubProcess, session: requests.Session) -> None:
    """By no endpoint that takes one; also not the same title written with spaces around it."""
    root = hub.dicomweb
    li, chen = signed_in(hub, "li"), signed_in(hub, "chen")
    uid = create(session, root)
    subscription = f"{root}/workitems/{GLOBAL}/subscribers/MINE"
    assert li.post(subscription).status_code == 201
    begin = [{"00081195": element("UI", new_transaction_uid()), "00741000": element("CS", IN_PROGRESS)}]
    for title in ("MINE", "%20MINE%20"):
        other = f"{root}/workitems/{GLOBAL}/subscribers/{title}"
        for answer in (
            chen.delete(other), chen.post(other), chen.post(f"{other}/suspend"),
            chen.post(f"{root}/workitems/{uid}/subscribers/{title}"),
            chen.put(f"{root}/workitems/{uid}/state/{title}", json=begin),
        ):  # fmt: skip
            assert answer.status_code == 403
            assert answer.headers["Reader-Refusal"] == "ae-title"
        with pytest.raises(websockets.InvalidStatus) as refused:
            channel(hub, chen.headers["Authorization"].removeprefix("Bearer "), title)  # type: ignore[union-attr,arg-type]
        assert refused.value.response.status_code == 403
    with channel(hub, hub.login("li"), "MINE") as mine:
        uid = create(session, root)
        assert uid in str(mine.recv(timeout=5))
    hub_again = li.delete(subscription)
    assert hub_again.status_code == 200
    assert chen.post(subscription).status_code == 403  # the title stays li's
    first = f"{root}/workitems/{GLOBAL}/subscribers/{station_title('PC7', 'li')}"
    assert chen.post(first).status_code == 403  # nor is that of li's workstation taken before li comes
    assert li.post(first).status_code == 201


def test_an_account_has_a_few_titles_besides_those_of_its_workstations(hub: HubProcess) -> None:
    """Else it could take those of all others: the first to use a title has it."""
    chen = signed_in(hub, "chen")
    titles = f"{hub.dicomweb}/workitems/{GLOBAL}/subscribers"
    answers = [chen.post(f"{titles}/TAKEN{number}") for number in range(25)]
    taken = [answer.status_code for answer in answers]
    assert taken.count(201) <= 20 and taken[-1] == 403 and 201 in taken
    assert answers[-1].headers["Reader-Refusal"] == "ae-titles" and "as many AE titles" in answers[-1].text
    assert chen.post(f"{titles}/TAKEN0").status_code == 201, "those it has stay"
    assert chen.post(f"{titles}/{station_title('PC9', 'chen')}").status_code == 201, "nor is a workstation kept out"
    for number in range(25):
        chen.delete(f"{titles}/TAKEN{number}")


def _sign_out(hub: HubProcess, token: str) -> None:
    requests.post(f"{hub.url}/oauth/revoke", data={"token": token}, timeout=20)


def _disable(hub: HubProcess, token: str) -> None:
    database = Database(hub.data / "hub.sqlite")
    Users(database).set_disabled("li", True)
    database.close()


def _nothing(hub: HubProcess, token: str) -> None:
    """It expires by itself."""


@pytest.mark.parametrize(("end", "lifetime"), [(_sign_out, 3600.0), (_disable, 3600.0), (_nothing, 1.0)])
def test_a_channel_ends_with_the_sign_in(
    tmp_path: Path, end: Callable[[HubProcess, str], None], lifetime: float
) -> None:
    with HubProcess(tmp_path / "hub", token_seconds=lifetime) as hub:
        token = hub.login("li")
        with channel(hub, token, "LI") as mine:
            end(hub, token)
            with pytest.raises(websockets.ConnectionClosed):
                mine.recv(timeout=10)
            assert mine.close_code == 1008
        with pytest.raises(websockets.InvalidStatus) as refused:
            channel(hub, token, "LI")
        assert refused.value.response.status_code == 401
