"""The desk: tables as they were known on a date, and what a reading gives on them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import assay
import pytest
from assay.claims import read_claims
from assay.desk import Desk, batch, holdings, open_desk
from assay.desk.outcome import gather_evidence
from assay.errors import ReadingError, ReleaseError
from assay.model import PartialDate, Reading
from assay.paths import Project
from assay.readings import read_readings
from hypothesis import given
from hypothesis import strategies as st
from newsroom import Newsroom
from samples import make_claim, make_reading

SAID_ON = date(2025, 2, 22)
CLAIM = make_claim()
DISBURSED = """WITH evidence AS (
  SELECT stage, value FROM sig_oar.funding WHERE release = 'fy2025-q1' AND stage = 'disbursed'
)
SELECT max(value) AS value FROM evidence"""
ALLOCATED = """WITH evidence AS (
  SELECT donor, sum(value) AS value FROM kiel_ust.monthly WHERE stage = 'allocated' GROUP BY donor
)
SELECT sum(value) AS value FROM evidence"""


@pytest.fixture(scope="module")
def desk(project: Project) -> Iterator[Desk]:
    with open_desk(project) as opened:
        yield opened


def over_funding(final: str, rows: str = "SELECT * FROM sig_oar.funding") -> str:
    return f"WITH evidence AS (\n  {rows}\n)\n{final} FROM evidence"


def test_a_finding_carries_the_published_figure_and_its_release(desk: Desk) -> None:
    """The inspector general's page for late 2024 prints 83.4 billion disbursed."""
    finding = desk.find(CLAIM, make_reading(DISBURSED))
    assert (finding.low, finding.high, finding.unit) == (83.4, 83.4, "USD bn")
    assert (finding.status, finding.evidence_rows) == ("undecided", 1)
    (used,) = finding.releases
    assert (used.source, used.release, used.grade) == ("sig_oar", "fy2025-q1", "B")
    assert used.released_on == "2025-02"
    assert len(used.digest) == len(finding.evidence_digest) == 64
    assert finding.typical_revision == 0.02


def test_the_share_not_paid_out_is_the_quotient_of_two_printed_figures(desk: Desk) -> None:
    """(182.8 - 83.4) / 182.8 is 54.4 per cent; a share of amounts is no count from a list."""
    final = (
        "SELECT 100 * (1 - max(value) FILTER (stage = 'disbursed')"
        " / max(value) FILTER (stage = 'appropriated')) AS value"
    )
    rows = "SELECT * FROM sig_oar.funding WHERE release = 'fy2025-q1'"
    claim = make_claim(unit="percent")
    finding = desk.find(claim, make_reading(over_funding(final, rows), claim, unit="percent"))
    assert finding.low == pytest.approx(54.376, abs=0.001)
    assert not finding.is_floor


def test_kiel_totals_are_those_of_the_corrected_release(desk: Desk) -> None:
    """Release 29, corrected on 30 July 2026: 358.40 allocated, 548.0 committed, 115.4 by the US."""
    totals = desk.query("SELECT stage, sum(value) AS value FROM kiel_ust.monthly GROUP BY stage")
    by_stage = dict(zip(totals["stage"], totals["value"], strict=True))
    assert by_stage["allocated"] == pytest.approx(358.40, abs=0.005)
    assert by_stage["committed"] == pytest.approx(548.0, abs=0.05)
    us = desk.query(
        "SELECT sum(value) AS value FROM kiel_ust.monthly "
        "WHERE donor_code = 'USA' AND stage = 'allocated'"
    )
    assert us["value"][0] == pytest.approx(115.4, abs=0.05)


