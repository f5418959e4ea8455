"""Tables, clocks, gaps, evidence, credits: everything a claim's page shows of its findings."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from assay import narrative
from assay.document import Document, el, numbers_in, to_html
from assay.errors import ReleaseError
from assay.model import Verdict
from assay.narrative.words import TABLES, words_in
from assay.paths import Project
from assay.quantities import ORIGIN, TableOrigin, bind_count
from assay.releases import list_releases
from digits import loose_digits
from worked_examples import KIEL, check, claim, finding, reading

PROJECT = Project(Path(__file__).resolve().parents[2])
ORIGIN_OF_TABLE = TableOrigin("usgs_mcs.world", "aa", 2, "bb")


def all_documents() -> dict[str, Document]:
    made = check()
    rows = SimpleNamespace(
        columns=["period", "value"], rows=[("2024-01", 1.5)], count=300, digest="ab12" * 16
    )
    return {
        "claim_card": narrative.claim_card(made.claim),
        "tested_as": narrative.tested_as(made.claim),
        "verdict": narrative.verdict(made),
        "findings_table": narrative.findings_table(made),
        "warrants": narrative.warrants(made),
        "then_and_now": narrative.then_and_now(made),
        "unknowns": narrative.unknowns(made),
        "evidence_table": narrative.evidence_table(rows, reading("allocated")),
        "reply": narrative.reply(claim(reply="351", reply_on="2025-03-01")),
        "repetitions": narrative.repetitions(made.claim, [claim(claim_id="b", title="Was it 2?")]),
        "scoreboard": narrative.scoreboard([made]),
        "credits": narrative.credits(list_releases(PROJECT, "kiel_ust")),
    }


@pytest.mark.parametrize("name", sorted(all_documents()))
def test_no_digit_stands_without_a_source(name: str) -> None:
    """The digit gate would pass every document this room makes."""
    assert loose_digits(all_documents()[name]) == []


@pytest.mark.parametrize("name", sorted(all_documents()))
def test_every_named_proof_is_in_its_document(name: str) -> None:
    """`data-src="proof:…"` always leads somewhere, and the document survives its JSON form."""
    document = all_documents()[name]
    named = set(re.findall(r'data-src="proof:([^"]*)"', to_html(document.nodes)))
    assert named <= set(document.proofs)
    assert Document.from_json(document.to_json()) == document


def test_the_findings_table_shows_every_reading_in_order_of_role() -> None:
    """Reading, role, measured with unit, result, distance, period, release, grade."""
    lines = str(narrative.findings_table(check())).splitlines()
    assert lines[1] == (
        "Reading | Role | Measured | Result | Distance | Period covered | Release | Grade"
    )
    assert lines[2] == (
        "What was allocated | primary | 119.6 to 130.9 billion dollars | fails | "
        "the claim is 2.7 times the measure | 24 January 2022 to 31 January 2025 | "
        "Kiel Ukraine Support Tracker, release 29, corrected, published 4 August 2026 | B"
    )
    assert [line.split(" | ")[1] for line in lines[2:]] == [
        "primary", "ordinary", "ordinary", "generous",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"status": "holds", "direction": None, "factor": None}, "| holds |"),
        ({"direction": "too_low"}, "the measure is 2.7 times the claim"),
        ({"direction": "reversed", "factor": None}, "the order is reversed"),
        ({"direction": "reversed", "factor": None, "unit": "count", "low": 0, "high": 0},
         "| 0 | fails | |"),
        ({"unit": "rank", "low": 2, "high": 4, "factor": 4.4}, "rank 2 to 4 | fails | one placed "
         "ahead has 4.4 times as much"),
        ({"unit": "votes", "low": 1, "high": 1}, "1 vote |"),
        ({"period_from": "", "period_to": ""}, "| data to 30 April 2026 |"),
        ({"unit": "percent", "low": 49.6, "high": 49.62}, "49.6% |"),
        ({"is_floor": True, "unit": "count", "low": 9, "high": 9, "status": "undecided",
          "direction": None, "factor": None}, "at least 9 | undecided"),
        ({"status": "undecided", "marked_undecided": True, "bound": "ceiling", "factor": 5.26},
         "| a ceiling of 119.6 to 130.9 billion dollars | undecided | the claim is 5.3 times the "
         "ceiling |"),
        ({"status": "undecided", "marked_undecided": True, "bound": "ceiling", "factor": 5.26,
          "factor_worst": 12.5},
         "the claim is 5 times the upper end of the ceiling, 13 times its lower end"),
        ({"status": "undecided", "marked_undecided": True, "bound": "floor", "factor": None,
          "direction": None}, "| a floor of 119.6 to 130.9 billion dollars | undecided | |"),
        ({"role": "context", "status": "undecided"}, "context, not rated | 119.6 to 130.9 billion "
         "dollars | not rated"),
        ({"status": "not_held", "low": None, "high": None, "factor": None, "direction": None,
          "releases": ()}, "| not held by us |"),
        ({"status": "no_data", "low": None, "high": None, "factor": None, "direction": None,
          "releases": (), "period_from": "", "period_to": ""}, "primary | | no data |"),
    ],
)  # fmt: skip
def test_every_kind_of_finding_has_its_words(changes: dict[str, Any], cell: str) -> None:
    """Statuses, directions, ranks, votes, shares, floors, ceilings, gaps."""
    made = check(now_findings=(finding("allocated", **changes),))
    assert cell in " ".join(str(narrative.findings_table(made)).split())


def test_counts_say_found() -> None:
    """A clause is found or not; from reports only, that is said."""
    clause = claim(relation="text_lacks", unit="count", value_low="")
    found = finding("draft", unit="count", low=0, high=0, status="holds", factor=None)
    text = str(narrative.findings_table(check(claim=clause, now_findings=(found,))))
    assert "| 0 found |" in text
    reported = replace(found, reported_only=True)
    text = str(narrative.findings_table(check(claim=clause, now_findings=(reported,))))
    assert "0 found in the parts that have been reported" in text


def test_many_releases_are_counted_not_listed() -> None:
    """The newest three by name, and the rest as a bound count."""
    releases = tuple(replace(KIEL, release=str(n)) for n in range(10, 15))
    made = check(now_findings=(finding("allocated", releases=releases),))
    text = str(narrative.findings_table(made))
    assert "release 11," not in text
    assert "Tracker, release 14, published 4 August 2026; and 2 more" in text


def test_a_claim_without_readings_says_why() -> None:
    """Not rated: the table gives way to the reason."""
    bare = check(claim=claim(unrated_because="A demand."), now_findings=(), readings=())
    assert str(narrative.findings_table(bare)) == "Nothing was measured. A demand."
    assert narrative.warrants(bare).nodes == ()


def test_each_reading_says_why_it_is_fair() -> None:
    """Says, warrant and note of every reading, under its label."""
    notes = (reading("allocated", note="The euro total is one number"),)
    text = str(narrative.warrants(check(readings=notes)))
    assert "What an ordinary listener takes the words to mean" in text
    assert "The publisher's own word for that stage is disbursed" in text
    assert "The euro total is one number" in text


def test_a_release_that_is_not_held_is_named_and_nothing_stands_in() -> None:
    """Kiel release 21 was current on 22 February 2025; only its headline is held."""
    text = str(narrative.then_and_now(check()))
    assert text.startswith(
        "We do not hold what had been published when it was said, 22 February 2025"
    )
    assert (
        "- “What was allocated”: release 21 was current and is not held; "
        "no older release stands in for it."
    ) in text
    assert "What was allocated | Not held by us | 119.6 to 130.9 billion dollars, fails" in text


def test_both_clocks_agree_or_differ_in_words() -> None:
    """The same verdict is said to be the same."""
    now = check().now
    then = replace(now)
    same = str(narrative.then_and_now(check(then=then)))
    assert "22 February 2025: the same verdict, Contradicted" in same
    none = str(narrative.then_and_now(check(then=None, then_findings=())))
    assert "is not known to us, so there is no verdict for that day" in none


def test_a_claim_without_readings_has_one_answer_at_both_clocks() -> None:
    """Nothing was measured: no release of any day is said to have given the verdict."""
    unread = check(
        Verdict("us-aid-350bn", "untestable"), then=Verdict("us-aid-350bn", "untestable"),
        now_findings=(), then_findings=(),
    )  # fmt: skip
    text = str(narrative.then_and_now(unread))
    assert text == "Nothing was measured, so no release changes the answer."


def test_what_we_do_not_know_is_never_empty() -> None:
    """Even a claim supported from publishers' own files says what was not audited."""
    publisher = replace(KIEL, grade="A")
    perfect = check(
        Verdict("us-aid-350bn", "supported"),
        claim=claim(citation_status="original_read", archived_url="https://example.org/a"),
        now_findings=(finding("allocated", status="holds", releases=(publisher,)),),
    )
    assert str(narrative.unknowns(perfect)) == (
        "- We test published figures. We have not audited the records beneath them."
    )


