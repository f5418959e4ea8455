"""The shortest form of a verdict, at most eight words, and what it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assay.document import Node
from assay.model import Check, Claim, Direction, Finding, Verdict
from assay.narrative.findings import by_name
from assay.narrative.phrases import (
    COUNTED,
    MONEY,
    Part,
    claimed,
    date_in_words,
    fill,
    joined,
    measure_noun,
    measured,
    of_claim,
    of_reading,
    word_count,
)
from assay.narrative.words import Words
from assay.quantities import RULES, bind_verdict

SHORT = 8
AGAINST = frozenset({"overstated", "understated", "contradicted"})
RATED = frozenset({"primary", "ordinary"})


@dataclass(frozen=True, slots=True)
class Case:
    """A verdict of a check (of now or then) with the findings it was made of."""

    check: Check
    verdict: Verdict
    words: Words

    @property
    def claim(self) -> Claim:
        return self.check.claim

    @property
    def findings(self) -> tuple[Finding, ...]:
        is_then = self.verdict is self.check.then
        return self.check.then_findings if is_then else self.check.now_findings

    @property
    def primary(self) -> Finding | None:
        return next((f for f in self.findings if f.role == "primary"), None)

    @property
    def deciding(self) -> list[Finding]:
        """The findings that decided; all rated ones when the verdict names none."""
        named = [f for f in self.findings if f.reading in self.verdict.deciding]
        return named or [f for f in self.findings if f.role in RATED and f.low is not None]

    @property
    def want(self) -> str:
        """What a claim that was not tested lacks: the source, a record, a figure, or a test."""
        if self.claim.tests == "attribution":
            return "record"
        if self.claim.unrated or (self.primary and self.primary.status == "not_held"):
            return "held"
        return "no_data" if self.primary else "unwritten"

    @property
    def softening(self) -> list[Finding]:
        """Readings on which it would hold or is not excluded; those that hold come first."""
        found = [f for f in self.findings if f.reading in self.verdict.only_if]
        return sorted(found, key=lambda finding: finding.status != "holds")

    def short_of(self, finding: Finding) -> tuple[Node, ...]:
        """What completes "true …" for a finding's reading; empty where none was written."""
        reading = by_name(self.check).get(finding.reading)
        return (of_reading(finding, reading.short),) if reading and reading.short else ()

    @property
    def direction(self) -> Direction | None:
        return self.verdict.direction or (self.primary.direction if self.primary else None)

    @property
    def is_place(self) -> bool:
        return self.claim.unit == "rank" and self.claim.relation not in COUNTED

    @property
    def is_exact(self) -> bool:
        """Every digit said is meant, so the two figures are set side by side."""
        whole = self.claim.unit in RULES and RULES[self.claim.unit].whole
        return self.is_amount and (whole or self.claim.relation == "exact")

    @property
    def is_over_ceiling(self) -> bool:
        """The primary reading gives no more than a ceiling, and the claim lies above it."""
        over = self.primary is not None and self.primary.bound == "ceiling"
        return over and self.direction == "too_high" and self.verdict.factor_low is not None

    @property
    def is_in_ground(self) -> bool:
        """A sum of money that is a ceiling made of a price: what lies in the ground is valued."""
        ceilings = {
            finding.reading
            for finding in self.findings
            if finding.bound == "ceiling" and finding.unit.startswith(MONEY)
        }
        tables = [t for r in self.check.readings if r.reading in ceilings for t in r.tables]
        return any(table.partition(".")[2].startswith("prices") for table in tables)

    @property
    def is_amount(self) -> bool:
        return self.claim.relation not in COUNTED and not self.is_place

    def fill_factor(self, key: str, **parts: Part) -> tuple[Node, ...]:
        """A template with the verdict's factor and the noun for what was measured."""
        factor = verdict_factor(self)
        count = 1 if len(factor) == 1 else 2
        template = self.words[key]
        given = {**parts, "factor": factor, "again": factor}
        given["measure"] = measure_noun(self.claim.unit, count, self.words)
        given["are"] = self.words.plural("are", count)
        named = {name: part for name, part in given.items() if f"{{{name}}}" in template}
        return fill(template, **named)

    def measured(self, finding: Finding | None) -> tuple[Node, ...]:
        if finding is None:
            return ()
        reading = by_name(self.check).get(finding.reading)
        return measured(self.claim, finding, reading, self.words)


def headline(case: Case) -> tuple[Node, ...]:
    """The verdict in at most eight words, ready to stand in a sentence; no full stop."""
    fitting = (nodes for nodes in _shorts(case) if word_count(nodes) <= SHORT)
    return next(fitting, (case.words[f"verdict.{case.verdict.name}"],))


