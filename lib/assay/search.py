"""Have we checked this? Numbers and words of a sentence against the table of claims."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rapidfuzz import fuzz, process

from assay.claims import UNITS
from assay.model import Claim, Verdict

SAME = Decimal("0.005")
"""Numbers that differ by less than this share are the same number said twice."""
CLOSE = Decimal("0.10")
WORD_LIKENESS = 85
ENOUGH_WORDS = 0.5
MOST = 10
"""Claims found by one search, their repetitions not counted."""

SCALES = {
    Decimal("1e12"): "tn trillion trillions trilion trillon трлн",
    Decimal(
        "1e9"
    ): "bn billion billions bilion billon b mrd mld млрд мільярдів миллиардов milliarden milliards",
    Decimal("1e6"): "m mn mln million millions milion millon млн мільйонів миллионов millionen",
    Decimal("1e3"): "k thousand thousands тис тыс tausend",
}
CURRENCIES = {
    "USD": "$ us$ usd dollar dollars долар доларів долларов dollari",
    "EUR": "€ eur euro euros євро евро",
    "GBP": "£ gbp pound pounds",
}
MASSES = {
    Decimal(1): "t ton tons tonne tonnes тонн",
    Decimal("1e3"): "kt kilotonnes",
    Decimal("1e6"): "mt",
}
PERCENTS = "% percent pct prozent відсотків процентов"
SMALL = dict(
    zip("one two three four five six seven eight nine ten".split(), range(1, 11), strict=True)
)
PARTS = {
    **dict.fromkeys(("half", "a half", "one half"), Decimal(50)),
    **dict.fromkeys(("a third", "one third"), Decimal(100) / 3),
    **dict.fromkeys(("two thirds", "two-thirds"), Decimal(200) / 3),
    **dict.fromkeys(("a quarter", "one quarter"), Decimal(25)),
    **dict.fromkeys(("three quarters", "three-quarters"), Decimal(75)),
}
MULTIPLES = {"twice": Decimal(2), "double": Decimal(2), "triple": Decimal(3)}
STOP_WORDS = frozenset(
    "a an and are as at be been by did do does for from had has have he how in is it its of on "
    "or over more than about said says she that the their them they this to us was were what "
    "which who will with would".split()
)


def _lookup(table: Mapping[Any, str]) -> dict[str, Any]:
    return {word: meaning for meaning, words in table.items() for word in words.split()}


SCALE_OF, CURRENCY_OF, MASS_OF = _lookup(SCALES), _lookup(CURRENCIES), _lookup(MASSES)
NUMBER = r"\d{1,3}(?:[ \u00a0\u202f,]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"


def _any_of(words: Iterable[str]) -> str:
    """Longest first; a word is not the beginning of a longer one, a sign may be."""
    listed = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(w) + (r"(?!\w)" if w[-1].isalpha() else "") for w in listed)


AMOUNT = re.compile(
    rf"(?P<before>{_any_of(CURRENCY_OF)})?\s?(?<![\w.])(?P<number>{NUMBER})"
    rf"(?:[\s-]?(?P<scale>{_any_of(SCALE_OF)}))?\.?"
    rf"(?:[\s-]?(?P<after>per cent|times|{_any_of((*CURRENCY_OF, *MASS_OF, *PERCENTS.split()))}))?",
    re.IGNORECASE,
)
IN_WORDS = re.compile(
    rf"\b(?:(?P<part>{_any_of(PARTS)})|(?P<count>{_any_of(SMALL)})[\s-]times\b"
    rf"|(?P<multiple>{_any_of(MULTIPLES)}))",
    re.IGNORECASE,
)
MONTHS = "January February March April May June July August September October November December"
DAY = re.compile(
    rf"\b\d{{1,2}}\s(?:{'|'.join(MONTHS.split())})\b(?:\s\d{{4}})?|"
    rf"\b(?:{'|'.join(MONTHS.split())})\s\d{{1,2}}\b(?:,?\s\d{{4}})?",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in base units. `base` is empty where the text names no unit."""

    value: Decimal
    base: str
    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Match:
    """A claim like the text asked for, and why it is thought so."""

    claim: Claim
    score: float
    why: str


def find_claims(claims: Mapping[str, Claim], text: str) -> list[Match]:
    """The ten claims that best have the numbers and words of `text`, best first; repetitions follow
    their family.

    Understands `350 bn`, `$350 billion`, `350 000 000 000`, `60 %`, `two thirds`, `three times`.
    """
    amounts, words = read_amounts(text), read_words(text)
    found = [match for claim in claims.values() if (match := _match(claim, amounts, words))]
    found.sort(key=lambda match: (-match.score, match.claim.claim_id))
    found = found[:MOST]
    return found + _repetitions(claims, found)


def search_index(
    claims: Mapping[str, Claim], verdicts: Mapping[str, Verdict]
) -> list[dict[str, Any]]:
    """One plain record a claim for the site's search box: numbers in base units, and words.

    A number is `{value, base, kind, said}`: 350 USD bn is 350000000000, USD, money.
    """
    return [
        {
            "claim_id": claim.claim_id,
            "family": claim.family,
            "topic": claim.topic,
            "title": claim.title,
            "speaker": claim.speaker,
            "said_on": str(claim.said_on),
            "verdict": verdicts[claim.claim_id].name if claim.claim_id in verdicts else "",
            "numbers": [
                {"value": float(a.value), "base": a.base, "kind": a.kind, "said": a.said}
                for a in claim_amounts(claim)
            ],
            "words": sorted(claim_words(claim)),
        }
        for claim in claims.values()
    ]


