"""The table of claims: read whole or refused with every fault, each told with its place."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from assay.claims import COLUMNS, DATES, ENUMS, PATTERNS, REQUIRED, UNITS, read_claims
from assay.errors import CuratedError, Fault
from assay.model import Claim
from assay.paths import Project
from frictionless import Resource, Schema
from hypothesis import given
from hypothesis import strategies as st
from rating_samples import same_every_time

PROJECT = Project(Path(__file__).resolve().parents[1])
SCHEMA = json.loads((PROJECT.data / "claims.schema.json").read_text(encoding="utf-8"))
GOOD = {
    "claim_id": "us-aid-350bn",
    "topic": "aid",
    "title": "Has the United States given Ukraine 350 billion dollars?",
    "speaker": "Donald Trump",
    "said_on": "2025-02-22",
    "quote": "The United States has given $350 billion.",
    "quote_language": "en",
    "statement": "The United States has given 350 billion dollars.",
    "statement_form": "quote",
    "tests": "content",
    "speech_act": "assertion",
    "tested_as": "The United States had given Ukraine 350 billion dollars by 22 February 2025.",
    "right_if": "Right if it lies within five per cent of the number said.",
    "relation": "eq",
    "value_low": "350",
    "unit": "USD bn",
    "citation": "FactCheck.org",
    "citation_url": "https://factcheck.org/2025/03/aid",
    "citation_on": "2025-03",
    "citation_status": "excerpt_seen",
    "in_founding_article": "false",
    "publication": "draft",
}
LONG = " ".join(["word"] * 25)


def project_with(folder: Path, text: str) -> Project:
    """A project whose table of claims is `text`."""
    (folder / "data" / "crosswalks").mkdir(parents=True)
    shutil.copy(PROJECT.data / "crosswalks" / "sets.csv", folder / "data" / "crosswalks")
    (folder / "data" / "claims.csv").write_text(text, encoding="utf-8")
    return Project(folder)


def table(*rows: dict[str, str]) -> str:
    """The CSV of these rows, each the good claim with some cells changed."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n", restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow(GOOD | row)
    return buffer.getvalue()


def faults_of(folder: Path, *rows: dict[str, str]) -> list[Fault]:
    """The faults that reading these rows raises."""
    with pytest.raises(CuratedError) as caught:
        read_claims(project_with(folder, table(*rows)))
    return [fault for fault in caught.value.faults if isinstance(fault, Fault)]


def test_the_committed_table_reads_whole() -> None:
    """Every claim of the project is without fault."""
    claims = read_claims(PROJECT)
    assert len(claims) > 100
    assert all(claim_id == claim.claim_id for claim_id, claim in claims.items())


def test_a_good_row_becomes_a_claim(tmp_path: Path) -> None:
    """Dates become dates, the number stays as spoken, the row is the file's line."""
    row = {"value_low": "350.0", "period_from": "2022-02-24"}
    claim = read_claims(project_with(tmp_path, table(row)))["us-aid-350bn"]
    assert (claim.value_low, claim.period_from, claim.period_to) == (
        "350.0",
        date(2022, 2, 24),
        None,
    )
    assert (str(claim.said_on), claim.in_founding_article, claim.row) == ("2025-02-22", False, 2)


