"""What happened around a claim: pages linked where they can be, memory named as memory."""

from __future__ import annotations

import pandas as pd
import pytest
from assay import narrative, reporter
from assay.document import to_html
from assay.model import PartialDate
from digits import loose_digits
from worked_examples import claim

ROW = {
    "event_id": "ev-1",
    "title": "Draft leaks",
    "description": "",
    "happened_on": "2025-02-17",
    "date_status": "seen",
    "citation_status": "excerpt_seen",
    "publisher": "LIGA.net",
    "url": "https://liga.net/draft",
    "release": "compiled-1",
}


def shown(**changes: str) -> str:
    return to_html(narrative.events_around(claim(), pd.DataFrame([ROW | changes])).nodes)


def test_an_event_has_its_day_its_page_and_a_source_for_its_digits() -> None:
    """Day in words, the page linked, every digit answered for."""
    document = narrative.events_around(claim(), pd.DataFrame([ROW]))
    assert "17 February 2025" in str(document)
    assert 'href="https://liga.net/draft"' in to_html(document.nodes)
    assert loose_digits(document) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"url": ""}, ", per LIGA.net."),
        ({"date_status": "inferred"}, "the day is inferred"),
        ({"date_status": "recalled"}, "the day is from memory"),
        ({"citation_status": "not_seen"}, ", <em>from memory; no page was seen</em>."),
    ],
)
def test_what_was_not_seen_is_said(changes: dict[str, str], said: str) -> None:
    """A weak host has no link, and what comes from memory says so and has none either."""
    page = shown(**changes)
    assert said in page
    assert ("href" in page) == ("date_status" in changes)


def test_nothing_around_and_no_day_are_different() -> None:
    """An empty fortnight is told apart from a claim of which the day is not known."""
    none = pd.DataFrame([ROW]).iloc[:0]
    assert "nothing in the two weeks" in str(narrative.events_around(claim(), none))
    undated = claim(said_on=PartialDate.parse("2023"))
    assert "not known" in str(narrative.events_around(undated, none))


def test_two_weeks_on_either_side_of_the_statement() -> None:
    """Around 22 February 2025: from 10 February, the Fox interview, to 4 March, the address."""
    around = reporter.events(reporter.claim("us-aid-350bn"))
    assert (around["event_id"].iloc[0], around["event_id"].iloc[-1]) == ("ev-025", "ev-040")
    assert reporter.events(reporter.claim("azovske-710kt-ree")).empty
