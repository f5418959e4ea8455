"""The rows behind a reading, with the query that chose them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from assay.document import Document, Element, Node, el
from assay.model import Reading
from assay.narrative.phrases import document, fill, of_reading
from assay.narrative.words import Words, words_in
from assay.quantities import TableOrigin, bind_count, raw_value


class Evidence(Protocol):
    """What the desk gives: the first rows in order, the count and hash of all of them."""

    @property
    def columns(self) -> Sequence[str]: ...
    @property
    def rows(self) -> Sequence[Sequence[Any]]: ...
    @property
    def count(self) -> int: ...
    @property
    def digest(self) -> str: ...


def evidence_table(evidence: Evidence, reading: Reading, *, language: str = "en") -> Document:
    """The rows behind a reading that the desk shows, how many there are, and the SQL."""
    words = words_in(language)
    shown = list(evidence.rows)
    key = f"{reading.full_name}#rows"
    numbers = _counts(evidence, len(shown), reading, key, words)
    lines: list[Node] = []
    if not shown:
        lines.append(el("p", words["evidence.none"]))
    else:
        which = "shown" if len(shown) == evidence.count else "part"
        template = words.plural(f"evidence.{which}", evidence.count)
        used = numbers if which == "part" else {"shown": numbers["shown"]}
        lines.append(el("p", *fill(template, **used)))
        lines.append(_rows(evidence.columns, shown, reading, f"proof:{key}", words))
    digest = el("code", evidence.digest, src=f"proof:{key}")
    if shown:
        lines.append(el("p", *fill(words["evidence.digest"], digest=digest), src=f"proof:{key}"))
    source = f"reading:{reading.full_name}"
    query = el("pre", reading.sql, src=source)
    lines.append(el("details", el("summary", words["evidence.sql"]), query))
    return document(el("section", *lines, cls="evidence"))


def _counts(
    evidence: Evidence, shown: int, reading: Reading, key: str, words: Words
) -> dict[str, Node]:
    origin = TableOrigin(reading.place, "", evidence.count, evidence.digest)
    what = f"Rows behind the reading {reading.label}"
    count = bind_count(evidence.count, key=key, what=what, origin=origin, language=words.language)
    if shown == evidence.count:
        return {"shown": count, "count": count}
    part = bind_count(
        shown, key=f"{key}_shown", what=f"{what}, shown", origin=origin, language=words.language
    )
    return {"shown": part, "count": count}


def _rows(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    reading: Reading,
    source: str,
    words: Words,
) -> Element:
    head = el("tr", *(el("th", name, scope="col") for name in columns))
    body = [
        el("tr", *(el("td", raw_value(value, words.language)) for value in row)) for row in rows
    ]
    caption = fill(words["evidence.caption"], label=of_reading(reading, reading.label))
    return el(
        "table",
        el("caption", *caption),
        el("thead", head),
        el("tbody", *body),
        cls="evidence-rows",
        src=source,
    )
