"""Figures typed from single pages of the press: the facts of a release are those of its page."""

from __future__ import annotations

from typing import Literal, NamedTuple

from assay.releases import ReleaseFacts


class Page(NamedTuple):
    """One page, when it was published and how sure that is."""

    publisher: str
    title: str
    address: str
    released_on: str
    sure: Literal["seen", "inferred", "unknown"]


def facts_of_page(page: Page, title: str, file: str, notes: str) -> ReleaseFacts:
    """The facts of a release that holds what one page prints, typed into `file`."""
    return ReleaseFacts(
        title=title,
        files=(file,),
        address=page.address,
        licence="Facts",
        citation=f"{page.publisher}: {page.title}",
        released_on=page.released_on,
        released_on_status=page.sure,
        data_through=page.released_on,
        retrieved_on="2026-11-23",
        custody="press",
        redistribute="yes",
        notes=notes,
    )
