"""Units, rounding and binding: what converts, what is shown, and what lies behind it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from assay import quantities
from assay.document import Number, ProofRelease, to_html, to_text
from assay.model import Check, UsedRelease, Verdict
from assay.quantities import (
    ORIGIN,
    QUALIFIERS,
    RULES,
    UNKNOWN,
    MixingError,
    TableOrigin,
    bind_cell,
    bind_count,
    bind_finding,
    bind_frame,
    bind_range,
    bind_verdict,
    convert,
    date_in_words,
    decimals_of,
    exact,
    in_reason,
    period_in_words,
    qualifier_in_words,
    raw_value,
    round_to,
    shown,
    source_and_release,
    unit_of,
)
from assay.quantities.wording import SOURCES
from hypothesis import given
from hypothesis import strategies as st
from worked_examples import KIEL, claim, finding, reading

ROOT = Path(__file__).resolve().parents[1]
AMOUNTS = st.decimals("-1e9", "1e9", places=6, allow_nan=False)
POSITIVE = st.decimals("0.000001", "1e9", places=6, allow_nan=False)
MEASURED_UNITS = st.sampled_from([unit for unit, rule in RULES.items() if not rule.whole])
ORIGIN_OF_TABLE = TableOrigin(
    "kiel_ust.totals",
    "aa",
    3,
    "bb",
    (ProofRelease("kiel_ust", "30v2", "totals", "cc", "2026-10-01", "B"),),
)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (119.63, "USD bn", "119.6"),
        (83.4, "USD bn", "83.4"),
        (358.404, "EUR bn", "358.4"),
        (0.002645, "EUR bn", "0.0026"),
        (14.85, "USD tn", "14.9"),
        (37000, "kt", "37,000"),
        (Decimal("54.70"), "Mt", "54.7"),
        (49.6, "percent", "49.6"),
        (0.2, "percent", "0.2"),
        (0.85, "ratio", "0.85"),
        (1.87, "times", "1.9"),
        (12.6, "times", "13"),
        (1.04, "times", "1.04"),
        (22, "count", "22"),
        (1032, "count", "1,032"),
        (2.5, "percent", "2.5"),
        (-0.04, "percent", "-0.04"),
        (0, "USD bn", "0"),
    ],
)
def test_each_unit_has_its_own_rounding(value: float, unit: str, text: str) -> None:
    """Amounts keep the digits their unit deserves, grouped as British English groups them."""
    assert shown(value, unit) == text


def test_half_a_unit_goes_up() -> None:
    """0.25 is 0.3 and 0.35 is 0.4, as readers round; not to the even neighbour."""
    assert [round_to(exact(v), 1) for v in (0.25, 0.35, -0.25)] == [
        Decimal("0.3"),
        Decimal("0.4"),
        Decimal("-0.3"),
    ]


@given(AMOUNTS, MEASURED_UNITS)
def test_rounding_moves_a_number_by_less_than_half_a_unit(value: Decimal, unit: str) -> None:
    """What is shown lies within half of its last digit of what was computed."""
    number = exact(value)
    decimals = decimals_of(unit, number)
    assert abs(round_to(number, decimals) - number) <= Decimal(1).scaleb(-decimals) / 2


@given(AMOUNTS, MEASURED_UNITS)
def test_rounding_twice_is_rounding_once(value: Decimal, unit: str) -> None:
    """A shown number, rounded again, stays as it is."""
    once = shown(value, unit)
    assert shown(Decimal(once.replace(",", "")), unit, decimals=_decimals(once)) == once


@given(POSITIVE, MEASURED_UNITS)
def test_something_is_never_shown_as_nothing(value: Decimal, unit: str) -> None:
    """An amount above zero keeps at least one digit that is not zero."""
    assert any(character in "123456789" for character in shown(value, unit))


@given(AMOUNTS, MEASURED_UNITS)
def test_a_number_never_gains_decimals(value: Decimal, unit: str) -> None:
    """5.0 published as 5 is not shown as 5.0: no precision is made up."""
    own = max(-int(exact(value).normalize().as_tuple().exponent), 0)
    assert _decimals(shown(value, unit)) <= own


@given(POSITIVE, POSITIVE, MEASURED_UNITS)
def test_a_range_keeps_both_ends_alike_and_in_order(a: Decimal, b: Decimal, unit: str) -> None:
    """Both ends have the same decimals, stay in order, and neither end vanishes."""
    low, high = sorted((exact(a), exact(b)))
    decimals = decimals_of(unit, low, high)
    assert round_to(low, decimals) <= round_to(high, decimals)
    assert round_to(low, decimals) > 0


@given(st.integers(0, 10**12))
def test_counts_are_exact(count: int) -> None:
    """A count is shown to its last digit."""
    assert shown(count, "count").replace(",", "") == str(count)


@pytest.mark.parametrize("unit", ["count", "rank", "votes"])
def test_a_broken_count_is_refused(unit: str) -> None:
    """Half a deposit is a mistake in a query, not a number to round."""
    with pytest.raises(ValueError, match="a whole number"):
        shown(2.5, unit)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "NaN", True])
def test_what_is_not_a_finite_number_is_refused(value: object) -> None:
    """NaN never reaches a sentence."""
    with pytest.raises(ValueError, match="number"):
        exact(value)  # type: ignore[arg-type]


def test_every_qualifier_has_words() -> None:
    """Withheld, not available, zero ... are worded; an unknown qualifier is refused by name."""
    assert {q: qualifier_in_words(q) for q in QUALIFIERS}["withheld"] == "withheld by the publisher"
    assert all(qualifier_in_words(q) for q in UNKNOWN)
    with pytest.raises(ValueError, match="'NA' has no words; known: reported"):
        qualifier_in_words("NA")


def test_every_status_a_release_may_have_is_a_qualifier() -> None:
    """The column contracts and this table name the same qualifiers."""
    for path in (ROOT / "data" / "releases").glob("*/tables.json"):
        for table in json.loads(path.read_text(encoding="utf-8"))["tables"]:
            for field in table["fields"]:
                allowed = set(field.get("constraints", {}).get("enum", ()))
                if field["name"] == "status" and "withheld" in allowed:
                    assert allowed <= QUALIFIERS, path


def test_units_convert_where_they_are_physical() -> None:
    """USGS's 5,900 kt of ilmenite is 5.9 Mt; a trillion dollars is a thousand billions."""
    assert convert(Decimal(5900), "kt", "Mt") == Decimal("5.9")
    assert convert(Decimal(1), "t", "kg") == Decimal(1000)
    assert convert(Decimal("0.5"), "USD tn", "USD bn") == Decimal(500)