def verdict_factor(case: Case) -> tuple[Node, ...]:
    """The factors of a verdict, `1.9 to 4.2` or `2.7`; empty when it has none."""
    verdict, language = case.verdict, case.words.language
    if verdict.factor_low is None:
        return ()
    numbers = [bind_verdict(case.check, "factor_low", verdict, language=language)]
    if verdict.factor_high is not None:
        numbers.append(bind_verdict(case.check, "factor_high", verdict, language=language))
    if numbers[0].text == numbers[-1].text:
        numbers = numbers[:1]
    return joined(numbers, case.words.to)


def _shorts(case: Case) -> Iterator[tuple[Node, ...]]:
    name, words, claim = case.verdict.name, case.words, case.claim
    if name == "supported":
        yield from _supported(case)
    elif name in AGAINST:
        yield from _against(case)
    elif name == "depends" and case.primary and case.primary.status in ("holds", "fails"):
        yield from _halves(case, case.primary)
        yield (words[f"short.depends.primary_{case.primary.status}"],)
    elif name == "unproven" and case.primary and case.primary.bound:
        if case.is_over_ceiling:
            yield case.fill_factor("short.unproven.bound")
        yield (words[f"short.unproven.{case.primary.bound}"],)
    elif name == "not_rated" and f"act.{claim.speech_act}" in words:
        yield fill(words["short.not_rated"], act=words[f"act.{claim.speech_act}"])
    elif name == "pending" and claim.due_on:
        due = of_claim(claim, date_in_words(claim.due_on, words), "time")
        yield fill(words["short.pending"], due=due)
    elif name == "not_tested":
        yield (words[f"short.not_tested.{case.want}"],)
        return
    plain = f"short.{name}.plain"
    yield (words[plain if plain in words else f"short.{name}"],)


def _halves(case: Case, primary: Finding) -> Iterator[tuple[Node, ...]]:
    """Of what it is true and of what not, the primary reading first where there is room."""
    turned = "fails" if primary.status == "holds" else "holds"
    first = case.short_of(primary)
    for other in case.findings:
        second = case.short_of(other)
        if other.role == "ordinary" and other.status == turned and first and second:
            keys = [primary.status] + ["long"] * (primary.status == "fails")
            for key in keys:
                template = case.words[f"short.depends.halves.{key}"]
                yield fill(template, primary=first, other=second)


def _supported(case: Case) -> Iterator[tuple[Node, ...]]:
    words, relation = case.words, case.claim.relation
    if "reported" in case.verdict.flags:
        yield (words["short.supported.reported"],)
    if relation in COUNTED:
        yield (words[f"short.supported.{relation}"],)
    found = case.measured(case.primary)
    if found:
        near = ".near" if "near" in case.verdict.flags else ""
        yield fill(words[f"short.supported{near}"], measured=found)


def _against(case: Case) -> Iterator[tuple[Node, ...]]:
    words, claim, relation = case.words, case.claim, case.claim.relation
    name = words[f"verdict.{case.verdict.name}"]
    found = case.measured(case.primary)
    factor = verdict_factor(case)
    for finding in case.softening:
        key = "short.only" if finding.status == "holds" else "short.only.open"
        if short := case.short_of(finding):
            yield fill(words[key], verdict=name, short=short)
    if "between" in case.verdict.flags:
        key = "short.between.open" if case.softening else "short.between"
        yield fill(words[key], verdict=name)
    if relation in COUNTED:
        key = "short.only_if" if case.verdict.only_if else f"short.against.{relation}"
        yield fill(words[key], verdict=name)
    elif case.is_place and found:
        yield fill(words["short.rank"], verdict=name, measured=found)
    elif case.is_exact and found:
        figure = claimed(case.claim, words)
        yield fill(words["short.exact"], verdict=name, measured=found, claimed=figure)
    elif case.direction == "reversed" and found:
        yield fill(words["short.reversed"], verdict=name, measured=found)
        yield fill(words["short.reversed.plain"], verdict=name)
    if claim.unit == "percent" and case.is_amount and found:
        key = "short.exact" if claim.is_number_said else "short.exact.implied"
        yield fill(words[key], verdict=name, measured=found, claimed=claimed(claim, words))
    if case.is_amount and case.direction in ("too_high", "too_low") and factor:
        yield case.fill_factor(f"short.{case.direction}", verdict=name)
    yield fill(words["short.against"], verdict=name)