def test_gaps_name_what_is_missing_and_never_that_nobody_knows() -> None:
    """Not held, floors, reports, grades, citations: each in its own line."""
    made = check(
        claim=claim(settled_by="The database of release 21", citation_status="not_seen"),
        now_findings=(
            finding(
                "allocated", status="not_held", low=None, high=None, releases=(),
                why="release 21 was current and is not held",
            ),
            finding("listed", "ordinary", is_floor=True),
            finding("reported", "ordinary", reported_only=True, releases=()),
            finding("undated", "generous", releases=(replace(KIEL, released_on=""),)),
        ),
    )  # fmt: skip
    text = str(narrative.unknowns(made))
    assert "We do not hold what “What was allocated” needs: release 21 was current" in text
    assert "“What was listed” counts from an incomplete list" in text
    assert "“What was reported” rests on reports of a text" in text
    assert "What would settle it: The database of release 21" in text
    assert "We have not seen the page this claim is cited from." in text
    assert (
        "Date of publication not known: Kiel Ukraine Support Tracker, release 29, corrected."
        in text
    )
    assert "nobody knows" not in text.lower()


def test_evidence_is_counted_hashed_and_shown_with_its_query() -> None:
    """The rows handed over are shown, all there are counted; SQL is text."""
    rows = [(date(2024, 1, 31), n, None) for n in range(50)]
    many = SimpleNamespace(columns=["month", "n", "x"], rows=rows, count=250, digest="ab" * 32)
    text = str(narrative.evidence_table(many, reading("allocated")))
    assert text.startswith("50 of 250 rows shown.")
    assert "31 January 2024 | 49 | no value" in text
    assert "Hash of the evidence: abab" in text
    page = to_html(narrative.evidence_table(many, reading("allocated")).nodes)
    assert (
        '<pre data-src="reading:us-aid-350bn/allocated">SELECT value FROM evidence -- 1 &lt; 2'
        in page
    )


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 row, shown in full."), (2, "2 rows, all shown.")]
)
def test_one_row_is_singular(count: int, words: str) -> None:
    """1 row, 2 rows."""
    few = SimpleNamespace(columns=["n"], rows=[(1,)] * count, count=count, digest="ab")
    assert str(narrative.evidence_table(few, reading("allocated"))).startswith(words)


