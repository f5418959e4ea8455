"""Verbs about data: ingest, fetch, diff, verify, export, catch-rate, dictionary."""

from __future__ import annotations

from pathlib import Path

import click

from assay.errors import AssayError, CuratedError
from assay.paths import Project


@click.command()
@click.argument("source")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--release", required=True, metavar="ID", help="The name of the release to write.")
@click.pass_obj
def ingest(project: Project, source: str, files: tuple[Path, ...], release: str) -> None:
    """Write an immutable release from a provider's FILES, and docs/data-dictionary.md again.

    What the source still lacks is listed. The same files again change nothing.
    """
    from assay.cli.lacking import find_lacking
    from assay.dictionary import write_dictionary
    from assay.sources import load_source

    written = load_source(source).ingest(project, release, files)
    click.echo(f"data/releases/{source}/{release}: {', '.join(written.tables)}")
    lacking = find_lacking(project, source)
    for fault in lacking:
        click.echo(f"still to do: {fault}")
    click.echo(project.relative(write_dictionary(project)))


@click.command()
@click.argument("source")
@click.option("--release", metavar="NAME", help="One of the downloads of the source.")
@click.pass_obj
def fetch(project: Project, source: str, release: str | None) -> None:
    """Download a source's files from its publisher into data/raw/, never over another."""
    from assay.editions import read_desk
    from assay.fetch import Web
    from assay.fetch import fetch as download

    web = Web(contact=read_desk(project).report_errors_to)
    for fetched in download(project, source, release, web=web):
        click.echo(str(fetched))


@click.command()
@click.argument("source")
@click.argument("old")
@click.argument("new")
@click.option(
    "--page",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write it as a page into FOLDER instead.",
)
@click.pass_obj
def diff(project: Project, source: str, old: str, new: str, page: Path | None) -> None:
    """What release NEW of SOURCE changes against OLD, and which verdicts it would flip."""
    from assay.diff import diff_releases, to_document, to_text

    found = diff_releases(project, source, old, new)
    if page is None:
        click.echo(to_text(found))
        return
    from assay.editions import read_desk
    from assay.pages import write_alone

    files = write_alone(
        "Before a release is published",
        to_document(found),
        as_of=str(found.new.released_on),
        desk=read_desk(project),
    )
    for path, content in files.items():
        target = page / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    click.echo(f"{page / 'index.html'}: {len(found.flips)} verdicts would flip.")


@click.command()
@click.pass_obj
def verify(project: Project) -> None:
    """Compare every release, table and page with its hash, and look for suspicious figures."""
    from assay.editions import verify as verify_all
    from assay.soundness import find_faults

    for line in verify_all(project):
        click.echo(line)
    faults = find_faults(project)
    if faults:
        raise AssayError(*faults)
    click.echo("no suspicious figure that is not accepted with a reason")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--as", "formats", multiple=True, metavar="FORMAT", help="Default: all of them.")
@click.pass_obj
def export(project: Project, folder: Path, formats: tuple[str, ...]) -> None:
    """Write the whole record, as far as rights allow, in open formats into FOLDER."""
    from assay.export import FORMATS
    from assay.export import export as write

    for path in write(project, folder, formats or FORMATS):
        click.echo(str(path))


@click.command("catch-rate")
@click.option("--source", default="", metavar="SOURCE", help="Only print what is caught in it.")
@click.pass_obj
def measure(project: Project, source: str) -> None:
    """Seed mistakes into copies of the releases; write docs/catch-rate.md: which are caught.

    Red where one is missed and data/reconciliations/misses.csv does not say why.
    """
    from assay.catch_rate import catch_rate

    page, faults = catch_rate(project, source)
    if source:
        click.echo(page)
    else:
        path = project.root / "docs" / "catch-rate.md"
        path.write_text(f"{page}\n", encoding="utf-8")
        click.echo(project.relative(path))
    if faults:
        raise CuratedError(*faults)


@click.command()
@click.pass_obj
def dictionary(project: Project) -> None:
    """Write docs/data-dictionary.md again from the contracts and releases."""
    from assay.dictionary import write_dictionary

    click.echo(project.relative(write_dictionary(project)))
