"""The window of the statistics by keyboard against a real hub, its CSV and bars, and what it says without a hub."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reader.app.statistics import COLUMNS, Figures, Grouping, Row, Statistics, Unit, ask, csv_of, shown
from reader.app.ui.bar_plot import BarPlot, step_for_numbers, step_for_seconds, step_for_shares
from reader.app.ui.statistics_view import StatisticsView
from reader.app.ui.statistics_window import StatisticsWindow
from reader.core.errors import ReaderError
from reader.core.http import Http
from reader.core.qt.theme import colour
from tests.departments import Department, Made, fill
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess

NOW = datetime.now().astimezone()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Made]]:
    folder = tmp_path_factory.mktemp("hub")
    with HubProcess(folder):
        pass
    return folder, fill(folder, Department(NOW - timedelta(days=5), 72), 300)


@pytest.fixture(scope="module")
def hub(data: tuple[Path, list[Made]]) -> Iterator[HubProcess]:
    with HubProcess(data[0]) as process:
        yield process


def opened(station: Workstation, user: str) -> StatisticsWindow:
    """From the user's menu."""
    station.sign_in(user)
    if user == "admin":
        wait_for(lambda: station.program.office is not None, "the administrator is signed in")
        office = station.program.office
        assert office is not None and office.window is not None
        registry, beside = office.window._registry, office._statistics
    else:
        wait_for(lambda: station.program.desk is not None, "signed in")
        assert station.desk.worklist_window is not None
        registry, beside = station.desk.worklist_window._registry, station.desk.statistics
    [command] = [one for one in registry.group("user") if one.id == "app.statistics"]
    command.run()
    window = beside.window
    assert window is not None
    answered(window.view)
    station.activate(window)
    return window


def answered(view: StatisticsView) -> None:
    wait_for(lambda: not view.asking, "the hub has answered")


def column(view: StatisticsView, number: int) -> list[str]:
    return [str(view.model.index(row, number).data()) for row in range(view.model.rowCount())]


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, held)


def choose(box: QWidget, text: str) -> None:
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    QTest.keyClicks(box, text)


def test_who_compares_sees_everybody_sorts_plots_and_exports_by_keyboard(
    hub: HubProcess, data: tuple[Path, list[Made]], tmp_path: Path
) -> None:
    with Workstation(tmp_path / "profile", hub.url) as station:
        window = opened(station, "zhou")
        view = window.view
        assert view.table.hasFocus()
        people = ["陈宇 Chen Yu", "李娜 Li Na", "吴静 Wu Jing", "周伟 Zhou Wei"]
        assert sorted(column(view, 0)[:-1]) == sorted(people) and column(view, 0)[-1] == "All"
        tasks = [int(text) for text in column(view, 1)]
        assert sum(tasks[:-1]) == tasks[-1] > 200 and f"{tasks[-1]} tasks completed" in view.told.text()
        reached = set()
        for _ in range(12):
            reached.add(QApplication.focusWidget())
            press(Qt.Key.Key_Tab)
        assert reached >= {view.span, view.by, view.column, view.along, view.table, view.again, view.export}
        view.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
        ordered = [int(text) for text in column(view, 1)]
        assert ordered[:-1] == sorted(tasks[:-1], reverse=True) and ordered[-1] == tasks[-1], "the sums stay last"
        assert [value for _, value in view.plot.bars] == ordered[:-1]
        choose(view.along, "By day")
        assert [label for label, _ in view.plot.bars] == sorted(label for label, _ in view.plot.bars)
        assert sum(value or 0 for _, value in view.plot.bars) == tasks[-1]
        choose(view.by, "Mod")
        answered(view)
        assert column(view, 0)[:-1] and set(column(view, 0)) == {"CT", "MR", "DX", "Not stated", "All"}
        assert int(column(view, 1)[-1]) == tasks[-1]
        choose(view.by, "Site")
        answered(view)
        view.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        numbers = [int(text.removeprefix("Hospital ")) for text in column(view, 0)[:-1]]
        assert numbers == sorted(numbers) and len(numbers) > 10
        written: list[str] = []
        view.exported.connect(written.append)
        view.export_to(tmp_path / "statistics.csv")
        wait_for(lambda: bool(written), "the export")
        content = (tmp_path / "statistics.csv").read_bytes()
        head, *rows = csv.reader(StringIO(content.decode("utf-8-sig")))
        assert content.startswith(b"\xef\xbb\xbf") and len(head) == len(COLUMNS) + 1
        assert [row[0] for row in rows] == column(view, 0) and [row[1] for row in rows] == column(view, 1)
        choose(view.span, "Today")
        answered(view)
        press(Qt.Key.Key_Escape)
        assert station.desk.statistics.window is None


