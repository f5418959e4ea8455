"""The data ledger: releases as they were published, the calendar of those known to exist.

contracts  the tables and columns that every release of a source is mapped to
held       releases we hold: opened, listed, verified
calendars  releases known to exist, and which were public on a date
rows       rows as text, checked against the contract
tables     where a table lies, and its rows read back as text
parquet    large tables
writing    a new release, written once
coverage   provider's files that are in a release, or left out for a reason

Layout (nobody else knows it):
    data/releases/<source>/tables.json               the column contract of a source
    data/releases/<source>/<release>/datapackage.json  birth certificate: custody, licence, hashes
    data/releases/<source>/<release>/<table>.csv     one value per row; .parquet where that would
                                                     pass 5 MB
    data/calendars/<source>.csv                      every release known to exist, held or not
    data/sources/not_ingested.csv                    provider's files left out, and why
"""

from assay.releases.calendars import CalendarEntry, Known, known_releases, read_calendar
from assay.releases.contracts import (
    Contract,
    Field,
    Mode,
    Table,
    describe_field,
    list_sources,
    read_contract,
)
from assay.releases.coverage import LeftOut, find_unaccounted, read_left_out
from assay.releases.held import (
    list_releases,
    open_release,
    sha256_of,
    verify_release,
)
from assay.releases.rows import Cell
from assay.releases.tables import read_cells, read_lines, table_path
from assay.releases.writing import ReleaseFacts, describe_licence, write_release

__all__ = [
    "CalendarEntry",
    "Cell",
    "Contract",
    "Field",
    "Known",
    "LeftOut",
    "Mode",
    "ReleaseFacts",
    "Table",
    "describe_field",
    "describe_licence",
    "find_unaccounted",
    "known_releases",
    "list_releases",
    "list_sources",
    "open_release",
    "read_calendar",
    "read_cells",
    "read_contract",
    "read_left_out",
    "read_lines",
    "sha256_of",
    "table_path",
    "verify_release",
    "write_release",
]
