"""The catch rate as Markdown: seeded mistakes, mistakes providers made, and alarms without one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache

from assay.alarms import find_label_alarms, find_table_alarms, rates_of
from assay.alarms.currencies import Rates
from assay.catch_rate.reasons import Miss, find_unexplained, miss_of, read_reasons
from assay.catch_rate.seeds import Seed, plant, seeds_of
from assay.catch_rate.undone import undone_units
from assay.crosswalks import read_sets
from assay.errors import Fault, ParameterError
from assay.machine import cores
from assay.paths import Project
from assay.reconcile import Rule, Span, find_span_gaps, read_rules, read_spans, reconcile_in
from assay.releases import CalendarEntry, read_calendar
from assay.rows import Held, read_held
from assay.soundness import About, findings_in, read_exceptions


@dataclass(frozen=True, slots=True)
class Caught:
    """A seed and the checks that found it, none: missed. `is_named`: one named its release."""

    seed: Seed
    checks: tuple[str, ...]
    is_named: bool


@dataclass(frozen=True, slots=True)
class Bench:
    """What the checks run on, besides the rows."""

    rules: Sequence[Rule]
    spans: Sequence[Span]
    rates: Rates
    calendars: Mapping[str, Sequence[CalendarEntry]]

    def findings(
        self, held: Mapping[str, Held], source: str, table: str, release: str = ""
    ) -> set[About]:
        """Every alarm and gap that one table takes part in, and what its releases say they are.

        Of the gaps only those of one `release`, where it is given: a mistake in it leaves all
        others as they are.
        """
        name, mine = f"{source}.{table}", held[source]
        rules = [rule for rule in self.rules if name in (rule.parts, rule.total)]
        spans = [
            span for span in self.spans
            if span.table == name and release in ("", span.release)
        ]  # fmt: skip
        only = (name, release) if release else None
        alarms = [
            *find_table_alarms(mine.of(table), self.rates, mine.contract.mode),
            *find_label_alarms(mine, self.calendars[source]),
        ]
        compared = reconcile_in(rules, held, self.calendars, only)
        gaps = [*(gap for each in compared for gap in each.gaps), *find_span_gaps(spans, held)]
        return {alarm.about for alarm in alarms} | {gap.about for gap in gaps}


def catch_rate(project: Project, source: str = "") -> tuple[str, list[Fault]]:
    """The page docs/catch-rate.md, from the releases held now, and what is missed without a reason.
    Takes a minute or two on all cores; with a `source`, only its mistakes and their lines.

    ParameterError for an unknown source, CuratedError for a faulty rule, exception, reason or
    correction, ReleaseError for a faulty file.
    """
    held, bench, _ = _laid(project)
    if source and source not in held:
        raise ParameterError(f"No source {source!r} is held; held: {', '.join(held)}.")
    seeded = _measure_held(project, source)
    reasons = read_reasons(project)
    missed = [item.seed for item in seeded if not item.checks]
    if source:
        mine = {miss: why for miss, why in reasons.items() if miss[1].startswith(f"{source}.")}
        return "\n".join(_seeded(seeded, mine)), find_unexplained(missed, mine)
    real = measure(held, bench, undone_units(project))
    unfaulted = {about for about, _ in findings_in(project, held)}
    accepted = {item.about: item.reason for item in read_exceptions(project)}
    page = [*_head(held), *_seeded(seeded, reasons), *_real(real), *_false(unfaulted, accepted)]
    return "\n".join(page), find_unexplained(missed, reasons)


Parts = Sequence[int]
"""Places of seeds in the order of `seeds_of`: a seed holds functions, which no process can send."""


def _measure_held(project: Project, source: str) -> list[Caught]:
    """Every seed, or those of one source, measured on all cores; in the order of `seeds_of`."""
    seeds = _laid(project)[2]
    parts: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, seed in enumerate(seeds):
        if source in ("", seed.source):
            parts[seed.rows].append(number)
    found: dict[int, Caught] = {}
    with ProcessPoolExecutor(min(cores(), max(1, len(parts)))) as pool:
        for part in pool.map(_measure_part, [project] * len(parts), parts.values()):
            found |= {n: Caught(seeds[n], *caught) for n, caught in part.items()}
    return [found[number] for number in sorted(found)]


def _measure_part(project: Project, part: Parts) -> dict[int, tuple[tuple[str, ...], bool]]:
    """What found each of some seeds, by its place: run in another process."""
    held, bench, seeds = _laid(project)
    caught = measure(held, bench, [seeds[number] for number in part])
    return {n: (item.checks, item.is_named) for n, item in zip(part, caught, strict=True)}


@cache
def _laid(project: Project) -> tuple[Mapping[str, Held], Bench, Sequence[Seed]]:
    """The releases, what the checks run on and every seed, once in each process."""
    held = read_held(project)
    return held, bench_of(project, held), tuple(seeds_of(held))


def measure(held: Mapping[str, Held], bench: Bench, seeds: Iterable[Seed]) -> list[Caught]:
    """Plant each seed alone; caught by every check that finds something it did not find before.

    What is missed among the rows a seed is cut to is looked for in all rows.
    """
    before: dict[tuple[str, str, str], set[About]] = {}

    def new_findings(seed: Seed) -> set[About]:
        if seed.rows not in before:
            untouched = plant(held, replace(seed, change=lambda row: row))
            before[seed.rows] = bench.findings(untouched, seed.source, seed.table)
        planted = plant(held, seed)
        return bench.findings(planted, seed.source, seed.table, seed.release) - before[seed.rows]

    found = []
    for seed in seeds:
        new = new_findings(seed) or (new_findings(seed.uncut()) if seed.is_cut else set())
        checks = tuple(sorted({about[0] for about in new}))
        found.append(Caught(seed, checks, any(about[2] == seed.release for about in new)))
    return found


def bench_of(project: Project, held: Mapping[str, Held]) -> Bench:
    """Rules, exchange rates and calendars of a project."""
    return Bench(
        read_rules(project, read_sets(project)),
        read_spans(project),
        rates_of(upload for source in held.values() for upload in source.uploads),
        {source: read_calendar(project, source) for source in held},
    )


def _head(held: Mapping[str, Held]) -> Iterator[str]:
    releases = {upload.release for source in held.values() for upload in source.uploads}
    yield "# What the checks catch"
    yield ""
    yield (
        "Written by `assay catch-rate`; do not edit. Every mistake below was made on purpose in a "
        "copy of a release as it is held, or is one that a provider made and that "
        "`data/corrections` undoes; then all checks ran, without a hint. The thresholds were set "
        "on these same releases: expect less on a source that nobody has seen."
    )
    yield ""
    yield f"Measured on {len(releases)} releases of {len(held)} sources."
    yield ""


def _seeded(found: Sequence[Caught], reasons: Mapping[Miss, tuple[int, str]]) -> Iterator[str]:
    by_kind: dict[str, list[Caught]] = defaultdict(list)
    for item in found:
        by_kind[f"{item.seed.mistake} | {item.seed.source}.{item.seed.table}"].append(item)
    yield "## Mistakes made on purpose"
    yield ""
    yield "| mistake | table | made | caught | and its release named | by |"
    yield "|---|---|---|---|---|---|"
    for kind, items in sorted(by_kind.items()):
        caught = [item for item in items if item.checks]
        checks = sorted({check for item in caught for check in item.checks})
        named = sum(item.is_named for item in items)
        yield f"| {kind} | {len(items)} | {len(caught)} | {named} | {', '.join(checks)} |"
    total = sum(bool(item.checks) for item in found)
    named = sum(item.is_named for item in found)
    yield f"| all | | {len(found)} | {total} | {named} | |"
    yield ""
    yield "Missed, and what is not held beside them (`data/reconciliations/misses.csv`):"
    yield ""
    yield "| mistake | table | missed | why |"
    yield "|---|---|---|---|"
    by_reason: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for item in found:
        if not item.checks:
            mistake, table, missed = miss = miss_of(item.seed)
            reason = reasons[miss][1] if miss in reasons else "no reason given"
            by_reason[mistake, table, reason].append(missed)
    for (mistake, table, reason), misses in sorted(by_reason.items()):
        yield f"| {mistake} | {table} | {'; '.join(misses)} | {reason} |"
    yield ""


def _real(found: Sequence[Caught]) -> Iterator[str]:
    caught = sum(bool(item.checks) for item in found)
    yield "## Mistakes that the provider made"
    yield ""
    yield f"Units that USGS printed wrongly, as in its files: {caught} of {len(found)} caught."
    yield ""
    yield "| release | where | caught by |"
    yield "|---|---|---|"
    for item in found:
        yield f"| {item.seed.release} | {item.seed.where} | {', '.join(item.checks) or 'missed'} |"
    yield ""


def _false(found: set[About], accepted: Mapping[About, str]) -> Iterator[str]:
    explained = [about for about in sorted(found) if about in accepted]
    yield "## Findings on the releases as they are"
    yield ""
    yield (
        f"{len(found)} findings without a mistake of ours. {len(explained)} were looked at and are "
        f"accepted until a day, with the reason below; {len(found) - len(explained)} were not."
    )
    yield ""
    reasons: dict[tuple[str, str, str], int] = defaultdict(int)
    for about in explained:
        reasons[about[0], f"{about[1]} {about[2]}", accepted[about]] += 1
    yield "| check | release | findings | reason |"
    yield "|---|---|---|---|"
    for (check, release, reason), count in sorted(reasons.items()):
        yield f"| {check} | {release} | {count} | {reason} |"
    yield ""