def test_editions_can_be_compared_side_by_side(desk: Desk) -> None:
    """`_all` shows every held release: the defective first upload of release 29 had 350.88."""
    totals = desk.query(
        "SELECT release, sum(value) AS value FROM kiel_ust.monthly_all "
        "WHERE stage = 'allocated' GROUP BY release"
    )
    by_release = dict(zip(totals["release"], totals["value"], strict=True))
    assert by_release == {
        "29-first": pytest.approx(350.88, abs=0.005),
        "29-corrected": pytest.approx(358.40, abs=0.005),
    }


def test_all_editions_on_a_date_are_those_public_by_then(desk: Desk) -> None:
    """Release 27 came out on 11 February 2026; release 28 in April; 30v2 on an unknown day."""
    dated = {"27", "28", "30v2"}
    for day, shown in {
        date(2026, 2, 10): set(),
        date(2026, 2, 11): {"27"},
        date(2026, 4, 29): {"27"},
        date(2026, 4, 30): {"27", "28"},
        None: {"27", "28", "30v2"},
    }.items():
        assert set(desk.table("kiel_ust.totals_all", day)["release"]) & dated == shown


def test_a_release_known_and_not_held_gives_no_finding(desk: Desk) -> None:
    """Kiel's release 21 was current on 22 February 2025; nothing older stands in for it."""
    finding = desk.find(CLAIM, make_reading(ALLOCATED), SAID_ON)
    assert finding.status == "not_held"
    assert finding.why == "Ukraine Support Tracker: release 21 was current and is not held"
    assert (finding.low, finding.high, finding.releases) == (None, None, ())
    assert desk.evidence(CLAIM, make_reading(ALLOCATED), SAID_ON).count == 0


def test_before_the_first_publication_there_is_no_data(desk: Desk) -> None:
    """The inspector general had published nothing by the start of 2023."""
    finding = desk.find(CLAIM, make_reading(DISBURSED), date(2023, 1, 1))
    assert (finding.status, finding.why) == (
        "no_data",
        "Special Inspector General for Operation Atlantic Resolve: status of funds: "
        "nothing had been published by then",
    )


def test_dated_pages_add_up_as_they_come_out(desk: Desk) -> None:
    """A page is seen from the end of the interval it was published in."""
    name = "sig_oar.funding"
    assert set(desk.table(name, date(2024, 11, 13))["release"]) == set()
    assert set(desk.table(name, date(2024, 11, 14))["release"]) == {"fy2024-q4"}
    assert set(desk.table(name, date(2025, 2, 27))["release"]) == {"fy2024-q4"}
    assert set(desk.table(name, date(2025, 2, 28))["release"]) == {"fy2024-q4", "fy2025-q1"}
    assert "undated-after-fy2025-q2" in set(desk.table(name)["release"])


def test_a_running_source_shows_the_months_that_had_ended(desk: Desk) -> None:
    """Exchange rates are never revised, so each month is public when it is over."""
    then = desk.table("fx.monthly", SAID_ON)
    assert str(then["period_end"].max().date()) == "2025-01-31"
    now = desk.table("fx.monthly")
    assert len(now) > len(then) > 0


def test_a_table_is_typed_and_says_why_it_is_empty(desk: Desk) -> None:
    """An empty table keeps its columns and types, and its reason."""
    held, empty = desk.table("kiel_ust.monthly"), desk.table("kiel_ust.monthly", SAID_ON)
    assert list(held.columns) == list(empty.columns)
    assert list(held.columns)[-2:] == ["release", "released_on"]
    assert str(held["value"].dtype) == "float64"
    assert str(held["period_start"].dtype).startswith("datetime64")
    assert (len(empty), held.attrs["why"]) == (0, "")
    assert empty.attrs["why"].endswith("release 21 was current and is not held")


def test_an_empty_edition_list_does_not_stop_a_reading_that_has_other_rows(desk: Desk) -> None:
    """`_all` is a choice of editions: that none was public leaves the rest of the reading."""
    sql = over_funding(
        "SELECT max(value) AS value",
        "SELECT value FROM sig_oar.funding UNION ALL SELECT value FROM kiel_ust.totals_all",
    )
    finding = desk.find(CLAIM, make_reading(sql), date(2024, 12, 1))
    assert (finding.low, finding.status) == (182.99, "undecided")