@given(POSITIVE, st.sampled_from(["kg", "t", "kt", "Mt"]), st.sampled_from(["kg", "t", "kt", "Mt"]))
def test_conversion_there_and_back_is_the_same(value: Decimal, unit: str, other: str) -> None:
    """Converting to another unit and back gives the amount one started with."""
    amount = exact(value)
    assert convert(convert(amount, unit, other), other, unit) == amount


@pytest.mark.parametrize(
    ("unit", "other", "message"),
    [
        ("USD bn", "EUR bn", "different kinds"),
        ("kt", "USD bn", "different kinds"),
        ("years", "hours", "different kinds"),
        ("rank", "count", "no conversion is known"),
    ],
)
def test_units_that_differ_in_kind_do_not_convert(unit: str, other: str, message: str) -> None:
    """Dollars and euros, tonnes and dollars, the years of a treaty and hours stay apart."""
    with pytest.raises(MixingError, match=f"{unit} and {other}.*{message}"):
        convert(Decimal(10), unit, other)


FINDING = finding("allocated", low=119.63, high=130.94)
READING = reading("allocated", line=9, tables=("kiel_ust.monthly", "fx.monthly"))


def test_a_number_of_a_finding_says_who() -> None:
    """The proof names reading, file and line, rows, hash, release, table and rounding."""
    number = bind_finding(FINDING, "low", READING)
    proof = number.proof
    assert (number.text, proof.key) == ("119.6", "us-aid-350bn/allocated@now#low")
    assert proof.value == "119.63"
    assert proof.rounding == "1 decimal, half up"
    assert proof.query == "data/readings/us-aid-350bn.sql, line 9"
    assert (proof.rows, proof.evidence_sha256) == (111, "ef" * 32)
    assert proof.releases == (
        ProofRelease("kiel_ust", "29-corrected", "monthly", KIEL.digest, "2026-08-04", "B"),
    )


