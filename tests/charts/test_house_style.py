"""The house style: colours that can be told apart, titles that are findings, figures that keep."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pandas as pd
import pytest
from assay import charts
from assay.charts import house
from assay.charts.words import TABLES, words_in
from assay.document import Document
from assay.model import VerdictName
from assay.quantities import ORIGIN, TableOrigin, bind_count

# Machado, Oliveira and Fernandes (2009), severity 1, in linear RGB.
BLINDNESS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
MARKS = (*house.PALETTE, house.GREY, house.GOLD)


def linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def luminance(colour: str) -> float:
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(parts: list[float]) -> tuple[float, float, float]:
    red, green, blue = parts
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(colour: str, blindness: str) -> list[float]:
    parts = linear(colour)
    rows = BLINDNESS[blindness]
    mixed = [sum(w * p for w, p in zip(row, parts, strict=True)) for row in rows]
    return [min(max(value, 0.0), 1.0) for value in mixed]


@pytest.mark.parametrize("colour", MARKS)
@pytest.mark.parametrize("paper", ["#fbf9f4", "#15140f", "#ffffff", "#111111"])
def test_every_mark_stands_out_on_every_paper(colour: str, paper: str) -> None:
    """At least 3 : 1 on the page's paper, light and dark, and on JupyterLab's (WCAG 1.4.11)."""
    assert contrast(colour, paper) >= 3


@pytest.mark.parametrize("theme", house.THEMES)
def test_text_is_readable_in_both_themes(theme: str) -> None:
    """The ink of a picture has at least 7 : 1; the neutral ink 4 : 1 where no page sets it."""
    colours = house.THEMES[theme]
    assert contrast(colours["ink"], colours["paper"]) >= 7
    assert contrast(house.NEUTRAL_INK, colours["paper"]) >= 4


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_the_kinds_of_aid_keep_apart_for_colour_blind_readers(blindness: str) -> None:
    """Blue, vermillion and green differ by more than 20 in Lab for the three common kinds."""
    for one, other in itertools.combinations(house.PALETTE[:3], 2):
        first, second = lab(seen(one, blindness)), lab(seen(other, blindness))
        assert sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5 > 20


def test_the_themes_are_those_of_the_page() -> None:
    """Ink, line and paper of a picture are the page's own."""
    from importlib.resources import files

    css = (files("assay.pages") / "static" / "assay.css").read_text(encoding="utf-8")
    for colours in house.THEMES.values():
        for name, colour in colours.items():
            assert f"--{name}: {colour};" in css


def test_importing_charts_does_not_import_plotly() -> None:
    """plotly costs half a second: only a figure pays it."""
    code = "import sys, assay.charts; print('plotly' in sys.modules, 'pandas' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]


def test_a_title_with_a_typed_digit_is_refused() -> None:
    """The title says the finding with bound numbers, or without any."""
    with pytest.raises(ValueError, match="typed by hand: 'In 2024'"):
        house.titled("In 2024")
    count = bind_count(5, key="k", what="w", origin=TableOrigin("q", "", 1, ""))
    assert str(house.titled(Document(("Only ", count)))) == "Only 5"


def test_labels_are_text_not_markup() -> None:
    """A name with < stays a name in titles, labels and hover texts."""
    frame = pd.DataFrame(
        {"country": ["<a href='javascript:x'>", "B & C"], "value": [60.0, 40.0],
         "unit": ["percent"] * 2, "status": ["reported"] * 2}
    )  # fmt: skip
    frame.attrs[ORIGIN] = TableOrigin("q", "", 2, "")
    text = charts.world_share(frame, title="<b>Shares</b>").to_json()
    assert "<a href" not in text.replace("\\u003c", "<").split('"meta"')[0]
    assert "\\u0026lt;b\\u0026gt;Shares" in text or "&lt;b&gt;Shares" in text


def test_an_unknown_theme_or_language_names_those_that_exist() -> None:
    """No silent fall back."""
    with pytest.raises(ValueError, match="there are: light, dark"):
        charts.for_picture(house.new_figure(10), "sepia")
    with pytest.raises(ValueError, match="there are: en"):
        words_in("xx")


def test_every_verdict_and_status_has_words() -> None:
    """No chart shows a code."""
    from typing import get_args

    from assay.model import FindingStatus

    words = TABLES["en"]
    assert {f"verdict.{name}" for name in get_args(VerdictName)} <= set(words)
    assert {f"status.{name}" for name in get_args(FindingStatus)} <= set(words)


def test_no_word_in_a_chart_holds_a_digit() -> None:
    """Numbers arrive bound."""
    assert [text for text in TABLES["en"].values() if any(c.isdigit() for c in text)] == []
