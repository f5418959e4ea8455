"""Verbs about claims: check, find, sensitivity."""

from __future__ import annotations

import json
from datetime import date

import click

from assay.cli.told import told_as_built, told_in_full, told_in_one_line
from assay.errors import ParameterError
from assay.paths import Project


@click.command()
@click.argument("claims", nargs=-1, metavar="[CLAIM]…")
@click.option("--as-of", metavar="DATE", help="Use what was public on this date, not today.")
@click.option("--topic", type=click.Choice(["minerals", "aid", "guarantees"]))
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.pass_obj
def check(
    project: Project, claims: tuple[str, ...], as_of: str | None, topic: str | None, as_json: bool
) -> None:
    """Rate claims: verdict, readings, releases, then and now."""
    from assay.checks import check_claims, to_json

    checks = check_claims(project, claims or None, as_of=_date(as_of), topic=topic)
    if as_json:
        click.echo(json.dumps([to_json(item) for item in checks], indent=2, ensure_ascii=False))
        return
    for item in checks:
        click.echo(told_in_full(item) if claims else told_in_one_line(item))


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.pass_obj
def find(project: Project, words: tuple[str, ...]) -> None:
    """Have we checked this? WORDS are a number, a sentence, or both: assay find "350 bn"."""
    from assay.claims import read_claims
    from assay.editions.holds import read_holds
    from assay.ledger import read_verdicts
    from assay.quantities import date_in_words
    from assay.search import find_claims

    text = " ".join(words)
    matches = find_claims(read_claims(project), text)
    if not matches:
        raise ParameterError(f"No claim in the table is like {text!r}.")
    built = {row.claim_id: row for row in read_verdicts(project) if row.clock == "now"}
    held = read_holds(project)
    for match in matches:
        claim = match.claim
        click.echo(f"{claim.claim_id}\n  {claim.title}")
        if claim.claim_id in held:
            click.echo(f"  Held back by the editors: {held[claim.claim_id].because}")
        else:
            click.echo(f"  {told_as_built(built.get(claim.claim_id))}")
        click.echo(f"  {claim.speaker}, {date_in_words(claim.said_on)}. {match.why}")


@click.command()
@click.pass_obj
def sensitivity(project: Project) -> None:
    """Rate every claim at other values of each threshold; write docs/sensitivity.md."""
    from assay.checks import check_claims
    from assay.rating import as_page
    from assay.rating import sensitivity as vary

    path = project.root / "docs" / "sensitivity.md"
    path.write_text(as_page(vary(check_claims(project))), encoding="utf-8")
    click.echo(project.relative(path))


def _date(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ParameterError(f"--as-of {text}: expected a date as 2025-02-22.") from None