def read_amounts(text: str) -> list[Amount]:
    """Every number in a text, with its unit where it has one. A day is when, not how much."""
    text = DAY.sub(" ", text)
    return [*map(_amount, AMOUNT.finditer(text)), *map(_in_words, IN_WORDS.finditer(text))]


def read_words(text: str) -> frozenset[str]:
    """The words that carry meaning: no numbers, units or stop words, no accents, small letters."""
    units = {*SCALE_OF, *CURRENCY_OF, *MASS_OF, *PERCENTS.split(), "per", "cent", "times"}
    plain = "".join(
        mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark)
    )
    return frozenset(WORD.findall(plain.casefold())) - STOP_WORDS - units


def claim_amounts(claim: Claim) -> list[Amount]:
    """The number the claim tests, and every other one in its own words."""
    tested = []
    if claim.unit in UNITS and claim.unit != "rank":
        unit = UNITS[claim.unit]
        for said in filter(None, (claim.value_low, claim.value_high)):
            value = Decimal(said) * unit.factor
            tested.append(Amount(value, unit.base, unit.kind, f"{said} {claim.unit}"))
    texts = (claim.title, claim.statement, claim.quote_translation or claim.quote)
    for amount in (amount for text in texts for amount in read_amounts(text)):
        is_year = not amount.base and 1900 <= amount.value < 2100
        if not is_year and not any(_same(amount, other) for other in tested):
            tested.append(amount)
    return tested


def claim_words(claim: Claim) -> frozenset[str]:
    """Words of the question, the speaker, the statement and the quote."""
    return read_words(
        " ".join(
            (
                *(claim.title, claim.speaker, claim.statement, claim.tested_as),
                *(claim.quote, claim.quote_translation, claim.topic),
            )
        )
    )


def _amount(found: re.Match[str]) -> Amount:
    number = re.sub(r"(?<=\d)[ \u00a0\u202f,](?=\d{3}(?!\d))", "", found["number"])
    before, scale, after = ((found[name] or "").casefold() for name in ("before", "scale", "after"))
    value = Decimal(number.replace(",", ".")) * SCALE_OF.get(scale, 1)
    unit = after or before
    said = " ".join(found[0].split()).rstrip(".")
    currency = CURRENCY_OF.get(unit) or CURRENCY_OF.get(before)
    if currency:
        return Amount(value, currency, "money", said)
    if unit in MASS_OF:
        return Amount(value * MASS_OF[unit], "t", "mass", said)
    if unit == "times":
        return Amount(value, "ratio", "ratio", said)
    if unit == "per cent" or unit in PERCENTS.split():
        return Amount(value, "percent", "share", said)
    return Amount(value, "", "number", said)


def _in_words(found: re.Match[str]) -> Amount:
    if found["part"]:
        return Amount(PARTS[found["part"].casefold()], "percent", "share", found[0])
    multiple = (found["multiple"] or "").casefold()
    value = MULTIPLES[multiple] if multiple else Decimal(SMALL[found["count"].casefold()])
    return Amount(value, "ratio", "ratio", found[0])


def _match(claim: Claim, amounts: list[Amount], words: frozenset[str]) -> Match | None:
    number_score, number_why = _by_number(claim, amounts)
    shared = _shared(words, claim_words(claim))
    word_score = len(shared) / len(words) if words else 0.0
    enough = number_score > 0 if amounts else word_score >= ENOUGH_WORDS
    if not enough and word_score <= ENOUGH_WORDS:
        return None
    reasons = [number_why] if number_why else []
    if shared:
        reasons.append(f"Words: {', '.join(shared)}.")
    return Match(claim, 2 * number_score + word_score, " ".join(reasons))


def _by_number(claim: Claim, amounts: list[Amount]) -> tuple[float, str]:
    """1 for the same number, less for one close by or without its unit; and which it was."""
    best, why = 0.0, ""
    for asked in amounts:
        for said in claim_amounts(claim):
            score, how = _likeness(asked, said)
            if score > best:
                best, why = score, f"{how}: {said.said}."
        spoken = [text for text in (claim.value_low, claim.value_high) if text]
        if best < 0.8 and not asked.base and any(asked.value == Decimal(t) for t in spoken):
            best, why = 0.8, f"The same figure: {claim.value_low} {claim.unit}."
    return best, why


def _likeness(asked: Amount, said: Amount) -> tuple[float, str]:
    if _same(asked, said):
        return (0.6 if asked.base and not said.base else 1.0), "The same number"
    if _comparable(asked, said) and abs(asked.value - said.value) <= CLOSE * said.value:
        return 0.4, "A number close by"
    return 0.0, ""


def _same(one: Amount, other: Amount) -> bool:
    return _comparable(one, other) and abs(one.value - other.value) <= SAME * other.value


def _comparable(one: Amount, other: Amount) -> bool:
    return not one.base or not other.base or one.base == other.base


def _shared(asked: frozenset[str], known: frozenset[str]) -> list[str]:
    """The claim's words that were asked for, as the claim spells them."""
    return sorted(found for word in asked if (found := _known_as(word, known)))


def _known_as(word: str, known: frozenset[str]) -> str:
    if word in known:
        return word
    like = process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=WORD_LIKENESS)
    return like[0] if like else ""


def _repetitions(claims: Mapping[str, Claim], found: list[Match]) -> list[Match]:
    taken = {match.claim.claim_id for match in found}
    repeats = []
    for match in found:
        for claim in claims.values():
            is_repeat = claim.family and claim.family == match.claim.family
            if is_repeat and claim.claim_id not in taken:
                taken.add(claim.claim_id)
                why = f"The same claim as {match.claim.claim_id}, said again."
                repeats.append(Match(claim, match.score / 2, why))
    return repeats