def test_parameters_are_the_claims_dates_and_numbers(desk: Desk) -> None:
    """A claim is said at the start of its interval, and its period ends with the interval."""
    claim = make_claim(said_on=PartialDate.parse("2025-02"), value_low="350.0")
    sql = over_funding(
        "SELECT min(CASE WHEN $period_from IS NULL AND $value_high IS NULL"
        " THEN date_diff('day', $said_on, $period_to) + $value_low END) AS value,"
        " min($said_on) AS period_from, max($known_on) AS period_to"
    )
    finding = desk.find(claim, make_reading(sql, claim), date(2025, 3, 31))
    assert finding.low == 27 + 350
    assert (finding.period_from, finding.period_to) == ("2025-02-01", "2025-03-31")


def test_known_on_is_the_newest_releases_day_for_now(desk: Desk) -> None:
    """Not the clock: the same releases give the same page tomorrow."""
    finding = desk.find(
        CLAIM, make_reading(over_funding("SELECT 1 AS value, max($known_on) AS period_to"))
    )
    assert finding.period_to == desk.newest_day.isoformat()


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        (over_funding("SELECT count(*) AS value", "SELECT * FROM sig_oar.funding WHERE false"),
         "no row fits"),
        (over_funding("SELECT max(NULL::INTEGER) AS value"), "make no comparable measure"),
        (over_funding("SELECT max(NULL::INTEGER) AS low, max(NULL::INTEGER) AS high"),
         "make no comparable measure"),
        (over_funding("SELECT max(value) AS value, 'no_data' AS status"),
         "make no comparable measure"),
        (over_funding("SELECT value").replace("FROM evidence", "FROM evidence WHERE value < 0"),
         "make no comparable measure"),
    ],
)  # fmt: skip
def test_ordinary_gaps_are_no_data(desk: Desk, sql: str, why: str) -> None:
    """A count over no rows is not zero; NULL is not a number."""
    finding = desk.find(CLAIM, make_reading(sql))
    assert finding.status == "no_data"
    assert why in finding.why
    assert finding.low is None


@pytest.mark.parametrize(
    ("final", "what"),
    [
        ("SELECT value", "a reading gives one row; found two or more"),
        ("SELECT max(value) / 0.0 AS value", "value is not finite; found inf"),
        ("SELECT max('nan'::DOUBLE) AS value", "value is not finite; found nan"),
        ("SELECT max(stage) AS value", "value is no number"),
        ("SELECT bool_or(true) AS value", "value is no number"),
        ("SELECT max(value) AS low, min(value) AS high", "the interval is upside down"),
        ("SELECT max(value) AS low, max(NULL::INTEGER) AS high", "half an interval"),
        ("SELECT max(value) AS value, max('holds') AS status", "unknown status; found 'holds'"),
        ("SELECT max(value) AS value, max('2025') AS period_to", "period_to is no date"),
        ("SELECT max(value) AS value, max(1.5) AS reported_by", "reported_by is no count"),
    ],
)
def test_rows_that_are_no_answer_are_an_error(desk: Desk, final: str, what: str) -> None:
    """What a reading gives is one finite, ordered measure, or an error with file and line."""
    with pytest.raises(ReadingError) as error:
        desk.find(CLAIM, make_reading(over_funding(final)))
    assert str(error.value).startswith("sample.sql, line 7: ")
    assert what in str(error.value)


