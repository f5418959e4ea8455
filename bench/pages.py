"""Executed notebooks as pages, and an edition built again with nothing changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from assay.claims import read_claims
from assay.editions import build
from assay.editions.reports import plan, read_reports
from assay.pages import Edition, Page, write_page
from assay.paths import Project
from assay.runner import run_many
from assay.signoff import SignOff
from nbconvert import HTMLExporter

from bench import workspace
from bench.measure import Row, Sample, cost

PAGE_BYTES = 150_000


def compare_pages(project: Project, count: int) -> Iterator[Row]:
    """Our page writer, charts and proofs included, and nbconvert's; both in this process."""
    runs = workspace.dossiers(project, count)
    notebooks = run_many(project, runs)
    exporter: Any = HTMLExporter()  # type: ignore[no-untyped-call]
    ours, theirs = Sample(), Sample()
    sizes: list[int] = []
    their_sizes: list[int] = []
    for run, notebook in [(runs[0], notebooks[0]), *zip(runs, notebooks, strict=True)]:
        started = time.perf_counter()
        text = write_page(notebook, _page(str(run.parameters["claim_id"])))
        middle = time.perf_counter()
        other, _ = exporter.from_notebook_node(notebook)
        ours.values.append(middle - started)
        theirs.values.append(time.perf_counter() - middle)
        sizes.append(len(text.encode()))
        their_sizes.append(len(other.encode()))
    for sample in (ours, theirs):
        del sample.values[0]  # the first of each loads its templates
    ratio = ours.median / theirs.median
    told = f"{ours}; nbconvert {theirs}, {max(their_sizes) / 1000:.0f} KB, charts lost"
    yield Row("executed notebook → page", "nbconvert HTMLExporter", ratio, "≤", 1, told)
    told = f"{max(sizes) / 1000:.0f} KB, smallest {min(sizes) / 1000:.0f} KB"
    yield Row("largest page", "150 KB", max(sizes) / PAGE_BYTES, "≤", 1, told)


def compare_rebuild(project: Project, turns: int) -> Iterator[Row]:
    """A full build of all the project's reports, then the same with nothing changed."""
    reports = len(plan(read_reports(project), tuple(read_claims(project))))
    with cost() as full:
        build(project)
    again = Sample()
    for _ in range(turns):
        started = time.perf_counter()
        outcome = build(project)
        again.values.append(time.perf_counter() - started)
        if outcome.state != "unchanged":
            raise RuntimeError(f"an unchanged project was built again: {outcome}")
    name = f"rebuild of {reports} reports, nothing changed"
    yield Row(name, "1 s", again.median, "≤", 1, f"{again}")
    told = f"full build {full.wall:.1f} s"
    yield Row(name, "the full build", again.median / full.wall, "≤", 0.01, told)


def _page(claim_id: str) -> Page:
    return Page(
        kind="claim",
        path=f"claims/{claim_id}/index.html",
        title="Is this claim borne out?",
        story=workspace.STORY,
        edition=Edition(as_of="2026-01-01"),
        signoff=SignOff("draft", "0" * 64),
    )
