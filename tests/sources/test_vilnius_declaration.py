"""Parties of the Vilnius declaration: those a page names, with days as exact as the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from assay.releases import open_release, read_contract
from assay.sources import vilnius_declaration as vilnius
from committed import PROJECT, pick, refusal, rows

SOURCE, RELEASE = "vilnius_declaration", "compiled-1"


def test_27_parties_of_about_32() -> None:
    """The list is a list: 27 parties, seven of the G7, and a note that others may have joined."""
    found = rows(SOURCE, RELEASE, "parties")
    assert len(found) == 27
    assert len(pick(found, role="original_g7")) == 7
    assert read_contract(PROJECT, SOURCE).table("parties").frame == "list"
    assert "27 of about 32" in open_release(PROJECT, SOURCE, RELEASE).notes


def test_a_day_is_as_exact_as_the_page() -> None:
    """A day, a month, "by" a day, and nothing at all stay different."""
    found = rows(SOURCE, RELEASE, "parties")
    columns = ("date_precision", "joined_from", "joined_by")
    joined = {row["party_code"]: tuple(row[column] for column in columns) for row in found}
    assert {code: joined[code] for code in ("DNK", "ESP", "GRC", "POL")} == {
        "DNK": ("day", "2023-07-12", "2023-07-12"),
        "ESP": ("month", "2023-07-01", "2023-07-31"),
        "GRC": ("by", "", "2023-08-16"),
        "POL": ("unknown", "", ""),
    }


FILE = Path(vilnius.FILE).name
HEAD = ",".join(vilnius.HEADER) + "\n"
ROW = "Canada,original G7,2023-07-12,outlet,https://x.org,\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (HEAD + ROW, "the list is cut off"),
        (HEAD + ROW.replace("Canada", "Atlantis"), "row 2, column party"),
        (HEAD + ROW.replace("original G7", "host"), "row 2, column role"),
        (HEAD + ROW.replace("2023-07-12", "July"), "row 2, column date"),
        (HEAD.replace("role", "part") + ROW, "row 1, column role"),
        ("<html>", f"{FILE}, row 1"),
    ],
)
def test_a_bad_file_is_one_located_error(tmp_path: Path, text: str, place: str) -> None:
    """A cut, misspelt or foreign list is refused with its place."""
    assert place in refusal(tmp_path, SOURCE, RELEASE, {FILE: text})
