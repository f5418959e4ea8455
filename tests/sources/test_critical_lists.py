"""Critical mineral lists: whole, dated, and never counted together."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from assay.releases import open_release
from assay.sources import critical_lists
from committed import PROJECT, refusal, rows


def items(release: str) -> list[dict[str, str]]:
    return rows("critical_lists", release, critical_lists.TABLES[release][0])


def test_the_lists_have_the_counts_of_their_documents() -> None:
    """50 and 60 items in the US lists, 34 and 17 in the EU annexes, 57 in the agreement."""
    found = Counter(row["list_id"] for release in critical_lists.TABLES for row in items(release))
    assert found == {
        "US_DOI_2022": 50,
        "US_DOI_2025": 60,
        "EU_CRM_2024_1252_ANNEX_II": 34,
        "EU_SRM_2024_1252_ANNEX_I": 17,
        "US_UKR_AGREEMENT_2025": 57,
    }


def test_the_eu_regulation_is_public_from_its_publication() -> None:
    """Adopted on 11 April 2024, the EU lists were in the Official Journal on 3 May 2024."""
    days = {
        (row["adopted_on"], row["public_on"])
        for row in items("official-1")
        if row["list_id"].startswith("EU_")
    }
    assert days == {("2024-04-11", "2024-05-03")}


def test_a_list_read_in_a_press_copy_is_graded_as_press() -> None:
    """The agreement's annex was not seen itself, so it is kept apart with the lower grade."""
    assert open_release(PROJECT, "critical_lists", "official-1").grade == "B"
    assert open_release(PROJECT, "critical_lists", "press-1").grade == "C"


def test_lists_count_rare_earths_in_their_own_way() -> None:
    """The US list names neodymium; the EU list has rare earths in two items."""
    names = {(row["list_id"], row["item_as_printed"].lower()) for row in items("official-1")}
    assert ("US_DOI_2022", "neodymium") in names
    eu = {name for list_id, name in names if list_id == "EU_CRM_2024_1252_ANNEX_II"}
    assert sum("rare earth" in name for name in eu) == 2
    assert "neodymium" not in eu


HEADER = "list_id,item_no,name_as_listed,note\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (HEADER + "US_DOI_2022,1,aluminum,\n", "US_DOI_2022"),
        (HEADER + "US_DOI_1984,1,tin,\n", "row 2, column list_id"),
        (HEADER + "US_DOI_2022,1,aluminum,\nUS_DOI_2022,3,arsenic,\n", "row 3, column item_no"),
        (HEADER.replace("note", "notes") + "US_DOI_2022,1,aluminum,\n", "row 1, column note"),
        (HEADER + "US_DOI_2022,1,alum", "row 2"),
        ("<html>", "row 1"),
    ],
)
def test_a_bad_list_is_one_located_error(tmp_path: Path, text: str, place: str) -> None:
    """A cut, unknown or renumbered list is refused with one sentence that says where."""
    files = {"critical_mineral_lists_transcribed.csv": text}
    assert place in refusal(tmp_path, "critical_lists", "official-1", files)