def test_a_table_saved_by_a_spreadsheet_reads_the_same(tmp_path: Path) -> None:
    """A byte order mark and Windows line ends change nothing."""
    text = "\ufeff" + table({}).replace("\n", "\r\n")
    assert list(read_claims(project_with(tmp_path, text))) == ["us-aid-350bn"]


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("claim_id", {"claim_id": "US aid"}),
        ("family", {"family": "US"}),
        ("topic", {"topic": "grain"}),
        ("title", {"title": "The United States gave 350 billion dollars"}),
        ("speaker", {"speaker": ""}),
        ("speaker", {"speaker": " Donald Trump"}),
        ("said_on", {"said_on": "22.02.2025"}),
        ("said_on", {"said_on": "2025-02-30"}),
        ("said_on", {"said_on": ""}),
        ("quote", {"quote": LONG}),
        ("quote", {"quote": ""}),
        ("quote_language", {"quote_language": ""}),
        ("quote_language", {"quote_language": "english"}),
        ("quote_translation", {"quote_language": "uk"}),
        ("statement_form", {"statement_form": "rumour"}),
        ("tests", {"tests": ""}),
        ("speech_act", {"speech_act": "claim"}),
        ("unrated", {"speech_act": "demand"}),
        ("speech_act", {"unrated": "pending", "unrated_because": "Not yet."}),
        ("due_on", {"speech_act": "forecast"}),
        ("due_on", {"due_on": "2026-01-01"}),
        ("due_on", {"speech_act": "forecast", "due_on": "2024-01-01"}),
        ("tested_as", {"tested_as": ""}),
        ("tested_as", {"tested_as": "350 billion dollars"}),
        ("tested_as", {"tested_as": "It gave 350 billion of 500 billion dollars."}),
        ("right_if", {"right_if": ""}),
        ("relation", {"relation": ""}),
        ("relation", {"relation": "equals"}),
        ("value_low", {"value_low": ""}),
        ("value_low", {"value_low": "350 bn"}),
        ("value_low", {"value_low": "350,5"}),
        ("value_low", {"value_low": "٣٥٠"}),
        ("value_low", {"value_low": "0"}),
        ("value_high", {"value_high": "400"}),
        ("value_high", {"relation": "between", "value_high": "300"}),
        ("value_high", {"relation": "between"}),
        ("value_low", {"relation": "exists", "unit": "count"}),
        ("value_low", {"relation": "largest", "unit": "rank", "value_low": "2"}),
        ("value_low", {"relation": "rank", "unit": "rank", "value_low": "1.5"}),
        ("unit", {"relation": "rank", "value_low": "3"}),
        ("unit", {"relation": "exists", "value_low": ""}),
        ("unit", {"unit": "bn USD"}),
        ("unit", {"unit": ""}),
        ("hedge_words", {"relation": "about"}),
        ("hedge_words", {"relation": "about", "hedge_words": "roughly"}),
        ("measure_set", {"measure_set": "the_west"}),
        ("period_from", {"period_from": "2025-02-01", "period_to": "2025-01-01"}),
        ("period_to", {"period_to": "2025-02"}),
        ("unrated", {"unrated": "unclear", "unrated_because": "Vague."}),
        ("unrated_because", {"unrated": "not_rated"}),
        ("unrated_because", {"unrated_because": "Vague."}),
        ("settled_by", {"unrated": "not_tested", "unrated_because": "No source."}),
        ("attribution", {"attribution": "said"}),
        ("attribution", {"tests": "attribution", "relation": ""}),
        ("relation", {"tests": "attribution", "attribution": "said"}),
        ("citation_url", {"citation_url": "javascript:alert(1)"}),
        ("archived_url", {"archived_url": "web.archive.org"}),
        ("citation_on", {"citation_on": "2025-13"}),
        ("citation_status", {"citation_status": "read"}),
        ("citation_url", {"citation_status": "not_seen"}),
        (
            "archived_url",
            {"citation_status": "not_seen", "archived_url": "https://web.archive.org/x"},
        ),
        ("in_founding_article", {"in_founding_article": "yes"}),
        ("publication", {"publication": "published"}),
        ("reply_asked_on", {"reply": "No comment."}),
        ("reply_on", {"reply_asked_on": "2025-03-02", "reply": "No.", "reply_on": "2025-03-01"}),
    ],
)
def test_a_fault_is_told_with_its_row_and_column(
    tmp_path: Path, column: str, cells: dict[str, str]
) -> None:
    """Each fault names file, row and column, what was found and what is expected."""
    found = faults_of(tmp_path, {}, {"claim_id": "the-faulty-row"} | cells)
    places = [fault.where for fault in found]
    assert f"data/claims.csv, row 3, column {column}" in places
    for fault in found:
        assert fault.what
        assert fault.found
        assert fault.expected


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Three faults in two rows are one error with three messages."""
    found = faults_of(tmp_path, {"unit": "bn"}, {"claim_id": "other", "topic": "x", "title": "y"})
    assert [fault.where.partition(", ")[2] for fault in found] == [
        "row 2, column unit",
        "row 3, column topic",
        "row 3, column title",
    ]


def test_an_id_is_never_used_twice(tmp_path: Path) -> None:
    """The second row with an id is refused and the first is named."""
    (fault,) = faults_of(tmp_path, {}, {})
    assert fault.where == "data/claims.csv, row 3, column claim_id"
    assert fault.expected == "another id than in row 2"


def test_a_hedge_is_copied_from_the_quote(tmp_path: Path) -> None:
    """`about` is for the speaker's own hedge, in the speaker's language."""
    row = {
        "relation": "about",
        "quote": "Обсяг допомоги становить близько 350 мільярдів доларів.",
        "quote_language": "uk",
        "quote_translation": "The aid is about 350 billion dollars.",
        "hedge_words": "близько",
    }
    assert read_claims(project_with(tmp_path, table(row)))
    (fault,) = faults_of(tmp_path / "again", row | {"hedge_words": "about"})
    assert fault.what == "the hedge is not in the quote"
    assert fault.found == "'about'"


def test_a_date_in_words_is_no_second_number(tmp_path: Path) -> None:
    """Only numbers of things count: years, days and months are when, not how much."""
    row = {"tested_as": "In 2022-2024 and by 22 February 2025 it had given 37,000 tonnes."}
    assert read_claims(project_with(tmp_path, table(row)))


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (("Donald Trump", '"Donald "the" Trump"'), "the row cannot be read"),
        (("Donald Trump", '"Donald Trump'), "the row cannot be read"),
        ((",draft", ",draft,"), "another number of cells"),
        ((",draft", ""), "another number of cells"),
    ],
)
def test_a_broken_row_spoils_no_other(tmp_path: Path, spoil: tuple[str, str], what: str) -> None:
    """A stray quotation mark or comma is told where it stands; the rows after it are read."""
    header, first, second = table({}, {"claim_id": "other", "topic": "x"}).splitlines()
    broken = "\n".join((header, first.replace(*spoil), second)) + "\n"
    with pytest.raises(CuratedError) as caught:
        read_claims(project_with(tmp_path, broken))
    told = [fault for fault in caught.value.faults if isinstance(fault, Fault)]
    assert [fault.where for fault in told] == [
        "data/claims.csv, row 2",
        "data/claims.csv, row 3, column topic",
    ]
    assert what in told[0].what


def test_another_header_is_refused(tmp_path: Path) -> None:
    """A renamed column is named."""
    text = table({}).replace("hedge_words", "hedges", 1)
    with pytest.raises(CuratedError, match="without hedge_words, with hedges"):
        read_claims(project_with(tmp_path, text))


def test_bytes_that_are_not_text_are_told_by_line(tmp_path: Path) -> None:
    """A table saved as Windows-1252 names the line and the byte."""
    project = project_with(tmp_path, "")
    project.claims.write_bytes(table({"venue": "Café"}).encode("cp1252"))
    with pytest.raises(CuratedError, match=r"row 2: not UTF-8 text; found byte 0xe9"):
        read_claims(project)


def test_no_table_is_one_sentence(tmp_path: Path) -> None:
    """A missing file is told, not a traceback."""
    project = project_with(tmp_path, "")
    project.claims.unlink()
    with pytest.raises(CuratedError, match=r"there is no table of claims.*Restore it from git"):
        read_claims(project)


@same_every_time
@given(st.lists(st.tuples(st.sampled_from(COLUMNS), st.text(max_size=12)), max_size=6))
def test_any_cell_is_read_or_refused(cells: list[tuple[str, str]]) -> None:
    """Whatever stands in a cell, the table reads whole or says what is wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        project = project_with(Path(folder), "")
        project.claims.write_bytes(table(dict(cells)).encode("utf-8", "replace"))
        told = rows_or_faults(project)
    assert told
    assert all(words.startswith("data/claims.csv, row ") for words in told)


