"""The terminal's door: one verb per command, every error one message."""

from __future__ import annotations

import os
import sys

import click

from assay.cli import claims, data, publishing, stories
from assay.errors import AssayError
from assay.paths import find_project


def main() -> None:
    """Run the command line. An AssayError is one message and its exit code, never a traceback."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped; nothing was published.", err=True)
        sys.stderr.flush()
        os._exit(130)  # threads of the pool are not waited for
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


for verb in (
    claims.check,
    claims.find,
    claims.sensitivity,
    stories.run,
    stories.refresh,
    stories.kernel,
    publishing.build,
    publishing.sign,
    publishing.hold,
    publishing.schedule,
    data.ingest,
    data.fetch,
    data.diff,
    data.verify,
    data.export,
    data.measure,
    data.dictionary,
):
    cli.add_command(verb)
