"""Where claims meet data: two clocks, the committed claims, and the shape of `--json`."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from assay.checks import check_claims, said_at, to_json
from assay.claims import read_claims
from assay.model import Check, PartialDate, Release, UnknownClaim, VerdictName
from assay.paths import Project
from assay.rating import Rule, sensitivity
from assay.releases import (
    CalendarEntry,
    Contract,
    known_releases,
    list_sources,
    open_release,
    read_calendar,
    read_contract,
)
from hypothesis import given
from hypothesis import strategies as st
from rating_samples import same_every_time

PROJECT = Project(Path(__file__).resolve().parents[1])
CLAIMS = read_claims(PROJECT)
CHECKS = {check.claim.claim_id: check for check in check_claims(PROJECT)}


def test_every_claim_is_checked() -> None:
    """One check a claim, in the order of the table, each with a verdict and a reason."""
    assert list(CHECKS) == list(CLAIMS)
    for check in CHECKS.values():
        attributed = check.claim.tests == "attribution"
        assert check.now.because or attributed, check.claim.claim_id


def test_what_was_said_is_judged_by_its_readings_alone() -> None:
    """A claim that is not rated has the verdict its row gives, whatever its readings show."""
    unrated = {"not_rated", "untestable", "not_tested"}
    given = [check for check in CHECKS.values() if check.claim.unrated in unrated]
    assert {check.claim.unrated for check in given} == unrated
    for check in given:
        assert check.now.name == check.claim.unrated
        assert check.now.because == check.claim.unrated_because


def test_then_is_the_day_it_was_said() -> None:
    """A claim of a month is said at its start; one of unknown date has no then."""
    for check in CHECKS.values():
        said = said_at(check.claim)
        assert (check.then is None) == (said is None)
        for finding in check.then_findings:
            assert finding.known_on == said == check.claim.said_on.first


def test_then_never_uses_a_release_published_after_the_claim() -> None:
    """Every release behind a then-finding was public, to the end of its interval, by that day."""
    running = {s for s in list_sources(PROJECT) if read_contract(PROJECT, s).mode == "running"}
    for check in CHECKS.values():
        for finding in check.then_findings:
            for used in finding.releases:
                if used.source in running:
                    continue
                released = open_release(PROJECT, used.source, used.release).released_on
                assert released.last is not None
                assert released.last <= check.claim.said_on.first, finding.origin  # type: ignore[operator]


def test_then_never_uses_an_older_release_than_the_calendar_s_newest() -> None:
    """Where the calendar lists a newer release by then, no older one stands in for it."""
    for check in CHECKS.values():
        said = check.claim.said_on.first
        for finding in check.then_findings:
            for used in finding.releases:
                if read_contract(PROJECT, used.source).mode != "replace" or said is None:
                    continue
                used_on = PartialDate.parse(used.released_on).last
                listed = [
                    entry.released_on.last
                    for entry in read_calendar(PROJECT, used.source)
                    if entry.released_on.last and entry.released_on.last <= said
                ]
                if "_all" in " ".join(reading_tables(check, finding.reading)):
                    continue
                assert used_on is not None
                assert used_on >= max(listed, default=used_on), finding.origin


def reading_tables(check: Check, name: str) -> tuple[str, ...]:
    """The tables a reading reads."""
    return next(reading.tables for reading in check.readings if reading.reading == name)


days = st.dates(date(2024, 1, 1), date(2025, 12, 31))


@same_every_time
@given(
    held=st.lists(days, min_size=1, max_size=4, unique=True),
    missing=st.lists(days, max_size=4, unique=True),
    said=days,
)
def test_what_was_known_is_the_newest_public_or_nothing(
    held: list[date], missing: list[date], said: date
) -> None:
    """Whatever the calendar, then is the newest release public that day, or no release at all."""
    releases = sorted((release_of(day) for day in held), key=lambda r: r.released_on.first)  # type: ignore[arg-type,return-value]
    calendar = [entry_of(day) for day in {*held, *missing}]
    known = known_releases(CONTRACT, "totals", releases, calendar, said)
    for release in known.releases:
        released = release.released_on.last
        assert released == max(day for day in {*held, *missing} if day <= said)
    if not known.releases:
        assert known.why


CONTRACT = Contract("source", "", "", "replace", 0.02, ())


def release_of(day: date) -> Release:
    """A held release of one day."""
    released = PartialDate(day, day, "day")
    return Release(
        *("source", f"r-{day}", "", "", "", "", "", released, "seen", released, released),
        *("publisher", "yes", "", "", (), ("totals",), (0,), ""),
    )  # type: ignore[call-arg,arg-type]


def entry_of(day: date) -> CalendarEntry:
    """A line of the calendar for one day."""
    released = PartialDate(day, day, "day")
    return CalendarEntry("source", f"r-{day}", f"r-{day}", released, *("",) * 10)


def test_an_unknown_claim_names_the_nearest() -> None:
    """A misspelt id is an error that offers the right one."""
    with pytest.raises(UnknownClaim, match="us-aid-350bn") as caught:
        check_claims(PROJECT, ["us-aid-350"])
    assert caught.value.exit_code == 2


def test_only_the_claims_asked_for_are_checked() -> None:
    """By id in the order asked, each once; by topic in the order of the table."""
    asked = ["three-times-europe", "us-aid-350bn", "three-times-europe"]
    assert [check.claim.claim_id for check in check_claims(PROJECT, asked)] == asked[:2]
    aid = check_claims(PROJECT, topic="aid")
    assert [c.claim.claim_id for c in aid] == [i for i, c in CLAIMS.items() if c.topic == "aid"]
    assert check_claims(PROJECT, ["us-aid-350bn"], topic="minerals") == []


def test_as_of_is_the_knowledge_date_of_now() -> None:
    """As of the day before it was said nothing newer is used; then stays what it was."""
    (latest,) = check_claims(PROJECT, ["oig-182-99bn"])
    said = latest.claim.said_on.first
    assert said is not None
    (early,) = check_claims(PROJECT, ["oig-182-99bn"], as_of=said + timedelta(days=1))
    for finding in early.now_findings:
        for used in finding.releases:
            assert used.released_on <= (said + timedelta(days=1)).isoformat()
    assert early.then == latest.then


def test_checking_twice_gives_the_same() -> None:
    """No clock and no chance is in a check."""
    asked = ["us-aid-350bn", "europe-60pct"]
    assert check_claims(PROJECT, asked) == [CHECKS[claim_id] for claim_id in asked]


def test_json_has_the_agreed_shape() -> None:
    """Verdict, flags and grade at the top and at both clocks; findings with nine cells each."""
    printed = json.loads(json.dumps(to_json(CHECKS["us-aid-350bn"]), allow_nan=False))
    assert list(printed) == ["claim_id", "verdict", "flags", "grade", "now", "then"]
    assert list(printed["now"]) == ["verdict", "flags", "grade", "findings"]
    assert (printed["verdict"], printed["grade"]) == (
        printed["now"]["verdict"],
        printed["now"]["grade"],
    )
    for clock in ("now", "then"):
        for finding in printed[clock]["findings"]:
            assert list(finding) == [
                *("reading", "role", "status", "low", "high", "unit", "factor", "direction"),
                "release",
            ]


def test_every_check_prints_as_json() -> None:
    """No infinity, no NaN, no date object in any of them; no then for a date not known."""
    for check in CHECKS.values():
        printed = to_json(check)
        assert json.loads(json.dumps(printed, allow_nan=False)) == printed
        assert (printed["then"] is None) == (check.then is None)


def test_renaming_the_speakers_changes_no_verdict() -> None:
    """No speaker, side or topic is in the record of a verdict."""
    for check in CHECKS.values():
        said = f"{check.now} {check.then}"
        assert check.claim.speaker not in said or check.claim.unrated, check.claim.claim_id


def test_press_copies_alone_contradict_nobody() -> None:
    """No committed claim is contradicted on grade C, at either clock."""
    verdicts = [verdict for check in CHECKS.values() for _, verdict, _ in check.clocks]
    of_press = {verdict.name for verdict in verdicts if verdict.grade == "C"}
    assert of_press
    assert "contradicted" not in of_press


def test_sensitivity_tries_each_threshold_alone() -> None:
    """The published value changes nothing; a factor of 3 softens the 350 bn dollars of aid."""
    published = Rule()
    same = {"eq_tolerance": [str(published.eq_tolerance)]}
    (unchanged,) = sensitivity(CHECKS.values(), values=same)
    assert unchanged.changed == ()
    (shift,) = sensitivity(CHECKS.values(), values={"contradicted_from": ["3"]})
    changes: dict[str, tuple[VerdictName, VerdictName]] = {
        change.claim_id: (change.was, change.becomes) for change in shift.changed
    }
    assert changes["us-aid-350bn"] == ("contradicted", "overstated")
    assert shift.rated >= len(shift.changed)


def test_sensitivity_knows_the_thresholds() -> None:
    """A misspelt threshold is refused."""
    with pytest.raises(ValueError, match="no threshold 'tolerance'"):
        sensitivity([], values={"tolerance": ["1"]})
