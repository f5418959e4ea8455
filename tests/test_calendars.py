"""Release calendars and registered sets: what existed when, and who is in which Europe."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from assay.crosswalks import read_lookup, read_sets
from assay.errors import CuratedError
from assay.paths import Project
from assay.releases import list_releases, open_release, read_calendar
from samples import set_codes

PROJECT = Project(Path(__file__).resolve().parents[1])
CALENDARS = sorted(path.stem for path in PROJECT.calendars.glob("*.csv"))
HEADER = (
    "release,label,released_on,released_on_status,data_through,headline_measure,headline_value,"
    "headline_unit,headline_quote,publisher_title,url,url_status,note"
)


@pytest.mark.parametrize("source", CALENDARS)
def test_a_calendar_has_one_row_per_release(source: str) -> None:
    """Every calendar has the agreed columns and names each release once."""
    path = PROJECT.calendars / f"{source}.csv"
    assert path.read_text(encoding="utf-8").splitlines()[0] == HEADER
    names = [entry.release for entry in read_calendar(PROJECT, source)]
    assert len(names) == len(set(names)) > 0


@pytest.mark.parametrize("source", CALENDARS)
def test_a_calendar_says_how_sure_a_date_is(source: str) -> None:
    """A release without a date is unknown, and only then."""
    for entry in read_calendar(PROJECT, source):
        assert (entry.released_on_status == "unknown") == (str(entry.released_on) == "")


@pytest.mark.parametrize("column", ["released_on_status", "url_status"])
def test_a_calendar_has_words_of_a_closed_list(tmp_path: Path, column: str) -> None:
    """Another word is told with its file, row, column and the words there are."""
    path = Project(tmp_path).calendars / "red_book.csv"
    path.parent.mkdir(parents=True)
    lines = list(csv.DictReader((PROJECT.calendars / "red_book.csv").open(encoding="utf-8")))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, lines[0])
        writer.writeheader()
        writer.writerows([{**lines[0], column: "not_seen"}])
    told = rf"calendars/red_book\.csv, row 2, column {column}: .*'not_seen'.* one of seen, "
    with pytest.raises(CuratedError, match=told):
        read_calendar(Project(tmp_path), "red_book")


@pytest.mark.parametrize("source", CALENDARS)
def test_a_calendar_quotes_briefly(source: str) -> None:
    """No quotation in a calendar has 25 words or more."""
    for entry in read_calendar(PROJECT, source):
        assert len(entry.headline_quote.split()) < 25, entry.release


def test_what_was_current_in_february_2025() -> None:
    """Kiel's release 21 of 14 February 2025 is listed with its 267 bn euros and is not held."""
    entry = next(e for e in read_calendar(PROJECT, "kiel_ust") if e.release == "21")
    assert (str(entry.released_on), entry.released_on_status) == ("2025-02-14", "seen")
    assert (entry.headline_value, entry.headline_unit) == ("267", "EUR bn")
    assert "21" not in {release.release for release in list_releases(PROJECT, "kiel_ust")}


def test_the_headline_of_each_upload_of_release_29() -> None:
    """The calendar has 350.88 for the first and 358.40 for the corrected upload."""
    listed = {entry.release: entry for entry in read_calendar(PROJECT, "kiel_ust")}
    assert listed["29-first"].headline_value == "350.88"
    assert listed["29-corrected"].headline_value == "358.40"
    assert str(open_release(PROJECT, "kiel_ust", "29-corrected").released_on) == "2026-08-04"


def test_a_release_with_two_headlines_keeps_both() -> None:
    """The inspector general's page of early 2025 keeps 182.8 as headline and 83.4 in its note."""
    entry = next(e for e in read_calendar(PROJECT, "sig_oar") if e.release == "fy2025-q1")
    assert entry.headline_value == "182.8"
    assert "disbursed 83.4 USD bn" in entry.note


def test_kiels_europe_is_27_members_institutions_and_four_more() -> None:
    """Kiel's Europe is the EU's 27 members, its institutions, and GBR, NOR, CHE, ISL."""
    eu = set_codes(PROJECT, "eu27")
    assert len(eu) == 27
    assert set_codes(PROJECT, "kiel_europe") == eu | {"EUI", "GBR", "NOR", "CHE", "ISL"}


def test_the_un_geoscheme_has_44_states_with_russia_and_ukraine() -> None:
    """The UN's Europe has 44 states, among them Russia and Ukraine, without Cyprus and Türkiye."""
    europe = set_codes(PROJECT, "europe_un_geoscheme")
    assert len(europe) == 44
    assert {"RUS", "UKR"} <= europe
    assert not {"CYP", "TUR", "GEO"} & europe
    assert set_codes(PROJECT, "europe_un_geoscheme_without_russia") == europe - {"RUS"}


def test_every_member_has_a_citation() -> None:
    """Every member of every set says where the membership is from."""
    for members in read_sets(PROJECT).values():
        assert all(member.citation and len(member.member_code) == 3 for member in members)


def test_a_member_twice_is_refused(tmp_path: Path) -> None:
    """A set with one member twice is refused with its row."""
    folder = tmp_path / "data" / "crosswalks"
    folder.mkdir(parents=True)
    with (folder / "sets.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            [
                ["set_id", "member", "member_code", "source", "citation"],
                ["eu27", "France", "FRA", "", "x"],
                ["eu27", "France", "FRA", "", "x"],
            ]
        )
    with pytest.raises(CuratedError, match=r"sets\.csv, row 3, column member_code"):
        read_sets(Project(tmp_path))


def test_a_crosswalk_with_other_columns_is_refused(tmp_path: Path) -> None:
    """The message has the file, its first row, the columns found and those expected."""
    path = tmp_path / "data" / "crosswalks" / "oblasts.csv"
    path.parent.mkdir(parents=True)
    path.write_text("code,name\nUA-05,Vinnytsia\n", encoding="utf-8")
    told = r"oblasts\.csv, row 1: columns differ; found without oblast, with name; "
    expected = told + "expected code, oblast"
    with pytest.raises(CuratedError, match=expected):
        read_lookup(Project(tmp_path), "oblasts.csv", ["code", "oblast"])
