"""The catch rate is measured on mistakes put into the releases held, not promised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pytest
from assay.catch_rate import Bench, Caught, bench_of, catch_rate, measure
from assay.catch_rate.reasons import FILE, find_unexplained, miss_of, read_reasons
from assay.catch_rate.seeds import Seed, plant, seeds_of
from assay.catch_rate.undone import undone_units
from assay.errors import ParameterError
from assay.paths import Project
from assay.reconcile import read_spans
from assay.rows import Held, read_held

PAGE = "docs/catch-rate.md"


@pytest.fixture(scope="module")
def held(project: Project) -> Mapping[str, Held]:
    return read_held(project)


@pytest.fixture(scope="module")
def bench(project: Project, held: Mapping[str, Held]) -> Bench:
    return bench_of(project, held)


@pytest.fixture(scope="module")
def sample(held: Mapping[str, Held], bench: Bench) -> list[Caught]:
    """Every kind of mistake in every table it was made in; of many alike, a few."""
    found: dict[tuple[str, str], list[Seed]] = defaultdict(list)
    for seed in seeds_of(held):
        found[seed.mistake, f"{seed.source}.{seed.table}"].append(seed)
    return measure(
        held, bench, [s for seeds in found.values() for s in seeds[:: len(seeds) // 8 + 1]]
    )


def test_every_unit_that_usgs_printed_wrongly_is_caught(
    project: Project, held: Mapping[str, Held], bench: Bench
) -> None:
    """The corrections held, taken back: eleven, each found and its release named."""
    found = measure(held, bench, undone_units(project))
    assert len(found) == 11
    assert all(item.checks and item.is_named for item in found)


@pytest.mark.parametrize(
    ("mistake", "table"),
    [
        ("columns swapped", "kiel_ust.monthly"),
        ("columns swapped", "kiel_ust.totals"),
        ("columns swapped", "kiel_ust_extra.activities"),
        ("shifted one period", "kiel_ust.groups"),
        ("shifted one period", "fx.monthly"),
        ("undated rows dropped", "kiel_ust_extra.activities"),
        ("rate upside down", "fx.monthly"),
        ("currency mislabelled", "kiel_ust.totals"),
        ("unit of a donor", "kiel_ust.monthly"),
        ("series dropped", "kiel_ust.totals"),
    ],
)
def test_a_kind_of_mistake_is_always_caught(sample: list[Caught], mistake: str, table: str) -> None:
    """Where another release, table or source says otherwise."""
    of_kind = [
        item for item in sample
        if item.seed.mistake == mistake and f"{item.seed.source}.{item.seed.table}" == table
    ]  # fmt: skip
    assert of_kind
    assert all(item.checks for item in of_kind)


@pytest.mark.parametrize(
    ("place", "check"),
    [
        ("gdp-2024-10: false / gdp / USD / AFG, one period late", "wdi-south-asia"),
        ("gdp-2024-10: false / gdp / USD / EGY, one period early", "wdi-middle-east"),
        ("gdp-2024-10: false / gdp / USD / RUS, one period early", "wdi-europe-central-asia"),
        ("mcs2022: Germanium, production", "usgs-us-share-of-the-world"),
    ],
)
def test_a_mistake_that_one_rule_can_see_is_caught_by_it(
    held: Mapping[str, Held], bench: Bench, place: str, check: str
) -> None:
    """A country's years within its region; a commodity that one edition alone has amounts of."""
    (seed,) = (seed for seed in seeds_of(held) if miss_of(seed)[2] == place)
    (found,) = measure(held, bench, [seed])
    assert found.checks == (check,)
    assert found.is_named


@pytest.mark.parametrize(
    "mistake", ["unit of a table", "unit of one number", "withheld read as zero"]
)
def test_nine_in_ten_are_caught_where_some_have_nothing_beside_them(
    held: Mapping[str, Held], sample: list[Caught], mistake: str
) -> None:
    """A commodity that no other release has cannot be compared, nor can a table that is held in one
    release: the page counts those, this test does not.
    """
    caught = [
        bool(item.checks) for item in sample
        if item.seed.mistake == mistake and len(held[item.seed.source].of(item.seed.table)) > 1
    ]  # fmt: skip
    assert sum(caught) >= 0.9 * len(caught)


def test_a_table_one_period_off_is_caught_wherever_its_publisher_names_an_end(
    project: Project, sample: list[Caught]
) -> None:
    """Late and early, and the release is named. The pages that name no period are on the page."""
    told = {(span.table, span.release) for span in read_spans(project) if span.first or span.last}
    of_kind = [
        item for item in sample
        if item.seed.mistake == "shifted one period"
        and (f"{item.seed.source}.{item.seed.table}", item.seed.release) in told
    ]  # fmt: skip
    assert len(of_kind) > 40
    assert all(item.checks and item.is_named for item in of_kind)