def test_an_sql_error_carries_the_files_own_line(desk: Desk) -> None:
    """A column that is not there is an error where it stands, never a missing finding."""
    sql = over_funding(
        "SELECT max(value) AS value", "SELECT value,\n    amount\n  FROM sig_oar.funding"
    )
    with pytest.raises(ReadingError) as error:
        desk.find(CLAIM, make_reading(sql))
    assert str(error.value).startswith("sample.sql, line 9: the SQL failed: Binder Error")
    assert '"amount"' in str(error.value)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("kiel_ust.mothly", "one of kiel_ust.monthly"),
        ("nobody.data", "one of the sources"),
        ("information_schema.tables", "one of the sources"),
        ("store.monthly", "one of the sources"),
    ],
)
def test_an_unknown_table_is_an_error_that_says_which_there_are(
    desk: Desk, table: str, expected: str
) -> None:
    """Readings and queries see the sources' tables and nothing else of the database."""
    sql = over_funding("SELECT 1 AS value", f"SELECT * FROM {table}")
    with pytest.raises(ReadingError, match="no such table") as error:
        desk.find(CLAIM, make_reading(sql))
    assert expected in str(error.value)
    with pytest.raises(ReadingError, match="no such table"):
        desk.query(f"SELECT * FROM {table}")


def test_a_reading_may_say_that_its_source_only_bounds_the_matter(desk: Desk) -> None:
    """The status `undecided`, and a text known from reports, are handed on to the rule."""
    sql = over_funding("SELECT max(value) AS value, max('undecided') AS status, 2 AS reported_by")
    finding = desk.find(CLAIM, make_reading(sql))
    assert finding.marked_undecided
    assert finding.reported_only
    assert (finding.reported_by, finding.low) == (2, 187)


@pytest.mark.parametrize("bound", ["ceiling", "floor"])
def test_a_reading_may_say_which_bound_its_source_gives(desk: Desk, bound: str) -> None:
    """A ceiling or floor is undecided, and stays called so."""
    sql = over_funding(f"SELECT max(value) AS value, max('{bound}') AS status")
    finding = desk.find(CLAIM, make_reading(sql))
    assert (finding.marked_undecided, finding.bound) == (True, bound)


@pytest.mark.parametrize(
    ("unit", "final", "is_floor"),
    [
        ("count", "SELECT count(*) AS value", True),
        ("percent", "SELECT 100 * count_if(value > 1) / count(*) AS value", True),
        ("USD bn", "SELECT sum(value) AS value", False),
        ("ratio", "SELECT max(value) / min(value) AS value", False),
    ],
)
def test_counting_an_incomplete_list_gives_a_floor(
    desk: Desk, unit: str, final: str, is_floor: bool
) -> None:
    """A page's figures are a list: how many there are is at least so many."""
    claim = make_claim(unit=unit)
    rows = "SELECT * FROM sig_oar.funding WHERE release = 'fy2025-q1'"
    finding = desk.find(claim, make_reading(over_funding(final, rows), claim, unit=unit))
    assert finding.is_floor is is_floor


def test_counting_a_register_gives_no_floor(desk: Desk) -> None:
    """Kiel's table is a register of the donors it covers."""
    claim = make_claim(unit="count")
    sql = over_funding("SELECT count(DISTINCT donor) AS value", "SELECT * FROM kiel_ust.monthly")
    assert not desk.find(claim, make_reading(sql, claim, unit="count")).is_floor