def test_the_rows_say_whose_they_are() -> None:
    """The caption names the reading, and its words carry the reading as their source."""
    few = SimpleNamespace(columns=["n"], rows=[(1,)], count=1, digest="ab")
    page = to_html(narrative.evidence_table(few, reading("allocated")).nodes)
    caption = page[page.index("<caption>") : page.index("</caption>")]
    label = '<span data-src="reading:us-aid-350bn/allocated">What was allocated</span>'
    assert caption == f"<caption>Rows behind “{label}”"


def test_no_rows_is_an_answer() -> None:
    """A query that found nothing says that it ran."""
    none = SimpleNamespace(columns=["n"], rows=[], count=0, digest="")
    text = str(narrative.evidence_table(none, reading("allocated")))
    assert text.startswith("No row matches: the query ran and found nothing.")


def test_credits_give_licence_dates_custody_and_hash() -> None:
    """Each release used, read from its birth certificate."""
    text = str(narrative.credits([check()], project=PROJECT))
    assert "Trebesch et al., The Ukraine Support Tracker" in text
    assert "4 August 2026 | 23 November 2026 | a third party's copy, grade B" in text
    assert str(narrative.credits([])) == "No release was used."


def test_a_release_that_is_gone_is_an_error_not_a_gap_in_the_credits() -> None:
    """Credits of a release that is not held name those that are."""
    gone = check(now_findings=(finding("allocated", releases=(replace(KIEL, release="99"),)),))
    with pytest.raises(ReleaseError, match="No release '99' of kiel_ust; held: "):
        narrative.credits([gone], project=PROJECT)