def test_a_shift_keeps_every_row(held: Mapping[str, Held]) -> None:
    """A label may go past the end of the data: nothing is dropped that would give it away."""
    for seed in seeds_of(held):
        if seed.mistake == "shifted one period":
            planted = plant(held, seed)[seed.source]
            counts = [len(upload.rows) for upload in planted.uploads]
            assert counts == [len(upload.rows) for upload in held[seed.source].uploads]


def test_a_seed_changes_one_table_of_one_release(held: Mapping[str, Held]) -> None:
    """What is found is found through that mistake."""
    seed = next(s for s in seeds_of(held) if s.mistake == "columns swapped")
    planted = plant(held, seed)
    differ = {
        (source, new.table.name, new.release.release)
        for source, item in planted.items()
        for old, new in zip(held[source].uploads, item.uploads, strict=True)
        if old.rows != new.rows
    }
    assert differ == {(seed.source, seed.table, seed.release)}


def test_gaps_of_other_releases_are_those_of_before(held: Mapping[str, Held], bench: Bench) -> None:
    """A rule is not applied again where the seeded release takes no part: nothing is found there
    that had not been found in the releases as they are.
    """
    names = [(rule.parts, rule.total) for rule in bench.rules]
    seeds = [
        seed for seed in seeds_of(held)
        if any(f"{seed.source}.{seed.table}" in of_rule for of_rule in names)
    ]  # fmt: skip
    for seed in (each.uncut() for each in seeds[::250]):
        of_table, planted = (seed.source, seed.table), plant(held, seed)
        everything = bench.findings(planted, *of_table) - bench.findings(held, *of_table)
        of_release = bench.findings(planted, *of_table, seed.release)
        assert of_release - bench.findings(held, *of_table) == everything


def test_the_page_lists_every_kind_of_mistake(project: Project, held: Mapping[str, Held]) -> None:
    """docs/catch-rate.md was written with the seeds of today; `catch_rate` writes it again."""
    page = (project.root / PAGE).read_text(encoding="utf-8")
    kinds = {f"| {s.mistake} | {s.source}.{s.table} |" for s in seeds_of(held)}
    assert [kind for kind in kinds if kind not in page] == []
    assert "; 0 were not." in page
    assert "no reason given" not in page
    for mistake, table, missed in read_reasons(project):
        (line,) = (row for row in page.splitlines() if missed in row and f"| {table} |" in row)
        assert line.startswith(f"| {mistake} |")


def test_what_is_told_of_one_source_are_its_lines_of_the_page(project: Project) -> None:
    """Measured alone, and by several processes: what is made, caught, missed, and why."""
    page = (project.root / PAGE).read_text(encoding="utf-8").splitlines()
    told, faults = catch_rate(project, "ukraine_metals")
    assert faults == []
    lines = [line for line in told.splitlines() if "| ukraine_metals." in line]
    assert lines == [line for line in page if "| ukraine_metals." in line]
    assert len(lines) > 1


def test_a_source_that_is_not_held_is_told(project: Project) -> None:
    """With those that are, before anything is measured."""
    with pytest.raises(ParameterError, match="No source 'ukraine_metal' is held; held: critical_"):
        catch_rate(project, "ukraine_metal")


def test_a_miss_that_nobody_looked_at_is_reported(held: Mapping[str, Held]) -> None:
    """And so is a reason for a mistake that is caught: the page cannot grow misses by itself."""
    one, two, *_ = seeds_of(held)
    reasons = {miss_of(one): (2, "Nothing held beside it")}
    assert find_unexplained([one], reasons) == []
    (fault,) = find_unexplained([one, two], reasons)
    assert fault.where == FILE
    assert fault.found == " / ".join(miss_of(two))
    (fault,) = find_unexplained([], reasons)
    assert fault.where == f"{FILE}, row 2, column missed"


def test_every_miss_of_the_sample_has_its_reason(project: Project, sample: list[Caught]) -> None:
    """What is not caught is listed in data/reconciliations/misses.csv, and nothing else is."""
    reasons = read_reasons(project)
    sampled = {miss_of(item.seed) for item in sample}
    missed = [item.seed for item in sample if not item.checks]
    assert find_unexplained(missed, {m: r for m, r in reasons.items() if m in sampled}) == []
