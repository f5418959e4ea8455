"""Verbs about pages: build, sign, hold, schedule."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from assay.errors import ParameterError
from assay.paths import Project

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from assay.runner import Progress


@click.command()
@click.option("--jobs", type=click.IntRange(min=1), help="Stories at a time (default: by cores).")
@click.option("--on", metavar="ADDRESS", help="Run the stories on a cluster: tcp://scheduler:8786.")
@click.option(
    "--to", metavar="ADDRESS", help="Then send the edition to a store: s3://bucket/folder."
)
@click.option("--why", is_flag=True, help="Say which stories run again, and what has changed.")
@click.pass_obj
def build(project: Project, jobs: int | None, on: str | None, to: str | None, why: bool) -> None:
    """Run every report, check every page, and switch to the new edition, or change nothing."""
    from assay.editions import build as build_edition

    if jobs and on:
        raise ParameterError("--jobs counts stories on this machine; a cluster has its own (--on).")
    with click.progressbar(length=1, label="stories", file=sys.stderr) as bar:

        def show(progress: Progress) -> None:
            bar.length = progress.total
            bar.update(progress.done - bar.pos)

        execute = partial(_executor(jobs, on, show), explain=_say if why else None)
        outcome = build_edition(project, execute=execute, say=_say)
    click.echo(str(outcome))
    for line in (*outcome.stale, outcome.told):
        if line:
            click.echo(line)
    click.echo(f"Front page: {project.relative(outcome.folder / 'index.html')}")
    if to:
        from assay.stores import send_edition

        click.echo(str(send_edition(project, to, say=_say)))


def _executor(
    jobs: int | None, on: str | None, show: Callable[[Progress], None]
) -> Callable[..., Sequence[NotebookNode]]:
    """What runs the planned pages: this machine, or the workers of a cluster."""
    from assay.editions.executed import run_planned

    if not on:
        return partial(run_planned, jobs=jobs, progress=show)
    from assay.cluster import run_on_cluster

    there = partial(run_on_cluster, address=on, progress=show, say=_say)
    return partial(run_planned, run_all=there)


def _say(line: str) -> None:
    click.echo(line, err=True)


@click.command()
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


@click.command()
@click.argument("claim")
@click.option("--digest", required=True, help="As printed on the page that both have read.")
@click.option("--approved-by", required=True, metavar="NAME", help="The editor.")
@click.option("--second-reader", required=True, metavar="NAME", help="Another person.")
@click.pass_obj
def sign(project: Project, claim: str, digest: str, approved_by: str, second_reader: str) -> None:
    """Approve a claim's page, by two people and by the digest of what they have read."""
    from datetime import date

    from assay.checks import check_claims
    from assay.signoff import approve

    (check,) = check_claims(project, [claim])
    done = approve(project, check, digest, approved_by, second_reader, date.today())
    click.echo(
        f"{check.claim.title} Approved by {done.approved_by}, second reader "
        f"{done.second_reader}, on {done.on}. The next build shows it."
    )


@click.group()
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
