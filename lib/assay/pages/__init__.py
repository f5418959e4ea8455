"""Executed notebooks as web pages: alive without a network, whole without a script."""

from assay.pages.assets import read_assets
from assay.pages.context import (
    EDITION,
    Correction,
    Edition,
    Newsdesk,
    Page,
    SignOff,
    root_of,
)
from assay.pages.frame import POLICY
from assay.pages.write import write_page

__all__ = [
    "EDITION",
    "POLICY",
    "Correction",
    "Edition",
    "Newsdesk",
    "Page",
    "SignOff",
    "read_assets",
    "root_of",
    "write_page",
]
