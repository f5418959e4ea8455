"""What happened around the day a claim was made: events of the timeline, as pages dated them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assay.document import Document, Element, Node, el
from assay.model import Claim
from assay.narrative.phrases import date_in_words, document, fill, of_claim
from assay.narrative.words import Words, words_in

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd


def events_around(claim: Claim, events: pd.DataFrame, *, language: str = "en") -> Document:
    """One line an event, by day, with its page; what was only recalled says so and has no link.

    `events` has rows of `events.events` with their column release. They are shown and never
    rated: that one thing followed another does not say why.
    """
    words = words_in(language)
    if claim.said_on.precision not in ("day", "month"):
        return document(el("p", words["events.undated"], cls="events"))
    said_on = of_claim(claim, date_in_words(claim.said_on, words), "time")
    if not len(events):
        return document(el("p", *fill(words["events.none"], said_on=said_on), cls="events"))
    items = [_item(row, words) for row in events.to_dict("records")]
    intro = el("p", *fill(words["events.intro"], said_on=said_on))
    return document(el("section", intro, el("ul", *items), cls="events"))


def _item(row: Mapping[Hashable, Any], words: Words) -> Element:
    date = date_in_words(str(row["happened_on"]), words)
    what = fill(words["events.item"], date=el("time", date), title=str(row["title"]))
    return el("li", *what, *_cited(row, words), ".", src=f"release:events/{row['release']}")


def _cited(row: Mapping[Hashable, Any], words: Words) -> tuple[Node, ...]:
    """Where it was read, linked where the host can be; and what of it was recalled."""
    if row["citation_status"] == "not_seen":
        return (el("em", words["events.recalled"]),)
    page: Node = str(row["publisher"])
    if isinstance(row["url"], str) and row["url"]:
        page = el("a", page, href=row["url"])
    key = "events.page" if row["date_status"] == "seen" else f"events.page.{row['date_status']}"
    return fill(words[key], page=page)


__all__ = ["events_around"]