@pytest.mark.parametrize(
    ("rows", "releases", "grade"),
    [
        ("SELECT value FROM published_figures.figures WHERE figure_id = 'kl01'",
         ["kiel-idw-850744"], "B"),
        ("SELECT f.value FROM published_figures.figures AS f JOIN fx.monthly AS m "
         "ON m.quote = 'USD' AND m.period = '2025-01' WHERE f.figure_id IN ('kl01', 'kl04')",
         ["fed-2026-06", "cash-ch-2025-08-12", "kiel-idw-850744"], "C"),
        ("SELECT release, value FROM published_figures.figures "
         "WHERE publisher LIKE 'Kiel%' AND unit = 'EUR bn' QUALIFY row_number() OVER "
         "(ORDER BY released_on DESC, figure_id) = 1", ["kiel-idw-850744"], "B"),
        ("SELECT sum(value) AS value FROM published_figures.figures "
         "WHERE figure_id LIKE 'wb0_' GROUP BY unit",
         ["kmu-rdna3", "razomua-rdna5", "wb-rdna5-2026-02-23"], "C"),
        ("SELECT (SELECT max(value) FROM published_figures.figures WHERE figure_id = 'kl01') "
         "AS value FROM kiel_ust.groups", ["29-corrected", "kiel-idw-850744"], "B"),
    ],
)  # fmt: skip
def test_only_the_releases_whose_rows_were_used_are_named(
    desk: Desk, rows: str, releases: list[str], grade: str
) -> None:
    """Of a source with many pages, a finding names and is graded by those it drew on."""
    finding = desk.find(CLAIM, make_reading(over_funding("SELECT max(value) AS value", rows)))
    assert [used.release for used in finding.releases] == releases
    assert finding.grade == grade


def test_one_reading_of_two_claims_gives_each_its_own_finding(desk: Desk) -> None:
    """Repetitions of a claim share the measure, never the identity."""
    other = replace(CLAIM, claim_id="us-aid-350bn-again")
    first = desk.find(CLAIM, make_reading(DISBURSED))
    second = desk.find(other, make_reading(DISBURSED, other))
    assert (first.claim_id, second.claim_id) == ("us-aid-350bn", "us-aid-350bn-again")
    assert replace(second, claim_id=first.claim_id) == first


FUNDING_TO_PERIOD = "SELECT * FROM sig_oar.funding WHERE released_on <= $period_to"
SAID_IN_2025 = PartialDate(date(2025, 1, 1), date(2025, 2, 22), "year")


def test_identical_readings_run_once(project: Project, tmp_path: Path) -> None:
    """A reading of another name or claim with the same SQL and parameters has run already; the
    same SQL on another date of the period, or at another knowledge date, has not.
    """
    until = make_reading(over_funding("SELECT max(value) AS value", FUNDING_TO_PERIOD))
    named = replace(until, reading="again", role="context", label="Another name")
    later = replace(CLAIM, period_to=date(2026, 1, 1))
    other = replace(CLAIM, claim_id="us-aid-350bn-again", value_low="100", said_on=SAID_IN_2025)
    for part in ("releases/sig_oar", "calendars/sig_oar.csv"):
        (tmp_path / "data" / part).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / part).symlink_to(project.data / part)
    with open_desk(Project(tmp_path)) as desk:
        asked = [(CLAIM, until), (CLAIM, named), (other, until), (later, until)]
        singly = [desk.find(*each) for each in asked]
        assert desk.runs == 2
        desk.find(CLAIM, until, date(2025, 2, 22))
        desk.find_many([(*each, None) for each in asked])
        assert desk.runs == 3
    assert singly[0].low == singly[1].low == singly[2].low


