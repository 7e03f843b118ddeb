"""Which hospital's system a report goes to."""

from __future__ import annotations

import pytest

from reader.delivery.route import receiver_for

ALL = {
    "Qingshan": "one", "Qingshan Township Hospital": "two", "WUZHEN": "three", "乌镇卫生院": "four", "Xihu": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("issuer", "site", "expected"),
    [
        ("", "Qingshan County People's Hospital", "one"), ("", "qingshan township hospital ", "two"),
        ("wuzhen", "Unknown", "three"), ("", "桐乡市乌镇卫生院", "four"), ("XIHU", "Hangzhou", ""),
        ("", "Liuhe", "others"), ("", "", "others"),
    ],
)  # fmt: skip
def test_the_whole_name_comes_before_the_longest_part_of_one(issuer: str, site: str, expected: str) -> None:
    assert receiver_for(ALL, "others", issuer, site) == expected
    assert receiver_for({}, "others", issuer, site) == "others"
