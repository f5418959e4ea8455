"""Verbs about stories and the kernels they run on: run, refresh, kernel."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from assay.errors import ParameterError
from assay.paths import Project


@click.command()
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


@click.command()
@click.argument("stories", nargs=-1, metavar="[STORY]…")
@click.pass_obj
def refresh(project: Project, stories: tuple[str, ...]) -> None:
    """Run stories on their defaults; keep the outputs in notebooks/ to review as a diff."""
    from assay.refresh import refresh_story
    from assay.stories import list_stories

    for name in stories or list_stories(project):
        changed = refresh_story(project, name)
        click.echo(f"notebooks/{name}.ipynb: {'changed' if changed else 'unchanged'}")


@click.group()
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


def _story_help(story: Any) -> str:
    lines = [f"{story.name}: {story.title}"]
    for p in story.parameters:
        allowed = ", ".join(p.choices) or (f"one of the {p.domain}" if p.domain else "")
        lines.append(
            f"  {p.name} ({p.type}, {p.default!r}): {p.help}" + (f"; {allowed}" * bool(allowed))
        )
    return "\n".join(lines)
