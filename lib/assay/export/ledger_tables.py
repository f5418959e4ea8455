"""What is held and what is known to exist: sources, releases, calendar, columns, corrections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assay.corrections import Correction as Cell
from assay.corrections import read_corrections as read_cell_corrections
from assay.crosswalks import SetMember, read_sets
from assay.export.record import Cells, Link, RecordTable, cells_of, column, fields_of, row_of, text
from assay.ledger import Correction, VerdictRow, read_verdicts
from assay.ledger import read_corrections as read_public_corrections
from assay.model import RawFile, Release
from assay.paths import Project
from assay.releases import Contract, read_calendar

RELEASE = {
    "source": "the source",
    "release": "name of the release within its source",
    "title": "title",
    "publisher": "who published it",
    "address": "where it was published",
    "licence": "terms it may be used under, in words",
    "citation": "how to cite it",
    "released_on": "when it became public: a day, a month or a year; empty where unknown",
    "released_on_status": "how sure that is: seen, inferred or unknown",
    "data_through": "last period it covers",
    "retrieved_on": "when it was got",
    "custody": "publisher, third_party_copy, transcribed or press",
    "grade": "A publisher, B copy or transcription, C press",
    "redistribute": "whether its rows may be passed on: yes, derived_only, ask",
    "superseded_by": "the release that took its place",
    "notes": "anything to know before use",
    "tables": "its tables",
    "digest": "SHA-256 of its descriptor in the project",
}
CALENDAR = {
    "release": "name of the release",
    "label": "what the publisher calls it",
    "released_on": "when it became public: a day, a month or a year; empty where unknown",
    "released_on_status": "how sure that is: seen, inferred or unknown",
    "data_through": "last period it covers",
    "headline_measure": "what the publisher's headline figure measures",
    "headline_value": "the figure as printed",
    "headline_unit": "its unit",
    "headline_quote": "the words it stands in",
    "publisher_title": "title of the page",
    "url": "address of the page",
    "url_status": "what was seen of the page",
    "note": "anything else to know",
}
RAW = {
    "name": "name of the file",
    "sha256": "SHA-256 of its bytes",
    "bytes": "size",
    "read_from": "where it was read",
}
CELL = {
    "line": "row of data/corrections/<source>.csv",
    "release": "the release",
    "table": "the table",
    "where": "which rows it is about",
    "column": "the column",
    "found": "the wrong value expected there",
    "correct_value": "the value used instead",
    "reason": "why it is wrong",
    "source": "where the right value is printed",
    "status": "applied, or why the cells may already be right",
}
SET = {
    "set_id": "short name of the set",
    "member": "a member",
    "member_code": "its ISO 3166-1 alpha-3 code; EUI for EU institutions",
    "source": "the source the set is for; empty: every source",
    "citation": "where the set is printed",
}
PUBLIC = {
    "on": "the day",
    "claim_id": "the claim; empty: of no single claim",
    "was": "what was published",
    "now": "what stands now",
    "because": "why",
}
HISTORY = {
    "as_of": "newest release of the edition that first showed it",
    "claim_id": "the claim",
    "clock": "now or then",
    "verdict": "the verdict",
    "flags": "its flags",
    "grade": "its grade",
    "readings_sha256": "SHA-256 of its readings",
    "releases": "releases it rested on",
    "because": "why it changed",
}


@dataclass(frozen=True, slots=True)
class Holding:
    """One source: its contract and its held releases."""

    contract: Contract
    releases: tuple[Release, ...]


def release_id(release: Release) -> str:
    """A release's name in every table: `kiel_ust/29-corrected`."""
    return f"{release.source}/{release.release}"


def ledger_tables(
    project: Project, holdings: Sequence[Holding], exported: frozenset[str]
) -> tuple[RecordTable, ...]:
    """The tables about data. `exported` are the tables whose rows are here, as
    `<source>__<table>`."""
    return (
        _sources(holdings),
        _releases(holdings),
        _raw_files(holdings),
        _calendar(project, holdings),
        _columns(holdings, exported),
        _cell_corrections(project, holdings),
        _sets(project),
    )


def history_tables(
    project: Project, claim_ids: Sequence[str], withheld: frozenset[str]
) -> tuple[RecordTable, ...]:
    """Public corrections, and every verdict there was; those of `withheld` claims are left out."""
    corrections = read_public_corrections(project, claim_ids)
    history = [row for row in read_verdicts(project) if row.claim_id not in withheld]
    return (
        RecordTable(
            "public_corrections",
            "Public corrections",
            "One row is one correction of what was published. None is ever deleted.",
            fields_of(Correction, PUBLIC),
            (),
            lambda: (row_of(item, tuple(PUBLIC)) for item in corrections),
        ),
        RecordTable(
            "verdict_history",
            "History of verdicts",
            "One row is a verdict that an edition was the first to show.",
            fields_of(VerdictRow, HISTORY),
            (),
            lambda: (row_of(item, tuple(HISTORY)) for item in history),
        ),
    )