def test_a_number_at_the_other_clock_has_another_key() -> None:
    """What was known on the day and what is known now are two numbers."""
    then = replace(FINDING, known_on=date(2025, 2, 22))
    assert bind_finding(then, "high").proof.key == "us-aid-350bn/allocated@2025-02-22#high"


def test_both_ends_of_a_range_are_bound_and_equal_ends_are_one_number() -> None:
    """119.6 to 130.9 is two numbers; 83.4 to 83.4 is one, but where an edge runs between them."""
    assert [number.text for number in bind_range(FINDING)] == ["119.6", "130.9"]
    assert [n.text for n in bind_range(replace(FINDING, low=83.4, high=83.4))] == ["83.4"]
    alike = replace(FINDING, low=83.41, high=83.44)
    assert [n.text for n in bind_range(alike)] == ["83.4"]
    undecided = replace(alike, status="undecided")
    assert [n.text for n in bind_range(undecided)] == ["83.41", "83.44"]


def test_a_finding_without_data_has_no_number() -> None:
    """Binding what is not held is refused with its status."""
    gap = replace(FINDING, status="not_held", low=None, high=None, factor=None)
    with pytest.raises(ValueError, match="us-aid-350bn/allocated@now has no low: not_held"):
        bind_finding(gap, "low")


def test_a_verdicts_factor_joins_the_findings_behind_it() -> None:
    """Both factors share one precision; the proof sums rows and joins releases."""
    funds = UsedRelease("sig_oar", "fy2025-q1", "2025-02", "2024-12-31", "B", "cd")
    other = replace(FINDING, reading="disbursed", evidence_rows=1, releases=(funds,))
    verdict = Verdict(
        "us-aid-350bn", "contradicted", factor_low=1.872, factor_high=4.197,
        deciding=("allocated", "disbursed"),
    )  # fmt: skip
    check = Check(claim(), verdict, (FINDING, other), None, (), (READING,))
    low, high = bind_verdict(check, "factor_low"), bind_verdict(check, "factor_high")
    assert (low.text, high.text) == ("1.9", "4.2")
    assert low.proof.key == "us-aid-350bn/verdict@now#factor_low"
    assert low.proof.rows == 112
    assert [release.source for release in low.proof.releases] == ["kiel_ust", "sig_oar"]
    with pytest.raises(ValueError, match="has no factor_low"):
        bind_verdict(replace(check, now=Verdict("us-aid-350bn", "supported")), "factor_low")


@pytest.mark.parametrize(
    ("value", "status", "text"),
    [
        (28, "reported", "28"),
        (28, "more_than", "more than 28"),
        (28, "estimated", "estimated 28"),
        (0, "zero", "zero"),
        (None, "withheld", "withheld by the publisher"),
        (None, "not_available", "not available"),
        (None, "included_elsewhere", "included elsewhere"),
    ],
)
def test_a_cell_keeps_its_qualifier_in_words(value: int | None, status: str, text: str) -> None:
    """From the raw cell to the sentence, six kinds of value stay six."""
    number = bind_cell(value, "kt", key="k", what="w", origin=ORIGIN_OF_TABLE, status=status)
    assert (number.text, number.proof.qualifier) == (text, status)


