"""Figures on the real releases: drawn, bound, whole, the same twice; careless tables refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from assay import charts
from assay.charts.house import CLEAR
from assay.checks import check_claims
from assay.desk import open_desk
from assay.document import Document
from assay.model import Check
from assay.pages.figures import FETCHING, TRACES
from assay.paths import Project
from assay.quantities import ORIGIN, MixingError, TableOrigin
from digits import loose_digits

PROJECT = Project(Path(__file__).resolve().parents[2])
ORIGIN_OF_TABLE = TableOrigin("q", "", 3, "")
AID = """
SELECT donor, aid_type, stage, unit, min(period_start) AS period_start,
  max(period_end) AS period_end, sum(value) AS value, 'reported' AS status
FROM kiel_ust.monthly
WHERE donor IN ('United States', 'Germany') AND stage = 'allocated'
GROUP BY donor, aid_type, stage, unit, year(period_start) ORDER BY donor DESC, period_start
"""
REGIONS = """
SELECT place, mapped_on, measure, value, unit, status FROM deepstate_map.occupied
WHERE mapped_on = DATE '2025-02-24' AND measure = 'area' AND place_code LIKE 'UA-%' AND value >= 1
"""
DAYS = """
SELECT place, mapped_on, measure, value, unit, status FROM deepstate_map.occupied
WHERE measure = 'area' AND place_code = 'UA' ORDER BY value DESC
"""
CLAUSES = """
SELECT parties AS text, clause_topic, presence, second_coder FROM legal_texts.clauses
WHERE kind = 'security_agreement' ORDER BY parties, clause_topic, part
"""


@pytest.fixture(scope="module")
def checks() -> list[Check]:
    """Every claim, tested."""
    return check_claims(PROJECT)


@pytest.fixture(scope="module")
def frames() -> Iterator[dict[str, pd.DataFrame]]:
    """Tables of the desk as the stories ask for them."""
    with open_desk(PROJECT) as desk:
        queries = {"aid": AID, "clauses": CLAUSES, "regions": REGIONS, "days": DAYS}
        yield {name: desk.query(sql) for name, sql in queries.items()}


def reserves(**changes: list[Any]) -> pd.DataFrame:
    """Ilmenite as USGS prints it (MCS 2026), with every kind of cell."""
    made: dict[str, list[Any]] = {
        "country": ["Australia", "Norway", "Ukraine", "Senegal", "Norway", "Ukraine"],
        "country_code": ["AUS", "NOR", "UKR", "SEN", "NOR", "UKR"],
        "statistic": ["reserves"] * 4 + ["production"] * 2,
        "value": [170000, 37000, 5900, None, 390, 200],
        "unit": ["kt"] * 6,
        "status": ["more_than", "reported", "reported", "not_available", "estimated", "estimated"],
        "commodity": ["Titanium"] * 6,
    }
    frame = pd.DataFrame({**made, **changes})
    frame.attrs[ORIGIN] = ORIGIN_OF_TABLE
    return frame


def shares() -> pd.DataFrame:
    """Shares of the world, one of them withheld."""
    frame = reserves().head(4).assign(unit="percent", value=[60.0, 30.0, 4.6, None])
    frame.attrs[ORIGIN] = ORIGIN_OF_TABLE
    return frame


@pytest.fixture(scope="module")
def figures(checks: list[Check], frames: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """A strip of every claim, and one figure of each other kind."""
    made = {f"strip of {c.claim.claim_id}": charts.readings_strip(c) for c in checks}
    made["aid"] = charts.donors_by_type(frames["aid"], title="Aid by kind")
    made["clauses"] = charts.clause_grid(frames["clauses"], title="What the texts have")
    made["reserves"] = charts.reserves_and_production(reserves(), title="Who has it")
    made["shares"] = charts.world_share(shares(), title="Shares")
    made["regions"] = charts.occupied_by_region(frames["regions"], title="Area by region")
    made["days"] = charts.occupied_by_day(frames["days"], title="Area by day")
    made["verdicts"] = charts.verdicts_by_topic(checks)
    return made


def test_the_same_data_gives_the_same_bytes(
    checks: list[Check], frames: dict[str, pd.DataFrame], figures: dict[str, Any]
) -> None:
    """A figure drawn twice is one figure."""
    grid = charts.clause_grid(frames["clauses"], title="What the texts have")
    assert grid.to_json() == figures["clauses"].to_json()
    for check in checks[::20]:
        again = charts.readings_strip(check)
        assert again.to_json() == figures[f"strip of {check.claim.claim_id}"].to_json()


def test_every_figure_is_drawable_and_bound(figures: dict[str, Any]) -> None:
    """Cartesian traces only; title, text, source and table present and every digit bound."""
    for name, figure in figures.items():
        text = figure.to_json()
        raw = json.loads(text)
        assert {trace["type"] for trace in raw["data"]} <= TRACES, name
        assert not FETCHING & set(raw["layout"]), name
        assert "NaN" not in text.split('"meta"')[0], name
        about = raw["layout"]["meta"]["assay"]
        for part in ("title", "alt", "source", "table"):
            document = Document.from_json(about[part])
            assert loose_digits(document) == [], (name, part)
            assert str(document), (name, part)


def test_a_figure_fits_a_telephone(figures: dict[str, Any]) -> None:
    """No width is set, margins leave two thirds of 390 pixels, lines of the title are short."""
    for name, figure in figures.items():
        assert figure.layout.width is None, name
        assert figure.layout.margin.l + figure.layout.margin.r < 180, name
        lines = figure.layout.title.text.removeprefix("<b>").removesuffix("</b>").split("<br>")
        assert max(len(line) for line in lines) <= 42, (name, lines)


def test_the_strip_sets_the_claim_against_its_readings(figures: dict[str, Any]) -> None:
    """350 with its band of 332.5 to 367.5; 83.4 paid out; both in the title and the table."""
    figure = figures["strip of us-aid-350bn"]
    band, line = figure.layout.shapes[:2]
    assert (band.x0, band.x1, line.x0) == (332.5, 367.5, 350)
    assert [83.4, 83.4] in [list(trace.x) for trace in figure.data]
    about = figure.layout.meta["assay"]
    title = str(Document.from_json(about["title"]))
    assert title.startswith("Allocated by the United States: ")
    assert title.endswith(" measured, 350 billion dollars said")
    assert "Paid out (disbursed) | ordinary | 83.4 billion dollars | fails" in str(
        Document.from_json(about["table"])
    )


def test_a_floor_stays_a_floor_in_title_and_table(figures: dict[str, Any]) -> None:
    """Named deposits of an incomplete list are "at least", beside an exact length of the list."""
    about = figures["strip of eu-crm-22-of-34"].layout.meta["assay"]
    title, table = (str(Document.from_json(about[part])) for part in ("title", "table"))
    assert "Materials with a named deposit: at least " in title
    assert "| primary | at least " in table
    assert "Length of the EU list | context | 34 |" in table


def test_a_number_nobody_said_is_not_printed_as_said(figures: dict[str, Any]) -> None:
    """ "Europe is loaning the money" names no 100 per cent, "more than" no once."""
    for claim_id in ("europe-aid-all-loans", "biden-authorised-more-than-europe-spent"):
        figure = figures[f"strip of {claim_id}"]
        title = str(Document.from_json(figure.layout.meta["assay"]["title"]))
        assert "measured, tested as " in title
        assert not [note.text for note in figure.layout.annotations if "said:" in note.text]


def test_a_ceiling_is_not_called_measured(figures: dict[str, Any]) -> None:
    """What the source can only bound is a ceiling or a floor, in title and table."""
    for claim_id, bound in (
        ("rare-earth-worth-500bn", "a ceiling of "),
        ("ukraine-received-75bn", "a ceiling of "),
        ("us-100bn-never-received", "a floor of "),
    ):
        about = figures[f"strip of {claim_id}"].layout.meta["assay"]
        title, table = (str(Document.from_json(about[part])) for part in ("title", "table"))
        assert "measured" not in title
        assert bound in title
        assert f"| primary | {bound}" in table


def test_a_text_known_from_reports_says_so_in_the_title(figures: dict[str, Any]) -> None:
    """None found in the parts reported is not none in the text."""
    about = figures["strip of signed-agreement-no-guarantee"].layout.meta["assay"]
    assert str(Document.from_json(about["title"])).endswith("0 found in the parts reported")


def test_statuses_differ_in_form_not_only_in_colour(figures: dict[str, Any]) -> None:
    """Fails is a square, holds a circle, undecided hollow on a dotted line."""
    forms = {
        (trace.marker.symbol, trace.line.dash)
        for name, figure in figures.items()
        for trace in figure.data
        if name.startswith("strip") and trace.mode == "lines+markers"
    }
    assert forms == {
        ("square", "solid"),
        ("circle", "solid"),
        ("diamond-open", "dot"),
        ("circle-open", "solid"),
    }


def test_a_reading_without_data_is_a_dotted_line_without_a_mark(figures: dict[str, Any]) -> None:
    """What is not held has a row and no number."""
    figure = figures["strip of lithium-third-of-europe"]
    assert all(trace.mode == "lines" for trace in figure.data if trace.line.dash == "dot")
    assert "no data" in " ".join(note.text for note in figure.layout.annotations)


def test_another_unit_is_in_the_table_only(checks: list[Check]) -> None:
    """A context reading in percent is not drawn on an axis of dollars."""
    check = next(c for c in checks if c.claim.claim_id == "us-aid-350bn")
    other = replace(check.now_findings[-1], unit="percent")
    mixed = replace(check, now_findings=(*check.now_findings[:-1], other))
    drawn = charts.readings_strip(mixed)
    assert len(drawn.data) == len(charts.readings_strip(check).data) - 2
    assert "| 123% |" in str(Document.from_json(drawn.layout.meta["assay"]["table"]))


def test_estimates_are_hatched_bounds_hollow_and_gaps_worded() -> None:
    """Estimated, more than and not available are visible in the mark."""
    figure = charts.reserves_and_production(reserves(), title="Who has it")
    above, below = figure.data
    assert above.marker.color[0] == CLEAR
    assert set(below.marker.pattern.shape) == {"/"}
    notes = [note.text for note in figure.layout.annotations]
    assert "more than 170,000" in notes
    assert "not available" in notes
    assert "<b>Production</b>, thousand tonnes (hatched: estimated)" in notes


def test_the_country_asked_about_is_marked() -> None:
    """Ukraine's bar has the colour of attention and a bold name."""
    figure = charts.world_share(shares(), title="Shares")
    names = [note.text for note in figure.layout.annotations]
    assert "<b>Ukraine</b>" in names
    assert "<b>4.6%</b>" in names
    assert "Norway" in names


