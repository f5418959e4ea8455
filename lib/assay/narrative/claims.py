"""The claim itself: who said what, what was tested, who repeated it, who was asked to reply."""

from __future__ import annotations

from collections.abc import Iterable

from assay.document import Document, Element, Node, el
from assay.model import Claim
from assay.narrative.phrases import (
    date_in_words,
    document,
    fill,
    of_claim,
    period_in_words,
)
from assay.narrative.tolerance import tolerance
from assay.narrative.words import Words, words_in
from assay.quantities import TableOrigin, bind_count

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def claim_card(claim: Claim, *, language: str = "en") -> Document:
    """The exact words with translation, speaker, role, date, place, citation, copy and note."""
    words = words_in(language)
    spoken: list[Node] = []
    if claim.quote:
        attrs = {"lang": claim.quote_language}
        if claim.quote_language in RIGHT_TO_LEFT:
            attrs["dir"] = "rtl"
        spoken.append(el("blockquote", claim.quote, src=_source(claim), **attrs))
    if claim.quote_translation:
        translation = el("q", claim.quote_translation, lang="en")
        spoken.append(
            el("p", *fill(words["card.translation"], quote=translation), src=_source(claim))
        )
    if claim.statement and (not claim.quote or claim.statement_form != "quote"):
        said = fill(words["card.statement"], statement=claim.statement)
        spoken.append(el("p", *said, src=_source(claim)))
    return document(el("section", *spoken, _facts(claim, words), cls="claim-card"))


def tested_as(claim: Claim, *, language: str = "en") -> Document:  # noqa: PT028 (no test)
    """The proposition tested, what would make it right, and the tolerance, before any data."""
    words = words_in(language)
    source = _source(claim)
    lines: list[Node] = []
    if claim.tested_as:
        text = el("strong", claim.tested_as)
        key = "tested.as.untested" if claim.unrated else "tested.as"
        lines.append(el("p", *fill(words[key], tested_as=text), src=source))
    if claim.tests == "attribution":
        lines.append(el("p", words["tested.attribution"]))
    if claim.right_if:
        lines.append(el("p", claim.right_if, src=source))
    room = tolerance(claim, words)
    if room:
        lines.append(el("p", *room, cls="tolerance"))
    if claim.period_from or claim.period_to:
        first = str(claim.period_from or "")
        last = str(claim.period_to or claim.said_on)
        period = el("span", period_in_words(first, last, words), src=source)
        lines.append(el("p", *fill(words["tested.period"], period=period)))
    return document(el("section", *lines, cls="tested-as"))


def reply(claim: Claim, *, language: str = "en") -> Document:
    """Whether anybody was asked for a reply, when, and what they answered."""
    words, source = words_in(language), _source(claim)
    asked, answered = claim.reply_asked_on, claim.reply_on
    if not asked and not claim.reply:
        return document(el("p", words["reply.none"], cls="reply"))
    parts: dict[str, str] = {"speaker": claim.speaker}
    if not claim.reply:
        key = "reply.asked"
        parts["date"] = date_in_words(asked, words)
    elif not asked:
        key = "reply.unasked"
    else:
        key = "reply.given" if answered else "reply.given.undated"
        parts["asked"] = date_in_words(asked, words)
        if answered:
            parts["date"] = date_in_words(answered, words)
    lines: list[Node] = [el("p", *fill(words[key], **parts), src=source)]
    if claim.reply:
        lines.append(el("blockquote", claim.reply, src=source))
    return document(el("section", *lines, cls="reply"))


def repetitions(
    claim: Claim,
    claims: Iterable[Claim],
    *,
    address: str = "./{claim_id}.html",
    language: str = "en",
) -> Document:
    """Other rows of the same family, by date: the same claim said again or by others.

    `address` is where a claim's page stands, with `{claim_id}` in it.
    """
    words = words_in(language)
    others = [
        other
        for other in claims
        if claim.family and other.family == claim.family and other.claim_id != claim.claim_id
    ]
    if not others:
        return document(el("p", words["repeated.none"], cls="repetitions"))
    others.sort(key=lambda other: (str(other.said_on) or "9999", other.claim_id))
    count = bind_count(
        len(others),
        key=f"{claim.claim_id}/family#count",
        what=f"Other claims of the family {claim.family}",
        origin=TableOrigin("data/claims.csv, column family", "", len(others), ""),
        language=language,
    )
    intro = fill(words.plural("repeated.intro", len(others)), count=count)
    items = [_repetition(other, address, words) for other in others]
    return document(el("section", el("p", *intro), el("ul", *items), cls="repetitions"))


def _repetition(claim: Claim, address: str, words: Words) -> Element:
    link = el("a", claim.title, href=address.replace("{claim_id}", claim.claim_id))
    date = date_in_words(claim.said_on, words)
    item = fill(words["repeated.item"], date=date, speaker=claim.speaker, title=link)
    return el("li", *item, src=_source(claim))


def _facts(claim: Claim, words: Words) -> Element:
    who: tuple[Node, ...] = (claim.speaker,)
    if claim.speaker_role:
        who = fill(words["card.by.value"], speaker=claim.speaker, role=claim.speaker_role)
    rows: list[tuple[str, tuple[Node, ...]]] = [
        ("card.by", who),
        ("card.on", (date_in_words(claim.said_on, words),)),
    ]
    if claim.venue:
        rows.append(("card.at", (claim.venue,)))
    if claim.statement_form:
        rows.append(("card.form", (words[f"card.form.{claim.statement_form}"],)))
    status = words[f"citation.{claim.citation_status or 'not_seen'}"]
    key = "card.source.described" if is_described(claim) else "card.source.value"
    cited = fill(words[key], citation=_citation(claim, words), status=status)
    rows += [("card.source", cited), ("card.archive", (_archive(claim, words),))]
    if claim.note:
        rows.append(("card.note", (claim.note,)))
    parts: list[Node] = []
    for key, value in rows:
        parts += [el("dt", words[key]), el("dd", *value, src=_source(claim))]
    return el("dl", *parts)


def _citation(claim: Claim, words: Words) -> tuple[Node, ...]:
    title = claim.citation_title or claim.citation_url or claim.citation
    if is_described(claim):
        title = title[1:-1]
    linked: Node = title
    if claim.citation_url.startswith(("https://", "http://")):
        linked = el("a", title, href=claim.citation_url)
    parts: list[Node] = [linked]
    if claim.citation and claim.citation != title:
        parts = [claim.citation, words["list"], linked]
    if claim.citation_on:
        parts += [words["list"], date_in_words(claim.citation_on, words)]
    return tuple(parts)


def is_described(claim: Claim) -> bool:
    """Whether the page's title is a description of ours, which the table sets in brackets."""
    return claim.citation_title.startswith("(") and claim.citation_title.endswith(")")


def _archive(claim: Claim, words: Words) -> Node:
    if claim.archived_url.startswith(("https://", "http://")):
        return el("a", words["card.archive.link"], href=claim.archived_url)
    return words["card.archive.none"]


def _source(claim: Claim) -> str:
    return f"claim:{claim.claim_id}"


__all__ = ["claim_card", "of_claim", "repetitions", "reply", "tested_as"]
