"""A query that several readings use: it is written once, and the others name who holds it."""

from __future__ import annotations

from pathlib import Path

import pytest
from assay.claims import read_claims
from assay.desk import open_desk
from assay.errors import ReadingError
from assay.ledger import readings_hash
from assay.model import Claim, PartialDate, Reading
from assay.paths import Project
from assay.readings import parse_readings, read_readings
from samples import make_block, make_claim

# Claims about one thing, whoever made them and whatever number they name. A family joins only
# repetitions of one claim, so it cannot hold these together.
ASKED_ALIKE = (
    (
        *("biden-spent-350bn", "cnn-us-aid-134bn", "us-aid-100bn-grant", "us-aid-350bn"),
        *("us-aid-over-175bn", "us-aid-over-300bn-macron", "us-aid-over-300bn-zelenskyy-visit"),
    ),
    ("europe-aid-100bn", "europe-aid-100bn-macron"),
    ("eu-support-145bn", "orban-eu-180bn", "serafin-eu-124bn"),
    (
        *("ec-over-20-crm", "eu-crm-22-of-34"),
        *("sejourne-eu-crm-21-of-30", "shmyhal-eu-crm-22-of-30"),
    ),
    ("eu-crm-list-34-items", "sejourne-eu-crm-list-30-items", "shmyhal-eu-crm-list-30-items"),
    ("dmitriev-russia-4th-ree-reserves", "up-russia-5th-ree"),
    ("dmitriev-russia-several-fold-ree", "putin-russia-more-ree"),
    (
        *("half-rare-earths-occupied", "hrynchuk-half-strategic-occupied"),
        *("metals-40pct-occupied", "minerals-under-20pct-occupied", "tillis-good-portion-occupied"),
    ),
    ("figaro-shevchenko-seized", "pushilin-shevchenko-under-control"),
    ("march-draft-three-of-five", "zhelezniak-march-draft-three-of-five"),
)

SQL = """WITH evidence AS (
  SELECT stage, value, $said_on AS said_on FROM sig_oar.funding WHERE stage = 'disbursed'
)
SELECT max(value) AS value FROM evidence"""
LENDER, BORROWER = make_claim(), make_claim(claim_id="biden-spent-350bn")
OWN = "data/readings/biden-spent-350bn.sql"
LENT = {"us-aid-350bn": (make_block(SQL), "data/readings/us-aid-350bn.sql")}


def borrowed(text: str, claim: Claim = BORROWER) -> tuple[Reading, ...]:
    """A claim's readings from a text that may name the query of us-aid-350bn/disbursed."""
    return parse_readings(claim, text, OWN, LENT)


def told(text: str) -> str:
    """The message about a text, which must be refused."""
    with pytest.raises(ReadingError) as error:
        borrowed(text)
    return str(error.value)


def naming(lender: str = "us-aid-350bn/disbursed", sql: str = "", **header: str) -> str:
    """One reading that names the reading whose query it uses."""
    return make_block(sql, **header, query=lender)


@pytest.fixture
def two(tmp_path: Path) -> Project:
    """A project in which one claim's reading uses the query of another's."""
    project = Project(tmp_path)
    project.readings.mkdir(parents=True)
    (project.readings / "us-aid-350bn.sql").write_text(LENT["us-aid-350bn"][0])
    (project.readings / "biden-spent-350bn.sql").write_text(naming())
    return project


CLAIMS = {claim.claim_id: claim for claim in (LENDER, BORROWER)}


def test_no_query_is_written_twice(project: Project) -> None:
    """A second copy could be edited alone: a reading names the one that holds its query."""
    places: dict[str, set[str]] = {}
    for readings in read_readings(project, read_claims(project)).values():
        for reading in readings:
            places.setdefault(" ".join(reading.sql.split()), set()).add(reading.place)
    assert [sorted(found) for found in places.values() if len(found) > 1] == []


def test_one_measure_is_one_query_whoever_said_it(project: Project) -> None:
    """Among claims about one thing, readings of one name and unit stand in one place."""
    of_claims = read_readings(project, read_claims(project))
    for group in ASKED_ALIKE:
        places: dict[tuple[str, str], list[str]] = {}
        for reading in (reading for claim_id in group for reading in of_claims[claim_id]):
            places.setdefault((reading.reading, reading.unit), []).append(reading.place)
        assert any(len(found) > 1 for found in places.values()), group
        assert {key: found for key, found in places.items() if len(set(found)) > 1} == {}


