"""Small parts of sentences: templates filled with nodes, dates, amounts, releases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from string import Formatter

from assay.document import Document, Element, Node, Number, el, to_text
from assay.model import Claim, Finding, PartialDate, Reading, UsedRelease
from assay.narrative.words import Words
from assay.quantities import bind_finding, bind_range, dates, grouped, naming, unit_of

Part = Node | Sequence[Node]
MONEY = ("USD", "EUR", "GBP")
COUNTED = frozenset({"exists", "absent", "text_has", "text_lacks"})


def nodes_of(*parts: Part | None) -> tuple[Node, ...]:
    """Parts as one run of nodes; None is left out."""
    found: list[Node] = []
    for part in parts:
        if isinstance(part, str | Number | Element):
            found.append(part)
        elif part is not None:
            found.extend(part)
    return tuple(found)


def fill(template: str, **parts: Part) -> tuple[Node, ...]:
    """`template` with each `{name}` replaced by nodes.

    ValueError for a name without a part, a part without a name, or a format specification.
    """
    found: list[Node] = []
    used = set()
    for text, name, spec, conversion in Formatter().parse(template):
        if text:
            found.append(text)
        if name is None:
            continue
        if spec or conversion or not name.isidentifier():
            raise ValueError(f"{template!r}: {{{name}}} must be a plain name")
        if name not in parts:
            raise ValueError(f"{template!r}: nothing given for {{{name}}}")
        used.add(name)
        found.extend(nodes_of(parts[name]))
    if unused := sorted(set(parts) - used):
        raise ValueError(f"{template!r}: no place for {', '.join(unused)}")
    return tuple(found)


def joined(parts: Sequence[Part], between: str) -> tuple[Node, ...]:
    """Parts one after the other with a text between them."""
    found: list[Node] = []
    for index, part in enumerate(parts):
        if index:
            found.append(between)
        found.extend(nodes_of(part))
    return tuple(found)


def of_claim(claim: Claim, text: str, tag: str = "span") -> Element:
    """Words of the claim's own row."""
    return el(tag, text, src=f"claim:{claim.claim_id}")


def of_reading(finding: Finding | Reading, text: str, tag: str = "span") -> Element:
    """Words of a reading."""
    return el(tag, text, src=f"reading:{finding.claim_id}/{finding.reading}")


def word_count(nodes: Iterable[Node]) -> int:
    """Words of a text, parted by blanks, as an editor counts them."""
    return len(to_text(nodes).split())


def date_in_words(when: PartialDate | date | str | None, words: Words) -> str:
    """A date as the language of `words` writes it."""
    return dates.date_in_words(when, words.language)


def period_in_words(first: str, last: str, words: Words) -> str:
    """A period as the language of `words` writes it."""
    return dates.period_in_words(first, last, words.language)


def amount(numbers: Sequence[Number], unit: str, words: Words) -> tuple[Node, ...]:
    """`119.6 to 130.9 billion dollars`, `1 vote`, `rank 2 to 4`."""
    written = unit_of(unit, words.language)
    after = written.after(*(number.text for number in numbers))
    run = joined(list(numbers), words.to)
    return nodes_of(written.before or None, run, after or None)


def measured(
    claim: Claim, finding: Finding, reading: Reading | None, words: Words
) -> tuple[Node, ...]:
    """What a finding measured, with its unit; empty when it has no number."""
    if finding.low is None:
        return ()
    numbers = bind_range(finding, reading, language=words.language)
    if claim.relation in COUNTED:
        key = "found.reported" if finding.reported_only else "found"
        return fill(words[key], count=joined(list(numbers), words.to))
    found = amount(numbers, finding.unit, words)
    if finding.bound:
        return fill(words[f"amount.{finding.bound}"], amount=found)
    return fill(words["at_least"], amount=found) if finding.is_floor else found


def distance(finding: Finding, reading: Reading | None, words: Words) -> tuple[Node, ...]:
    """How far the claim is from the measure, in words; empty when it holds or has no factor."""
    if finding.status == "holds":
        return ()
    if finding.direction == "reversed" and finding.factor is None and finding.unit != "count":
        return (words["factor.reversed"],)
    if finding.factor is None:
        return ()
    factor = bind_finding(finding, "factor", reading, language=words.language)
    if finding.unit == "rank":
        key = "factor.place.too_low" if finding.direction == "too_low" else "factor.place"
        return fill(words[key], factor=factor)
    if finding.direction == "reversed":
        return fill(words["factor.reversed.size"], factor=factor)
    if finding.bound:
        return _from_bound(finding, factor, reading, words)
    return fill(words[f"factor.{finding.direction}"], factor=factor) if finding.direction else ()


def _from_bound(
    finding: Finding, factor: Number, reading: Reading | None, words: Words
) -> tuple[Node, ...]:
    """How far the claim is from a ceiling or floor, from each of its ends where it has two."""
    key, bound = f"factor.bound.{finding.direction}", words[f"bound.{finding.bound}"]
    if finding.factor_worst is not None:
        worst = bind_finding(finding, "factor_worst", reading, language=words.language)
        if worst.text != factor.text:
            return fill(words[f"{key}.ends"], factor=factor, worst=worst, bound=bound)
    return fill(words[key], factor=factor, bound=bound)


def when_said(claim: Claim, words: Words) -> tuple[Node, ...]:
    """`on 22 February 2025`, `in April 2025`, `in 2024`."""
    date = of_claim(claim, date_in_words(claim.said_on, words), "time")
    return fill(words[f"when.{claim.said_on.precision}"], date=date)


def measure_noun(unit: str, count: int, words: Words) -> str:
    """What was measured, by kind of unit: `measured amounts`, `measured share`."""
    kind = "money" if unit.startswith(MONEY) else unit
    if f"measure.{kind}.one" not in words:
        kind = "value"
    return words.plural(f"measure.{kind}", count)


def claimed(claim: Claim, words: Words) -> Element:
    """The claim's own figure with its unit, digits as spoken: `350 billion dollars`."""
    ends = [grouped(end, words.language) for end in (claim.value_low, claim.value_high) if end]
    written = unit_of(claim.unit, words.language)
    text = written.before + words.to.join(ends) + written.after(*ends)
    return of_claim(claim, text)


def release_name(used: UsedRelease, words: Words) -> Element:
    """A release by its source's name, with the date it was published."""
    return naming.release_name(used.source, used.release, used.released_on, words.language)


def undated_name(used: UsedRelease, words: Words) -> Element:
    """A release by its source's name alone, where a sentence says that it has no date."""
    name = naming.source_and_release(used.source, used.release, words.language)
    return el("span", name, src=f"release:{used.source}/{used.release}")


def quoted(part: Part, words: Words) -> tuple[Node, ...]:
    """A part in the language's quotation marks."""
    return fill(words["quoted"], text=part)


def sentence_case(text: str) -> str:
    """The first letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def without_stop(text: str) -> str:
    """A reason without its full stop, to stand inside a sentence."""
    return text.strip().rstrip(".")


def stopped(text: str) -> str:
    """A reason as a sentence: with a full stop at its end."""
    return text if not text or text.rstrip().endswith((".", "?", "!")) else f"{text.rstrip()}."


def document(*parts: Part | None) -> Document:
    """A document of parts in reading order."""
    return Document(nodes_of(*parts))
