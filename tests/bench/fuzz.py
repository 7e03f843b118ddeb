"""Bad files: tried, opened, refused, crashed, hung, and the most memory that a child took."""

from __future__ import annotations

import os

from tests.dicom.fuzzing import Figures, run, samples

PLANS = {"mutations": 2_000, "streams": 20_000, "video": 300}


def main() -> dict[str, object]:
    """Sets 13 to 16 where they are unpacked, seeded mutations, and damaged streams for every codec."""
    total = Figures()
    counts = dict(PLANS) | ({"samples": len(samples())} if samples() else {})
    for plan, count in counts.items():
        figures = run(plan, count, processes=os.cpu_count() or 2)
        total.add(figures)
        print(f"{plan:10} {figures.tried} tried, {figures.opened} opened, {figures.refused} refused, "
              f"{figures.crashed} crashed, {figures.hung} hung, {figures.wrong} in no words, "
              f"slowest {figures.slowest_s} s, peak {figures.peak_mb} MB")  # fmt: skip
    for line in total.bad:
        print("  " + line)
    for reason, count in total.reasons.most_common(12):
        print(f"  {count:6} {reason}")
    return {
        "bench": "fuzz", "tried": total.tried, "opened": total.opened, "refused": total.refused,
        "crashed": total.crashed, "hung": total.hung, "wrong": total.wrong, "peak_mb": total.peak_mb,
        "slowest_s": total.slowest_s,
    }  # fmt: skip
