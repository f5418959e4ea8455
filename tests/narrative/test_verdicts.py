"""The verdict as sentences to quote: every name, every direction, within its length."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, get_args

import pytest
from assay import narrative
from assay.document import Document, Element, Node, to_text
from assay.model import Check, Verdict, VerdictName
from worked_examples import FINDINGS, check, claim, finding, reading

NAMES = get_args(VerdictName)
NEVER = ("times too high", "times too low", "falsely", "admit", "claims to", " lie ", " lied")


def copies(document: Document) -> dict[str, str]:
    """The versions to quote, without their qualifiers, by name."""
    found: dict[str, str] = {}

    def walk(nodes: tuple[Node, ...]) -> None:
        for node in nodes:
            if isinstance(node, Element):
                if node.cls.startswith("copy "):
                    kept = [
                        child
                        for child in node.children
                        if not (isinstance(child, Element) and child.cls == "qualifier")
                    ]
                    found[node.cls.split("copy-")[1]] = to_text(kept)
                walk(node.children)

    walk(document.nodes)
    return found


def verdict(name: str, **changes: Any) -> Verdict:
    return replace(Verdict("us-aid-350bn", name), **changes)  # type: ignore[arg-type]


def gap(name: str = "allocated", role: str = "primary", **changes: Any) -> Any:
    facts = {
        "status": "no_data", "low": None, "high": None, "direction": None, "factor": None,
        "releases": (),
    }  # fmt: skip
    return finding(name, role, **(facts | changes))


def of(
    name: str, *findings: Any, claim_changes: dict[str, Any] | None = None, **changes: Any
) -> Check:
    made = claim(**(claim_changes or {}))
    return check(verdict(name, **changes), claim=made, now_findings=findings, then=None)


def test_the_worked_example_reads_as_the_rule_has_it() -> None:
    """Contradicted: 1.9 to 4.2 times the measured amounts; never "times too high"."""
    document = narrative.verdict(check())
    said = copies(document)
    assert said["short"] == "Contradicted: 1.9 to 4.2 times the measured amounts"
    assert said["middle"] == (
        "Not borne out: the 350 billion dollars said on 22 February 2025 is 1.9 to 4.2 times the "
        "measured amounts, on every reading we rate."
    )
    assert (
        "“What was allocated” (primary reading): 119.6 to 130.9 billion dollars; it fails"
        in (said["long"])
    )
    assert (
        "It would hold if the measure lay between 332.5 and 367.5 billion dollars." in said["long"]
    )
    assert "Do not write: “1.9 to 4.2 times too high”." in str(document)


def test_each_version_carries_its_qualifier() -> None:
    """Grade and the date of the newest release travel with every version."""
    lines = str(narrative.verdict(check())).splitlines()
    qualified = [
        line
        for line in lines
        if line.endswith(
            "(grade B: from third-party copies or transcribed pages; "
            "releases published up to 4 August 2026)"
        )
    ]
    assert len(qualified) == 3


HOLDING = finding("allocated", status="holds", direction=None, factor=None)
CASES: dict[str, Check] = {
    "supported": of("supported", HOLDING, deciding=("allocated",), grade="B"),
    "supported near": of("supported", HOLDING, deciding=("allocated",), flags=("near",)),
    "supported reported": of(
        "supported",
        finding("text", status="holds", low=0, high=0, unit="count", reported_only=True),
        claim_changes={"relation": "text_lacks", "unit": "count", "value_low": ""},
        flags=("reported",),
    ),
    "contradicted": check(),
    "overstated": of(
        "overstated", finding("allocated", factor=1.2), factor_low=1.2, factor_high=1.2,
        direction="too_high",
    ),
    "understated only if": of(
        "understated",
        finding("allocated", direction="too_low", factor=1.337),
        finding("governments", "generous", status="holds", factor=None, direction=None),
        factor_low=1.337, factor_high=1.464, direction="too_low", only_if=("governments",),
    ),
    "understated between": of(
        "understated",
        finding("allocated", direction="too_low", factor=1.2),
        finding("disbursed", "ordinary", low=83.4, high=83.4),
        flags=("between",), factor_low=1.2, direction="too_low",
    ),
    "understated between, not excluded": of(
        "understated",
        finding("allocated", direction="too_low", factor=1.2),
        finding("disbursed", "ordinary", low=83.4, high=83.4),
        finding("lent", "generous", status="undecided", factor=None, direction=None),
        flags=("between",), factor_low=1.2, direction="too_low", only_if=("lent",),
    ),
    "contradicted largest": of(
        "contradicted",
        finding("ilmenite", low=2, high=2, unit="rank", direction="reversed", factor=4.4),
        claim_changes={"relation": "largest", "unit": "rank", "value_low": "1"},
        factor_low=4.4, factor_high=4.4, direction="reversed",
    ),
    "contradicted reversed": of(
        "contradicted",
        finding("total", low=0.85, high=0.85, unit="ratio", direction="reversed", factor=3.5),
        claim_changes={"relation": "more_than", "unit": "ratio", "value_low": "3"},
        factor_low=3.5, factor_high=3.5, direction="reversed",
    ),
    "contradicted exists": of(
        "contradicted",
        finding("list", low=0, high=0, unit="count", direction="reversed", factor=None),
        claim_changes={"relation": "exists", "unit": "count", "value_low": ""},
        direction="reversed",
    ),
    "depends": of(
        "depends",
        finding("allocated", unit="percent", low=49.6, high=49.6, direction="too_high"),
        finding("committed", "ordinary", status="holds", unit="percent", low=61.8, high=61.8),
        claim_changes={"unit": "percent", "value_low": "60"},
    ),
    "unproven": of("unproven", finding("a", status="undecided", direction=None, factor=None)),
    "unproven ceiling": of(
        "unproven",
        finding(
            "ceiling", status="undecided", low=40, high=95, factor=5.26, factor_worst=12.5,
            marked_undecided=True, bound="ceiling",
        ),
        factor_low=5.26, factor_high=12.5, direction="too_high",
    ),
    "unproven floor": of(
        "unproven",
        finding("floor", status="undecided", low=99.4, high=99.4, factor=None, direction=None,
                marked_undecided=True, bound="floor"),
    ),
    "not_tested": of(
        "not_tested", gap(status="not_held", why="release 21 was current and is not held"),
        claim_changes={
            "unrated": "not_tested", "unrated_because": "We do not hold the map of 2025",
            "settled_by": "A dated map with an area for each oblast",
        },
    ),
    "untestable": of(
        "untestable",
        claim_changes={"unrated": "untestable", "unrated_because": "Nobody publishes a measure."},
    ),
    "not_rated": of(
        "not_rated",
        claim_changes={
            "speech_act": "demand", "unrated": "not_rated",
            "unrated_because": "It asks for 500 bn; it does not say how things are.",
        },
    ),
    "pending": of("pending", claim_changes={"speech_act": "forecast", "unrated": "pending"}),
    "said": of("said"),
    "not_found": of("not_found"),
    "misquoted": of("misquoted"),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_verdict_name_has_words(name: str) -> None:
    """A bare verdict of each name reads in all three lengths, with what not to write."""
    document = narrative.verdict(check(verdict(name), now_findings=(), then=None, then_findings=()))
    said = copies(document)
    assert set(said) == {"short", "middle", "long"}
    assert all(said.values())
    assert "Do not write: " in str(document)


@pytest.mark.parametrize("case", CASES)
def test_versions_keep_their_length(case: str) -> None:
    """Eight words, twenty-five words; the paragraph is longer than neither half of a page."""
    said = copies(narrative.verdict(CASES[case]))
    assert len(said["short"].split()) <= 8
    assert len(said["middle"].split()) <= 25
    assert said["middle"].endswith((".", "?"))


@pytest.mark.parametrize("case", CASES)
def test_the_words_stay_neutral(case: str) -> None:
    """No version says "times too high", lie, admit, falsely or claims to."""
    for text in copies(narrative.verdict(CASES[case])).values():
        assert not [phrase for phrase in NEVER if phrase in text.lower()]


@pytest.mark.parametrize("case", CASES)
def test_speaker_and_role_never_enter_the_verdict(case: str) -> None:
    """Renaming the speaker changes no word of a verdict."""
    made = CASES[case]
    renamed = replace(made, claim=replace(made.claim, speaker="Zz", speaker_role="Qq"))
    assert narrative.verdict(renamed) == narrative.verdict(made)


@pytest.mark.parametrize(
    ("case", "short"),
    [
        ("supported", "Supported: measured at 119.6 to 130.9 billion dollars"),
        ("supported near", "Supported, narrowly: 119.6 to 130.9 billion dollars measured"),
        ("supported reported", "Supported by reports, not by the text itself"),
        ("overstated", "Overstated: 1.2 times the measured amount"),
        ("understated only if", "Understated: measured at 1.3 to 1.5 times that"),
        ("understated between", "Understated: no measure gives this figure"),
        (
            "understated between, not excluded",
            "Understated: the figure lies between the measures",
        ),
        ("contradicted largest", "Contradicted: measured at rank 2"),
        ("contradicted reversed", "Contradicted: order reversed, measured at 0.85 times"),
        ("contradicted exists", "Contradicted: the sources show none"),
        ("depends", "Depends: the primary reading fails, another holds"),
        ("unproven ceiling", "Unproven: 5 to 13 times the ceiling"),
        ("unproven floor", "Unproven: the source gives only a floor"),
        ("not_tested", "Not tested: we do not hold the source"),
        ("not_rated", "Not rated: a demand, not an assertion"),
        ("pending", "Pending: it cannot be tested yet"),
    ],
)
def test_short_words_say_what_decided(case: str, short: str) -> None:
    """The eight words hold the verdict and its reason."""
    assert copies(narrative.verdict(CASES[case]))["short"] == short


@pytest.mark.parametrize(
    ("case", "middle"),
    [
        ("understated only if", "the measured amounts are 1.3 to 1.5 times the 350 billion dollars "
         "said; it holds only on “What "
         "was governments”."),
        ("understated between", "it lies between the measures, 83.4 to 130.9 billion dollars."),
        ("understated between, not excluded",
         "said on 22 February 2025 lies between the measures, 83.4 to 130.9 billion dollars; "
         "only “What was lent” leaves it open."),
        ("contradicted largest", "measured at rank 2; one placed ahead has 4.4 times as much."),
        ("depends", "It fails for “What was allocated” (primary reading, 49.6%) and holds for "
         "“What "
         "was committed” (61.8%)."),
        ("unproven ceiling", "is 5 to 13 times the ceiling that the documented amounts allow."),
        ("unproven floor", "Neither shown nor excluded: the source gives only a floor of "
         "99.4 billion dollars."),
        ("not_tested", "would settle it. A dated map with an area for each oblast."),
        ("not_rated", "Not rated: It asks for 500 bn; it does not say how things are."),
    ],
)  # fmt: skip
def test_one_sentence_holds_both_halves_or_the_reason(case: str, middle: str) -> None:
    """Both halves of `depends`, primary first; what would settle it; why it is not rated."""
    assert copies(narrative.verdict(CASES[case]))["middle"].endswith(middle)


def test_a_number_that_nobody_said_is_tested_not_said() -> None:
    """ "Half of it" is tested as 50 per cent; no sentence says that the number was said."""
    changes = {"value_low": "50", "unit": "percent"}
    found = finding("allocated", unit="percent", low=1.5, high=1.5, direction="too_high", factor=33)
    for quote, words in (
        ("Half of the $500 billion is missing.", "the 50% tested is 33 times"),
        ("50 percent of it is missing.", "the 50% said on 22 February 2025 is 33 times"),
    ):
        made = of("contradicted", found, claim_changes={**changes, "quote": quote},
                  factor_low=33.0, direction="too_high")  # fmt: skip
        assert words in copies(narrative.verdict(made))["middle"]
        end = "50% said" if quote.startswith("50") else "tested as 50%"
        assert copies(narrative.verdict(made))["short"] == f"Contradicted: 1.5% measured, {end}"


def test_what_was_not_tested_is_read_not_tested() -> None:
    """The paragraph of a claim without a test does not say that it was tested."""
    for case, words in (("not_tested", "We read the words as"), ("depends", "We tested this as")):
        assert copies(narrative.verdict(CASES[case]))["long"].startswith(f"{words}: ")


def named(case: str, **shorts: str) -> Check:
    """A case whose readings have a short form."""
    made = CASES[case]
    readings = [
        reading(f.reading, f.role, short=shorts.get(f.reading, "")) for f in made.now_findings
    ]
    return replace(made, readings=tuple(readings))


@pytest.mark.parametrize(
    ("case", "shorts", "said"),
    [
        ("depends", {"allocated": "of allocations", "committed": "of commitments"},
         "Not true of allocations, true of commitments"),
        ("depends", {"allocated": "of all allocations", "committed": "of all commitments"},
         "True of all commitments, not of all allocations"),
        ("depends", {"allocated": "of allocations"},
         "Depends: the primary reading fails, another holds"),
        ("understated only if", {"governments": "of governments alone"},
         "Understated: true only of governments alone"),
        ("understated between, not excluded", {"lent": "without the loan"},
         "Understated: possible only without the loan"),
    ],
)  # fmt: skip
def test_eight_words_name_what_it_depends_on(case: str, shorts: dict[str, str], said: str) -> None:
    """Both halves, the primary first where there is room; or the reading that softens it."""
    assert copies(narrative.verdict(named(case, **shorts)))["short"] == said


def test_a_primary_reading_that_holds_is_named_first() -> None:
    """True of allocations, not of commitments: the rule's own order."""
    made = named("depends", allocated="of allocations", committed="of commitments")
    turned = {"allocated": "holds", "committed": "fails"}
    findings = [replace(f, status=turned[f.reading]) for f in made.now_findings]  # type: ignore[arg-type]
    said = copies(narrative.verdict(replace(made, now_findings=tuple(findings))))["short"]
    assert said == "True of allocations, not of commitments"