def test_a_reporting_doctor_sees_their_own_and_an_administrator_all(hub: HubProcess, tmp_path: Path) -> None:
    with Workstation(tmp_path / "profile", hub.url) as station:
        view = opened(station, "li").view
        assert column(view, 0) == ["李娜 Li Na", "All"] and "Only your own work" in view.told.text()
    with Workstation(tmp_path / "another", hub.url) as station:
        view = opened(station, "admin").view
        assert len(column(view, 0)) == 5 and "own" not in view.told.text()
        view.span.setCurrentIndex(3)
        assert view.first.isEnabled()
        view.first.setDate(view.last.date().addDays(-400))
        assert "At most 366 days" in view.told.text() and not view.export.isEnabled()
        view.last.setDate(view.first.date().addDays(2))
        answered(view)
        assert view.told.text() == "No task ended on these days. Choose others." and view.model.rowCount() == 0
        hub.stop()
        try:
            view.again.click()
            answered(view)
            assert view.told.text().startswith("■") and not view.export.isEnabled()
        finally:
            hub.start()


def test_a_hub_without_statistics_is_told_of() -> None:
    http = Http()
    with pytest.raises(ReaderError, match="no statistics"):
        ask(http, "", NOW.date(), NOW.date(), Grouping.SITE, everybody=True)
    http.close()


def figures(**counts: int) -> Figures:
    names = ("tasks", "reads", "reviews", "signed", "addenda", "amendments", "overdue", "returned", "decided")
    later = ("recalled", "concluded", "positive", "poor", "reread", "differing", "significant")
    zero = dict.fromkeys((*names, *later), 0)
    return Figures(zero | counts, dict.fromkeys(("wait", "reading", "review", "turnaround"), (90.0, None)))


@pytest.mark.parametrize("site", ["=1+1", "+86", "-2", "@SUM(A1)", " =1", "\t=1", "＝1", 'a "b", c', "医院\n二"])
def test_no_text_of_the_csv_is_a_formula(site: str) -> None:
    row = Row(site, "", figures(tasks=2, returned=1, decided=4))
    found = Statistics(NOW.date(), NOW.date(), Grouping.SITE, False, (row,), (), row.figures)
    _, cells, _ = csv.reader(StringIO(csv_of(found, found.rows).decode("utf-8-sig"), newline=""))
    assert cells[0].removeprefix("'") == site and cells[0].lstrip()[0] not in "=+-@＝"
    assert (cells[0] != site) == (site not in ('a "b", c', "医院\n二"))
    assert cells[1] == "2" and cells[11] == "25.0" and cells[15:17] == ["1.5", ""]


def test_bars_are_as_high_as_their_values(qtbot: QtBot) -> None:
    plot = BarPlot()
    qtbot.addWidget(plot)
    plot.resize(600, 300)
    bars = [("a", 50.0), ("b", 100.0), ("c", None)]
    plot.show_bars("Tasks", bars, lambda value: f"{value:.0f}", step_for_numbers)
    plot.show()
    picture, wanted = plot.grab().toImage(), QColor(colour("accent"))
    heights: dict[int, int] = {}
    for x in range(picture.width()):
        height = sum(picture.pixelColor(x, y) == wanted for y in range(picture.height()))
        if height:
            heights[height] = heights.get(height, 0) + 1
    low, high = sorted(heights)
    assert high == pytest.approx(2 * low, abs=2) and heights[low] == heights[high] > 10
    assert plot.accessibleDescription() == "a: 50, b: 100"


@pytest.mark.parametrize(
    ("largest", "number", "seconds"),
    [(1, 1, 1), (7, 2, 5), (90, 50, 30), (1000, 500, 300), (90_000, 50_000, 43_200)],
)  # fmt: skip
def test_lines_are_at_round_numbers(largest: float, number: float, seconds: float) -> None:
    assert (step_for_numbers(largest), step_for_seconds(largest)) == (number, seconds)
    assert step_for_shares(0.07) == 0.02


def test_times_are_read_as_on_a_clock() -> None:
    found = [shown(value, Unit.SECONDS) for value in (None, 42, 90, 3599, 3900, 90_000, 200_000)]
    assert found == ["–", "42 s", "2 min", "1 h 00 min", "1 h 05 min", "25 h 00 min", "2 d 7 h"]