def test_many_readings_run_ahead_on_all_cores_as_on_one(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes give what one gives, each distinct reading once; `find` tells what fails."""
    monkeypatch.setattr(batch, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(batch, "cores", lambda: 2)
    finals = ("max(value)", "2 * sum(value)", "-min(value)", "max(value) / 0.0")
    asked = [
        (claim, make_reading(over_funding(f"SELECT {final} AS value")), None)
        for final in finals
        for claim in (CLAIM, replace(CLAIM, claim_id="us-aid-350bn-again"))
    ]
    with open_desk(newsroom.project) as ahead:
        ahead.run_ahead(asked)
        assert ahead.runs == 3
        found = [ahead.find(*each) for each in asked[:6]]
        assert ahead.runs == 3
        with pytest.raises(ReadingError, match="value is not finite"):
            ahead.find(*asked[-1])
    for path in newsroom.project.cache.glob("outcomes-*.json"):
        path.unlink()
    with open_desk(newsroom.project) as alone:
        assert [alone.find(*each) for each in asked[:6]] == found


class TestWhatAnEarlierDeskFound:
    """A reading runs once for its SQL, parameters and releases, however many desks are opened."""

    MOST = make_reading(over_funding("SELECT max(value) AS value"))

    def found(self, newsroom: Newsroom, reading: Reading = MOST) -> tuple[float | None, int]:
        """The measure of a reading on a desk of its own, and how many readings that desk ran."""
        with open_desk(newsroom.project) as desk:
            return desk.find(CLAIM, reading).low, desk.runs

    def test_is_found_again_without_running_it(self, newsroom: Newsroom) -> None:
        """Every field of the finding is the same: the evidence's digest, the releases, the why."""
        none = make_reading(over_funding("SELECT value", "SELECT * FROM sig_oar.funding LIMIT 0"))
        asked = [(CLAIM, self.MOST, None), (CLAIM, none, None), (CLAIM, none, date(2025, 1, 1))]
        with open_desk(newsroom.project) as desk:
            first = [desk.find(*each) for each in asked]
            assert desk.runs == 2  # on the third day nothing was known: no reading runs
        with open_desk(newsroom.project) as desk:
            assert [desk.find(*each) for each in asked] == first
            assert desk.find_many(asked) == first
            assert desk.runs == 0

    def test_is_nothing_of_other_sql_or_another_release(self, newsroom: Newsroom) -> None:
        """What decides the answer has changed, so it is asked for again."""
        assert self.found(newsroom) == (83.4, 1)
        least = make_reading(over_funding("SELECT min(value) AS value"))
        assert self.found(newsroom, least) == (83.4, 1)
        newsroom.release("2025-05", "2025-05-15", 90.1)
        assert self.found(newsroom) == (90.1, 1)

    def test_is_not_what_a_desk_of_reversed_rows_finds(self, newsroom: Newsroom) -> None:
        """A tie must show: rows from last to first are another question."""
        self.found(newsroom)
        with open_desk(newsroom.project, reversed_rows=True) as desk:
            desk.find(CLAIM, self.MOST)
            assert desk.runs == 1

    @pytest.mark.faults
    @pytest.mark.parametrize("damage", ["", "{}", "83.4 -> 38.4", "cut"])
    def test_is_asked_for_again_when_its_file_is_damaged(
        self, newsroom: Newsroom, damage: str
    ) -> None:
        """A digit changed by hand or by the disk is never taken for a finding."""
        assert self.found(newsroom) == (83.4, 1)
        (file,) = newsroom.project.cache.glob("outcomes-*.json")
        text = file.read_text("utf-8")
        damaged = {"83.4 -> 38.4": text.replace("83.4", "38.4"), "cut": text[:-20]}
        file.write_text(damaged.get(damage, damage), "utf-8")
        assert self.found(newsroom) == (83.4, 1)
        assert self.found(newsroom) == (83.4, 0)

    @pytest.mark.faults
    def test_costs_only_time_where_nothing_can_be_kept(self, newsroom: Newsroom) -> None:
        """A folder in its place: the finding is there all the same."""
        assert self.found(newsroom) == (83.4, 1)
        (file,) = newsroom.project.cache.glob("outcomes-*.json")
        file.unlink()
        file.mkdir()
        assert self.found(newsroom) == (83.4, 1)

    def test_is_forgotten_with_its_releases(self, newsroom: Newsroom) -> None:
        """Files of the last three states of the releases stay, as many as of the tables."""
        for month in range(1, 6):
            newsroom.release(f"2025-0{month + 4}", f"2025-0{month + 4}-15", 83.5 + month)
            self.found(newsroom)
        for kept in ("outcomes-*.json", "desk-*.duckdb"):
            assert len(list(newsroom.project.cache.glob(kept))) == 3

    def test_is_nothing_of_other_code(self, newsroom: Newsroom, tmp_path: Path) -> None:
        """Code edited under a running process is not the code it runs: what that one keeps is
        found by no other, neither its answers nor its tables.
        """
        copied = tmp_path / "lib" / "assay"
        shutil.copytree(Path(assay.__file__).parent, copied)
        edit = f"with open({str(copied / 'corrections.py')!r}, 'a') as file: file.write('# new')\n"
        first, edited, fresh, again = (
            said_by_a_desk(newsroom, copied.parent, before) for before in ("", edit, "", "")
        )
        assert [runs for runs, _ in (first, edited, fresh, again)] == ["1", "1", "1", "0"]
        assert len({first[1], edited[1], fresh[1]}) == 3
        assert again == ("0", fresh[1])


def said_by_a_desk(newsroom: Newsroom, lib: Path, before: str) -> tuple[str, str]:
    """How many readings a desk ran in a process with another copy of the package, and its cache
    file; `before` is done between the import and the opening.
    """
    program = (
        "from assay.desk import open_desk\nfrom assay.paths import Project\n"
        "from pathlib import Path\nfrom samples import make_claim, make_reading\n"
        f"{before}"
        f"with open_desk(Project(Path({str(newsroom.root)!r}))) as desk:\n"
        f"    desk.find(make_claim(), make_reading({TestWhatAnEarlierDeskFound.MOST.sql!r}))\n"
        "    print(desk.runs, desk._holdings.cache.name)\n"
    )
    paths = os.pathsep.join([str(lib), str(Path(__file__).parent)])
    told = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    runs, cache = told.stdout.split()
    return runs, cache


def test_an_answer_from_kept_evidence_is_that_of_the_whole_statement(project: Project) -> None:
    """The final SELECT is run on the rows that were hashed; the statement as written, run whole,
    says the same of every committed reading that takes no parameter.
    """
    claims, compared = read_claims(project), 0
    with open_desk(project) as desk:
        for claim_id, readings in desk.read_readings(project, claims).items():
            for reading in (reading for reading in readings if not reading.parameters):
                finding = desk.find(claims[claim_id], reading)
                rows = desk.query(reading.sql).to_dict("records")
                if finding.low is None:
                    assert all(row.get("value", row.get("low")) in (None, 0) for row in rows)
                    continue
                low, high = (rows[0].get(name, rows[0].get("value")) for name in ("low", "high"))
                assert (finding.low, finding.high) == pytest.approx((low, high), rel=1e-11)
                compared += 1
    assert compared > 60


def test_evidence_of_more_than_200_rows_is_cut_and_counted_whole(desk: Desk) -> None:
    """Kiel's corrected release 29 has 4,316 rows: all are counted, 50 are shown."""
    sql = over_funding("SELECT sum(value) AS value", "SELECT * FROM kiel_ust.monthly")
    evidence = desk.evidence(CLAIM, make_reading(sql))
    assert (evidence.count, len(evidence.rows)) == (4316, 50)
    assert evidence.columns[:2] == ("donor", "donor_code")
    assert evidence.digest == desk.find(CLAIM, make_reading(sql)).evidence_digest


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=5),
    st.dates(),
    st.integers(-(10**9), 10**9),
    st.decimals(-(10**6), 10**6, places=6),
)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8), st.randoms())
def test_the_digest_of_evidence_ignores_the_order_of_rows(
    rows: list[tuple[object, object]], random: Random
) -> None:
    """Rows are sorted before they are hashed; a row more is another digest."""
    shuffled = random.sample(rows, len(rows))
    digest = gather_evidence(("a", "b"), rows).digest
    assert gather_evidence(("a", "b"), shuffled).digest == digest
    assert gather_evidence(("a", "b"), [*rows, ("more", 1)]).digest != digest
    assert gather_evidence(("a", "c"), rows).digest != digest


