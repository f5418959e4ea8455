"""What happened around the claims, 1994 to 2026, as pages dated it: a list, one event a row.

Compiled from stored pages. An event becomes public with the page it is cited from, never on the
day it was compiled. What was only recalled is kept, says so, and has no page; days and sentences
that the compilers mark as recalled are cut back to what the page gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from assay.model import PartialDate, Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import Row, fault, read_rows
from assay.sources._ingest import COMPILED, expect_files

FILE: Final = "../research/events_raw.csv"
HEADER: Final = (
    "id date date_precision title description topic source_publisher source_title source_url "
    "source_date citation_status citation_note"
).split()
TOPICS: Final = ("minerals", "aid", "guarantees")
SEEN: Final = {"verified": "excerpt_seen", "recalled": "not_seen"}
LENGTHS: Final = {"day": 10, "month": 7}  # characters of an ISO date that a precision leaves
FEWEST: Final = 68  # events as compiled

WEAK_HOSTS: Final = frozenset(
    "gopherproxy.meulie.net harmonictimes.com good-time-invest.com newstarget.com "
    "newsdirectory3.com thethinkingconservative.com thedailyscout.com particle.news patterico.com "
    "newsio.com midtowntribune.com".split()
)
"""Mirrors, copies and partisan sites: named as the place where it was read, never linked."""


class Cut(NamedTuple):
    """What the compilers' note takes back from a row. `note` is the note that says so."""

    note: str
    date_status: str
    precision: str = "day"
    without: str = ""


CUTS: Final[dict[str, Cut]] = {
    "ev-004": Cut("Date from memory; page undated.", "recalled"),
    "ev-016": Cut("Page confirms the signing on the sidelines; day from memory.", "seen", "month"),
    "ev-017": Cut("Month per source; day from memory.", "seen", "month"),
    "ev-039": Cut(
        "Suspension verified; end date from memory.",
        "seen",
        without="Pause lifted on 11 March after Jeddah talks.",
    ),
    "ev-048": Cut("Date of report.", "inferred"),
    "ev-051": Cut("Day from memory.", "seen", "month"),
    "ev-061": Cut("Page is undated (Sunday in late January).", "inferred"),
}

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "compiled-1": ReleaseFacts(
        title="What happened around the claims, December 1994 to April 2026",
        files=(FILE,),
        address="https://www.president.gov.ua/en/news/parizka-deklaraciya-nadijni-garantiyi-"
        "bezpeki-dlya-micnogo-j-102313",
        licence="Facts",
        citation="Pages named row by row",
        released_on="",
        released_on_status="unknown",
        data_through="2026-04-23",
        retrieved_on="2026-11-23",
        custody="press",
        redistribute="yes",
        notes="A list, not a chronicle: an event that is missing may have happened, and after "
        "spring 2026 the pages thin out. Each row is public from the day of its page. Pages on "
        "weak hosts are named without an address. The address of the release is that of one row.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write one row per event, with its day or month as exactly as its page gives it."""
    facts = expect_files("events", release, RELEASES, files)
    rows = list(_read(files[0]))
    if len(rows) < FEWEST:
        raise fault("the list is cut off", files[0].name, str(len(rows)), f"{FEWEST} events")
    return write_release(
        project, "events", release, facts, {"events": rows}, [(files[0], COMPILED)]
    )


def _read(path: Path) -> Iterator[dict[str, Cell]]:
    cuts = dict(CUTS)
    for row in read_rows(path, HEADER):
        for column, known in (("topic", TOPICS), ("citation_status", tuple(SEEN))):
            if row[column] not in known:
                place = row.at(column)
                raise fault("an unknown word", place, repr(row[column]), ", ".join(known))
        yield _event(row, cuts.pop(row["id"], None))
    if cuts:
        raise fault("a row is missing: the file is cut off", path.name, "", ", ".join(cuts))


def _event(row: Row, cut: Cut | None) -> dict[str, Cell]:
    seen = SEEN[row["citation_status"]]
    if cut and row["citation_note"] != cut.note:
        raise fault(
            "the note is not the one this row was cut for",
            row.at("citation_note"),
            repr(row["citation_note"]),
            repr(cut.note),
        )
    precision = cut.precision if cut else row["date_precision"]
    happened = _dated(row["date"], precision, row.at("date"))
    page = _page_date(row["source_date"], row.at("source_date"))
    if page.last and happened.first and page.last < happened.first:
        raise fault("reported before it happened", row.at("source_date"), str(page), str(happened))
    is_seen = seen == "excerpt_seen"
    return {
        "event_id": row["id"],
        "topic": row["topic"],
        "title": row["title"],
        "description": _without(row, cut),
        "happened_on": str(happened),
        "happened_from": happened.first,
        "happened_by": happened.last,
        "date_precision": happened.precision,
        "date_status": cut.date_status if cut else "seen" if is_seen else "recalled",
        "citation_status": seen,
        "publisher": row["source_publisher"] if is_seen else "",
        "page_title": row["source_title"] if is_seen else "",
        "url": _linkable(row["source_url"]) if is_seen else "",
        "page_on": str(page) if is_seen else "",
        "public_on": page.last if is_seen else None,
    }


def _dated(text: str, precision: str, where: str) -> PartialDate:
    """The date as exactly as `precision` allows. A day is dropped where only the month was seen."""
    if precision not in LENGTHS:
        raise fault("an unknown precision", where, repr(precision), ", ".join(LENGTHS))
    found = _page_date(text, where)
    if found.precision != "day":
        raise fault("not a day", where, repr(text), "YYYY-MM-DD")
    return PartialDate.parse(text[: LENGTHS[precision]])


def _page_date(text: str, where: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except ValueError:
        raise fault("not a date", where, repr(text), "2025-02-22, 2025-02, 2025 or empty") from None


def _without(row: Row, cut: Cut | None) -> str:
    """The description without the sentence that was only recalled."""
    text = row["description"]
    if not cut or not cut.without:
        return text
    if cut.without not in text:
        where = row.at("description")
        raise fault("a recalled sentence is worded otherwise", where, repr(text), cut.without)
    return text.replace(cut.without, "").strip()


def _linkable(url: str) -> str:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return "" if host in WEAK_HOSTS else url