def _sources(holdings: Sequence[Holding]) -> RecordTable:
    return RecordTable(
        "sources",
        "Sources",
        "One row is one provider's product.",
        (
            text("source", "short name of the source", required=True),
            text("title", "title"),
            text("publisher", "who publishes it"),
            text("mode", "replace: the newest release stands for all; accumulate: each adds rows; "
                 "running: rows are never revised"),
            column("typical_revision", "number", "share by which figures are typically revised"),
        ),
        ("source",),
        lambda: (
            row_of(item.contract, ("source", "title", "publisher", "mode", "typical_revision"))
            for item in holdings
        ),
    )  # fmt: skip


def _releases(holdings: Sequence[Holding]) -> RecordTable:
    columns = [text("release_id", "<source>/<release>", required=True)]
    columns += [text(name, description) for name, description in RELEASE.items()]
    columns.append(
        column("visible_from", "date", "first day on which it was public whatever its exact date")
    )
    return RecordTable(
        "releases",
        "Releases",
        "One row is one dated upload of a source that the project holds, whether its rows are "
        "here or not.",
        tuple(columns),
        ("release_id",),
        lambda: (
            [
                release_id(release),
                *row_of(release, tuple(RELEASE)),
                *cells_of((release.released_on.last,)),
            ]
            for release in _held(holdings)
        ),
        (Link(("source",), "sources", ("source",)),),
    )


def _raw_files(holdings: Sequence[Holding]) -> RecordTable:
    return RecordTable(
        "raw_files",
        "Providers' files",
        "One row is a provider's file that a release was made of. The files are not passed on.",
        (text("release_id", "the release", required=True), *fields_of(RawFile, RAW)),
        (),
        lambda: (
            [release_id(release), *row_of(file, tuple(RAW))]
            for release in _held(holdings)
            for file in release.raw
        ),
        (Link(("release_id",), "releases", ("release_id",)),),
    )


def _calendar(project: Project, holdings: Sequence[Holding]) -> RecordTable:
    columns = [text("source", "the source", required=True)]
    columns += [text(name, description) for name, description in CALENDAR.items()]
    columns.append(column("is_held", "boolean", "whether the project holds it"))

    def rows() -> Iterator[Cells]:
        for item in holdings:
            held = {release.release for release in item.releases}
            for entry in read_calendar(project, item.contract.source):
                known = cells_of((entry.release in held,))
                yield [entry.source, *row_of(entry, tuple(CALENDAR)), *known]

    return RecordTable(
        "calendar",
        "Release calendar",
        "One row is a release known to exist, whether held or not.",
        tuple(columns),
        (),
        rows,
        (Link(("source",), "sources", ("source",)),),
    )


def _columns(holdings: Sequence[Holding], exported: frozenset[str]) -> RecordTable:
    def rows() -> Iterator[Cells]:
        for item in holdings:
            source = item.contract.source
            for table in item.contract.tables:
                name = f"{source}__{table.name}"
                told = (source, table.name, name if name in exported else "", table.frame)
                for position, field in enumerate(table.fields, start=1):
                    facts = (position, field.name, field.type, field.description, field.enum)
                    yield cells_of((*told, *facts))

    return RecordTable(
        "columns",
        "Data dictionary",
        "One row is one column of one table of data.",
        (
            text("source", "the source", required=True),
            text("table", "the table as readings call it, after the source", required=True),
            text("exported_as", "its name here; empty: its rows are left out"),
            text("frame", "register: complete for what it covers; list: rows may be missing"),
            column("position", "integer", "place of the column, from 1"),
            text("column", "the column", required=True),
            text("type", "its type"),
            text("description", "what it means"),
            text("values", "the only values it has, where they are few"),
        ),
        ("source", "table", "column"),
        rows,
        (Link(("source",), "sources", ("source",)),),
    )


def _cell_corrections(project: Project, holdings: Sequence[Holding]) -> RecordTable:
    kinds = {field.name: field.type for field in fields_of(Cell, CELL)}

    def rows() -> Iterator[Cells]:
        for item in holdings:
            source = item.contract.source
            for correction in read_cell_corrections(project, source):
                where = "; ".join(f"{name}={value}" for name, value in correction.where)
                cells = dict(zip(CELL, row_of(correction, tuple(CELL)), strict=True))
                yield [source, *(cells | {"where": where}).values()]

    return RecordTable(
        "corrections",
        "Corrections of providers' figures",
        "One row is one figure that a provider printed wrong, and what is used instead.",
        (
            text("of_source", "the source corrected", required=True),
            *(column(name, kinds[name], description) for name, description in CELL.items()),
        ),
        ("of_source", "line"),
        rows,
        (Link(("of_source",), "sources", ("source",)),),
    )


def _sets(project: Project) -> RecordTable:
    sets = read_sets(project)
    return RecordTable(
        "sets",
        "Registered sets",
        "One row is one member of a set of countries or donors that claims and readings name.",
        fields_of(SetMember, SET),
        ("set_id", "member_code"),
        lambda: (row_of(item, tuple(SET)) for members in sets.values() for item in members),
    )


def _held(holdings: Sequence[Holding]) -> Iterator[Release]:
    return (release for item in holdings for release in item.releases)
