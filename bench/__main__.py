"""Measure, print the table, keep it in bench/latest.json."""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assay.paths import Project

from bench import findings, kernels, large, machine, pages, profile, reports, workspace
from bench.measure import Row

ROOT = Path(__file__).resolve().parents[1]
LATEST = ROOT / "bench" / "latest.json"
Measures = dict[str, Callable[[Project], Iterable[Row]]]

FULL: Measures = {
    "dossiers": lambda project: reports.compare_dossiers(project, 48, 3),
    "launch": lambda _: kernels.compare_launch(7),
    "pages": lambda project: pages.compare_pages(project, 12),
    "nbval": lambda project: kernels.compare_nbval(project, 3),
    "memory": lambda project: reports.compare_memory(project, 8),
    "sets": lambda project: reports.compare_serial(project, 500),
    "findings": lambda project: findings.compare_findings(project, 10_000, 3),
    "large": lambda project: large.compare_large(project, 10_000_000, 9),
    "rebuild": lambda project: pages.compare_rebuild(project, 5),
}
QUICK: Measures = {
    "dossiers": lambda project: reports.compare_dossiers(project, 4, 2),
    "launch": lambda _: kernels.compare_launch(2),
    "pages": lambda project: pages.compare_pages(project, 3),
    "nbval": lambda project: kernels.compare_nbval(project, 1),
    "memory": lambda project: reports.compare_memory(project, 4),
    "sets": lambda project: reports.compare_serial(project, 20),
    "findings": lambda project: findings.compare_findings(project, 100, 1),
    "large": lambda project: large.compare_large(project, 1_000_000, 3),
}  # no rebuild: an edition is whole or none


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measures asked for. 0 when all could be taken, whether or not their goals are met."""
    asked = _read(arguments)
    _use_stock_kernels()
    print("\n".join(machine.describe()))
    chosen = {name: m for name, m in (QUICK if asked.quick else FULL).items() if name in asked.only}
    rows: list[Row] = []
    failed: list[str] = []
    with workspace.copied(Project(ROOT)) as project:
        for name, measure in chosen.items():
            try:
                measured = list(measure(project))
                rows += measured
                print(f"  {name} done, {machine.load()}", file=sys.stderr)
                print("\n".join(table(measured)), file=sys.stderr)
            except Exception:
                failed.append(name)
                traceback.print_exc()
        _tell(rows, failed)
        is_whole = len(chosen) == len(FULL)
        if rows and not asked.quick and not failed and (is_whole or asked.keep):
            kept = [] if is_whole else json.loads(LATEST.read_text("utf-8"))
            LATEST.write_text(to_json(rows, kept), "utf-8")
        if asked.profile:
            print("\n".join(profile.stages(project, asked.profile)), flush=True)
        for line in reports.growth(project, asked.growth):
            print(line, flush=True)
    return 1 if failed else 0


def _tell(rows: Sequence[Row], failed: Sequence[str]) -> None:
    print("\n".join(table(rows)), flush=True)
    for name in failed:
        print(f"{name}: not measured, see the error above", flush=True)


def table(rows: Sequence[Row]) -> Iterator[str]:
    """The table as text, one line a ratio, misses marked."""
    head = ("what", "against", "ratio", "goal", "", "measured")
    cells = [
        (r.name, r.against, f"{r.ratio:.3g}", r.goal, "met" if r.met else "MISSED", r.told)
        for r in rows
    ]
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    for line in (head, *cells):
        yield "  ".join(
            cell.ljust(width) for cell, width in zip(line, widths, strict=True)
        ).rstrip()


def to_json(rows: Sequence[Row], kept: Iterable[Mapping[str, Any]] = ()) -> str:
    """The rows as bench/latest.json keeps them; each takes the place of the kept one it renews."""
    lines = {line["name"]: line for line in kept}
    for r in rows:
        name = f"{r.name}, against {r.against}"
        lines[name] = {"name": name, "ratio": float(f"{r.ratio:.3g}"), "goal": r.goal, "met": r.met}
    return json.dumps(list(lines.values()), ensure_ascii=False, indent=1) + "\n"


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few of everything, for CI")
    parser.add_argument("--only", nargs="*", choices=FULL, default=list(FULL))
    help_keep = "renew the lines of these measures in bench/latest.json, as a whole run does"
    parser.add_argument("--keep", action="store_true", help=help_keep)
    help_profile = "also show where the time of so many dossiers goes"
    parser.add_argument("--profile", type=int, default=0, help=help_profile)
    help_growth = "also time so many small reports"
    parser.add_argument("--growth", nargs="*", type=int, default=[], help=help_growth)
    return parser.parse_args(arguments)


def _use_stock_kernels() -> None:
    """Whatever the caller's doors choose, `python3` is the stock kernel here."""
    os.environ.pop("JUPYTER_PATH", None)


if __name__ == "__main__":
    sys.exit(main())
