"""The reports' own times, said in the words of three schedulers."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import yaml
from assay.errors import ParameterError
from assay.schedule import cron_fault, render


@dataclass(frozen=True)
class Timed:
    """A report as a schedule sees it."""

    name: str
    cron: str
    timezone: str = "UTC"


KYIV = Timed("claims", "0 6 * * *", "Europe/Kyiv")


def test_cron_keeps_the_zone_of_the_report() -> None:
    """06:00 in Kyiv stays 06:00 in Kyiv when the clocks change."""
    lines = render([KYIV], "cron").splitlines()
    assert "CRON_TZ=Europe/Kyiv" in lines
    assert lines[-1] == '0 6 * * * cd "$HOME/assay" && .venv/bin/assay build'


def test_reports_of_one_time_are_one_build() -> None:
    """An edition is built whole, so two reports at six are one line."""
    text = render([KYIV, Timed("paid", "0 6 * * *", "Europe/Kyiv")], "cron")
    assert text.count("assay build") == 1
    assert "# claims, paid" in text


@pytest.mark.parametrize(
    ("cron", "expected"),
    [
        ("0 6 * * *", "OnCalendar=*-*-* 06:00:00 Europe/Kyiv"),
        ("30 6 * * 1-5", "OnCalendar=Mon..Fri *-*-* 06:30:00 Europe/Kyiv"),
        ("0 6,18 * * *", "OnCalendar=*-*-* 06,18:00:00 Europe/Kyiv"),
        ("*/15 * * * *", "OnCalendar=*-*-* *:0/15:00 Europe/Kyiv"),
        ("0 6 1 */3 *", "OnCalendar=*-1/3-01 06:00:00 Europe/Kyiv"),
        ("0 6 * * 0", "OnCalendar=Sun *-*-* 06:00:00 Europe/Kyiv"),
    ],
)
def test_systemd_says_the_same_time(cron: str, expected: str) -> None:
    """Each form of a cron line has its calendar expression (systemd.time, section Calendar)."""
    assert expected in render([Timed("claims", cron, "Europe/Kyiv")], "systemd").splitlines()


def test_github_runs_on_utc_both_summer_and_winter() -> None:
    """06:00 in Kyiv is 04:00 or 03:00 UTC; both are listed, and an idle build changes nothing."""
    (made,) = yaml.safe_load(render([KYIV], "github")).values()
    assert [entry["cron"] for entry in made["schedule"]] == ["0 3 * * *", "0 4 * * *"]
    assert 'cron: "5 6 * * 1"' in render([Timed("claims", "5 6 * * 1")], "github")


@pytest.mark.parametrize(
    ("report", "kind", "message"),
    [
        (Timed("x", "0 6 * * 1", "Europe/Kyiv"), "github", "only a daily time"),
        (Timed("x", "0 6 1 * 1"), "systemd", "cron means either day"),
        (Timed("x", "0 6 L * *"), "systemd", "no form in systemd"),
        (Timed("x", ""), "cron", "no schedule to write"),
        (KYIV, "windows", "one of cron, systemd, github"),
    ],
)
def test_what_cannot_be_said_is_refused(report: Timed, kind: str, message: str) -> None:
    """No scheduler is given a time that means something else there."""
    with pytest.raises(ParameterError, match=message):
        render([report], kind)


@pytest.mark.parametrize(
    ("cron", "zone", "fault"),
    [
        ("0 6 * * *", "Europe/Kyiv", ""),
        ("61 * * * *", "UTC", "not a cron line"),
        ("0 6 * *", "UTC", "five fields"),
        ("0 6 30 2 *", "UTC", "not a cron line"),
        ("0 6 * * *", "Mars", "no time zone"),
        ("0 6 * * *", "../etc/passwd", "no time zone"),
    ],
)
def test_a_wrong_time_is_said_in_words(cron: str, zone: str, fault: str) -> None:
    """The words go into the message that names the report."""
    found = cron_fault(cron, zone)
    assert (fault in found) if fault else found == ""
