"""Writing a story's outputs into its notebook: what `make test` then compares."""

from __future__ import annotations

import os
from pathlib import Path

from assay.errors import StoryError
from assay.paths import Project
from assay.stories import normal_form, read_notebook, read_story


def refresh_story(project: Project, name: str) -> bool:
    """Run a story on its defaults and keep the outputs in notebooks/. True when they changed.

    The file is replaced in one step and only by a whole run in normal form. StoryError when a
    cell raises or the story stops itself.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    story = read_story(project, name)
    place = project.relative(story.path)
    before = story.path.read_text(encoding="utf-8")
    notebook = read_notebook(story.path, place)
    client = NotebookClient(
        notebook,
        kernel_name="assay",
        record_timing=False,
        resources={"metadata": {"path": str(story.path.parent)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise StoryError(f"{place} raised {error.ename}: {error.evalue}") from None
    kept = normal_form(notebook, place)
    kept.metadata["language_info"] = {"name": "python"}
    after = nbformat.writes(kept) + "\n"  # type: ignore[no-untyped-call]
    if after == before:
        return False
    _replace(story.path, after)
    return True


def _replace(path: Path, text: str) -> None:
    staged = path.with_name(f".{path.name}.staged")
    staged.write_text(text, encoding="utf-8")
    os.replace(staged, path)
