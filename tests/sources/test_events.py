"""The timeline: dates as exact as their pages, what was recalled without a page, no weak link."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from assay.crosswalks import read_lookup
from assay.desk import open_desk
from assay.releases import open_release, read_contract
from assay.sources import events
from committed import PROJECT, only, pick, refusal, rows

SOURCE, RELEASE, TABLE = "events", "compiled-1", "events"


def test_68_events_of_which_six_were_only_recalled() -> None:
    """62 rows have a page that was seen, six have none, as the research says of its file."""
    found = rows(SOURCE, RELEASE, TABLE)
    assert Counter(row["citation_status"] for row in found) == {"excerpt_seen": 62, "not_seen": 6}
    for row in pick(found, citation_status="not_seen"):
        assert row["date_status"] == "recalled"
        assert (row["publisher"], row["page_title"], row["url"], row["public_on"]) == ("",) * 4


def test_the_timeline_runs_from_1994_to_2026_and_is_a_list() -> None:
    """First 5 December 1994, last 23 April 2026; nothing follows from what is missing."""
    found = rows(SOURCE, RELEASE, TABLE)
    assert (found[0]["happened_on"], found[-1]["happened_on"]) == ("1994-12-05", "2026-04-23")
    assert read_contract(PROJECT, SOURCE).table(TABLE).frame == "list"
    assert open_release(PROJECT, SOURCE, RELEASE).released_on.first is None


def test_a_day_that_was_only_recalled_is_a_month() -> None:
    """The compact of July 2024, the talk of that September and the 26 countries keep a month."""
    found = rows(SOURCE, RELEASE, TABLE)
    months = {row["event_id"]: row["happened_on"] for row in pick(found, date_precision="month")}
    assert {event: months[event] for event in ("ev-016", "ev-017", "ev-051")} == {
        "ev-016": "2024-07",
        "ev-017": "2024-09",
        "ev-051": "2025-09",
    }
    pause = only(found, event_id="ev-039")
    assert "11 March" not in pause["title"] + pause["description"]


def test_no_weak_host_is_linked() -> None:
    """Copies and partisan sites are named and have no address; the others have theirs."""
    found = rows(SOURCE, RELEASE, TABLE)
    for row in found:
        assert not any(host in row["url"] for host in events.WEAK_HOSTS), row["event_id"]
    map_of_minerals = only(found, event_id="ev-024")
    assert (map_of_minerals["publisher"], map_of_minerals["url"]) == (
        "Reuters (text archive copy)",
        "",
    )


def test_the_days_of_signature_are_those_of_the_texts() -> None:
    """Where the agreement is held in full, its own date is the event's."""
    dated = {row["text_id"]: row["dated"] for row in rows("legal_texts", "coding-1", "texts")}
    found = {row["event_id"]: row["happened_on"] for row in rows(SOURCE, RELEASE, TABLE)}
    signed = {
        "ev-001": "lt-budapest-1994",
        "ev-008": "lt-g7-vilnius-2023",
        "ev-009": "sec-gbr-2024",
        "ev-010": "sec-deu-2024",
        "ev-012": "sec-swe-2024",
        "ev-014": "sec-usa-2024",
        "ev-015": "sec-eur-2024",
        "ev-021": "sec-alb-2025",
        "ev-043": "lt-us-ua-fund-2025-04-30",
        "ev-053": "lt-28-point-2025",
        "ev-059": "lt-paris-2026",
    }
    assert {event: found[event] for event in signed} == {
        event: dated[text] for event, text in signed.items()
    }


def test_an_event_is_known_from_the_day_of_its_page() -> None:
    """The draft of 7 February came out on the 17th; a recalled event was never public by a page."""
    from datetime import date

    query = "SELECT event_id FROM events.events WHERE event_id IN ('ev-030', 'ev-002')"
    with open_desk(PROJECT) as desk:
        assert len(desk.query(query)) == 2
        assert list(desk.query(query, date(2025, 2, 17))["event_id"]) == ["ev-030"]
        assert desk.query(query, date(2025, 2, 16)).empty


FILE = Path(events.FILE).name
HEAD = ",".join(events.HEADER) + "\n"
ROW = (
    "ev-900,2025-02-12,day,Draft,A draft.,minerals,outlet,(t),https://x.org,2025-02-13,verified,\n"
)
CUT = "ev-016,2024-07-11,day,Compact,A compact.,guarantees,outlet,(t),https://x.org,2024-07-15,verified,"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (HEAD + ROW, "a row is missing: the file is cut off"),
        (HEAD + ROW.replace("minerals", "grain"), "row 2, column topic"),
        (HEAD + ROW.replace("verified", "sure"), "row 2, column citation_status"),
        (HEAD + ROW.replace("2025-02-12", "12 February"), "row 2, column date"),
        (HEAD + ROW.replace("2025-02-12", "2025-02"), "row 2, column date"),
        (HEAD + ROW.replace("day", "hour"), "row 2, column date"),
        (HEAD + ROW.replace("2025-02-13", "2025-02-11"), "row 2, column source_date"),
        (HEAD + ROW.replace("2025-02-13", "Thursday"), "row 2, column source_date"),
        (HEAD + CUT + "Day seen since.\n", "row 2, column citation_note"),
        (HEAD.replace("topic", "desk") + ROW, "row 1, column topic"),
        ("<html>", f"{FILE}, row 1"),
    ],
)
def test_a_bad_file_is_one_located_error(tmp_path: Path, text: str, place: str) -> None:
    """A cut, misspelt or foreign list, and a changed note, are refused with their place."""
    assert place in refusal(tmp_path, SOURCE, RELEASE, {FILE: text})


def test_short_titles_have_full_words_for_the_page() -> None:
    """Each line of the crosswalk names an event by the title the compilation prints."""
    printed = {row["event_id"]: row["title"] for row in rows(SOURCE, RELEASE, TABLE)}
    columns = ["event_id", "printed", "title"]
    for row in read_lookup(PROJECT, "event_titles.csv", columns):
        assert printed[row["event_id"]] == row["printed"]
        assert len(row["title"]) > len(row["printed"])
