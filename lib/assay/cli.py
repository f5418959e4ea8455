"""The terminal's door: one verb per command, every error one message."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assay.errors import AssayError, ParameterError
from assay.paths import Project, find_project

if TYPE_CHECKING:
    from assay.model import Check, Finding, Verdict


DIRECTIONS = {
    "too_high": "{:.2f} times the measure",
    "too_low": "the measure is {:.2f} times it",
    "reversed": "reversed, by {:.2f} times",
}


def main() -> None:
    """Run the command line. An AssayError is one message and its exit code, never a traceback."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped; nothing was published.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except AssayError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="assay")
@click.pass_context
def cli(context: click.Context) -> None:
    """Test public claims against public data."""
    context.obj = find_project() if context.invoked_subcommand else None


@cli.command()
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
        click.echo(_told(item) if claims else _line(item))


@cli.command()
@click.argument("words", nargs=-1, required=True)
@click.pass_obj
def find(project: Project, words: tuple[str, ...]) -> None:
    """Have we checked this? WORDS are a number, a sentence, or both: assay find "350 bn"."""
    from assay.claims import read_claims
    from assay.search import find_claims

    text = " ".join(words)
    matches = find_claims(read_claims(project), text)
    if not matches:
        raise ParameterError(f"No claim in the table is like {text!r}.")
    for match in matches:
        claim = match.claim
        click.echo(f"{claim.claim_id}\n  {claim.title}")
        click.echo(f"  {claim.speaker}, {claim.said_on}. {match.why}")


@cli.command()
@click.argument("source")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--release", required=True, metavar="ID", help="The name of the release to write.")
@click.pass_obj
def ingest(project: Project, source: str, files: tuple[Path, ...], release: str) -> None:
    """Write an immutable release from a provider's FILES."""
    from assay.sources import load_source

    written = load_source(source).ingest(project, release, files)
    click.echo(f"data/releases/{source}/{release}: {', '.join(written.tables)}")


