"""The short forms of a verdict: at most eight words, at most twenty-five."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assay.document import Node
from assay.model import Check, Claim, Direction, Finding, Verdict
from assay.narrative.findings import by_name
from assay.narrative.phrases import (
    COUNTED,
    Part,
    amount,
    claimed,
    date_in_words,
    fill,
    joined,
    measure_noun,
    measured,
    of_claim,
    of_reading,
    stopped,
    when_said,
    without_stop,
    word_count,
)
from assay.narrative.words import Words
from assay.quantities import RULES, bind_finding, bind_verdict

SHORT, MIDDLE = 8, 25
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
    def is_amount(self) -> bool:
        return self.claim.relation not in COUNTED and not self.is_place

    def fill_factor(self, key: str, **parts: Part) -> tuple[Node, ...]:
        """A template with the verdict's factor and the noun for what was measured."""
        factor = verdict_factor(self)
        count = 1 if len(factor) == 1 else 2
        template = self.words[key] if key in self.words else self.words.plural(key, count)
        given = {**parts, "factor": factor, "again": factor}
        given["measure"] = measure_noun(self.claim.unit, count, self.words)
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


def one_sentence(case: Case) -> tuple[Node, ...]:
    """The verdict in at most twenty-five words."""
    fitting = (nodes for nodes in _middles(case) if word_count(nodes) <= MIDDLE)
    return next(fitting, (*headline(case), "."))


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
    words, relation = case.words, case.claim.relation
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
    if case.is_amount and case.direction in ("too_high", "too_low") and factor:
        yield case.fill_factor(f"short.{case.direction}", verdict=name)
    yield fill(words["short.against"], verdict=name)


def _middles(case: Case) -> Iterator[tuple[Node, ...]]:
    name = case.verdict.name
    if name == "supported":
        yield from _middle_supported(case)
    elif name in AGAINST:
        yield from _middle_against(case)
    elif name == "depends":
        yield from _middle_depends(case)
    else:
        yield from _middle_open(case)


def _middle_supported(case: Case) -> Iterator[tuple[Node, ...]]:
    found = case.measured(case.primary)
    if case.primary and found:
        key = "middle.supported.found" if case.claim.relation in COUNTED else "middle.supported"
        if "reported" in case.verdict.flags:
            key, found = "middle.supported.reported", ()
        label = of_reading(case.primary, case.primary.label)
        parts: dict[str, Part] = {"measured": found} if found else {}
        yield fill(case.words[key], label=label, **parts)


def _middle_against(case: Case) -> Iterator[tuple[Node, ...]]:
    words, verdict = case.words, case.verdict
    when = when_said(case.claim, words)
    found, factor = case.measured(case.primary), verdict_factor(case)
    if "between" in verdict.flags and case.is_amount:
        yield from _between(case, when)
    elif case.is_amount and case.softening and not case.is_exact:
        yield from _unless(case, when)
    for finding in case.softening:
        key = "middle.only_if" if finding.status == "holds" else "middle.only_if.open"
        label = of_reading(finding, finding.label)
        yield fill(words[key], when=when, label=label)
    if case.is_place and found:
        yield from _middle_place(case, when, found)
    elif case.is_exact and found:
        figure = claimed(case.claim, words)
        yield fill(words["middle.exact"], measured=found, when=when, claimed=figure)
    elif case.is_amount and case.direction == "reversed" and found:
        yield fill(words["middle.reversed"], when=when, measured=found)
    elif case.is_amount and case.direction in ("too_high", "too_low") and factor:
        how = "contradicted" if verdict.name == "contradicted" else "too_far"
        figure = claimed(case.claim, words)
        key = f"middle.{how}.{case.direction}"
        yield case.fill_factor(key, claimed=figure, when=when)


def _middle_place(
    case: Case, when: tuple[Node, ...], found: tuple[Node, ...]
) -> Iterator[tuple[Node, ...]]:
    words, primary = case.words, case.primary
    if primary and primary.factor is not None:
        reading = by_name(case.check).get(primary.reading)
        factor = bind_finding(primary, "factor", reading, language=words.language)
        key = "middle.rank.too_low" if primary.direction == "too_low" else "middle.rank.factor"
        yield fill(words[key], measured=found, factor=factor)
    yield fill(words["middle.rank"], measured=found, when=when)


def _unless(case: Case, when: tuple[Node, ...]) -> Iterator[tuple[Node, ...]]:
    """How far off it is and the reading that softens it; without the date where that is long."""
    if case.direction not in ("too_high", "too_low") or not verdict_factor(case):
        return
    figure = claimed(case.claim, case.words)
    for finding in case.softening:
        unless = _softened(case, finding)
        for said in _said(case, when):
            key = f"middle.too_far.unless.{case.direction}"
            yield case.fill_factor(key, claimed=figure, said=said, unless=unless)


