"""Faults put into copies of real releases, in memory: one seed is one mistake somebody could make.

Every kind was made by a provider or by someone who copied from one (see docs/catch-rate.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import cycle
from typing import Literal

from assay.alarms.series import COLLECTED, in_words, measured
from assay.catch_rate.shifted import later, shifted
from assay.rows import Held, Row, Upload

Change = Callable[[Row], Row | None]
"""What becomes of a row; None: it is dropped."""
Mistake = Literal[
    "unit of a table", "unit of a donor", "unit of one number", "columns swapped",
    "shifted one period", "series shifted one period", "series dropped", "undated rows dropped",
    "rate upside down", "currency mislabelled", "withheld read as zero",
]  # fmt: skip
THOUSAND = Decimal(1000)
STEPS = ((1, "late"), (-1, "early"))
SERIES = 4
"""Series of a table that are shifted alone."""
SWAPS = (("military", "financial"), ("financial", "humanitarian"), ("military", "humanitarian"))


@dataclass(frozen=True, slots=True)
class Seed:
    """One mistake in one table of one release. `about` keeps to the rows it can be seen in."""

    mistake: Mistake
    source: str
    table: str
    release: str
    where: str
    change: Change
    about: Callable[[Row], bool] | None = None

    @property
    def is_cut(self) -> bool:
        """Whether only some rows of the source are looked at."""
        return self.about is not None

    @property
    def rows(self) -> tuple[str, str, str]:
        """Source, table and chapter it is looked for in; no chapter: all rows of the source."""
        return self.source, self.table, self.where.split(",")[0] if self.is_cut else ""

    def uncut(self) -> Seed:
        """The same mistake in the same rows, with all other rows beside them."""
        change, about = self.change, self.about
        if about is None:
            return self
        return replace(self, about=None, change=lambda row: change(row) if about(row) else row)


def plant(held: Mapping[str, Held], seed: Seed) -> dict[str, Held]:
    """The rows of every source with the mistake made, cut down to what the seed is about."""
    source, uploads = held[seed.source], []
    for upload in source.uploads:
        rows: Iterable[Row] = filter(seed.about, upload.rows) if seed.about else upload.rows
        if upload.key == (f"{seed.source}.{seed.table}", seed.release):
            rows = (changed for row in rows if (changed := seed.change(row)) is not None)
        uploads.append(replace(upload, rows=tuple(rows)))
    return {**held, seed.source: replace(source, uploads=tuple(uploads))}


def seeds_of(held: Mapping[str, Held]) -> Iterator[Seed]:
    """Every seed for the sources held, in a fixed order."""
    for source, item in held.items():
        for upload in item.uploads:
            names = {field.name for field in upload.table.fields}
            if {"chapter", "statistic"} <= names:
                yield from _units_of_chapters(source, upload)
                yield from _single_units(source, upload)
                yield from _withheld(source, upload)
            if upload.name == "kiel_ust.monthly" or upload.name == "kiel_ust.totals":
                yield from _units_of_donors(source, upload)
                yield from _dropped_series(source, upload)
            if "aid_type" in names and item.contract.mode == "replace":
                yield from _swaps(source, upload)
            if upload.table.time:
                yield from _shifts(source, upload)
            if "date_precision" in names:
                yield from _undated(source, upload)
            if {"base", "quote", "period"} <= names:
                yield from _upside_down(source, upload)
            if {row.cells.get("unit") for row in upload.rows} == {
                "USD bn"
            } and source == "kiel_ust":
                yield from _currencies(source, upload)


def _units_of_chapters(source: str, upload: Upload) -> Iterator[Seed]:
    """A whole commodity and statistic, alternately a thousand times too large and too small."""
    groups = _counted(upload, "chapter", "statistic")
    for number, (chapter, statistic) in enumerate(groups):
        factor = THOUSAND if number % 2 else 1 / THOUSAND

        def change(row: Row, statistic: str = statistic, factor: Decimal = factor) -> Row:
            return scaled(row, factor) if row.cells["statistic"] == statistic else row

        where, about = f"{chapter}, {statistic}", _in("chapter", chapter)
        yield Seed("unit of a table", *_place(source, upload), where, change, about)


def _single_units(source: str, upload: Upload) -> Iterator[Seed]:
    """Every fiftieth amount, alone."""
    counted = [r for r in upload.rows if r.value and r.cells.get("country_code") != COLLECTED]
    for row in counted[::50]:
        where = f"{row.cells['chapter']}, row {row.number}"
        about = _in("chapter", row.cells["chapter"])
        yield Seed("unit of one number", *_place(source, upload), where, _one(row.number), about)


def _withheld(source: str, upload: Upload) -> Iterator[Seed]:
    """All that is withheld in one chapter."""
    hidden = {row.cells["chapter"] for row in upload.rows if row.cells["status"] == "withheld"}
    for chapter in sorted(hidden):

        def change(row: Row) -> Row:
            if row.cells["status"] != "withheld":
                return row
            return with_cells(row, value="0", status="zero", printed="0")

        about = _in("chapter", chapter)
        yield Seed("withheld read as zero", *_place(source, upload), chapter, change, about)


def _units_of_donors(source: str, upload: Upload) -> Iterator[Seed]:
    """Everything of every fourth donor."""
    donors = list(dict.fromkeys(row.cells["donor_code"] for row in upload.rows if row.value))
    for donor in donors[::4]:

        def change(row: Row, donor: str = donor) -> Row:
            return scaled(row, THOUSAND) if row.cells["donor_code"] == donor else row

        yield Seed("unit of a donor", *_place(source, upload), donor, change)


def _dropped_series(source: str, upload: Upload) -> Iterator[Seed]:
    """The humanitarian aid of the United States, or the military aid of Germany."""
    for donor, kind in (("USA", "humanitarian"), ("DEU", "military")):
        if any(_is(row, donor, kind) and row.value for row in upload.rows):

            def change(row: Row, donor: str = donor, kind: str = kind) -> Row | None:
                return None if _is(row, donor, kind) else row

            yield Seed("series dropped", *_place(source, upload), f"{donor}, {kind}", change)


def _swaps(source: str, upload: Upload) -> Iterator[Seed]:
    kinds = {row.cells["aid_type"] for row in upload.rows if row.value}
    for one, two in SWAPS:
        if {one, two} <= kinds:
            names = {one: two, two: one}

            def change(row: Row, names: Mapping[str, str] = names) -> Row:
                kind = row.cells["aid_type"]
                return with_cells(row, aid_type=names[kind]) if kind in names else row

            yield Seed("columns swapped", *_place(source, upload), f"{one} and {two}", change)


def _shifts(source: str, upload: Upload) -> Iterator[Seed]:
    """Every label one period late or early: in the whole table, and in a few of its series."""
    time, whole = upload.table.time, {row.number for row in upload.rows}
    for step, word in STEPS:
        if any(later(row.cells[time], step) != row.cells[time] for row in upload.rows):
            change = _moved(time, step, whole)
            where = f"one period {word}"
            yield Seed("shifted one period", *_place(source, upload), where, change)
    series = _series(upload)
    chosen = list(series.items())[:: len(series) // SERIES + 1]
    for (name, rows), (step, word) in zip(chosen, cycle(STEPS), strict=False):
        where, change = f"{name}, one period {word}", _moved(time, step, rows)
        yield Seed("series shifted one period", *_place(source, upload), where, change)


def _moved(time: str, step: int, rows: Container[int]) -> Change:
    return lambda row: shifted(row, time, step) if row.number in rows else row


def _series(upload: Upload) -> Mapping[str, set[int]]:
    """The rows of each series with an amount, by what it measures; none in a table of one."""
    found: dict[str, set[int]] = defaultdict(set)
    with_amount: set[str] = set()
    for measured_in in measured((upload,)):
        for group, slot, (who, _), row in measured_in.rows:
            name = in_words((*group, *slot, who))
            found[name].add(row.number)
            with_amount |= {name} if row.value else set()
    return {name: rows for name, rows in found.items() if name in with_amount and len(found) > 1}


def _undated(source: str, upload: Upload) -> Iterator[Seed]:
    def change(row: Row) -> Row | None:
        return None if row.cells["date_precision"] == "unknown" else row

    if any(row.cells["date_precision"] == "unknown" and row.value for row in upload.rows):
        yield Seed("undated rows dropped", *_place(source, upload), "rows without a date", change)


def _upside_down(source: str, upload: Upload) -> Iterator[Seed]:
    for quote in dict.fromkeys(row.cells["quote"] for row in upload.rows):

        def change(row: Row, quote: str = quote) -> Row:
            if row.cells["quote"] != quote or not row.value:
                return row
            return replace(row, value=1 / row.value)

        yield Seed("rate upside down", *_place(source, upload), f"EUR and {quote}", change)


def _currencies(source: str, upload: Upload) -> Iterator[Seed]:
    """Euros converted the wrong way (divided by the rate), and euros called dollars."""
    rate = Decimal("1.1397")  # of Kiel's dollar sheet of release 30v2
    for factor, where in ((1 / rate**2, "converted the wrong way"), (1 / rate, "euros as dollars")):

        def change(row: Row, factor: Decimal = factor) -> Row:
            return scaled(row, factor)

        yield Seed("currency mislabelled", *_place(source, upload), where, change)


def scaled(row: Row, factor: Decimal) -> Row:
    """The row with its amount times `factor`, and both ends of a range."""
    if row.value is None:
        return row
    cells, high = {**row.cells, "value": ""}, row.cells.get("value_high")
    if high:
        cells["value_high"] = format(Decimal(high) * factor, "f")
    return replace(row, value=row.value * factor, cells=cells)


def with_cells(row: Row, **cells: str) -> Row:
    """The row with other cells; `value` is read again where it is among them."""
    value = Decimal(cells["value"]) if cells.get("value") else row.value
    return replace(row, cells={**row.cells, **cells}, value=value)


def _place(source: str, upload: Upload) -> tuple[str, str, str]:
    return source, upload.table.name, upload.release.release


def _counted(upload: Upload, *columns: str) -> Sequence[tuple[str, ...]]:
    """Keys of rows with an amount, in file order."""
    found: dict[tuple[str, ...], int] = defaultdict(int)
    for row in upload.rows:
        found[tuple(row.cells[column] for column in columns)] += bool(row.value)
    return [key for key, count in found.items() if count]


def _in(column: str, value: str) -> Callable[[Row], bool]:
    return lambda row: row.cells.get(column, value) == value


def _is(row: Row, donor: str, kind: str) -> bool:
    return row.cells["donor_code"] == donor and row.cells["aid_type"] == kind


def _one(number: int) -> Change:
    return lambda row: scaled(row, THOUSAND) if row.number == number else row