@pytest.mark.parametrize(
    ("value", "status", "message"),
    [(None, "reported", "no value"), (3, "withheld", "but the value is 3"), (1, "", "no words")],
)
def test_a_cell_and_its_status_must_agree(value: int | None, status: str, message: str) -> None:
    """A missing value without a reason, or a reason beside a value, is refused."""
    with pytest.raises(ValueError, match=message):
        bind_cell(value, "kt", key="k", what="w", origin=ORIGIN_OF_TABLE, status=status)


def test_a_negative_count_is_refused() -> None:
    """Nobody counts minus one rows."""
    with pytest.raises(ValueError, match="cannot be counted"):
        bind_count(-1, key="k", what="w", origin=ORIGIN_OF_TABLE)


def ilmenite() -> pd.DataFrame:
    """Reserves as USGS lists them, with every kind of cell."""
    frame = pd.DataFrame(
        {
            "country": ["Norway", "Ukraine", "Russia", "Nowhere"],
            "year": [2024] * 4,
            "value": [37000, 5900, None, 0],
            "unit": ["kt"] * 4,
            "status": ["reported", "more_than", "withheld", "zero"],
            "note": ["edition 2025", "", None, "=SUM(A1)<b>"],
        }
    )
    frame.attrs[ORIGIN] = ORIGIN_OF_TABLE
    return frame


def test_a_frame_keeps_units_qualifiers_and_origin() -> None:
    """Numbers are bound by row, the unit stands in the heading, years are not grouped."""
    table = bind_frame(ilmenite(), "ilmenite", row="country")
    assert to_text([table.to_element()]).splitlines() == [
        "country | year | value (kt) | note",
        "Norway | 2024 | 37,000 | edition 2025",
        "Ukraine | 2024 | more than 5,900 |",
        "Russia | 2024 | withheld by the publisher | no value",
        "Nowhere | 2024 | zero | =SUM(A1)<b>",
    ]
    page = to_html([table.to_element()])
    assert '<data value="37000" data-src="proof:ilmenite#norway.value">37,000</data>' in page
    assert '<td data-src="proof:ilmenite#norway.value">edition 2025</td>' in page
    assert "&lt;b&gt;" in page


def test_every_digit_of_a_bound_frame_has_a_source() -> None:
    """Text with digits and no number beside it is bound to the count of rows."""
    frame = pd.DataFrame({"month": ["2025-02"]})
    table = bind_frame(frame, "months", origin=ilmenite())
    assert 'data-src="proof:months#rows"' in to_html([table.to_element()])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"row": "unit"}, "does not tell rows apart: kt"),
        ({"columns": {"value": "Reserves in 2024"}}, "typed by hand"),
    ],
)
def test_a_careless_table_is_refused(change: dict[str, object], message: str) -> None:
    """Two rows with one key and headings with typed digits stop the story."""
    with pytest.raises(ValueError, match=message):
        bind_frame(ilmenite(), "ilmenite", **change)  # type: ignore[arg-type]


def test_a_number_without_unit_or_origin_is_refused() -> None:
    """A frame that forgot where it is from, or what it counts, is not published."""
    bare = pd.DataFrame({"aid": [1.5]})
    with pytest.raises(ValueError, match="does not say where it is from"):
        bind_frame(bare, "aid")
    with pytest.raises(ValueError, match=r"aid#r1.aid: a number without unit"):
        bind_frame(bare, "aid", origin=ORIGIN_OF_TABLE)
    missing = pd.DataFrame({"aid": [float("nan")]})
    with pytest.raises(ValueError, match=r"aid#r1.aid: no value"):
        bind_frame(missing, "aid", units={"aid": "EUR bn"}, origin=ORIGIN_OF_TABLE)


def test_a_cells_proof_says_what_it_is_of() -> None:
    """The heading and the texts of its row, never the number of a row alone."""
    frame = pd.DataFrame(
        {"country": ["Norway"], "year": [2024], "value": [37000], "unit": ["kt"], "status": [""]}
    )
    columns = {"country": "Country", "value": "Reserves", "year": "Year"}
    bound = bind_frame(frame, "world", columns, origin=ORIGIN_OF_TABLE)
    (number,) = (cell for cell in bound.rows[0] if isinstance(cell, Number))
    assert number.proof.what == "Reserves: Norway, 2024"


