"""Report definitions: reports/<name>.toml binds a story to parameters, languages and a schedule.

    story = "dossier"
    title = "Every claim"             # empty: the story's own title
    languages = ["en"]
    cron = "0 6 * * *"
    timezone = "Europe/Kyiv"
    owner = "Data desk"
    max_age = { kiel_ust = 200 }      # days after which a source's newest release is old
    budget = { seconds = 300, megabytes = 2000 }        # what one page's run may take at most
    [parameters]
    [matrix]
    claim_id = "all"                  # every claim, or a list

A matrix over `claim_id` makes the claims' own pages; any other makes stories. reports/desk.toml
holds the newsroom's settings and is not a report.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import product
from pathlib import Path
from typing import Any

from assay.errors import CuratedError, Fault
from assay.pages import Newsdesk
from assay.paths import Project

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
ALL = "all"
BUDGET = ("seconds", "megabytes")


@dataclass(frozen=True, slots=True)
class Report:
    """A story bound to parameters. `matrix` maps a parameter to its values, or to `all`."""

    name: str
    story: str
    title: str
    matrix: Mapping[str, tuple[object, ...] | str]
    parameters: Mapping[str, object]
    languages: tuple[str, ...]
    cron: str
    timezone: str
    owner: str
    max_age: Mapping[str, int]
    budget: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_of_claims(self) -> bool:
        """Whether each run of this report is a claim's own page."""
        return "claim_id" in self.matrix


@dataclass(frozen=True, slots=True)
class Planned:
    """One page to be: a report's story with one set of parameters, and where it goes."""

    report: Report
    path: str
    language: str
    parameters: Mapping[str, object]
    claim_id: str = ""


_KEYS = {
    "story": str,
    "title": str,
    "matrix": dict,
    "parameters": dict,
    "languages": list,
    "cron": str,
    "timezone": str,
    "owner": str,
    "max_age": dict,
    "budget": dict,
}


def read_reports(project: Project) -> tuple[Report, ...]:
    """Every report of reports/*.toml, in alphabetical order.

    CuratedError with every fault: unknown key, wrong type, no such story, bad name or schedule,
    two reports that make the claims' pages.
    """
    reports, faults = [], []
    for path in sorted(project.reports.glob("*.toml")):
        if path.stem == "desk":
            continue
        place = project.relative(path)
        raw = _read_toml(path, place)
        found = list(_faults(raw, path.stem, place, project))
        faults += found
        if not found:
            reports.append(_report(path.stem, raw))
    if sum(report.is_of_claims for report in reports) > 1:
        faults.append(Fault("two reports make the claims' pages", "reports/", todo="Keep one."))
    if faults:
        raise CuratedError(*faults)
    return tuple(reports)


def read_desk(project: Project) -> Newsdesk:
    """The newsroom's settings in reports/desk.toml; the defaults when there is none.

    CuratedError for an unknown key or a value of another type.
    """
    path = project.reports / "desk.toml"
    if not path.is_file():
        return Newsdesk()
    place = project.relative(path)
    raw = _read_toml(path, place)
    defaults = Newsdesk()
    known = {field.name: type(getattr(defaults, field.name)) for field in fields(Newsdesk)}
    faults = [
        Fault("unknown key", f"{place}, {key}", expected=", ".join(known))
        for key in raw
        if key not in known
    ]
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()
    }
    faults += [
        Fault("wrong type", f"{place}, {key}", repr(raw[key]), known[key].__name__)
        for key, value in values.items()
        if key in known and type(value) is not known[key]
    ]
    for key in ("address", "report_errors_to"):
        text = str(values.get(key, ""))
        mail = key == "report_errors_to" and "@" in text
        if text and not text.startswith("https://") and not mail:
            faults.append(Fault("not an address", f"{place}, {key}", text, "https://…"))
    if faults:
        raise CuratedError(*faults)
    values["address"] = str(values.get("address", "")).rstrip("/")
    return Newsdesk(**values)


def plan(reports: Sequence[Report], claim_ids: Sequence[str]) -> tuple[Planned, ...]:
    """Every page the reports ask for: the product of each matrix, in each language.

    CuratedError for a claim that does not exist, or two pages at one address.
    """
    planned: dict[str, Planned] = {}
    for report in reports:
        for language in report.languages:
            for chosen in _choices(report, claim_ids):
                page = _planned(report, language, chosen)
                if page.path in planned:
                    raise CuratedError(
                        Fault("two pages at one address", f"reports/{report.name}.toml", page.path)
                    )
                planned[page.path] = page
    return tuple(planned.values())