def test_the_scoreboard_goes_by_topic_and_counts_nothing() -> None:
    """Two topics, two tables, no total, no speaker."""
    other = replace(check(), claim=claim(claim_id="b", topic="minerals", title="Largest?"))
    board = narrative.scoreboard([check(), other])
    lines = str(board).splitlines()
    assert lines[0] == "Aid"
    assert "Critical minerals" in lines
    assert "A Speaker" not in str(board)
    assert {n.proof.key for n in numbers_in(board.nodes)} == {
        "us-aid-350bn/verdict@now#factor_low",
        "us-aid-350bn/verdict@now#factor_high",
    }
    assert str(narrative.scoreboard([])) == "No claim has been tested."


def count() -> Any:
    return bind_count(22, key="k", what="w", origin=ORIGIN_OF_TABLE)


def test_a_sentence_takes_bound_numbers() -> None:
    """Numbers, sourced words and documents fill a template."""
    source = el("span", "MCS 2025", src="release:usgs_mcs/2025")
    text = narrative.sentence("{source} lists {n} of them.", n=count(), source=source)
    assert str(text) == "MCS 2025 lists 22 of them."
    nested = narrative.sentence("Again: {whole}", whole=text)
    assert str(nested).startswith("Again:")


@pytest.mark.parametrize(
    ("template", "parts", "message"),
    [
        ("USGS lists 22 of them", {}, "the template holds a digit typed by hand"),
        ("{n} of them", {"n": "22"}, r"\{n\} holds a digit"),
        ("{n}", {"n": el("b", "22")}, r"\{n\} holds a digit"),
        ("{n}", {"n": 22.5}, r"\{n\} is a bare number: 22.5. Bind it to the rows"),
        ("٣ of them", {}, "digit typed by hand"),
        ("x² {n}", {"n": "a"}, "digit typed by hand"),
        ("{n}", {}, "nothing given for {n}"),
        ("n", {"n": "a"}, "no place for n"),
        ("{n:>3}", {"n": "a"}, "digit typed"),
        ("{n!r}", {"n": "a"}, "must be a plain name"),
        ("{n.text}", {"n": "a"}, "must be a plain name"),
        ("{}", {}, "must be a plain name"),
    ],
)
def test_typed_digits_and_clever_templates_are_refused(
    template: str, parts: dict[str, Any], message: str
) -> None:
    """A number typed by hand, in any script, stops the story; so does formatting code."""
    with pytest.raises(ValueError, match=message):
        narrative.sentence(template, **parts)


def test_a_story_table_counts_its_rows_and_refuses_a_typed_caption() -> None:
    """Every cell bound, the count of rows below; a digit in the caption is refused."""
    frame = pd.DataFrame({"country": ["Norway"], "value": [37000], "unit": ["kt"]})
    frame.attrs[ORIGIN] = ORIGIN_OF_TABLE
    table = narrative.table_of(frame, "ilmenite", caption="Reserves", row="country")
    assert str(table).splitlines() == [
        "Reserves", "country | value (kt)", "Norway | 37,000", "1 row",
    ]  # fmt: skip
    assert loose_digits(table) == []
    with pytest.raises(ValueError, match="the caption holds a digit"):
        narrative.table_of(frame, "ilmenite", caption="Reserves in 2024", row="country")


def test_every_template_is_used_and_every_used_template_exists() -> None:
    """The table of words holds no sentence that nobody writes."""
    room = Path(narrative.__file__).parent
    code = "".join(p.read_text(encoding="utf-8") for p in room.glob("*.py") if p.stem != "english")
    for key in TABLES["en"]:
        stem = key.removesuffix(".one").removesuffix(".other")
        parts = stem.split(".")
        starts = [".".join(parts[:n]) for n in range(1, len(parts) + 1)]
        assert any(f'"{s}"' in code or f'"{s}.{{' in code or f'"{s}{{' in code for s in starts), key


def test_no_sentence_holds_a_digit() -> None:
    """Templates carry words; numbers arrive bound."""
    for key, text in TABLES["en"].items():
        assert not any(c.isdigit() for c in text), key


def test_an_unknown_language_names_those_that_exist() -> None:
    """No silent fall back to English."""
    with pytest.raises(ValueError, match="no words in language 'xx'; there are: en"):
        words_in("xx")