def test_countries_stand_by_size_and_gaps_last() -> None:
    """The largest first, whatever the order of the table."""
    turned = reserves().iloc[::-1]
    turned.attrs[ORIGIN] = ORIGIN_OF_TABLE
    first, second = (
        charts.reserves_and_production(frame, title="Who has it").data[0]
        for frame in (reserves(), turned)
    )
    assert list(first.x) == list(second.x) == [170000, 37000, 5900, 0]


def test_years_of_aid_add_up_to_the_table(frames: dict[str, pd.DataFrame]) -> None:
    """What is drawn is what the query gave."""
    figure = charts.donors_by_type(frames["aid"], title="Aid by kind")
    drawn = sum(sum(trace.y) for trace in figure.data)
    assert drawn == pytest.approx(float(frames["aid"]["value"].sum()))
    assert {trace.name for trace in figure.data} == {"military", "financial", "humanitarian"}


def test_a_bar_of_part_of_a_year_says_where_it_ends(figures: dict[str, Any]) -> None:
    """Kiel has rows of the United States to January 2025, of Germany to April 2026."""
    figure = figures["aid"]
    heads = [note.text for note in figure.layout.annotations if "last bar" in note.text]
    assert [head.partition("<br>")[2] for head in heads] == [
        "last bar: to January 2025",
        "last bar: to April 2026",
    ]
    alt = str(Document.from_json(figure.layout.meta["assay"]["alt"]))
    assert "United States, last bar: to January 2025." in alt