def _choices(report: Report, claim_ids: Sequence[str]) -> Iterator[dict[str, object]]:
    values: list[Sequence[object]] = []
    for name, given in report.matrix.items():
        if name == "claim_id":
            values.append(claim_ids if given == ALL else given)
            unknown = sorted(set(map(str, values[-1])) - set(claim_ids))
            if unknown:
                place = f"reports/{report.name}.toml, matrix.claim_id"
                raise CuratedError(Fault("no such claim", place, ", ".join(unknown)))
        else:
            values.append(given)
    for combination in product(*values):
        yield dict(zip(report.matrix, combination, strict=True))


def _planned(report: Report, language: str, chosen: Mapping[str, object]) -> Planned:
    parameters = {**report.parameters, **chosen}
    if len(report.languages) > 1:
        parameters["language"] = language
    slug = "-".join(_slug(value) for value in chosen.values())
    first = language == report.languages[0]
    tail = "index.html" if first else f"{language}.html"
    if report.is_of_claims:
        claim_id = str(chosen["claim_id"])
        return Planned(report, f"claims/{slug}/{tail}", language, parameters, claim_id)
    folder = f"{report.name}-{slug}" if slug else report.name
    return Planned(report, f"stories/{folder}/{tail}", language, parameters)


def _read_toml(path: Path, place: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CuratedError(Fault("not TOML", place, str(error))) from None


def _report(name: str, raw: Mapping[str, Any]) -> Report:
    matrix = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in raw.get("matrix", {}).items()
    }
    return Report(
        name=name,
        story=raw["story"],
        title=raw.get("title", ""),
        matrix=matrix,
        parameters=raw.get("parameters", {}),
        languages=tuple(raw.get("languages", ("en",))),
        cron=raw.get("cron", ""),
        timezone=raw.get("timezone", "UTC"),
        owner=raw.get("owner", ""),
        max_age=raw.get("max_age", {}),
        budget=raw.get("budget", {}),
    )


def _faults(raw: Mapping[str, Any], name: str, place: str, project: Project) -> Iterator[Fault]:
    from assay.schedule import cron_fault

    if not NAME.fullmatch(name):
        yield Fault("a report's name is an address", place, name, "lower case, digits, hyphens")
    for key, value in raw.items():
        if key not in _KEYS:
            yield Fault("unknown key", f"{place}, {key}", expected=", ".join(_KEYS))
        elif not isinstance(value, _KEYS[key]):
            yield Fault("wrong type", f"{place}, {key}", repr(value), _KEYS[key].__name__)
    story = raw.get("story")
    if not story:
        yield Fault("no story", place, todo="Name a notebook of notebooks/ without its ending.")
    elif not (project.notebooks / f"{story}.ipynb").is_file():
        yield Fault("no such story", f"{place}, story", repr(story), "a notebook of notebooks/")
    for key, value in raw.get("matrix", {}).items():
        if value != ALL and (not isinstance(value, list) or not value):
            yield Fault("a matrix holds lists", f"{place}, matrix.{key}", repr(value))
        elif value == ALL and key != "claim_id":
            yield Fault("only claim_id may be `all`", f"{place}, matrix.{key}")
    for source, days in raw.get("max_age", {}).items():
        if type(days) is not int or days < 1:
            yield Fault("days are whole", f"{place}, max_age.{source}", repr(days))
    for key, value in raw.get("budget", {}).items():
        if key not in BUDGET or type(value) is not int or value < 1:
            expected = f"{' or '.join(BUDGET)}, a whole number"
            yield Fault("not a budget", f"{place}, budget.{key}", repr(value), expected)
    if raw.get("cron"):
        wrong = cron_fault(str(raw["cron"]), str(raw.get("timezone", "UTC")))
        if wrong:
            yield Fault(wrong, f"{place}, cron", repr(raw["cron"]))


def _slug(value: object) -> str:
    return re.sub(r"[^a-z0-9]+", "-", str(value).lower()).strip("-") or "x"
