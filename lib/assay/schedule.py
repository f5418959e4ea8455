"""When reports are built: the reports' own cron lines as crontab, systemd timer or GitHub workflow.

An edition is always built whole, and a build of unchanged data changes nothing, so every distinct
time of any report is one call of `assay build`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assay.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal["cron", "systemd", "github"]
DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")


class Scheduled(Protocol):
    """What a schedule needs of a report."""

    @property
    def name(self) -> str: ...
    @property
    def cron(self) -> str: ...
    @property
    def timezone(self) -> str: ...


def cron_fault(cron: str, timezone: str) -> str:
    """What is wrong with a cron line and its time zone; empty when nothing is."""
    from cronsim import CronSim, CronSimError

    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return f"no time zone {timezone!r}"
    if len(cron.split()) != 5:
        return "a cron line has five fields"
    try:
        next(CronSim(cron, datetime(2026, 1, 1, tzinfo=zone)))
    except CronSimError as error:
        return f"not a cron line ({error})"
    except StopIteration:
        return "a time that never comes"
    return ""


def render(reports: Sequence[Scheduled], kind: str) -> str:
    """The schedule of all reports for `cron`, `systemd` or `github`.

    ParameterError for another kind, when no report has a time, or when a time cannot be said in
    that form.
    """
    times: dict[tuple[str, str], list[str]] = {}
    for report in reports:
        if report.cron:
            times.setdefault((report.cron, report.timezone), []).append(report.name)
    if kind not in ("cron", "systemd", "github"):
        raise ParameterError(f"Schedule {kind!r}: one of cron, systemd, github.")
    if not times:
        raise ParameterError("No report has a `cron` line, so there is no schedule to write.")
    writer = {"cron": _cron, "systemd": _systemd, "github": _github}[kind]
    return writer(times)


def _cron(times: dict[tuple[str, str], list[str]]) -> str:
    lines = ["# crontab of the project's folder; output goes by mail to the owner of the crontab"]
    for (cron, timezone), names in times.items():
        lines += [f"# {', '.join(names)}", f"CRON_TZ={timezone}"]
        lines.append(f'{cron} cd "$HOME/assay" && .venv/bin/assay build')
    return "\n".join(lines) + "\n"


def _systemd(times: dict[tuple[str, str], list[str]]) -> str:
    calendar = [
        f"OnCalendar={_on_calendar(cron)} {timezone}  # {', '.join(names)}"
        for (cron, timezone), names in times.items()
    ]
    commented = [line for entry in calendar for line in _comment_above(entry)]
    return "\n".join(
        [
            "# ~/.config/systemd/user/assay.service",
            "[Unit]",
            "Description=Build the next edition, or keep the last",
            "[Service]",
            "Type=oneshot",
            "WorkingDirectory=%h/assay",
            "ExecStart=%h/assay/.venv/bin/assay build",
            "",
            "# ~/.config/systemd/user/assay.timer",
            "[Unit]",
            "Description=When editions are built",
            "[Timer]",
            *commented,
            "Persistent=true",
            "[Install]",
            "WantedBy=timers.target",
            "",
        ]
    )


def _comment_above(entry: str) -> tuple[str, str]:
    line, _, names = entry.partition("  # ")
    return f"# {names}", line


def _github(times: dict[tuple[str, str], list[str]]) -> str:
    lines = ["on:", "  schedule:"]
    for (cron, timezone), names in times.items():
        for utc in _in_utc(cron, timezone):
            lines.append(f'    - cron: "{utc}"  # UTC, for {cron} {timezone}: {", ".join(names)}')
    return "\n".join(lines) + "\n"


def _in_utc(cron: str, timezone: str) -> Iterable[str]:
    """UTC lines for a local time: two where the zone changes its clocks. Both may run."""
    minute, hour, day, month, weekday = cron.split()
    zone = ZoneInfo(timezone)
    offsets = {
        datetime(2026, month_, 1, tzinfo=zone).utcoffset() or timedelta() for month_ in range(1, 13)
    }
    if offsets == {timedelta()}:
        return [cron]
    if not (minute.isdigit() and hour.isdigit() and (day, month, weekday) == ("*", "*", "*")):
        raise ParameterError(
            f"{cron} {timezone}: GitHub runs on UTC, and only a daily time can be turned into it. "
            'Give the report `timezone = "UTC"`.'
        )
    local = datetime(2026, 1, 15, int(hour), int(minute), tzinfo=UTC)
    turned = sorted({(local - offset).strftime("%-M %-H") for offset in offsets})
    return [f"{time} * * *" for time in turned]


def _on_calendar(cron: str) -> str:
    """A cron line as systemd's calendar expression. ParameterError where it has no words for it."""
    minute, hour, day, month, weekday = cron.split()
    if day != "*" and weekday != "*":
        raise ParameterError(f"{cron}: cron means either day, systemd both; write two reports.")
    week = "" if weekday == "*" else _weekdays(weekday) + " "
    return f"{week}*-{_part(month, '1')}-{_part(day, '1')} {_part(hour)}:{_part(minute)}:00"


def _part(field: str, first: str = "0") -> str:
    every = field.removeprefix("*/")
    if field == "*":
        return "*"
    if field != every and every.isdigit():
        return f"{first}/{every}"
    if not field.replace(",", "").replace("-", "").isdigit():
        raise ParameterError(f"cron field {field!r} has no form in systemd; use numbers.")
    return ",".join(_two(part) for part in field.split(","))


def _two(part: str) -> str:
    return "..".join(number.zfill(2) for number in part.split("-"))


def _weekdays(field: str) -> str:
    try:
        names = [[DAYS[int(day) % 7] for day in part.split("-")] for part in field.split(",")]
    except ValueError:
        raise ParameterError(f"cron weekday {field!r} has no form here; use numbers.") from None
    return ",".join("..".join(part) for part in names)
