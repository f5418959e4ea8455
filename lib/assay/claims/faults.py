"""What can be wrong in one row of the claims table. Each check yields faults; none stops."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from assay.claims.vocabulary import (
    COLUMNS,
    DATES,
    ENUMS,
    NUMERIC_RELATIONS,
    PATTERNS,
    RATED_ACTS,
    REQUIRED,
    UNITS,
)
from assay.errors import Fault, at
from assay.model import PartialDate
from assay.spreadsheets import Row

QUOTE_WORDS = 25
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE_IN_WORDS = re.compile(
    rf"\b(?:\d{{1,2}} )?(?:{MONTHS})(?: \d{{4}})?\b|\b(?:19|20)\d\d(?:[-–]\d{{2,4}})?\b"
)
CONTROL = re.compile(r"[\x00-\x1f]")
NUMERAL = re.compile(r"(?<![\w.])\d+(?:[.,  ]\d+)*")
EXPECTED = {
    "claim_id": "3 to 60 small letters, digits and hyphens",
    "family": "3 to 60 small letters, digits and hyphens",
    "title": "a question, ending with ?",
    "said_on": "2025-02-22, 2025-02 or 2025",
    "citation_on": "2025-02-22, 2025-02 or 2025",
    "quote_language": "a language as two letters, ISO 639-1",
    "tested_as": "a declarative sentence, ending with .",
    "value_low": "the number as spoken, digits and one point",
    "value_high": "the number as spoken, digits and one point",
    "citation_url": "an address beginning with http:// or https://",
    "archived_url": "an address beginning with http:// or https://",
}


def row_faults(place: str, row: Row, sets: frozenset[str]) -> Iterator[Fault]:
    """Everything wrong in a row. `sets` are the registered sets, for `measure_set`."""

    def fault(column: str, what: str, expected: str = "", todo: str = "") -> Fault:
        found = row.cells[column]
        shown = repr(found if len(found) <= 80 else found[:77] + "...") if found else "nothing"
        return Fault(what, at(place, row.line, column), shown, expected, todo)

    for check in CHECKS:
        yield from check(row.cells, fault)
    if row.cells["measure_set"] and row.cells["measure_set"] not in sets:
        yield fault("measure_set", "no such registered set", ", ".join(sorted(sets)))


Cells = dict[str, str]
FaultAt = Callable[..., Fault]


def _blanks(cells: Cells, fault: FaultAt) -> Iterator[Fault]:
    for column in COLUMNS:
        text = cells[column]
        if text != text.strip():
            yield fault(column, "a blank at the beginning or end of a cell", "no such blank")
        if CONTROL.search(text):
            yield fault(column, "a control character in a cell", "plain text")


def _shapes(cells: Cells, fault: FaultAt) -> Iterator[Fault]:
    for column in COLUMNS:
        text = cells[column].strip()
        if not text:
            if column in REQUIRED:
                expected = " | ".join(ENUMS.get(column, ())) or EXPECTED.get(column, "some text")
                yield fault(column, "a required cell is empty", expected)
        elif column in ENUMS and text not in ENUMS[column]:
            yield fault(column, "not one of the words allowed", " | ".join(ENUMS[column]))
        elif column in PATTERNS and not re.fullmatch(PATTERNS[column], text):
            yield fault(column, "not in the form expected", EXPECTED[column])
        elif column in {"said_on", "citation_on"} and partial_date(text) is None:
            yield fault(column, "no such date", EXPECTED[column])
        elif column in DATES and _day(text) is None:
            yield fault(column, "no such date", "a day, as 2025-02-22")


def _quotation(cells: Cells, fault: FaultAt) -> Iterator[Fault]:
    quote, language = cells["quote"], cells["quote_language"]
    if len(quote.split()) >= QUOTE_WORDS:
        words = f"fewer than {QUOTE_WORDS} words, not {len(quote.split())}"
        yield fault("quote", "the quotation is too long", words, "Keep the decisive clause.")
    if cells["statement_form"] == "quote" and not quote:
        yield fault("quote", "the statement is said to be a quote", "the whole sentence")
    if quote and not language:
        yield fault("quote_language", "a quote without its language", EXPECTED["quote_language"])
    if quote and language not in {"", "en"} and not cells["quote_translation"]:
        yield fault("quote_translation", "a quote without translation", "the English of it")
    hedge = cells["hedge_words"]
    if hedge and hedge not in quote:
        yield fault(
            "hedge_words",
            "the hedge is not in the quote",
            "words copied from the quote, in its language",
            "Without a hedge in the speaker's own words the relation is eq.",
        )
    if cells["relation"] == "about" and not hedge:
        yield fault(
            "hedge_words",
            "`about` without a hedge in the speaker's words",
            "words copied from the quote, in its language",
            "Copy them, or make the relation eq.",
        )


def _what_is_rated(cells: Cells, fault: FaultAt) -> Iterator[Fault]:
    unrated, act = cells["unrated"], cells["speech_act"]
    if cells["tests"] == "attribution":
        yield from _attribution(cells, fault)
        return
    if cells["attribution"]:
        yield fault("attribution", "only a claim that tests attribution has one", "nothing")
    if act in ENUMS["speech_act"] and act not in RATED_ACTS and not unrated:
        yield fault("unrated", f"a {act} is not rated", "not_rated | untestable, with a reason")
    if unrated == "pending" and act != "forecast":
        yield fault("speech_act", "only a forecast can be pending", "forecast")
    if act == "forecast" and unrated in {"", "pending"} and not cells["due_on"]:
        yield fault("due_on", "a forecast without its date", "the day it can be tested")
    if not unrated:
        for column in ("relation", "right_if"):
            if not cells[column]:
                yield fault(column, "a rated claim needs it", "see docs/methodology.md")


def _attribution(cells: Cells, fault: FaultAt) -> Iterator[Fault]:
    if not cells["attribution"] and cells["unrated"] != "not_tested":
        expected = " | ".join(ENUMS["attribution"])
        yield fault("attribution", "was it said?", expected, "Or make unrated not_tested.")
    if cells["attribution"] and cells["unrated"]:
        yield fault("unrated", "an attribution that is found out is not unrated", "nothing")
    if cells["relation"]:
        yield fault("relation", "an attribution has no relation", "nothing")


def _unrated(cells: Cells, fault: FaultAt) -> Iterator[Fault]:
    unrated, because = cells["unrated"], cells["unrated_because"]
    if unrated and not because:
        yield fault("unrated_because", f"{unrated} without a reason", "one sentence")
    if because and not unrated:
        yield fault("unrated_because", "a reason why a rated claim is not rated", "nothing")
    if unrated == "not_tested" and not cells["settled_by"]:
        yield fault("settled_by", "not_tested without what would settle it", "one sentence")


def _values(cells: Cells, fault: FaultAt) -> Iterator[Fault]:
    relation, unit = cells["relation"], cells["unit"]
    if unit and unit not in UNITS:
        yield fault("unit", "unknown unit", " | ".join(UNITS))
    if not relation:
        return
    if not unit:
        yield fault("unit", "a claim with a relation needs a unit", " | ".join(UNITS))
    low, high = amount(cells["value_low"]), amount(cells["value_high"])
    if relation not in NUMERIC_RELATIONS:
        for column in ("value_low", "value_high"):
            if cells[column]:
                yield fault(column, f"{relation} has no number", "nothing")
        if unit and unit != "count":
            yield fault("unit", f"{relation} is a count of what was found", "count")
        return
    if not cells["value_low"]:
        yield fault("value_low", f"{relation} needs the number said", EXPECTED["value_low"])
    if low == 0 and relation != "exact":
        yield fault("value_low", "nought has no tolerance", "the relation exact or absent")
    if relation == "between":
        if high is None or (low is not None and high <= low):
            yield fault("value_high", "between needs a higher end", "more than value_low")
    elif cells["value_high"]:
        yield fault("value_high", f"{relation} has one number", "nothing")
    yield from _ranks(cells, fault, low)


def _ranks(cells: Cells, fault: FaultAt, low: Decimal | None) -> Iterator[Fault]:
    if cells["relation"] not in {"rank", "largest"}:
        return
    if cells["unit"] and cells["unit"] != "rank":
        yield fault("unit", f"{cells['relation']} is a rank", "rank")
    if low is not None and (low < 1 or low != int(low)):
        yield fault("value_low", "not a rank", "1, 2, 3 ...")
    elif cells["relation"] == "largest" and low not in {None, Decimal(1)}:
        yield fault("value_low", "the largest is the first", "1")


def _one_proposition(cells: Cells, fault: FaultAt) -> Iterator[Fault]:
    numerals = NUMERAL.findall(DATE_IN_WORDS.sub(" ", cells["tested_as"]))
    allowed = 2 if cells["relation"] == "between" else 1
    if len(numerals) > allowed:
        yield fault(
            "tested_as",
            "two numbers in one proposition are two claims",
            f"at most {allowed}, dates apart, not {', '.join(numerals)}",
            "Split the claim into two rows, one for each number.",
        )


def _citation(cells: Cells, fault: FaultAt) -> Iterator[Fault]:
    if cells["citation_status"] != "not_seen":
        return
    for column in ("citation_url", "archived_url"):
        if cells[column]:
            todo = "Read the page and say what was read of it, or leave the address out."
            yield fault(column, "a link to a page that nobody has seen", "nothing", todo)


def _dates(cells: Cells, fault: FaultAt) -> Iterator[Fault]:
    if not cells["said_on"] and not cells["unrated"]:
        yield fault("said_on", "a rated claim needs its date", EXPECTED["said_on"])
    starts, ends = _day(cells["period_from"]), _day(cells["period_to"])
    if starts and ends and starts > ends:
        yield fault("period_from", "the period ends before it begins", f"up to {ends}")
    if cells["due_on"] and cells["speech_act"] != "forecast":
        yield fault("due_on", "only a forecast has a date to wait for", "nothing")
    said, due = partial_date(cells["said_on"]), _day(cells["due_on"])
    if said and said.first and due and due < said.first:
        yield fault("due_on", "a forecast of the past", f"after {said}")
    asked, answered = _day(cells["reply_asked_on"]), _day(cells["reply_on"])
    if (cells["reply"] or cells["reply_on"]) and not cells["reply_asked_on"]:
        yield fault("reply_asked_on", "a reply without the day it was asked for", "a day")
    if asked and answered and answered < asked:
        yield fault("reply_on", "the reply is older than the question", f"from {asked} on")


def partial_date(text: str) -> PartialDate | None:
    """A partial date, None when it cannot be read."""
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def amount(text: str) -> Decimal | None:
    """A number as spoken, None when it is empty or cannot be read."""
    return Decimal(text) if re.fullmatch(PATTERNS["value_low"], text) else None


def _day(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


CHECKS: tuple[Callable[[Cells, FaultAt], Iterator[Fault]], ...] = (
    _blanks,
    _shapes,
    _quotation,
    _what_is_rated,
    _unrated,
    _values,
    _one_proposition,
    _citation,
    _dates,
)
