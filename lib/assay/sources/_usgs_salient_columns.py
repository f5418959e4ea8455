"""What a column of a salient file stands for: a crosswalk, and the metadata published with it.

The files of 2022 and 2025 name a series by its column (`Imports_Compounds_t`); data/crosswalks/
usgs_salient_columns.csv gives each in the wording of MCS 2026, found by its figures for 2021-2023,
which both editions print. A column whose name contradicts its figures (lead, germanium, rare
earths) has the wording of the figures and a note that says so.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assay.crosswalks import read_lookup
from assay.paths import Project
from assay.sources._delimited import fault

HEADER: Final = ["file_code", "column", "nth", "statistic", "part", "series", "unit", "note"]
CODE_OF_META: Final = {"lithi": "lithium"}
RECENT: Final = re.compile(r"estimated for the most recent (?:(two|three) )?years?", re.IGNORECASE)
NAMED: Final = re.compile(r"estimated for ((?:19|20)\d\d(?:(?:,| and|, and) (?:19|20)\d\d)*)")
COUNTS: Final = {"": 1, "two": 2, "three": 3}


@dataclass(frozen=True, slots=True)
class SalientColumn:
    """One series: which statistic, of which part of the chapter, in which words and unit."""

    statistic: str
    part: str
    series: str
    unit: str
    note: str


SalientColumns = Mapping[tuple[str, str, int], SalientColumn]


@dataclass(frozen=True, slots=True)
class Definitions:
    """Labels and definitions of a metadata file, in the order of the columns they describe."""

    labels: tuple[str, ...]
    texts: tuple[str, ...]

    def of(self, place: int, column: str, columns: int) -> str:
        """The definition of a column, by its name, or by its place where the file calls it
        otherwise; empty where neither fits.
        """
        if column in self.labels:
            return self.texts[self.labels.index(column)]
        return self.texts[place] if len(self.labels) == columns else ""


def read_salient_columns(project: Project) -> SalientColumns:
    """(file code, column, which one of that name) to its meaning."""
    rows = read_lookup(project, "usgs_salient_columns.csv", HEADER)
    return {
        (row["file_code"], row["column"], int(row["nth"])): SalientColumn(
            row["statistic"], row["part"], row["series"], row["unit"], row["note"]
        )
        for row in rows
    }


def read_definitions(path: Path) -> dict[str, Definitions]:
    """Definitions by the name of the data file they describe. SourceError for a file cut off."""
    root = _root_of(path)
    found = {}
    for detailed in root.iter("detailed"):
        name = (detailed.findtext("enttyp/enttypl") or "").strip()
        attributes = detailed.findall("attr")
        labels = tuple((item.findtext("attrlabl") or "").strip() for item in attributes)
        texts = tuple(" ".join((item.findtext("attrdef") or "").split()) for item in attributes)
        found[name] = Definitions(labels, texts)
    if not found:
        raise fault("no column is described", path.name, "", "a <detailed> section")
    return found


def read_commodity_definitions(paths: Sequence[Path]) -> dict[str, Definitions]:
    """Definitions of each file code that has a metadata file (`mcs2025-timin_meta.xml`)."""
    found = {}
    for path in paths:
        code = path.name.split("-", 1)[1].removesuffix("_meta.xml")
        (definitions,) = read_definitions(path).values()
        found[CODE_OF_META.get(code, code)] = definitions
    return found


def estimated_years(definition: str, years: Sequence[str], is_described: bool) -> frozenset[str]:
    """Which of `years` (in order) the metadata calls estimated; without metadata the newest."""
    if not is_described:
        return frozenset(years[-1:])
    if re.search(r"estimated for all years", definition, re.IGNORECASE):
        return frozenset(years)
    if named := NAMED.search(definition):
        return frozenset(re.findall(r"\d{4}", named[1]))
    if recent := RECENT.search(definition):
        return frozenset(years[-COUNTS[(recent[1] or "").lower()] :])
    return frozenset()


def _root_of(path: Path) -> ET.Element:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise fault("the file is missing", path.name) from None
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise fault("the XML file declares entities", path.name, "", "plain FGDC metadata")
    try:
        return ET.fromstring(content)  # noqa: S314 - declarations, the way in, are refused above
    except ET.ParseError as error:
        raise fault("not a whole XML file", path.name, str(error)) from None
