"""Rules of data/reconciliations/rules.csv: which amounts must add up to which.

A row says: gather the `parts` (rows of a table that meet `parts_where`) by the columns in `by`, and
compare them with the `total` (rows of a table that meet `total_where`) of the same key.

    parts, total   `<source>.<table>`; a total may be `calendar.<source>`: the printed headlines
    ..._where      `aid_type=military|financial; country_code!=WLD; donor_code@kiel_europe`
                   (one of, none of, member of a registered set), conditions joined by `; `
    by             columns joined by `, `. `a=b`: column a of the parts is column b of the total;
                   `day[:7]=period`: its first seven characters; `~detail`: compared in plain words,
                   without brackets, numbers and what totals say of themselves
    gather         sum, or mean (a monthly average of days), or largest (one part alone); of
                   two parts, difference (the larger less the smaller) or percent (the smaller as
                   a share of the larger)
    relation       equal, or at_most (a part of the members cannot exceed the whole), or
                   equal_sums: the total is itself the sum of its rows, or same_size: both are
                   sums, and neither is `SAME_SIZE` times the other
    within, least  the difference allowed: as a share of the total, and in the total's unit
    releases       same: parts and total of one release; newest: the newest release of each table;
                   each: the newest release of the parts and every release of the total
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from assay.crosswalks import SetMember
from assay.errors import CuratedError, Fault, at
from assay.paths import Project
from assay.rows import Row
from assay.spreadsheets import read_sheet

HEADER = (
    "rule,says,parts,parts_where,total,total_where,by,gather,relation,within,least,releases"
).split(",")
CHOICES = {
    "gather": ("sum", "mean", "largest", "difference", "percent"),
    "relation": ("equal", "at_most", "equal_sums", "same_size"),
    "releases": ("same", "newest", "each"),
}
SAME_SIZE = Decimal("31.6")
"""The root of a thousand: beyond it two amounts are nearer to a thousand times than to equal."""
CONDITION = re.compile(r"(?P<column>\w+)(?P<sign>!=|=|@)(?P<values>.*)")
PLACE = re.compile(r"(?P<plain>~?)(?P<parts>\w+)(\[:(?P<first>\d+)\])?(=(?P<total>\w+))?")
TABLE = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
OF_TOTALS = re.compile(r"\(.*?\)|world total|rounded|exclud\w+ .*|[^a-z]+")

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Condition:
    """What a row must meet: its column is one of `values`, or none of them."""

    column: str
    values: frozenset[str]
    is_one_of: bool = True

    def meets(self, row: Row) -> bool:
        return (row.cells.get(self.column, "") in self.values) == self.is_one_of


@dataclass(frozen=True, slots=True)
class By:
    """One column of the key, in the parts and in the total."""

    parts: str
    total: str
    first: int | None = None
    is_plain: bool = False

    def of_parts(self, row: Row) -> str:
        return self._read(row.cells[self.parts])[: self.first]

    def of_total(self, row: Row) -> str:
        return self._read(row.cells[self.total])

    def _read(self, text: str) -> str:
        return plain_words(text) if self.is_plain else text


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the file."""

    rule: str
    says: str
    parts: str
    parts_where: tuple[Condition, ...]
    total: str
    total_where: tuple[Condition, ...]
    by: tuple[By, ...]
    gather: str
    relation: str
    within: Decimal
    least: Decimal
    releases: str
    line: int

    @property
    def sources(self) -> frozenset[str]:
        return frozenset(name.partition(".")[0] for name in (self.parts, self.total))


def rules_path(project: Project) -> Path:
    """Where the rules are."""
    return project.data / "reconciliations" / "rules.csv"


def read_rules(project: Project, sets: Mapping[str, tuple[SetMember, ...]]) -> tuple[Rule, ...]:
    """Every rule in file order; none without a file. CuratedError lists every faulty cell."""
    return read_lines(
        rules_path(project), project, HEADER, lambda item, line: _rule(item, line, sets)
    )


def read_lines(
    path: Path,
    project: Project,
    header: Sequence[str],
    read: Callable[[dict[str, str], int], Line],
) -> tuple[Line, ...]:
    """Every line of a curated file, in file order; none without a file. `read` raises UnclearError
    for a faulty cell; CuratedError lists them all.
    """
    lines, faults, place = [], [], project.relative(path)
    for row in read_sheet(path, header, place):
        try:
            lines.append(read(row.cells, row.line))
        except UnclearError as unclear:
            where = at(place, row.line, unclear.column)
            faults.append(Fault(unclear.what, where, repr(unclear.found), unclear.expected))
    if faults:
        raise CuratedError(*faults)
    return tuple(lines)


def plain_words(text: str) -> str:
    """The words that tell one product from another: `Mine production: rounded` and `Mine
    production` are one.
    """
    return " ".join(OF_TOTALS.sub(" ", text.lower()).split())


class UnclearError(ValueError):
    """A cell of a curated file that cannot be read."""

    def __init__(self, column: str, what: str, found: str, expected: str) -> None:
        super().__init__(what)
        self.column, self.what, self.found, self.expected = column, what, found, expected


def _rule(item: dict[str, str], line: int, sets: Mapping[str, tuple[SetMember, ...]]) -> Rule:
    for column, allowed in CHOICES.items():
        if item[column] not in allowed:
            raise UnclearError(column, "not a choice", item[column], ", ".join(allowed))
    for column in ("rule", "says"):
        if not item[column]:
            raise UnclearError(column, "an empty cell", "", "a name and a sentence")
    for column in ("parts", "total"):
        if not TABLE.fullmatch(item[column]):
            raise UnclearError(column, "not a table", item[column], "<source>.<table>")
    return Rule(
        rule=item["rule"],
        says=item["says"],
        parts=item["parts"],
        parts_where=read_conditions(item, "parts_where", sets),
        total=item["total"],
        total_where=read_conditions(item, "total_where", sets),
        by=tuple(_by(text) for text in item["by"].split(", ")),
        gather=item["gather"],
        relation=item["relation"],
        within=_decimal(item, "within"),
        least=_decimal(item, "least"),
        releases=item["releases"],
        line=line,
    )


def read_conditions(
    item: dict[str, str], column: str, sets: Mapping[str, tuple[SetMember, ...]]
) -> tuple[Condition, ...]:
    """The conditions of a cell. UnclearError for text that is none, and for an unknown set."""
    found = []
    for text in filter(None, item[column].split("; ")):
        match = CONDITION.fullmatch(text)
        if not match:
            raise UnclearError(column, "not a condition", text, "column=value, !=value or @set")
        values = match["values"].split("|")
        if match["sign"] == "@":
            if values[0] not in sets:
                raise UnclearError(column, "no such set", values[0], ", ".join(sorted(sets)))
            values = [member.member_code for member in sets[values[0]]]
        found.append(Condition(match["column"], frozenset(values), match["sign"] != "!="))
    return tuple(found)


def _by(text: str) -> By:
    match = PLACE.fullmatch(text)
    if not match:
        raise UnclearError(
            "by", "not a column", text, "column, parts=total, day[:7]=period, ~column"
        )
    first = int(match["first"]) if match["first"] else None
    return By(match["parts"], match["total"] or match["parts"], first, bool(match["plain"]))


def _decimal(item: dict[str, str], column: str) -> Decimal:
    try:
        number = Decimal(item[column] or "0")
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or number < 0:
        raise UnclearError(column, "not a difference", item[column], "a number from 0 up")
    return number