@given(st.floats(1e-6, 1e9))
def test_the_last_bits_of_a_sum_change_no_digest(number: float) -> None:
    """Numbers are hashed at 12 significant digits, whatever type they come in."""
    rounded = float(f"{number:.12g}")
    forms = (rounded, rounded * (1 + 1e-16), Decimal(repr(rounded)))
    assert len({gather_evidence(("value",), [(form,)]).digest for form in forms}) == 1


def test_crosswalks_can_be_joined(desk: Desk) -> None:
    """Registered sets are a table like any other."""
    members = desk.table("crosswalks.sets")
    assert (members["set_id"] == "eu27").sum() == 27


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("SELECT now()", "query, line 1: a function that is not on the list"),
        ("DROP VIEW sig_oar.funding", "only a SELECT may stand here"),
        ("SELECT * FROM 'data/claims.csv'", "an unknown table"),
        ("SELECT *\nFROM sig_oar.funding\nWHERE nope", "query, line 3: the SQL failed"),
        ("SELECT * FROM sig_oar.funding WHERE released_on < $said_on", "a parameter"),
    ],
)
def test_a_query_goes_through_the_same_gate(desk: Desk, sql: str, what: str) -> None:
    """What a notebook asks is held to one pure SELECT, with its own lines in the message."""
    with pytest.raises(ReadingError) as error:
        desk.query(sql)
    assert what in str(error.value)