def rows_or_faults(project: Project) -> list[str]:
    """Where each claim was read, or what each fault says."""
    try:
        return [f"data/claims.csv, row {claim.row}" for claim in read_claims(project).values()]
    except CuratedError as error:
        return [str(fault) for fault in error.faults]


def test_code_and_schema_say_the_same() -> None:
    """Columns, words allowed, forms and required cells are equal in both."""
    named = {field["name"]: field for field in SCHEMA["fields"]}
    assert tuple(named) == COLUMNS
    assert tuple(field.name for field in fields(Claim))[:-1] == COLUMNS
    for column, field in named.items():
        constraints = field.get("constraints", {})
        allowed = UNITS if column == "unit" else ENUMS.get(column, ())
        listed = (
            field["trueValues"] + field["falseValues"]
            if field["type"] == "boolean"
            else constraints.get("enum", [])
        )
        assert tuple(listed) == tuple(allowed), column
        assert constraints.get("required", False) == (column in REQUIRED), column
        assert constraints.get("pattern") == PATTERNS.get(column), column
        assert (field["type"] == "date") == (column in DATES), column
        assert field["description"]


def test_the_committed_table_fits_its_schema() -> None:
    """A tool that knows Table Schema and not our code accepts the table."""
    table = Resource(
        path="claims.csv", basepath=str(PROJECT.data), schema=Schema.from_descriptor(SCHEMA)
    )
    report = table.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