def test_long_labels_give_way_to_their_short_forms_in_the_sentence() -> None:
    """Where both labels are too long for twenty-five words, the short forms say the halves."""
    made = named("depends", allocated="of allocations", committed="of commitments")
    long = "Everything that was set aside by each of the donors of the whole list"
    findings = tuple(replace(f, label=long) for f in made.now_findings)
    said = copies(narrative.verdict(replace(made, now_findings=findings)))["middle"]
    assert said == (
        "It is not true of allocations (primary reading, 49.6%) and true of commitments (61.8%)."
    )


def test_a_better_place_than_said_is_not_called_one_placed_ahead() -> None:
    """Said eleventh, measured ninth: it is larger than the one in the place said."""
    better = of(
        "understated",
        finding("ore", low=9, high=9, unit="rank", direction="too_low", factor=1.2),
        claim_changes={"relation": "rank", "value_low": "11", "unit": "rank"},
        factor_low=1.2, factor_high=1.2, direction="too_low",
    )  # fmt: skip
    words = copies(narrative.verdict(better))["middle"]
    assert words.endswith("rank 9, with 1.2 times as much as the one in the place said.")


def test_a_due_forecast_names_its_day() -> None:
    """Pending says until when."""
    from datetime import date

    waiting = of("pending", claim_changes={"due_on": date(2027, 1, 1), "unrated": "pending"})
    assert copies(narrative.verdict(waiting))["short"] == "Pending: due 1 January 2027"


def test_the_factors_of_the_words_are_bound_to_every_finding_behind_them() -> None:
    """1.9 comes from the generous reading: its release stands in the proof."""
    proof = narrative.verdict(check()).proofs["us-aid-350bn/verdict@now#factor_low"]
    assert {release.source for release in proof.releases} == {"kiel_ust", "sig_oar"}
    assert "appropriated" in proof.query
    assert proof.rows == 4 * FINDINGS[0].evidence_rows


def test_another_verdict_at_the_other_clock_is_said() -> None:
    """The paragraph says what was known when it was said, if that gives another verdict."""
    then = Verdict("us-aid-350bn", "supported", deciding=("allocated",))
    held = replace(HOLDING, known_on=check().then_findings[0].known_on)
    text = copies(narrative.verdict(check(then=then, then_findings=(held,))))["long"]
    assert "the verdict was: Supported: measured at 119.6 to 130.9 billion dollars." in text
    assert not re.search(r"\.\.", text)
