"""Builds that go wrong half way: the public folder is always one complete, checked edition."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from assay.editions.manifest import check_folder, current_edition
from assay.editions.publish import only_build
from assay.errors import BuildError, StoryError
from nbformat.v4 import new_output
from newsroom import Newsroom, check_of, code, dossier, figure_of, notebook, prose

pytestmark = pytest.mark.faults

SCRIPT = """
import os, resource, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from newsroom import Newsroom, check_of
room = Newsroom(Path(sys.argv[1]))
room.checks = {{"us-aid-350bn": check_of(measured=100.0)}}
{fault}
print(room.build())
"""


def build_elsewhere(newsroom: Newsroom, fault: str) -> subprocess.CompletedProcess[str]:
    """A build of changed data in another process, with a fault planted in it."""
    script = SCRIPT.format(tests=str(Path(__file__).parents[1]), fault=fault)
    return subprocess.run(
        [sys.executable, "-c", script, str(newsroom.root)], capture_output=True, text=True
    )


def assert_whole(newsroom: Newsroom, edition: str) -> None:
    """The current edition is this one, complete, and nothing half made lies about."""
    current = current_edition(newsroom.project)
    assert current
    folder, manifest = current
    assert manifest.edition == edition
    assert check_folder(folder, manifest) == []


def only_reason(newsroom: Newsroom) -> str:
    """What the held build left as its reason."""
    (reason,) = (newsroom.root / "reports/held").glob("*/reason.txt")
    return reason.read_text("utf-8")


KILLS = {
    "at the first file": "count = 1",
    "among the files": "count = 12",
    "before the last file": "count = 22",
}


@pytest.mark.parametrize("moment", KILLS)
def test_killed_while_writing_leaves_the_last_edition(newsroom: Newsroom, moment: str) -> None:
    """kill -9 at any file: readers see the old edition, the next build goes through."""
    first = newsroom.build()
    fault = f"""
{KILLS[moment]}
sync = os.fsync
def fsync(handle):
    global count
    count -= 1
    if count <= 0: os.kill(os.getpid(), signal.SIGKILL)
    sync(handle)