def _softened(case: Case, finding: Finding) -> tuple[Node, ...]:
    key = "unless" if finding.status == "holds" else "unless.open"
    return fill(case.words[key], label=of_reading(finding, finding.label))


def _said(case: Case, when: tuple[Node, ...]) -> Iterator[tuple[Node, ...]]:
    yield fill(case.words["said.when"], when=when)
    yield (case.words["said"],)


def _between(case: Case, when: tuple[Node, ...]) -> Iterator[tuple[Node, ...]]:
    words, readings = case.words, by_name(case.check)
    rated = [f for f in case.findings if f.role in RATED and f.low is not None]
    lowest = min(rated, key=lambda f: f.low or 0.0)
    highest = max(rated, key=lambda f: f.high or 0.0)
    low = bind_finding(lowest, "low", readings.get(lowest.reading), language=words.language)
    high = bind_finding(highest, "high", readings.get(highest.reading), language=words.language)
    measures = amount((low, high), case.claim.unit, words)
    figure = claimed(case.claim, words)
    for finding in case.softening:
        unless, key = _softened(case, finding), "middle.between.unless"
        for said in _said(case, when):
            yield fill(words[key], claimed=figure, said=said, measures=measures, unless=unless)
    yield fill(words["middle.between"], claimed=figure, when=when, measures=measures)


def _middle_depends(case: Case) -> Iterator[tuple[Node, ...]]:
    words, primary = case.words, case.primary
    if primary is None or primary.status not in ("holds", "fails"):
        return
    turned = "fails" if primary.status == "holds" else "holds"
    first, second = words[f"status.{primary.status}"], words[f"status.{turned}"]
    for other in case.findings:
        if other.role == "ordinary" and other.status == turned:
            parts: dict[str, Part] = {
                "first": first,
                "primary": of_reading(primary, primary.label),
                "second": second,
                "other": of_reading(other, other.label),
            }
            found, also = case.measured(primary), case.measured(other)
            if found and also:
                key = "middle.depends.measured"
                yield fill(words[key], measured=found, also=also, **parts)
            yield fill(words["middle.depends"], **parts)
            brief: dict[str, Part] = {
                "first": words[f"true.{primary.status}"],
                "primary": case.short_of(primary),
                "second": words[f"true.{turned}"],
                "other": case.short_of(other),
            }
            if found and also and all(brief.values()):
                yield fill(words["middle.depends.short"], measured=found, also=also, **brief)
    yield fill(words["middle.depends.plain"], first=first, second=second)


def _middle_open(case: Case) -> Iterator[tuple[Node, ...]]:
    name, words, claim = case.verdict.name, case.words, case.claim
    because = of_claim(claim, stopped(claim.unrated_because))
    when = when_said(claim, words)
    bound = name == "unproven" and case.primary and case.primary.marked_undecided
    if bound and case.direction == "too_high" and verdict_factor(case):
        yield case.fill_factor("middle.ceiling", claimed=claimed(claim, words), when=when)
    if name == "unproven" and case.primary and case.primary.why:
        why = of_reading(case.primary, without_stop(case.primary.why))
        yield fill(words["middle.unproven.why"], why=why)
    if name == "not_tested" and claim.settled_by:
        settled = of_claim(claim, stopped(claim.settled_by))
        yield fill(words["middle.not_tested"], settled_by=settled)
    if name in ("untestable", "not_rated") and claim.unrated_because:
        yield fill(words[f"middle.{name}"], why=because)
    if name == "not_tested" and claim.unrated_because:
        yield fill(words["middle.not_tested.why"], why=because)
    if name == "not_rated" and f"act.{claim.speech_act}" in words:
        yield fill(words["middle.not_rated.plain"], act=words[f"act.{claim.speech_act}"])
    if name == "pending" and claim.due_on:
        due = of_claim(claim, date_in_words(claim.due_on, words), "time")
        yield fill(words["middle.pending"], due=due)
    if name in ("said", "misquoted"):
        said_on = of_claim(claim, date_in_words(claim.said_on, words), "time")
        yield fill(words[f"middle.{name}"], said_on=said_on)
    elif name == "not_tested":
        yield (words[f"middle.not_tested.{case.want}"],)
    elif name in ("unproven", "not_found"):
        yield (words[f"middle.{name}"],)
    elif f"middle.{name}.plain" in words and name != "not_rated":
        yield (words[f"middle.{name}.plain"],)
