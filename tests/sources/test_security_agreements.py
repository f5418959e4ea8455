"""Security agreements: what the text says wins, what was recalled from memory is left out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import committed
import pytest
from assay.errors import SourceError
from assay.sources import security_agreements
from committed import empty_project


def agreements() -> dict[str, dict[str, str]]:
    found = committed.rows("security_agreements", "compiled-1", "agreements")
    return {row["agreement_id"]: row for row in found}


def test_28_of_29_bilateral_agreements_are_held_in_full() -> None:
    """Only the Greek agreement is known without its text."""
    bilateral = [row for row in agreements().values() if row["kind"] == "bilateral"]
    assert len(bilateral) == 29
    assert [row["partner"] for row in bilateral if row["text_held"] != "full"] == ["Greece"]


def test_27_agreements_have_the_24_hour_clause_and_croatia_has_none() -> None:
    """The clause is read from the texts: 27 have it, Croatia's has not, Greece's was not seen."""
    found = Counter(row["consultation_status"] for row in agreements().values())
    assert found["in_text"] == 27
    rows = agreements()
    assert rows["sec-hrv-2024"]["consultation_status"] == "absent_in_text"
    assert rows["sec-grc-2024"]["consultation_status"] == "not_seen"
    assert rows["sec-grc-2024"]["consultation_hours"] == ""


def test_no_text_held_obliges_a_partner_to_fight() -> None:
    """Every text held is coded without a duty to use force; texts not held are not judged."""
    found = {(row["text_held"], row["obliges_to_fight"]) for row in agreements().values()}
    assert found == {("full", "no"), ("not_held", "not_seen")}


def test_every_agreement_held_runs_ten_years() -> None:
    """The texts say ten years; the European Union's says review within ten."""
    years = {r["duration_years"] for r in agreements().values() if r["text_held"] == "full"}
    assert years == {"10"}


@pytest.mark.parametrize(
    ("agreement", "low", "unit"),
    [
        ("sec-gbr-2024", "2.5", "GBP bn"),
        ("sec-deu-2024", "7", "EUR bn"),
        ("sec-bel-2024", "0.977", "EUR bn"),
        ("sec-prt-2024", "0.126", "EUR bn"),
        ("sec-est-2024", "0.25", "percent of GDP"),
    ],
)
def test_amounts_keep_their_currency(agreement: str, low: str, unit: str) -> None:
    """An amount is in billions of the currency the page names, or in percent of GDP."""
    row = agreements()[agreement]
    assert (row["amount_low"], row["amount_unit"]) == (low, unit)


@pytest.mark.parametrize("agreement", ["sec-nld-2024", "sec-lva-2024", "sec-jpn-2024"])
def test_an_amount_from_memory_is_left_out(agreement: str) -> None:
    """Amounts marked as recalled are empty and say so; the text's own money stays."""
    row = agreements()[agreement]
    assert (row["amount_low"], row["amount_status"]) == ("", "not_seen")
    assert row["money_in_text"]


def test_a_page_not_seen_is_not_cited() -> None:
    """Rows recalled from memory name no page."""
    rows = [row for row in agreements().values() if row["citation_status"] == "not_seen"]
    assert {row["partner"] for row in rows} >= {"Greece", "Netherlands", "Croatia"}
    assert not any(row["citation_url"] or row["citation_publisher"] for row in rows)


def written(tmp_path: Path, signed: str, amount: str) -> list[Path]:
    raw, clauses, provenance = (
        tmp_path / Path(name).name for name in security_agreements.FILES[:3]
    )
    second = tmp_path / "aid" / Path(security_agreements.SECOND).name
    second.parent.mkdir()
    second.write_text(",".join(security_agreements.SECOND_HEADER) + "\n", encoding="utf-8")
    cells = dict.fromkeys(security_agreements.RAW_HEADER, "")
    cells |= {"id": "sec-gbr-2024", "partner": "United Kingdom", "signed_date": signed}
    cells |= {"amount_low": amount, "amount_scale": "1000000000", "currency": "GBP"}
    cells |= {"citation_status": "verified"}
    header = ",".join(security_agreements.RAW_HEADER)
    raw.write_text(f"{header}\n{','.join(cells.values())}\n", encoding="utf-8")
    file = "sec_gbr_2024-01-12_en.txt"
    clauses.write_text(
        "text_id,clause_topic,coded_value,passage,file,char_offset,coder,text_seen,note\n"
        + "".join(
            f"sec-gbr-2024,{topic},{value},,{file},,a,full,\n"
            for topic, value in (
                ("duration_years", "10"),
                ("consultation_hours", "24"),
                ("money_named", "x"),
            )
        ),
        encoding="utf-8",
    )
    provenance.write_text(f"| `{file}` | Agreement | 2024-01-12 | English |\n", encoding="utf-8")
    return [raw, clauses, provenance, second]


@pytest.mark.parametrize(
    ("signed", "amount", "place"),
    [
        ("2024-01-13", "2.5", "security_agreements_raw.csv, row 2"),
        ("2024-01-12", "2,5", "security_agreements_raw.csv, row 2"),
        ("2024-01-12", "lots", "row 2, column amount_low"),
    ],
)
def test_a_bad_table_is_one_located_error(
    tmp_path: Path, signed: str, amount: str, place: str
) -> None:
    """A date the text contradicts, a cut row or a word for a number is refused with its place."""
    files = written(tmp_path, signed, amount)
    with pytest.raises(SourceError) as caught:
        security_agreements.ingest(
            empty_project(tmp_path, "security_agreements"), "compiled-1", files
        )
    assert len(caught.value.faults) == 1
    assert place in str(caught.value)