os.fsync = fsync
"""
    done = build_elsewhere(newsroom, fault)
    assert done.returncode == -signal.SIGKILL
    assert_whole(newsroom, first.edition)
    newsroom.checks["us-aid-350bn"] = check_of(measured=100.0)
    second = newsroom.build()
    assert_whole(newsroom, second.edition)
    assert not list((newsroom.root / "reports/editions").glob(".staging-*"))


def test_killed_between_rename_and_switch_leaves_the_last_edition(newsroom: Newsroom) -> None:
    """The new folder is there and not yet current: the next build takes it up."""
    first = newsroom.build()
    fault = "os.replace = lambda *a: os.kill(os.getpid(), signal.SIGKILL)"
    assert build_elsewhere(newsroom, fault).returncode == -signal.SIGKILL
    assert_whole(newsroom, first.edition)
    newsroom.checks = {"us-aid-350bn": check_of(measured=100.0)}
    second = newsroom.build()
    assert_whole(newsroom, second.edition)
    assert second.edition != first.edition


def test_a_full_disk_holds_the_build_back(newsroom: Newsroom) -> None:
    """A file that cannot be written whole: the last edition stands and the reason is kept."""
    first = newsroom.build()
    fault = """
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
"""
    done = build_elsewhere(newsroom, fault)
    assert done.returncode != 0
    assert "Held back: OSError" in done.stderr
    assert_whole(newsroom, first.edition)
    assert "File too large" in only_reason(newsroom)


def test_two_builds_at_once_are_one_build(newsroom: Newsroom) -> None:
    """The second is refused in one sentence and touches nothing."""
    first = newsroom.build()
    with (
        only_build(newsroom.project),
        pytest.raises(BuildError, match="Another build is running; nothing was changed"),
    ):
        newsroom.build()
    assert_whole(newsroom, first.edition)
    assert newsroom.build().state == "unchanged"


def test_a_lock_dies_with_its_process(newsroom: Newsroom) -> None:
    """A killed build locks nobody out."""
    newsroom.build()
    fault = "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)"
    build_elsewhere(newsroom, fault)
    assert newsroom.build().state == "unchanged"


def test_a_story_that_fails_is_named(newsroom: Newsroom) -> None:
    """Its error is the sentence, the last edition stands, the exit is not zero."""
    first = newsroom.build()

    def fail(*_: Any) -> Any:
        raise StoryError("paid raised ValueError, cell 3")

    with pytest.raises(BuildError, match="Held back: paid raised ValueError, cell 3") as raised:
        newsroom.build(execute=fail)
    assert raised.value.exit_code == 1
    assert_whole(newsroom, first.edition)
    assert "paid raised ValueError" in only_reason(newsroom)


def test_an_error_nobody_foresaw_holds_the_build_back_too(newsroom: Newsroom) -> None:
    """A bug is a reason like any other: nothing half made is published."""
    first = newsroom.build()

    def fail(*_: Any) -> Any:
        raise RuntimeError("a bug")

    with pytest.raises(BuildError, match="Held back: RuntimeError: a bug"):
        newsroom.build(execute=fail)
    assert_whole(newsroom, first.edition)


def test_a_release_edited_by_hand_holds_the_build_back(newsroom: Newsroom) -> None:
    """A table that is not what was ingested is found before anything is built."""
    from assay.editions.inputs import verify_releases

    first = newsroom.build()
    table = newsroom.root / "data/releases/sig_oar/2025-02/funding.csv"
    table.write_text(table.read_text("utf-8").replace("83.4", "38.4"), "utf-8")

    def read(project: Any) -> Any:
        verify_releases(project)
        return newsroom.read(project)

    with pytest.raises(BuildError, match="the table was edited after it was ingested"):
        newsroom.build(inputs=read)
    assert_whole(newsroom, first.edition)


def test_a_lost_chart_holds_the_build_back(newsroom: Newsroom) -> None:
    """A chart whose trace would draw nothing is not published as an empty box."""
    first = newsroom.build()
    figure = figure_of(check_of())
    figure.data["application/vnd.plotly.v1+json"]["data"][0]["type"] = "sankey"
    newsroom.make = lambda page, check: (
        dossier(check) if check else notebook(prose("# Why?"), code("c", figure))
    )
    with pytest.raises(BuildError, match="sankey"):
        newsroom.build()
    assert_whole(newsroom, first.edition)


def test_every_reason_is_kept_and_the_first_is_said(newsroom: Newsroom) -> None:
    """The sentence has the first fault and their number, and each stands on a line below it."""
    newsroom.build()
    newsroom.make = lambda page, check: notebook(prose("# Why?\n\nIt was 83.4 bn."))
    with pytest.raises(BuildError, match=r"Held back \(\d+ reasons\)") as raised:
        newsroom.build()
    sentence, *reasons = str(raised.value).splitlines()
    assert sentence.startswith("Held back (4 reasons): claims/us-aid-350bn/index.html: a digit")
    assert reasons == only_reason(newsroom).splitlines()
    assert len(reasons) == 4


def test_a_memory_address_holds_the_build_back(newsroom: Newsroom) -> None:
    """Bytes that differ from run to run are not publishable."""
    printed = new_output("stream", name="stdout", text="<object at 0x7f29376ec2e0>")
    newsroom.make = lambda page, check: (
        dossier(check) if check else notebook(prose("# Why?"), code("x", printed))
    )
    with pytest.raises(BuildError, match="a memory address"):
        newsroom.build()


def test_a_broken_mail_server_unpublishes_nothing(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edition is current, and the outcome says that nobody was told."""
    newsroom.build()
    for name, value in {
        "ASSAY_SMTP_HOST": "localhost",
        "ASSAY_SMTP_PORT": "9",
        "ASSAY_NOTIFY_FROM": "desk@example.org",
        "ASSAY_NOTIFY_TO": "editor@example.org",
    }.items():
        monkeypatch.setenv(name, value)
    check = check_of()
    newsroom.checks["us-aid-350bn"] = replace(check, now=replace(check.now, name="overstated"))
    outcome = newsroom.build()
    assert outcome.told.startswith("Nobody was told: the mail server did not take")
    assert_whole(newsroom, outcome.edition)


def test_a_missing_manifest_is_said(newsroom: Newsroom) -> None:
    """An edition without its manifest is not trusted, and the message says what to do."""
    newsroom.build()
    os.unlink(newsroom.root / "reports/current/manifest.json")
    with pytest.raises(BuildError, match=r"no readable manifest .*Build it anew"):
        current_edition(newsroom.project)
    again = newsroom.build()
    assert again.state == "published"
    assert_whole(newsroom, again.edition)


def test_a_current_edition_without_manifest_gives_way_to_the_last_readable(
    newsroom: Newsroom,
) -> None:
    """Changes are told against the newest edition that can be read, and nothing is lost."""
    newsroom.build()
    newsroom.checks["us-aid-350bn"] = check_of(measured=100.0)
    newsroom.build()
    os.unlink(newsroom.root / "reports/current/manifest.json")
    outcome = newsroom.build()
    assert outcome.state == "published"
    assert_whole(newsroom, outcome.edition)