def test_every_release_held_has_a_name_a_reader_knows() -> None:
    """Source and release in words: no id, no date in digits alone, no `v2`, no fiscal quarter."""
    releases = Path(__file__).resolve().parents[1] / "data/releases"
    held = [path.parent for path in releases.glob("*/*/datapackage.json")]
    assert held
    for folder in held:
        name = source_and_release(folder.parent.name, folder.name)
        assert not re.search(r"_|\bfy\d|\bv\d|vintage|coding-1|compiled-1|\d-[a-z]", name), name
        assert folder.parent.name in SOURCES["en"], folder
        assert folder.name not in name or folder.name.isdigit(), name


def test_a_reason_of_the_ledger_names_releases_in_words() -> None:
    """The record keeps ids; the page says what they are."""
    reason = "now uses deepstate_map 2025-02-24, named_deposits compiled-1; readings changed"
    assert in_reason(reason) == (
        "now uses DeepStateMap, 24 February 2025; Named deposits, compiled from five dated maps; "
        "readings changed"
    )
    assert in_reason("new release: kiel_ust@28") == (
        "new release: Kiel Ukraine Support Tracker, release 28"
    )
    assert in_reason("the claim's row or the rule changed") == "the claim's row or the rule changed"


def test_dates_keep_their_precision() -> None:
    """A month stays a month, and what is not known says so."""
    assert date_in_words("2025-02-22") == "22 February 2025"
    assert date_in_words("2025-02") == "February 2025"
    assert date_in_words("2025") == "2025"
    assert date_in_words("") == "an unknown date"
    assert period_in_words("2022-01-24", "2025-01-31") == "24 January 2022 to 31 January 2025"
    assert period_in_words("", "2025-01-31") == "up to 31 January 2025"
    assert period_in_words("", "") == "not stated"
    with pytest.raises(ValueError, match="Invalid isoformat"):
        date_in_words("until 3/10/2022")


def test_codes_and_days_inside_a_text_are_words() -> None:
    """A cell is read by people: no underscores and no ISO dates, wherever in it they stand."""
    frame = pd.DataFrame({"stage": ["no_end; leave after 20"], "as_of": ["enacted to 2024-04-24"]})
    table = bind_frame(frame, "codes", {"stage": "Stage", "as_of": "As of"}, origin=ilmenite())
    assert to_text([table.to_element()]).splitlines()[1] == (
        "no end; leave after 20 | enacted to 24 April 2024"
    )
    years = pd.DataFrame({"as_of": ["FY2022-FY2024, 2024-2027"]})
    assert "FY2022-FY2024, 2024-2027" in to_text(
        [bind_frame(years, "years", {"as_of": "As of"}, origin=ilmenite()).to_element()]
    )


def test_raw_values_never_print_nan() -> None:
    """None, NaN and NaT are `no value`; decimals lose their padding."""
    values = (None, float("nan"), pd.NaT, pd.NA, Decimal("1.2300000000"), True, date(2025, 1, 31))
    assert [raw_value(value) for value in values] == [
        *["no value"] * 4,
        "1.23",
        "yes",
        "31 January 2025",
    ]


def test_one_vote_is_singular() -> None:
    """1 vote, 2 votes, 1 to 2 votes, 1.0 billion dollars."""
    votes = unit_of("votes")
    assert [votes.after("1"), votes.after("2"), votes.after("1", "2")] == [
        " vote",
        " votes",
        " votes",
    ]


def test_importing_quantities_loads_no_heavy_package() -> None:
    """pint, babel, pandas and plotly wait until they are needed."""
    code = (
        "import sys, assay.quantities;"
        "print([m for m in ('pint', 'babel', 'pandas', 'plotly') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_every_public_name_is_exported_once() -> None:
    """`__all__` is the room's surface and names only what exists."""
    assert len(set(quantities.__all__)) == len(quantities.__all__)
    assert all(hasattr(quantities, name) for name in quantities.__all__)


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])
