"""The frame around every page: policy, masthead, footer. The only place that knows jinja2."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from assay.pages.context import Edition, root_of
from assay.pages.proofs import number_entries
from assay.quantities import in_reason

if TYPE_CHECKING:
    from jinja2 import Environment

POLICY = (
    "default-src 'none'; script-src 'self'; "
    "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; "
    "img-src 'self' data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
)
"""The hash is that of the empty style element plotly inserts and then fills by CSSOM."""


def render(template: str, path: str, edition: Edition, **values: object) -> str:
    """A template of this package as a page at `path`. Text is escaped; a missing name raises."""
    page = _environment().get_template(template)
    return number_entries(
        page.render(policy=POLICY, root=root_of(path), path=path, edition=edition, **values)
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("assay.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["date"] = date_in_words
    environment.filters["verdict"] = verdict_in_words
    environment.filters["reason"] = in_reason
    return environment


def verdict_in_words(name: str) -> str:
    """`not_tested` as `Not tested`. Empty for no verdict."""
    from assay.narrative.words import words_in

    return words_in("en")[f"verdict.{name}"] if name else ""


def date_in_words(text: str) -> str:
    """`2025-02-22` as `22 February 2025`, `2025-02` as `February 2025`. ValueError otherwise."""
    from assay.model import PartialDate

    day = PartialDate.parse(text)
    if day.first is None:
        return "an unknown date"
    month = _MONTHS[day.first.month - 1]
    return {
        "day": f"{day.first.day} {month} {day.first.year}",
        "month": f"{month} {day.first.year}",
        "year": str(day.first.year),
    }[day.precision]


_MONTHS = (
    "January February March April May June July August September October November December".split()
)