def test_whole_years_need_no_such_label(frames: dict[str, pd.DataFrame]) -> None:
    """Bars of one length carry no label."""
    whole = frames["aid"][frames["aid"]["period_start"] < pd.Timestamp("2025-01-01")]
    figure = charts.donors_by_type(whole, title="Aid", origin=frames["aid"])
    assert not [note.text for note in figure.layout.annotations if "last bar" in note.text]


def test_commitments_and_allocations_are_not_stacked(frames: dict[str, pd.DataFrame]) -> None:
    """Two stages in one frame are refused, with place and kinds."""
    mixed = frames["aid"].copy()
    mixed.loc[0, "stage"] = "committed"
    with pytest.raises(MixingError, match=r"column stage.*found allocated, committed"):
        charts.donors_by_type(mixed, title="Aid")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"unit": ["kt"] * 3 + ["t"] + ["kt"] * 2}, "reserves, column unit: .* found kt, t;"),
        (
            {"commodity": ["Titanium"] * 5 + ["Zircon"]},
            "commodity: .* found Titanium, Zircon;",
        ),
        ({"release": ["mcs2025"] * 5 + ["mcs2026"]}, "column release: .* found mcs2025, mcs2026;"),
    ],
)
def test_units_commodities_and_editions_are_not_mixed(
    changes: dict[str, list[str]], message: str
) -> None:
    """One panel, one unit; one chart, one commodity and edition."""
    with pytest.raises(MixingError, match=message):
        charts.reserves_and_production(reserves(**changes), title="Who has it")


