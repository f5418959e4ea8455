"""A release seen as a diff, before anything is published: rows that appeared, vanished or changed,
alarms, and the verdicts that would flip.

tables    row by row
verdicts  every claim that reads the source, checked with each release as the newest
releases  both, and the alarms of the new release
page      the same as a document for a page, and as text for the terminal
"""

from assay.diff.page import to_document, to_text
from assay.diff.releases import Diff, diff_releases
from assay.diff.tables import Cell, Change, TableDiff
from assay.diff.verdicts import Effect, Moved

__all__ = [
    "Cell",
    "Change",
    "Diff",
    "Effect",
    "Moved",
    "TableDiff",
    "diff_releases",
    "to_document",
    "to_text",
]
