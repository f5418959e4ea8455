"""Claims by topic with their verdicts. Never totals, and nothing by speaker or side."""

from __future__ import annotations

from collections.abc import Iterable

from assay.document import Document, Element, Node, el
from assay.model import Check
from assay.narrative.headlines import Case, headline
from assay.narrative.phrases import date_in_words, document, of_claim
from assay.narrative.words import Words, words_in


def scoreboard(
    checks: Iterable[Check], *, address: str = "./{claim_id}.html", language: str = "en"
) -> Document:
    """One table a topic: question, date, verdict in words, grade.

    `address` is where a claim's page stands, with `{claim_id}` in it. The claims were picked
    (docs/selection.md), so nothing is counted.
    """
    words = words_in(language)
    topics: dict[str, list[Check]] = {}
    for check in checks:
        topics.setdefault(check.claim.topic, []).append(check)
    if not topics:
        return document(el("p", words["scoreboard.none"], cls="scoreboard"))
    parts: list[Node] = []
    for topic in sorted(topics):
        heading = words.texts.get(f"topic.{topic}", topic)
        parts += [el("h3", heading), _table(topics[topic], address, words)]
    return document(el("section", *parts, cls="scoreboard"))


def _table(checks: list[Check], address: str, words: Words) -> Element:
    names = ("claim", "said", "verdict", "grade")
    head = el("tr", *(el("th", words[f"scoreboard.{name}"], scope="col") for name in names))
    ordered = sorted(checks, key=lambda check: (str(check.claim.said_on), check.claim.claim_id))
    rows = [_row(check, address, words) for check in ordered]
    return el("table", el("thead", head), el("tbody", *rows))


def _row(check: Check, address: str, words: Words) -> Element:
    claim = check.claim
    link = el("a", claim.title, href=address.replace("{claim_id}", claim.claim_id))
    source = f"claim:{claim.claim_id}"
    return el(
        "tr",
        el("th", link, src=source, scope="row"),
        el("td", of_claim(claim, date_in_words(claim.said_on, words))),
        el("td", *headline(Case(check, check.now, words)), cls=f"verdict-{check.now.name}"),
        el("td", check.now.grade or ""),
    )
