"""Releases for tests of the alarms: real ones as held, changed copies, and small made ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assay.alarms import Alarm, find_table_alarms, rates_of
from assay.model import PartialDate, Release
from assay.paths import Project
from assay.releases import Field, Table
from assay.rows import Row, Upload, read_held

STATES = ("reported", "estimated", "zero", "withheld", "not_available")
COLUMNS = ("chapter", "country", "country_code", "statistic", "detail", "year")


def made_release(name: str, through: str = "2025", source: str = "made") -> Release:
    """A release of a source that does not exist."""
    return Release(
        source=source,
        release=name,
        title=f"Made, release {name}",
        publisher="Publisher",
        address="https://example.org",
        licence="none",
        citation="Publisher",
        released_on=PartialDate.parse("2025-01-01"),
        released_on_status="seen",
        data_through=PartialDate.parse(through),
        retrieved_on=PartialDate.parse("2025-01-01"),
        custody="publisher",
        redistribute="yes",
        superseded_by="",
        notes="",
        raw=(),
        tables=("world",),
        rows=(0,),
        digest="00",
    )


def world_table() -> Table:
    """A table of the shape of the world's minerals."""
    fields = [Field(name, "integer" if name == "year" else "string", name) for name in COLUMNS]
    fields += [
        Field("value", "number", "amount"),
        Field("unit", "string", "unit"),
        Field("status", "string", "state", enum=STATES),
    ]
    return Table("world", "World", "one cell", "register", tuple(fields), COLUMNS, "")


def world(name: str, cells: Iterable[Mapping[str, object]]) -> Upload:
    """A made release from dicts with any of the columns; the rest has defaults."""
    rows = []
    for number, given in enumerate(cells, start=2):
        texts = {
            "chapter": "Ore",
            "country": str(given.get("country_code", "AAA")),
            "country_code": "AAA",
            "statistic": "production",
            "detail": "Mine production",
            "year": "2024",
            "unit": "t",
            "status": "reported",
            **{key: str(value) for key, value in given.items() if key != "value"},
        }
        value = None if given.get("value") is None else Decimal(str(given["value"]))
        texts["value"] = "" if value is None else str(value)
        rows.append(Row(number, texts, value))
    return Upload(
        made_release(name), world_table(), f"data/releases/made/{name}/world.csv", tuple(rows)
    )


def held_table(project: Project, source: str, table: str) -> tuple[Upload, ...]:
    """A real table in all its held releases, oldest data first."""
    return read_held(project, [source])[source].of(table)


def changed(
    uploads: Sequence[Upload], release: str, change: Callable[[Row], Row | None]
) -> list[Upload]:
    """The uploads with the rows of one release changed; None drops a row."""
    return [
        replace(upload, rows=tuple(row for old in upload.rows if (row := change(old)) is not None))
        if upload.release.release == release
        else upload
        for upload in uploads
    ]


def alarms_of(uploads: Sequence[Upload], project: Project | None = None) -> list[Alarm]:
    """Every alarm of one table, with the project's exchange rates where it is given."""
    held = read_held(project, ["fx"]) if project else {}
    rates = rates_of(upload for source in held.values() for upload in source.uploads)
    return find_table_alarms(uploads, rates)


def kinds(alarms: Iterable[Alarm]) -> set[str]:
    return {alarm.kind for alarm in alarms}