def test_every_committed_reading_runs_and_ignores_the_order_of_rows(project: Project) -> None:
    """No committed reading fails, at either clock, and none has a tie that it does not decide."""
    claims = read_claims(project)
    with open_desk(project) as desk, open_desk(project, reversed_rows=True) as reversed_desk:
        for claim_id, readings in read_readings(project, claims).items():
            for reading in readings:
                for known_on in (None, claims[claim_id].said_on.first):
                    finding = desk.find(claims[claim_id], reading, known_on)
                    assert finding == reversed_desk.find(claims[claim_id], reading, known_on)


def test_a_tie_shows_on_reversed_rows(project: Project) -> None:
    """A reading that takes the first of equals gives another number from last to first."""
    sql = over_funding(
        "SELECT max(value) AS value",
        "SELECT * FROM sig_oar.funding QUALIFY row_number() OVER (ORDER BY unit) = 1",
    )
    with open_desk(project) as desk, open_desk(project, reversed_rows=True) as reversed_desk:
        first, last = (d.find(CLAIM, make_reading(sql)).low for d in (desk, reversed_desk))
    assert first != last


def test_a_desk_over_releases_that_are_cached_makes_nothing_anew(project: Project) -> None:
    """The second desk reads the file that the first one built."""
    with open_desk(project):
        before = cache_files(project)
    with open_desk(project) as desk:
        assert desk.find(CLAIM, make_reading(DISBURSED)).evidence_rows
    assert cache_files(project) == before


def cache_files(project: Project) -> set[tuple[str, int, int]]:
    """Every file that desks read from, and whether it is another than before."""
    found = [(path, path.stat()) for path in project.cache.glob("desk-*.duckdb")]
    return {(path.name, state.st_ino, state.st_mtime_ns) for path, state in found}


@pytest.mark.faults
def test_releases_that_change_while_they_are_read_are_not_kept(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release that arrives between the hashing and the end of the loading: nothing is kept under
    the old name, and the next desk has it.
    """
    load = holdings._load_sets

    def arrive_and_load(*given: Any) -> None:
        newsroom.release("2025-05", "2025-05-15", 90.1)
        load(*given)

    monkeypatch.setattr(holdings, "_load_sets", arrive_and_load)
    with pytest.raises(ReleaseError, match="changed while the desk read them"):
        open_desk(newsroom.project)
    assert list(newsroom.project.cache.glob("desk-*.duckdb")) == []
    monkeypatch.undo()
    with open_desk(newsroom.project) as desk:
        assert (
            desk.find(CLAIM, make_reading(over_funding("SELECT max(value) AS value"))).low == 90.1
        )
