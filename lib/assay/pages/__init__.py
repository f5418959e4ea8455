"""Executed notebooks as web pages: alive without a network, whole without a script."""

from assay.pages.alone import write_alone
from assay.pages.assets import read_assets
from assay.pages.context import (
    EDITION,
    Edition,
    Newsdesk,
    Page,
    root_of,
)
from assay.pages.frame import POLICY
from assay.pages.write import write_page

__all__ = [
    "EDITION",
    "POLICY",
    "Edition",
    "Newsdesk",
    "Page",
    "read_assets",
    "root_of",
    "write_alone",
    "write_page",
]
