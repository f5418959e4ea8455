"""A release whose own label contradicts its content.

Providers re-use numbers and copies are mislabelled: Kiel's release 29 came twice with different
totals, and a folder called "release 20" held the data of release 19. What a release says of itself
(name, title, end of its data, the release that replaced it) is compared with its rows, with the
calendar, and with the other releases held.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from assay.alarms.alarm import Alarm, todo_for
from assay.alarms.series import by_table
from assay.errors import Fault, at
from assay.model import PartialDate, Release
from assay.releases import CalendarEntry
from assay.rows import Held, Row, Upload

ENDS = ("period_end", "day")
SLACK = timedelta(days=31)
"""A month: a release with data to 28 February may print the last days of January."""
NUMBERED = re.compile(r"\brelease (\d+)", re.IGNORECASE)
ESTIMATED = "estimated"
DESCRIPTOR = "datapackage.json"


def find_label_alarms(held: Held, calendar: Sequence[CalendarEntry]) -> list[Alarm]:
    """Releases of one source that are not what they say they are."""
    uploads: dict[str, list[Upload]] = defaultdict(list)
    for upload in held.uploads:
        uploads[upload.release.release].append(upload)
    listed = {entry.release: entry for entry in calendar}
    alarms: list[Alarm] = []
    for found in uploads.values():
        alarms += _wrong_number(found[0])
        alarms += _wrong_end(found, listed)
        alarms += _ahead(found)
    alarms += _same_content(held)
    alarms += _same_label([found[0] for found in uploads.values()], listed)
    return alarms


def _wrong_number(upload: Upload) -> Iterator[Alarm]:
    """A title that names another number than the release's own name."""
    release = upload.release
    own, told = re.match(r"\d+", release.release), NUMBERED.search(release.title)
    if own and told and own[0] != told[1]:
        what = "the title names another release than the folder"
        todo = "Find out which of the two is right before anything is tested with it."
        yield _alarm(upload, "number", Fault(what, "", release.title, own[0], todo), "title")


def _wrong_end(uploads: Sequence[Upload], listed: Mapping[str, CalendarEntry]) -> Iterator[Alarm]:
    """Rows that end elsewhere than the release and the calendar say."""
    release = uploads[0].release
    ends = [(end, upload) for upload in uploads if (end := _last_day(upload))]
    if not ends:
        return
    last, upload = max(ends, key=lambda item: item[0])
    said = {"data_through of the release": release.data_through}
    if release.release in listed:
        said["data_through of the calendar"] = _partial(listed[release.release].data_through)
    for where, through in said.items():
        if through.first is None or through.last is None:
            continue
        if through.first - SLACK < last <= through.last:
            continue
        others = [
            entry.label
            for entry in listed.values()
            if entry.release != release.release and _ends_on(entry, last)
        ]
        what = f"the rows end on {last.isoformat()}, which is not the {where}"
        if others:
            what += f", but that of release {', '.join(others)}"
        todo = "Find out which release this is; name it so, or correct the calendar."
        fault = Fault(what, "", last.isoformat(), str(through), todo)
        yield _alarm(upload, "end", fault, "data_through")
        return


def _ahead(uploads: Sequence[Upload]) -> Iterator[Alarm]:
    """Rows about a time that had not come, or was not over, when their release appeared."""
    last = uploads[0].release.released_on.last
    released = last.isoformat() if last else ""
    for upload in uploads if released else ():
        time = upload.table.time
        late = [row for row in upload.rows if _reaches(row, time) > released]
        if late:
            row = max(late, key=lambda row: _reaches(row, time))
            fault = Fault(
                f"{upload.table.name}: a value of a time after its release appeared",
                upload.at(row, time),
                row.cells[time],
                f"a time before {released}, when release {upload.release.release} appeared",
                todo_for(upload.release.source, "Look whether the labels are one period late."),
            )
            key = f"label / ahead / {upload.table.name}"
            yield Alarm("label", upload.release.source, upload.release.release, key, fault)


def _same_content(held: Held) -> Iterator[Alarm]:
    """Two releases that hold the same rows under two names."""
    for uploads in by_table(held.uploads).values():
        for number, upload in enumerate(uploads):
            first = next((it for it in uploads[:number] if _holds_the_same(it, upload)), None)
            if first is not None and not _covers_the_same(first.release, upload.release):
                what = f"{upload.table.name} holds the same rows as release {first.release.release}"
                todo = "An old file under a new label? Fetch it again from the publisher."
                fault = Fault(what, "", f"{len(upload.rows)} equal rows", "new ones", todo)
                yield _alarm(upload, f"content of {first.release.release}", fault, "release")


def _same_label(uploads: Sequence[Upload], listed: Mapping[str, CalendarEntry]) -> Iterator[Alarm]:
    """Two uploads under one number, neither of which is said to replace the other."""
    by_number: dict[str, list[Upload]] = defaultdict(list)
    for upload in uploads:
        entry = listed.get(upload.release.release)
        own = re.match(r"\d+", entry.label if entry else upload.release.release)
        if own and NUMBERED.search(upload.release.title):
            by_number[own[0]].append(upload)
    for number, found in by_number.items():
        names = {upload.release.release for upload in found}
        open_ends = [upload for upload in found if upload.release.superseded_by not in names]
        for upload in open_ends[:-1]:
            what = f"release {number} is held twice with different content"
            expected = f"superseded_by one of {', '.join(sorted(names))}"
            todo = "Say in the descriptor which upload replaced which."
            fault = Fault(what, "", upload.release.superseded_by or "nothing", expected, todo)
            yield _alarm(upload, "twice", fault, "superseded_by")


def _last_day(upload: Upload) -> date | None:
    """The last day that observed rows cover; None for a table without days."""
    names = {field.name for field in upload.table.fields}
    column = next((name for name in ENDS if name in names), "")
    if not column or upload.table.frame != "register":
        return None
    days = [row.cells[column] for row in upload.rows if row.cells[column] and row.value]
    return date.fromisoformat(max(days)) if days else None


def _reaches(row: Row, time: str) -> str:
    """The day by which a row is known: the last of its period, or the first where it is an estimate
    or only a year is told.
    """
    label, cells = row.cells.get(time, ""), row.cells
    if not label[:4].isdigit():
        return ""
    if "period_end" in cells:
        return cells["period_start" if cells.get("status") == ESTIMATED else "period_end"]
    return label if time == "day" else f"{label[:4]}-01-01"


def _ends_on(entry: CalendarEntry, last: date) -> bool:
    through = _partial(entry.data_through)
    return bool(through.first and through.last and through.first <= last <= through.last)


def _partial(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return PartialDate.parse("")


def _holds_the_same(one: Upload, two: Upload) -> bool:
    pairs = zip(one.rows, two.rows, strict=False)
    return len(one.rows) == len(two.rows) and all(a.cells == b.cells for a, b in pairs)


def _covers_the_same(one: Release, two: Release) -> bool:
    return one.data_through == two.data_through


def _alarm(upload: Upload, key: str, fault: Fault, column: str) -> Alarm:
    release = upload.release
    folder = upload.place.rpartition("/")[0]
    placed = Fault(
        fault.what,
        at(f"{folder}/{DESCRIPTOR}", column=column),
        fault.found,
        fault.expected,
        fault.todo,
    )
    return Alarm("label", release.source, release.release, f"label / {key}", placed)
