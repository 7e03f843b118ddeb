"""Critical results are told, not read: the statistics count none of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from reader.dicom.ups.workitem import COMPLETED, IN_PROGRESS
from reader.dicom.values import new_transaction_uid, new_uid
from reader.hub.users import DEMO_USERS
from tests.hub.conftest import signed_in
from tests.hub.criticals import critical_item, told_by, with_step
from tests.hub.test_worklist import create, final_attributes, task, to_state
from tests.servers import HubProcess


def test_a_closed_critical_result_counts_nowhere(tmp_path: Path) -> None:
    who = {user.name: user.person.code.value for user in DEMO_USERS}
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        gate, li, zhou = (signed_in(hub, name) for name in ("gate", "li", "zhou"))
        root, study, today = hub.dicomweb, new_uid(), datetime.now(UTC).date()
        create(gate, root, task(study))
        uid = create(li, root, critical_item(study, who["li"]))
        [now] = li.get(f"{root}/workitems/{uid}").json()
        assert li.post(f"{root}/workitems/{uid}", json=[with_step(now, told_by(who["li"]))]).status_code == 200
        claim = new_transaction_uid()
        assert to_state(li, root, uid, IN_PROGRESS, claim).status_code == 200
        ended = f"{root}/workitems/{uid}?transaction={claim}"
        assert li.post(ended, json=[final_attributes(COMPLETED)]).status_code == 200
        assert to_state(li, root, uid, COMPLETED, claim).status_code == 200
        days = {"from": (today - timedelta(days=1)).isoformat(), "to": (today + timedelta(days=1)).isoformat()}
        counted = zhou.get(f"{hub.url}/statistics", params={**days, "offset": 0, "by": "person"}, timeout=30)
        assert counted.status_code == 200 and counted.json()["rows"] == []