def test_shares_must_be_shares() -> None:
    """Tonnes are not drawn as a share of the world."""
    with pytest.raises(ValueError, match="shares are in percent, found 'kt'"):
        charts.world_share(reserves().head(3), title="Shares", origin=ORIGIN_OF_TABLE)


def test_a_frame_that_forgot_its_origin_is_refused() -> None:
    """A chart without source is not drawn."""
    bare = pd.DataFrame(reserves().to_dict("list"))
    with pytest.raises(ValueError, match="does not say where it is from"):
        charts.reserves_and_production(bare, title="Who has it")


def test_the_grid_tells_absent_from_not_seen(frames: dict[str, pd.DataFrame]) -> None:
    """Has it, does not have it and not in the excerpt have three forms; others are refused."""
    grid = charts.clause_grid(frames["clauses"], title="What the texts have")
    forms = {trace.name: trace.marker.symbol for trace in grid.data}
    assert forms["has it"] == "square"
    assert forms["does not have it"] == "square-open"
    odd = pd.DataFrame({"text": ["A"], "clause_topic": ["courts"], "presence": ["maybe"]})
    with pytest.raises(ValueError, match="A, courts: presence 'maybe' has no mark"):
        charts.clause_grid(odd, title="x", origin=ORIGIN_OF_TABLE)


def test_the_grid_never_shortens_the_name_of_a_text(frames: dict[str, pd.DataFrame]) -> None:
    """A long name takes a second line of the margin; no word of it is left out."""
    long = "members of NATO (Ukraine is not one)"
    frame = frames["clauses"].assign(text=long)
    grid = charts.clause_grid(frame, title="x", origin=frames["clauses"])
    labels = [note.text.replace("<br>", " ") for note in grid.layout.annotations]
    assert long in labels


def test_the_grid_says_that_one_person_coded_it(frames: dict[str, pd.DataFrame]) -> None:
    """The line goes when every cell has a second coder."""
    said = "One person coded the texts"
    for coder, is_said in (("", True), ("second coder", False)):
        frame = frames["clauses"].assign(second_coder=coder)
        grid = charts.clause_grid(frame, title="x", origin=frames["clauses"])
        source = str(Document.from_json(grid.layout.meta["assay"]["source"]))
        assert (said in source) is is_said
        drawn = [note.text for note in grid.layout.annotations if note.name == "source"]
        assert (said in drawn[0].replace("<br>", " ")) is is_said
    assert said in str(
        Document.from_json(
            charts.clause_grid(frames["clauses"], title="x").layout.meta["assay"]["source"]
        )
    )


