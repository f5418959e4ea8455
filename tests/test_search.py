"""Have we checked this? A number or a sentence finds its claims and says why."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from assay.claims import read_claims
from assay.cli import cli
from assay.model import Verdict
from assay.paths import Project
from assay.search import find_claims, read_amounts, read_words, search_index
from click.testing import CliRunner

ROOT = Path(__file__).resolve().parents[1]
CLAIMS = read_claims(Project(ROOT))


@pytest.mark.parametrize(
    ("text", "value", "base"),
    [
        ("350 bn", "350000000000", ""),
        ("$350 billion", "350000000000", "USD"),
        ("US$350bn", "350000000000", "USD"),
        ("350 000 000 000", "350000000000", ""),
        ("350,000,000,000 dollars", "350000000000", "USD"),
        ("350-billion-dollar", "350000000000", "USD"),
        ("€1.5 tn", "1500000000000", "EUR"),
        ("350 млрд доларів", "350000000000", "USD"),
        ("60 %", "60", "percent"),
        ("60 per cent", "60", "percent"),
        ("half", "50", "percent"),
        ("three quarters", "75", "percent"),
        ("three times", "3", "ratio"),
        ("twice", "2", "ratio"),
        ("37,000 kt", "37000000", "t"),
        ("8.9 million tonnes", "8900000", "t"),
    ],
)
def test_a_number_is_read_in_base_units(text: str, value: str, base: str) -> None:
    """However it is written, one number with its unit."""
    (amount,) = read_amounts(text)
    assert (amount.value, amount.base) == (Decimal(value), base)


def test_two_thirds_is_two_thirds_of_a_hundred() -> None:
    """A fraction in words is a share."""
    (amount,) = read_amounts("two thirds of it")
    assert (round(amount.value, 2), amount.base) == (Decimal("66.67"), "percent")


def test_an_ordinal_or_a_word_is_no_number() -> None:
    """The third year, 22nd place and H2O are not amounts of anything."""
    assert read_amounts("in the third year") == []
    assert read_amounts("H2O") == []


def test_a_day_is_when_and_not_how_much() -> None:
    """Seven per cent is not found in what was said of the draft of 7 February."""
    assert read_amounts("the draft of 7 February 2025, or February 12, 2025") == []
    (seven,) = read_amounts("On 7 February it was 7 per cent")
    assert seven.base == "percent"
    found = [match.claim.claim_id for match in find_claims(CLAIMS, "7 per cent")]
    assert "titanium-7pct-production" in found
    assert not [name for name in found if name.startswith("draft-7-feb")]


@pytest.mark.parametrize(
    "text", ["350 bn", "$350 billion", "350 000 000 000", "350", "Did he say 350 billion dollars?"]
)
def test_350_bn_is_found_however_it_is_asked(text: str) -> None:
    """The claim of 22 February 2025 comes with its number as the reason."""
    found = {match.claim.claim_id: match for match in find_claims(CLAIMS, text)}
    assert "us-aid-350bn" in found
    assert "350 USD bn" in found["us-aid-350bn"].why


def test_the_same_number_in_euros_is_another_number() -> None:
    """350 bn euros is not a claim about dollars."""
    found = [match.claim.claim_id for match in find_claims(CLAIMS, "350 bn euros")]
    assert "us-aid-350bn" not in found


def test_words_narrow_a_number() -> None:
    """Europe's 100 bn comes before the other hundreds of billions."""
    best = find_claims(CLAIMS, "Europe has given $100 billion")[0]
    assert best.claim.family == CLAIMS["europe-aid-100bn"].family
    assert "Words: europe" in best.why


def test_words_alone_find_a_claim() -> None:
    """Without a number, the words of the question do, a misspelt one too."""
    found = [
        match.claim.claim_id for match in find_claims(CLAIMS, "largest titanum reserves Europe")
    ]
    assert found[0] == "titanium-largest-europe"


def test_a_reason_has_the_claim_s_spelling() -> None:
    """A misspelt word is not printed as if the claim had it."""
    best = find_claims(CLAIMS, "titaniun")[0]
    assert best.why == "Words: titanium."


def test_a_misspelt_scale_is_read_as_meant() -> None:
    """300 bilion is no claim about 300 million."""
    found = [match.claim.claim_id for match in find_claims(CLAIMS, "300 bilion")]
    assert found[0].startswith("us-aid-over-300bn")
    assert "ugs-novopoltavske-300m" not in found


def test_repetitions_come_along() -> None:
    """A claim's family follows it and says so."""
    family = CLAIMS["us-aid-350bn"].family
    members = {claim.claim_id for claim in CLAIMS.values() if claim.family == family}
    found = find_claims(CLAIMS, "350 bn")
    assert members <= {match.claim.claim_id for match in found}
    repeated = [match for match in found if match.why.endswith("said again.")]
    assert all(match.claim.family for match in repeated)


def test_nothing_like_it_finds_nothing() -> None:
    """No claim is offered for want of a better one."""
    assert find_claims(CLAIMS, "zebra crossing") == []
    assert find_claims(CLAIMS, "") == []


def test_accents_and_case_do_not_matter() -> None:
    """Orbán and orban are one word."""
    assert read_words("Orbán") == read_words("ORBAN") == {"orban"}


def test_the_index_holds_every_claim_as_plain_data() -> None:
    """Numbers in base units, words in small letters, the verdict's name; JSON without loss."""
    verdicts = {"us-aid-350bn": Verdict("us-aid-350bn", "contradicted")}
    index = search_index(CLAIMS, verdicts)
    assert json.loads(json.dumps(index)) == index
    assert [entry["claim_id"] for entry in index] == list(CLAIMS)
    entry = next(entry for entry in index if entry["claim_id"] == "us-aid-350bn")
    assert entry["numbers"][0] == {
        "value": 350e9,
        "base": "USD",
        "kind": "money",
        "said": "350 USD bn",
    }
    assert entry["verdict"] == "contradicted"
    assert {"united", "states", "trump"} <= set(entry["words"])


def test_find_says_what_the_last_build_gave() -> None:
    """Asked whether it was checked, the terminal answers with the ledger's verdict."""
    rows = (ROOT / "data/ledger/verdicts.csv").read_text("utf-8").splitlines()
    assert [row for row in rows if ",us-aid-350bn,now,contradicted,,B," in row]
    told = CliRunner().invoke(cli, ["find", "350 bn"], env={"ASSAY_HOME": str(ROOT)}).output
    said = told.partition("us-aid-350bn\n")[2].splitlines()[1]
    assert said.startswith("  Last built: contradicted (grade B), data as of ")
