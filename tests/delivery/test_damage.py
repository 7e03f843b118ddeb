"""A row of the outbox that the disk has damaged costs nothing: it is sent all the same, and the others with it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.core.sealing import Seal
from reader.core.storage import Database
from reader.delivery.ledger import Ledger
from reader.delivery.model import DeliveryState, Step, StepKind

NOW = datetime.now(UTC)
STEPS = (
    Step(StepKind.STORE, "http://hub/dicom-web/studies", (b"report",)), Step(StepKind.CLOSE_TASK, uid="2.25.1"),
)  # fmt: skip


@pytest.mark.parametrize("value", ["'~'", "7.5", "x'00ff'", "'2026-01-01'"])
@pytest.mark.parametrize("column", ["state", "done", "steps", "tries", "queued", "next_try", "hold", "delivered"])
def test_one_damaged_row(column: str, value: str, tmp_path: Path) -> None:
    database, seal = Database(tmp_path / "reader.sqlite"), Seal(bytes(32))
    ledger = Ledger(database, seal)
    damaged, good = ledger.add("one", "2.25.1", STEPS), ledger.add("other", "2.25.2", STEPS)
    with database.write() as db:
        db.execute(f"UPDATE delivery SET {column} = {value} WHERE id = ?", (damaged.delivery_id,))
    again = Ledger(database, seal)
    for found in (again.deliveries(), again.pending()):
        assert {one.delivery_id for one in found} == {damaged.delivery_id, good.delivery_id}
        one = next(one for one in found if one.delivery_id == damaged.delivery_id)
        assert one.state in (DeliveryState.WAITING, DeliveryState.UNKNOWN) and (one.done, one.steps) == (0, 2)
        moments = (one.queued, one.next_try, one.hold, one.delivered)
        assert all(moment is None or moment >= NOW for moment in moments)
        assert again.next_step(one).objects == (b"report",)


def test_without_its_payload_it_is_looked_for(tmp_path: Path) -> None:
    database, seal = Database(tmp_path / "reader.sqlite"), Seal(bytes(32))
    sent = Ledger(database, seal).add("one", "2.25.1", STEPS)
    with database.write() as db:
        db.execute("DELETE FROM delivery_part")
        db.execute("UPDATE delivery SET state = 'gone'")
    (found,) = Ledger(database, seal).deliveries()
    assert found.delivery_id == sent.delivery_id and found.state is DeliveryState.MISSING and found.error