def test_an_annex_that_has_it_counts_for_its_text() -> None:
    """A text answering twice has the clause if one part has."""
    twice = pd.DataFrame(
        {"text": ["A", "A"], "clause_topic": ["courts"] * 2, "presence": ["absent", "present"]}
    )
    grid = charts.clause_grid(twice, title="x", origin=ORIGIN_OF_TABLE)
    assert [trace.name for trace in grid.data] == ["has it"]


def test_all_28_agreements_and_the_clause_that_croatia_lacks(
    frames: dict[str, pd.DataFrame],
) -> None:
    """27 of 28 agreements have consultation within 24 hours (PITFALLS, text 1)."""
    grid = charts.clause_grid(frames["clauses"], title="What the texts have")
    alt = str(Document.from_json(grid.layout.meta["assay"]["alt"]))
    assert "consultation in hours: 27 / 28" in alt
    assert "duty to use force: 0 / 28" in alt


def test_a_name_with_a_digit_is_bound() -> None:
    """`G7` is the name of a text, not a number typed by hand."""
    named = pd.DataFrame({"text": ["G7"], "clause_topic": ["courts"], "presence": ["absent"]})
    grid = charts.clause_grid(named, title="x", origin=ORIGIN_OF_TABLE)
    assert loose_digits(Document.from_json(grid.layout.meta["assay"]["table"])) == []


def test_verdicts_are_one_dot_a_claim_and_never_by_speaker(checks: list[Check]) -> None:
    """As many dots as claims; no speaker's name anywhere."""
    figure = charts.verdicts_by_topic(checks)
    assert sum(len(trace.x) for trace in figure.data) == len(checks)
    text = json.dumps([trace.to_plotly_json() for trace in figure.data], default=str)
    text += json.dumps([note.text for note in figure.layout.annotations])
    speakers = {c.claim.speaker for c in checks} - {c.claim.title for c in checks}
    titles = " ".join(c.claim.title for c in checks)
    assert not [name for name in speakers if name and name in text and name not in titles]
    with pytest.raises(ValueError, match="no checks to draw"):
        charts.verdicts_by_topic([])


def test_days_stand_in_their_order_and_regions_by_size(frames: dict[str, pd.DataFrame]) -> None:
    """The earliest map first, however the table is sorted; Luhansk has the largest area."""
    days = charts.occupied_by_day(frames["days"], title="Area by day")
    assert list(days.data[0].x) == sorted(frames["days"]["value"].astype(float))
    regions = charts.occupied_by_region(frames["regions"], title="Area by region")
    assert list(regions.data[0].x) == sorted(regions.data[0].x, reverse=True)
    assert "the largest first, on 24 February 2025: Luhansk" in alt_of(regions)
    assert "24 February 2025" in regions.layout.xaxis.title.text


def test_days_and_measures_of_area_are_not_mixed(frames: dict[str, pd.DataFrame]) -> None:
    """Two days beside each other are no map of one; a share is no area."""
    mixed = frames["regions"].copy()
    mixed.loc[0, "mapped_on"] = frames["days"]["mapped_on"].max()
    with pytest.raises(MixingError, match="column mapped_on"):
        charts.occupied_by_region(mixed, title="Area", origin=ORIGIN_OF_TABLE)
    shares_of_land = frames["days"].assign(unit="percent")
    with pytest.raises(ValueError, match="areas are in km2, found 'percent'"):
        charts.occupied_by_day(shares_of_land, title="Area", origin=ORIGIN_OF_TABLE)


def alt_of(figure: Any) -> str:
    """A figure's alternative text."""
    return str(Document.from_json(figure.layout.meta["assay"]["alt"]))
