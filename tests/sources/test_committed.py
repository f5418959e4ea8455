"""Every committed release of every source is whole, and the provider's files give it again."""

from __future__ import annotations

from pathlib import Path

import pytest
from assay.releases import list_releases, list_sources, read_calendar
from assay.sources import load_source
from committed import PROJECT, check_committed, check_same_bytes

SOURCES = list_sources(PROJECT)
HELD = [
    (source, release.release) for source in SOURCES for release in list_releases(PROJECT, source)
]


@pytest.mark.parametrize(("source", "release"), HELD)
def test_a_committed_release_is_whole(source: str, release: str) -> None:
    """Its tables have the hashes of its descriptor, and every status fits its value."""
    check_committed(source, release)


@pytest.mark.parametrize("source", SOURCES)
def test_every_release_that_can_be_ingested_is_held(source: str) -> None:
    """A source module knows the releases that are held, and no other."""
    held = {release for name, release in HELD if name == source}
    assert set(load_source(source).RELEASES) == held


@pytest.mark.parametrize("source", [name for name in SOURCES if read_calendar(PROJECT, name)])
def test_a_held_release_is_listed_with_its_date(source: str) -> None:
    """Each release we hold is in its source's calendar, with the date of its descriptor."""
    listed = {entry.release: entry for entry in read_calendar(PROJECT, source)}
    for release in list_releases(PROJECT, source):
        entry = listed[release.release]
        assert str(entry.released_on) == str(release.released_on)
        assert entry.released_on_status == release.released_on_status


@pytest.mark.raw
@pytest.mark.parametrize(("source", "release"), HELD)
def test_the_providers_files_give_the_committed_bytes(
    tmp_path: Path, source: str, release: str
) -> None:
    """Ingesting the provider's files again gives every byte of the committed release."""
    check_same_bytes(tmp_path, source, release)