def test_a_reading_may_use_anothers_query_and_keeps_its_own_words() -> None:
    """SQL and its place are the lender's; name, role and words are the claim's own."""
    (reading,) = borrowed(naming(reading="paid", warrant="Spent is paid"))
    (lender,) = parse_readings(LENDER, *LENT["us-aid-350bn"])
    assert (reading.sql, reading.evidence_sql) == (lender.sql, lender.evidence_sql)
    assert reading.place == lender.place == "data/readings/us-aid-350bn.sql, line 7"
    assert (reading.full_name, reading.warrant) == ("biden-spent-350bn/paid", "Spent is paid")
    assert (reading.lender, lender.lender) == ("us-aid-350bn/disbursed", "")


def test_what_is_signed_does_not_depend_on_where_the_query_stands() -> None:
    """A reading that names its query and one that holds it have the same hash in the ledger."""
    named, held = borrowed(naming()), borrowed(make_block(SQL))
    assert named[0].sql == SQL
    assert readings_hash(named) == readings_hash(held)


def test_parameters_are_those_of_the_claim_that_borrows(project: Project) -> None:
    """One query, two claims: each is asked with the day of its own."""
    later = make_claim(claim_id="biden-spent-350bn", said_on=PartialDate.parse("2025-02-26"))
    (reading,) = borrowed(naming(), later)
    with open_desk(project) as desk:
        for claim in (LENDER, later):
            evidence = desk.evidence(claim, reading)
            days = {row[evidence.columns.index("said_on")] for row in evidence.rows}
            assert days == {claim.said_on.first}


@pytest.mark.parametrize(
    ("text", "line", "parts"),
    [
        (
            naming("us-aid-350bn/disbursd"),
            7,
            ("no such reading; found us-aid-350bn/disbursd", "perhaps us-aid-350bn/disbursed"),
        ),
        (naming("somewhere"), 7, ("no such reading", "expected <claim_id>/<reading>")),
        (naming(""), 7, ("no such reading",)),
        (
            naming("biden-spent-350bn/disbursed"),
            7,
            ("a reading without SQL of its own", "perhaps us-aid-350bn/disbursed"),
        ),
        (
            naming(reading="first") + naming("biden-spent-350bn/first", role="context"),
            14 + 1,
            ("a reading without SQL of its own", "expected us-aid-350bn/disbursed"),
        ),
        (naming(sql=SQL), 8, ("SQL beside a query that is named; found WITH evidence AS (",)),
        (
            naming(role="context", unit="EUR bn") + make_block(SQL, reading="a"),
            6,
            ("not the unit of the query of us-aid-350bn/disbursed", "found EUR bn; expected USD"),
        ),
        (make_block(""), 1, ("a reading without SQL", "-- query: <claim_id>/<reading>")),
    ],
)
def test_a_query_that_cannot_be_lent_is_told_with_its_line(
    text: str, line: int, parts: tuple[str, ...]
) -> None:
    """No chain, no circle, no reading that is not there, no second SQL, no other unit; the
    message names the reading that was meant.
    """
    message = told(text)
    assert f"{OWN}, line {line}: " in message
    assert all(part in message for part in parts), message


def test_the_nearest_name_is_found_among_all_claims(two: Project) -> None:
    """A slip in the claim's name is told too, also when one claim alone is read."""
    (two.readings / "biden-spent-350bn.sql").write_text(naming("us-aid-350/disbursed"))
    with pytest.raises(ReadingError, match="perhaps us-aid-350bn/disbursed"):
        read_readings(two, CLAIMS, only=["biden-spent-350bn"])


def test_a_claim_read_alone_has_the_query_it_names(two: Project) -> None:
    """The lender's file is opened for its query; its own readings are not what was asked for."""
    alone = read_readings(two, CLAIMS, only=["biden-spent-350bn"])
    assert alone == {"biden-spent-350bn": read_readings(two, CLAIMS)["biden-spent-350bn"]}


def test_a_fault_in_a_query_is_told_once_where_it_stands(two: Project) -> None:
    """Whoever uses it, the message has the file and line of the SQL."""
    (two.readings / "us-aid-350bn.sql").write_text(make_block(SQL.replace("value,", "now(),")))
    for only in (None, ["biden-spent-350bn"]):
        with pytest.raises(ReadingError) as error:
            read_readings(two, CLAIMS, only=only)
        (fault,) = error.value.faults
        assert str(fault).startswith("data/readings/us-aid-350bn.sql, line 8: a function that is")


def test_a_query_that_fails_says_where_it_stands_and_for_whom(project: Project) -> None:
    """The line is the lender's; the claim that was being tested is named too."""
    lent = {"us-aid-350bn": (make_block(SQL.replace("value,", "amount,")), "lender.sql")}
    (reading,) = parse_readings(BORROWER, naming(), OWN, lent)
    with open_desk(project) as desk, pytest.raises(ReadingError) as error:
        desk.find(BORROWER, reading)
    assert str(error.value).startswith(
        "lender.sql, line 8, run for biden-spent-350bn/disbursed: the SQL failed"
    )
