"""US salient statistics, net import reliance and import sources, each printed cell one row.

2022 and 2025: a file per commodity, a column per series. 2026: long rows of the one data file.
Prices are left to `usgs_mcs.prices`. Masses in tonnes, gems in carats, gases in cubic metres, as
in `usgs_mcs.world`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from assay.errors import at
from assay.releases import Cell
from assay.sources._delimited import fault
from assay.sources._usgs_cells import is_estimated, read_cell
from assay.sources._usgs_editions import Record, check_header, read_lines
from assay.sources._usgs_names import chapter_of, read_country
from assay.sources._usgs_prices import SALIENT
from assay.sources._usgs_salient_cells import read_statistic
from assay.sources._usgs_salient_columns import (
    Definitions,
    SalientColumn,
    SalientColumns,
    estimated_years,
)

Chapters = dict[tuple[str, str], str]

RELIANCE: Final = "net_import_reliance"
STATISTICS: Final = {
    "production": "production",
    "import": "imports",
    "export": "exports",
    "consumption": "consumption",
    "stock": "stocks",
    "shipment": "shipments",
    "sold or used": "sold_or_used",
    "sold": "sold",
    "sales": "sales",
    "supply": "supply",
    "employment": "employment",
    "net import reliance": RELIANCE,
}
SHARE_OF: Final = re.compile(r"percentage of (?:total )?(apparent|reported|estimated) consumption")
FORM: Final = re.compile(r"consumption(?:: |, )(.+)")
DRAWN: Final = ("shipments",)
"""Below zero: more was bought for the Government stockpile than was shipped from it."""
TOTAL: Final = re.compile(r"(?:: |, )total\b", re.IGNORECASE)
SOURCES: Final = re.compile(r"import sources (\d{4})-(\d{4})")
WHOLE: Final = "All"
YEARS: Final = 5
ROUNDING: Final = Decimal(2)
"""Percentage points by which printed shares of one form may miss 100."""
# Two tables stand one under the other without a name; the second begins with this statistic.
MICA: Final = "MICA (NATURAL)"
MICA_FORMS: Final = ("Scrap and flake", "Sheet")


def read_wide_salient(
    path: Path,
    edition: int,
    columns: SalientColumns,
    definitions: Mapping[str, Definitions],
) -> list[Record]:
    """Records of every column but prices of one salient file of MCS 2022 or 2025.

    SourceError for a column that usgs_salient_columns.csv does not know, a row of another edition,
    or years that are missing.
    """
    header, rows = read_lines(path)
    check_header(path, header[1:], SALIENT)
    code = path.name.split("-", 1)[1].removesuffix("_salient.csv")
    years = _check_years(path, header, rows, edition)
    described = definitions.get(code)
    named = len([name for name in header if name])
    records = []
    for place, nth, meaning in _columns(path, code, header, columns):
        told = described.of(place, header[place], named) if described else ""
        estimated = estimated_years(told, years, described is not None)
        for line, cells in rows:
            records.append(
                {
                    "file": path.name,
                    "line": str(line),
                    "column": header[place] if nth == 1 else f"{header[place]} ({nth})",
                    "code": code,
                    "commodity": " ".join(cells[1].split()),
                    "part": meaning.part,
                    "statistic": meaning.statistic,
                    "detail": meaning.series,
                    "unit": meaning.unit,
                    "year": cells[2].strip(),
                    "cell": cells[place],
                    "note": " -- ".join(filter(None, (told, meaning.note))),
                    "estimated": "yes" if cells[2].strip() in estimated else "",
                    "basis": "",
                }
            )
    return records


def iter_long_salient(records: Sequence[Record], chapters: Chapters) -> Iterator[Record]:
    """The US statistics but prices among the records of MCS 2026."""
    block: Counter[str] = Counter()
    for record in records:
        if not record["section"].startswith("Salient") or record["statistic"] == "price":
            continue
        where = at(record["file"], int(record["line"]), "Statistics")
        statistic = STATISTICS.get(record["statistic"])
        if statistic is None:
            raise fault("unknown statistic", where, record["statistic"], ", ".join(STATISTICS))
        chapter = chapter_of(chapters, "MCS 2026 chapter", record["chapter"], where)
        part = record["commodity"] if record["commodity"].lower() != chapter.lower() else ""
        if record["chapter"] == MICA:
            block[record["year"]] += statistic == "sold_or_used"
            part = MICA_FORMS[min(block[record["year"]], 1)]
        yield {**record, "statistic": statistic, "part": part}


def tidy_statistic(record: Record, chapters: Chapters) -> dict[str, Cell]:
    """One row of `salient`, or of `net_import_reliance`, from one printed cell."""
    where = at(record["file"], int(record["line"]), record["column"])
    _check_flag(record, where)
    if not re.fullmatch(r"(19|20)\d\d", record["year"]):
        raise fault("not a year", where, repr(record["year"]))
    year = int(record["year"])
    estimated = is_estimated(bool(record["estimated"]), _of_the_year(record), year)
    amount, unit = read_statistic(
        record["cell"], record["note"], estimated, record["unit"], where, year
    )
    if amount.value is not None and amount.value < 0 and record["statistic"] not in DRAWN:
        raise fault("an amount below zero", where, record["cell"], "0 or more")
    chapter = _chapter(record, chapters, where)
    row: dict[str, Cell] = {
        "chapter": chapter,
        "commodity": record["commodity"],
        "part": record["part"],
        "statistic": record["statistic"],
        "series": record["detail"],
        "is_aggregate": bool(TOTAL.search(record["detail"])),
        "year": year,
        "value": amount.value,
        "value_high": amount.high,
        "unit": unit,
        "status": amount.status,
        "printed": record["cell"].strip(),
        "printed_unit": record["unit"].strip(),
        "basis": record["basis"],
        "note": record["note"],
        "corrected": record.get("corrected", ""),
        "source_file": record["file"],
        "source_line": int(record["line"]),
        "source_column": record["column"],
    }
    return _reliance(row) if record["statistic"] == RELIANCE else row


def tidy_source(record: Record, chapters: Chapters) -> dict[str, Cell]:
    """One row of `import_sources` from one printed share of MCS 2026."""
    where = at(record["file"], int(record["line"]), "Value")
    _check_flag(record, where)
    found = SOURCES.fullmatch(record["statistic"])
    if not found or record["unit"] != "percent":
        told = f"{record['statistic']}, {record['unit']}"
        raise fault("not a share of imports", where, told, "import sources 2021-2024, percent")
    first, last = (int(year) for year in found.groups())
    country, code = read_country(record["country"], where)
    amount = read_cell(record["cell"], record["note"], False, where)
    is_whole = record["detail"].lower() in ("all", "all forms", record["commodity"].lower())
    return {
        "chapter": chapter_of(chapters, "MCS 2026 chapter", record["chapter"], where),
        "commodity": record["commodity"],
        "form": WHOLE if is_whole else record["detail"],
        "country": country,
        "country_code": code,
        "share_of": "imports",
        "period_start": date(first, 1, 1),
        "period_end": date(last, 12, 31),
        "period": f"{first}-{last}",
        "value": amount.value,
        "unit": "percent",
        "status": amount.status,
        "printed": record["cell"].strip(),
        "note": record["note"],
        "source_file": record["file"],
        "source_line": int(record["line"]),
    }


def check_shares(rows: Sequence[Mapping[str, Cell]]) -> None:
    """The shares of each form give 100 but for rounding: SourceError names the first that do not.

    A row that was lost or read twice shows here and nowhere else.
    """
    sums: dict[tuple[Cell, ...], Decimal] = defaultdict(Decimal)
    lines: dict[tuple[Cell, ...], Mapping[str, Cell]] = {}
    for row in rows:
        key: tuple[Cell, ...] = (row["chapter"], row["commodity"], row["form"])
        sums[key] += Decimal(str(row["value"]))
        lines.setdefault(key, row)
    for key, total in sums.items():
        if abs(total - 100) > ROUNDING:
            row = lines[key]
            place = at(str(row["source_file"]), int(str(row["source_line"])), "Value")
            what = f"shares of {row['commodity']}, {row['form']} do not give 100"
            raise fault(what, place, str(total), "100, give or take 2 for rounding")


def _reliance(row: dict[str, Cell]) -> dict[str, Cell]:
    """A row of `net_import_reliance`: of what it is a share, and of which form."""
    series = str(row["series"])
    share, form = SHARE_OF.search(series), FORM.search(series)
    chosen = form[1] if form else str(row["part"]) or WHOLE
    return {
        "chapter": row["chapter"],
        "commodity": row["commodity"],
        "form": chosen[0].upper() + chosen[1:],
        "series": series,
        "share_of": f"{share[1]} consumption" if share else "consumption",
        **{key: row[key] for key in ("year", "value", "unit", "status", "printed", "note")},
        **{key: row[key] for key in ("corrected", "source_file", "source_line", "source_column")},
    }


def _columns(
    path: Path, code: str, header: Sequence[str], columns: SalientColumns
) -> Iterator[tuple[int, int, SalientColumn]]:
    seen: Counter[str] = Counter()
    for place, name in enumerate(header[3:], start=3):
        if not name or "price" in name.lower():
            continue
        seen[name] += 1
        meaning = columns.get((code, name, seen[name]))
        if meaning is None:
            expected = "a column in crosswalks/usgs_salient_columns.csv"
            raise fault("a statistic of unknown meaning", at(path.name, 1), repr(name), expected)
        yield place, seen[name], meaning


def _check_years(
    path: Path, header: Sequence[str], rows: Sequence[tuple[int, list[str]]], edition: int
) -> list[str]:
    """The years of the rows: five that end with the one before the edition."""
    for line, cells in rows:
        if cells[0].replace(" ", "") != f"MCS{edition}":
            place = at(path.name, line, header[0])
            raise fault("a row of another edition", place, repr(cells[0]), f"MCS{edition}")
    years = [cells[2].strip() for _, cells in rows]
    wanted = [str(year) for year in range(edition - YEARS, edition)]
    if years != wanted:
        place = at(path.name, rows[-1][0] if rows else 1, "Year")
        raise fault("years are missing", place, ", ".join(years), ", ".join(wanted))
    return years


def _check_flag(record: Record, where: str) -> None:
    if record.get("critical", "") not in ("Yes", "No", ""):
        raise fault("the row's columns are shifted", where, repr(record["critical"]), "Yes or No")


def _chapter(record: Record, chapters: Chapters, where: str) -> str:
    if "code" in record:
        return chapter_of(chapters, "file code", record["code"], where)
    return chapter_of(chapters, "MCS 2026 chapter", record["chapter"], where)


def _of_the_year(record: Record) -> str:
    """The note where it may mark one cell as estimated: a definition speaks of the column, and
    which years it calls estimated is known already.
    """
    return "" if "code" in record else record["note"]
