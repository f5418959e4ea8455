"""Cells that a spreadsheet shows and never runs.

A cell that begins with = + - @, a tab or a line end is a formula to Excel, LibreOffice and Google
Sheets, and text from outside can begin with anything. A sign before it makes it text; a number
stays a number.
"""

from __future__ import annotations

import re

STARTS = frozenset("=+-@\t\r\n＝＋－＠")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*")


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet runs as a formula; -5 and +1,200.5 stay as they are."""
    if text[:1] in STARTS and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text
