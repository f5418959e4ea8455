"""ONE Campaign: all of a donor's ODA, and refugee costs that are not all Ukraine's."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from assay.sources import one_campaign as one
from committed import only, pick, refusal, rows

SOURCE = "one_campaign"
ODA, ESTIMATES = one.RELEASES


def test_thirty_donors_from_2010_to_2022() -> None:
    """390 figures of ODA and 343 of refugee costs, for 30 donors; Austria's first is 1,208.42."""
    found = rows(SOURCE, ODA, "oda")
    assert {m: len(pick(found, measure=m)) for m in ("oda", "refugee_costs")} == {
        "oda": 390,
        "refugee_costs": 343,
    }
    assert len({row["donor_code"] for row in found}) == 30
    assert only(found, donor_code="AUT", period="2010", measure="oda")["value"] == "1208.42"


def test_the_cost_of_2022_is_for_refugees_from_everywhere() -> None:
    """Every figure of 2022 equals the OECD's in-donor refugee costs of all origins."""
    reported = pick(rows(SOURCE, ODA, "oda"), measure="refugee_costs", period="2022")
    oecd = {row["donor_code"]: Decimal(row["value"]) for row in reported}
    costs = pick(rows(SOURCE, ESTIMATES, "refugee_costs"), period="2022")
    given = {row["donor_code"]: Decimal(row["value"]) for row in costs if row["value"]}
    assert {row["origin"] for row in costs} == {"all"}
    assert given.items() <= oecd.items()
    assert len(given) == 26


def test_no_figure_is_not_zero() -> None:
    """Estonia, Hungary and Luxembourg have no figure for 2022; Estonia prints 0 for 2023."""
    costs = rows(SOURCE, ESTIMATES, "refugee_costs")
    missing = pick(costs, status="not_available")
    assert {(row["donor_code"], row["period"]) for row in missing} == {
        ("EST", "2022"),
        ("HUN", "2022"),
        ("LUX", "2022"),
    }
    assert only(costs, donor_code="EST", period="2023")["status"] == "zero"


def test_dollars_become_millions() -> None:
    """Germany's 4,808,870,000 dollars of 2022 are 4,808.87 millions; 2023 is an estimate."""
    germany = pick(rows(SOURCE, ESTIMATES, "refugee_costs"), donor_code="DEU")
    assert (germany[0]["value"], germany[0]["status"]) == ("4808.87", "reported")
    assert {row["status"] for row in germany[1:]} == {"estimated"}


NAMES = {r: [Path(name).name for name in facts.files] for r, facts in one.RELEASES.items()}
COSTS = ",".join(one.COSTS) + "\nAUT,100.0,1000000.0,,0.0\n"
PLAIN = ",".join(one.ODA) + "\n2010,Austria,1\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (COSTS + "BEL,1", "row 3"),
        (COSTS.replace("cost23", "cost2023"), "row 1, column cost23"),
        (COSTS.replace("1000000.0", "1 million"), "row 2, column cost22"),
        (COSTS.replace("100.0,", "100.5,"), "row 2, column total_refugees"),
        ("<html>", "row 1"),
    ],
)
def test_a_bad_file_of_estimates_is_one_located_error(
    tmp_path: Path, text: str, place: str
) -> None:
    """A cut, misspelt or foreign file is refused with its place."""
    assert place in refusal(tmp_path, SOURCE, ESTIMATES, {NAMES[ESTIMATES][0]: text})


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (PLAIN, "donors are missing"),
        (PLAIN.replace("Austria", "Atlantis"), "row 2, column donor_name"),
        (PLAIN.replace("2010", "FY10"), "row 2, column year"),
    ],
)
def test_a_bad_table_of_oda_is_one_located_error(tmp_path: Path, text: str, place: str) -> None:
    """A cut or foreign table is refused with its place."""
    second = PLAIN.replace("value", "idrc")
    files: dict[str, str | bytes] = dict(zip(NAMES[ODA], (text, second), strict=True))
    assert place in refusal(tmp_path, SOURCE, ODA, files)