@cli.command()
@click.argument("story", required=False)
@click.option("-p", "given", multiple=True, metavar="NAME=VALUE", help="A parameter.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def run(project: Project, story: str | None, given: tuple[str, ...], output: Path | None) -> None:
    """Execute one story; without STORY, list the stories and their parameters."""
    from assay.runner import run_story
    from assay.stories import list_stories, read_story

    if story is None:
        for name in list_stories(project):
            click.echo(_story_help(read_story(project, name)))
        return
    notebook = run_story(project, story, _given(given))
    if output is None:
        folder = project.reports / "runs"
        folder.mkdir(parents=True, exist_ok=True)
        output = folder / f"{story}-{datetime.now():%Y%m%d-%H%M%S}.ipynb"
    _write_whole(output, notebook)
    click.echo(project.relative(output))


@cli.command()
@click.argument("stories", nargs=-1, metavar="[STORY]…")
@click.pass_obj
def refresh(project: Project, stories: tuple[str, ...]) -> None:
    """Run stories on their defaults; keep the outputs in notebooks/ to review as a diff."""
    from assay.refresh import refresh_story
    from assay.stories import list_stories

    for name in stories or list_stories(project):
        changed = refresh_story(project, name)
        click.echo(f"notebooks/{name}.ipynb: {'changed' if changed else 'unchanged'}")


@cli.command()
@click.pass_obj
def build(project: Project) -> None:
    """Run every report, check every page, and switch to the new edition, or change nothing."""
    from assay.editions import build as build_edition

    outcome = build_edition(project, say=lambda line: click.echo(line, err=True))
    click.echo(str(outcome))
    for line in (*outcome.stale, outcome.told):
        if line:
            click.echo(line)
    click.echo(f"Front page: {project.relative(outcome.folder / 'index.html')}")


@cli.command()
@click.pass_obj
def verify(project: Project) -> None:
    """Compare every release, table and published page with its hash or contract."""
    from assay.editions import verify as verify_all

    for line in verify_all(project):
        click.echo(line)


@cli.command()
@click.pass_obj
def sensitivity(project: Project) -> None:
    """Rate every claim at other values of each threshold; print what changes."""
    from assay.checks import check_claims
    from assay.rating import sensitivity as vary

    for line in vary(check_claims(project)):
        click.echo(str(line))


@cli.command()
@click.argument("claim")
@click.option("--because", metavar="REASON", help="Why; printed in place of the page.")
@click.option("--lift", is_flag=True, help="End the hold: the next build shows the page again.")
@click.pass_obj
def hold(project: Project, claim: str, because: str | None, lift: bool) -> None:
    """Take one claim's page down at once, without a build."""
    from assay.editions import hold as take_down
    from assay.editions import release_hold

    if not because:
        raise ParameterError('Say why: --because "…".')
    click.echo((release_hold if lift else take_down)(project, claim, because))


@cli.group()
def schedule() -> None:
    """Run the reports at their times."""


@schedule.command("print")
@click.option("--as", "kind", type=click.Choice(["cron", "systemd", "github"]), default="cron")
@click.pass_obj
def print_schedule(project: Project, kind: str) -> None:
    """Print a unit that is ready to install."""
    from assay.editions import read_reports
    from assay.schedule import render

    click.echo(render(read_reports(project), kind), nl=False)


@cli.group()
def kernel() -> None:
    """The warm parents from which kernels are forked."""


@kernel.command()
def status() -> None:
    """List the warm parents of this user."""
    from assay.kernels.address import runtime_folder
    from assay.kernels.process import ask_parent

    told = 0
    for path in sorted(runtime_folder().glob("*.sock")):
        facts = ask_parent(path, "status")
        if facts:
            told += 1
            click.echo(
                f"{path.stem}: pid {facts['pid']}, {facts['kernels']} kernels, "
                f"{facts['forked']} forked so far"
            )
    if not told:
        click.echo("No warm parent is running.")


@kernel.command()
def stop() -> None:
    """End the warm parents; kernels that run go on."""
    from assay.kernels.address import runtime_folder
    from assay.kernels.process import ask_parent

    for path in sorted(runtime_folder().glob("*.sock")):
        if ask_parent(path, "stop"):
            click.echo(f"{path.stem}: stopped")


def _given(pairs: tuple[str, ...]) -> dict[str, str]:
    parameters: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise ParameterError(f"-p {pair}: expected NAME=VALUE.")
        if name in parameters:
            raise ParameterError(f"-p {name} is given twice.")
        parameters[name] = value
    return parameters


def _write_whole(path: Path, notebook: Any) -> None:
    import os

    import nbformat

    staged = path.with_name(f".{path.name}.staged")
    staged.write_text(nbformat.writes(notebook), encoding="utf-8")  # type: ignore[no-untyped-call]
    os.replace(staged, path)


def _date(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ParameterError(f"--as-of {text}: expected a date as 2025-02-22.") from None


def _story_help(story: Any) -> str:
    lines = [f"{story.name}: {story.title}"]
    for p in story.parameters:
        allowed = ", ".join(p.choices) or (f"one of the {p.domain}" if p.domain else "")
        lines.append(
            f"  {p.name} ({p.type}, {p.default!r}): {p.help}" + (f"; {allowed}" * bool(allowed))
        )
    return "\n".join(lines)


def _line(check: Check) -> str:
    return f"{check.claim.claim_id:40} {_verdict(check.now)}"


def _verdict(verdict: Verdict) -> str:
    flags = f" [{', '.join(verdict.flags)}]" if verdict.flags else ""
    grade = f" (grade {verdict.grade})" if verdict.grade else ""
    because = f": {verdict.because}" if verdict.because else ""
    return f"{verdict.name}{flags}{because}{grade}"


def _told(check: Check) -> str:
    claim = check.claim
    lines = [
        claim.title,
        f"  {claim.speaker}, {claim.said_on}, {claim.venue}: {claim.quote or claim.statement}",
        f"  We tested this as: {claim.tested_as}",
        f"  now:  {_verdict(check.now)}",
        *(f"    {_finding(finding)}" for finding in check.now_findings),
    ]
    if check.now.flip:
        lines.append(f"    {check.now.flip}")
    if check.then:
        lines.append(f"  then: {_verdict(check.then)}")
        lines += [f"    {_finding(finding)}" for finding in check.then_findings]
    return "\n".join(lines) + "\n"


def _finding(finding: Finding) -> str:
    measured = "no figure"
    if finding.low is not None and finding.high is not None:
        ends = sorted({f"{finding.low:.4g}", f"{finding.high:.4g}"}, key=float)
        measured = f"{' to '.join(ends)} {finding.unit}"
    factor = ""
    if finding.factor and finding.direction:
        factor = f", {DIRECTIONS[finding.direction].format(finding.factor)}"
    used = ", ".join(f"{r.source} {r.release} ({r.grade})" for r in finding.releases)
    why = f" {finding.why}" if finding.why else ""
    period = f" [{finding.period_from}..{finding.period_to}]" if finding.period_to else ""
    status = "not rated" if finding.role == "context" else finding.status
    return (
        f"{finding.role:8} {finding.reading:28} {status:9} {measured}{factor}{period}  {used}{why}"
    )
