"""Mixing: what may not be added is found in the rows that a reading really adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from assay.claims import read_claims
from assay.desk import Desk, open_desk
from assay.mixing import Mixing, find_mixing_in, table_kinds
from assay.model import Claim
from assay.paths import Project
from assay.readings import parse_readings
from assay.readings.sums import TableKinds

CLAIM = "us-aid-350bn"
HEADER = """-- reading: {name}
-- role: primary
-- label: A sum
-- says: A sum of this test
-- warrant: A test
-- unit: USD bn
"""


@pytest.fixture(scope="module")
def desk(project: Project) -> Iterator[Desk]:
    with open_desk(project) as opened:
        yield opened


@pytest.fixture(scope="module")
def claims(project: Project) -> Mapping[str, Claim]:
    return read_claims(project)


@pytest.fixture(scope="module")
def tables(project: Project) -> Mapping[str, TableKinds]:
    return table_kinds(project)


@pytest.fixture
def mixed(desk: Desk, claims: Mapping[str, Claim], tables: Mapping[str, TableKinds]) -> Mixer:
    return Mixer(desk, claims, tables)


class Mixer:
    """Reads one SELECT as a reading and says what it mixes."""

    def __init__(
        self, desk: Desk, claims: Mapping[str, Claim], tables: Mapping[str, TableKinds]
    ) -> None:
        self._desk, self._claims, self._tables = desk, claims, tables

    def found(self, sql: str) -> list[Mixing]:
        text = HEADER.format(name="tested") + sql
        readings = parse_readings(self._claims[CLAIM], text, f"data/readings/{CLAIM}.sql")
        return find_mixing_in(self._desk, self._claims, readings, self._tables)

    def kinds(self, sql: str) -> set[str]:
        return {mixing.kind for mixing in self.found(sql)}


EVIDENCE = (
    "WITH evidence AS (SELECT * FROM {table} WHERE {where}) "
    "SELECT sum(value) AS value FROM evidence"
)
ALLOCATED = "aid_type = 'total' AND stage = 'allocated'"
GRAPHITE = "chapter = 'Graphite (natural)'"
TITANIUM = "chapter LIKE 'Titanium%' AND country_code = 'UKR' AND statistic = 'production'"


@pytest.mark.parametrize(
    ("kind", "table", "where"),
    [
        ("stage", "kiel_ust.totals_all", "release = '28' AND aid_type = 'total'"),
        ("unit", "kiel_ust.totals_all", f"donor_code = 'USA' AND {ALLOCATED}"),
        ("release", "kiel_ust.groups_all", f"group_code = 'all' AND {ALLOCATED}"),
        ("part_or_whole_aid_type", "kiel_ust.totals_all", "release = '28'"),
        ("part_or_whole_group_code", "kiel_ust.groups_all", f"release = '19' AND {ALLOCATED}"),
        ("instrument", "kiel_ust.instruments", "stage = 'allocated'"),
        ("statistic", "usgs_mcs.world", f"{GRAPHITE} AND country_code = 'CHN'"),
        ("part_or_whole_country_code", "usgs_mcs.world", f"{GRAPHITE} AND statistic = 'reserves'"),
        ("release", "usgs_mcs.world_all", f"{GRAPHITE} AND country_code = 'UKR'"),
        ("product", "usgs_mcs.world_all", f"{TITANIUM} AND release = 'mcs2024-v2.0'"),
        ("form", "usgs_mcs_salient.import_sources", "chapter = 'Antimony'"),
        ("part", "usgs_mcs_salient.salient", "chapter = 'Bauxite and alumina' AND year = 2024"),
        (
            "part_or_whole_is_aggregate",
            "usgs_mcs_salient.salient",
            "chapter = 'Clays' AND statistic = 'production' AND year = 2024",
        ),
        ("stage", "us_foreign_assistance.amounts", "place_code = 'UKR' AND fiscal_year = '2023'"),
    ],
)
def test_a_sum_of_two_kinds_is_found(mixed: Mixer, kind: str, table: str, where: str) -> None:
    """Commitments and allocations, dollars and euros, loans and guarantees, reserves and
    production, concentrates and metal, editions, a total beside its parts.
    """
    assert kind in mixed.kinds(EVIDENCE.format(table=table, where=where))


RELIANCE = (
    "usgs_mcs_salient.net_import_reliance WHERE chapter = 'Rare earths' AND year = 2024 "
    "AND form = 'Compounds and metals'"
)
SOURCES = "usgs_mcs_salient.import_sources WHERE chapter = 'Rare earths' AND country_code = 'CHN'"


@pytest.mark.parametrize("gather", ["sum", "avg"])
def test_a_share_of_imports_is_not_a_share_of_consumption(mixed: Mixer, gather: str) -> None:
    """Both are percentages of rare earths; they are of different things and never add up."""
    sql = (
        f"WITH evidence AS (SELECT value FROM {RELIANCE} UNION ALL SELECT value FROM {SOURCES}) "
        f"SELECT {gather}(value) AS value FROM evidence"
    )
    assert "share_of" in mixed.kinds(sql)


def test_two_sets_of_europe_in_one_sum_are_found(mixed: Mixer) -> None:
    """A donor that is in both counts twice."""
    sql = (
        "WITH evidence AS (SELECT aid.value FROM kiel_ust.monthly AS aid JOIN crosswalks.sets AS "
        "europe ON aid.donor_code = europe.member_code WHERE stage = 'allocated'{one_set}) "
        "SELECT sum(value) AS value FROM evidence"
    )
    assert mixed.kinds(sql.format(one_set="")) == {"set_id"}
    assert mixed.kinds(sql.format(one_set=" AND europe.set_id = 'kiel_europe'")) == set()


@pytest.mark.parametrize(
    "sql",
    [
        EVIDENCE.format(table="kiel_ust.monthly", where="stage = 'allocated'"),
        EVIDENCE.format(
            table="usgs_mcs.world",
            where="chapter = 'Graphite (natural)' AND statistic = 'production' "
            "AND country_code <> 'WLD' AND year = 2024",
        ),
        "WITH evidence AS (SELECT stage, aid_type, value FROM kiel_ust.monthly "
        "WHERE aid_type <> 'total' OR stage = 'committed') "
        "SELECT sum(value) FILTER (stage = 'allocated') "
        "/ sum(value) FILTER (stage = 'committed') AS value FROM evidence",
        "WITH rates AS (SELECT value AS rate FROM fx.monthly WHERE quote = 'USD' "
        "AND period = '2025-02'), evidence AS (SELECT value * rate AS value FROM kiel_ust.monthly, "
        "rates WHERE stage = 'allocated') SELECT sum(value) AS value FROM evidence",
    ],
)
def test_a_sum_of_one_kind_is_left_alone(mixed: Mixer, sql: str) -> None:
    """One stage, one statistic and year, two stages kept apart by FILTER, euros times a rate."""
    assert mixed.kinds(sql) == set()


def test_a_kind_that_a_query_left_out_is_still_seen(mixed: Mixer) -> None:
    """The stage is not among the columns of the CTE whose rows are added."""
    sql = (
        "WITH all_aid AS (SELECT donor_code, period, value FROM kiel_ust.monthly), "
        "evidence AS (SELECT value FROM all_aid WHERE donor_code = 'USA') "
        "SELECT sum(value) AS value FROM evidence"
    )
    assert "stage" in mixed.kinds(sql)


def test_a_kind_is_seen_through_a_union(mixed: Mixer) -> None:
    """Fiscal years of one publisher above calendar months of another."""
    sql = (
        "WITH evidence AS ("
        "SELECT value / 1e9 AS value FROM us_foreign_assistance.amounts "
        "WHERE place_code = 'UKR' AND stage = 'disbursed' AND fiscal_year = '2024' "
        "UNION ALL SELECT value FROM kiel_ust.monthly WHERE donor_code = 'USA' "
        "AND stage = 'allocated' AND period >= '2024-10') SELECT sum(value) AS value FROM evidence"
    )
    assert {"kind_of_year", "stage", "unit"} <= mixed.kinds(sql)


def test_two_tables_added_with_a_plus_are_compared(mixed: Mixer) -> None:
    """What was allocated plus what was committed, each summed apart."""
    sql = (
        "WITH one AS (SELECT sum(value) AS value FROM kiel_ust.monthly WHERE stage = 'allocated'), "
        "two AS (SELECT sum(value) AS value FROM kiel_ust.monthly WHERE stage = 'committed'), "
        "evidence AS (SELECT one.value + two.value AS value FROM one, two) "
        "SELECT value FROM evidence"
    )
    assert "stage" in mixed.kinds(sql)
    assert mixed.kinds(sql.replace("+", "-")) == set()


def test_groups_may_differ_where_each_is_of_one_kind(mixed: Mixer) -> None:
    """Summed by stage, then the larger taken."""
    sql = (
        "WITH evidence AS (SELECT stage, sum(value) AS value FROM kiel_ust.monthly GROUP BY stage) "
        "SELECT max(value) AS value FROM evidence"
    )
    assert mixed.kinds(sql) == set()


def test_rows_without_an_amount_are_not_added(mixed: Mixer) -> None:
    """A withheld cell of another statistic changes no sum."""
    where = "(statistic = 'reserves' AND value IS NULL) OR statistic = 'production'"
    sql = EVIDENCE.format(table="usgs_mcs.world", where=f"{GRAPHITE} AND ({where})")
    assert "statistic" not in mixed.kinds(sql)


def test_a_mixing_says_where_it_stands_and_what_was_added(mixed: Mixer) -> None:
    """File, line of the sum, both kinds, and what to do."""
    sql = (
        "WITH evidence AS (\n  SELECT stage, value FROM kiel_ust.monthly WHERE donor_code = 'USA'\n"
        "  AND aid_type <> 'total'\n  UNION ALL SELECT stage, value FROM kiel_ust.monthly\n"
        "  WHERE donor_code = 'USA' AND stage = 'committed'\n)\n"
        "SELECT\n  sum(value) AS value\nFROM evidence"
    )
    mixing = next(item for item in mixed.found(sql) if item.kind == "stage")
    assert mixing.about == ("mixing", "readings", CLAIM, "tested / stage")
    assert mixing.fault.where == f"data/readings/{CLAIM}.sql, line 14"
    assert mixing.fault.found == "stage allocated and committed in one sum"
    assert "group by it" in mixing.fault.todo


def test_every_sum_of_every_reading_can_be_asked(project: Project, desk: Desk) -> None:
    """No query made of a reading fails: none is passed over in silence."""
    from dataclasses import replace

    from assay.readings import read_readings
    from assay.readings.sums import queries_of_sums

    claims = read_claims(project)
    readings = [r for found in read_readings(project, claims).values() for r in found]
    asked = 0
    for reading, queries in queries_of_sums(readings, table_kinds(project).get):
        for query in queries:
            desk.evidence(claims[reading.claim_id], replace(reading, evidence_sql=query.sql))
            asked += 1
    assert asked > 150
