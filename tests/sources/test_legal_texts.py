"""Legal texts: quotations copied by code, absence only from full texts, reports by outlet."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest
from assay.errors import SourceError
from assay.releases import known_releases, list_releases, read_contract
from assay.sources import legal_texts
from assay.sources._text_clauses import CLAUSES_HEADER, MOST_WORDS, cut_passage, read_stored_texts
from committed import PROJECT, empty_project, raw_file, rows
from hypothesis import given
from hypothesis import strategies as st

SECURITY = "security_agreement"


def table(release: str, name: str) -> list[dict[str, str]]:
    return rows("legal_texts", release, name)


def clauses(topic: str) -> list[dict[str, str]]:
    return [
        row
        for row in table("coding-1", "clauses")
        if row["kind"] == SECURITY and row["clause_topic"] == topic
    ]


def test_twenty_eight_agreements_are_held_in_full() -> None:
    """28 security agreements are held in full, as the provenance says."""
    held = [row for row in table("coding-1", "texts") if row["kind"] == SECURITY]
    assert Counter(row["text_seen"] for row in held) == {"full": 28}


def test_all_but_croatia_have_the_24_hour_clause() -> None:
    """27 of the 28 agreements promise consultation within 24 hours; Croatia's does not."""
    hours = {row["text_id"]: row["value"] for row in clauses("consultation_hours")}
    assert Counter(hours.values()) == {"24": 27, "": 1}
    assert [text for text, value in hours.items() if not value] == ["sec-hrv-2024"]


def test_no_agreement_contains_a_duty_to_fight() -> None:
    """The coder found no duty to use force in any of the 28, and the fixed pattern neither."""
    found = [(row["presence"], row["code_check"]) for row in clauses("duty_to_use_force")]
    assert Counter(found) == {("absent", "agrees"): 28}


def test_the_pattern_for_force_finds_it_where_it_is() -> None:
    """The pattern that finds no duty in 28 agreements does find it in the North Atlantic Treaty."""
    hits = {
        row["text_id"]: int(row["hits"])
        for row in table("coding-1", "terms")
        if row["term"] == "force_undertaken"
    }
    assert hits.pop("lt-nato-1949") > 0
    assert set(hits.values()) == {0}


def test_no_agreement_calls_its_own_undertaking_a_guarantee() -> None:
    """No agreement is coded as using guarantee for what it undertakes itself."""
    found = {row["coded_value"] for row in clauses("assurance_wording")}
    assert "guarantees" not in found


def test_budapest_assures_in_english_and_guarantees_in_ukrainian() -> None:
    """The English title says assurances, the Ukrainian one the word for guarantees."""
    words = {
        row["text_id"]: row["quotation"]
        for row in table("coding-1", "clauses")
        if row["clause_topic"] == "assurance_wording"
    }
    assert "Security Assurances" in words["lt-budapest-1994"]
    assert words["lt-budapest-1994-uk"] == "ПРО ГАРАНТІЇ БЕЗПЕКИ"


def test_absence_is_only_coded_from_a_full_text() -> None:
    """An excerpt never proves that a text lacks something."""
    rows = [*table("coding-1", "clauses"), *table("press-1", "press_clauses")]
    assert {row["text_seen"] for row in rows if row["presence"] == "absent"} == {"full"}


def test_nobody_is_named_as_a_second_coder() -> None:
    """There was one coder, and the table says so instead of inventing another."""
    rows = [*table("coding-1", "clauses"), *table("press-1", "press_clauses")]
    assert {(row["coder"], row["second_coder"]) for row in rows} == {("first coder", "")}


def test_a_quotation_has_at_most_25_words_and_one_line() -> None:
    """Quotations stay short; the machine-read draft's errors are never quoted."""
    rows = [*table("coding-1", "clauses"), *table("press-1", "press_clauses")]
    assert max(len(row["quotation"].split()) for row in rows) <= MOST_WORDS
    assert not any("\n" in row["quotation"] for row in rows)
    assert not any(row["quotation"] for row in rows if "02-21" in row["text_id"])


def test_unseen_drafts_are_only_reported() -> None:
    """Nothing of the drafts of 7 and 14 February and of March 2025 is held or coded."""
    texts = {row["text_id"]: row["text_seen"] for row in table("coding-1", "texts")}
    coded = {row["text_id"] for row in table("press-1", "press_clauses")}
    for draft in ("lt-us-draft-2025-02-07", "lt-us-draft-2025-02-14", "lt-us-draft-2025-03"):
        assert texts[draft] == "reported"
        assert draft not in coded


def test_the_terms_of_different_drafts_stay_apart() -> None:
    """500 bn and 100 percent are of 21 February, New York law of 7 February and of March."""
    said = {
        (row["text_id"], row["clause_topic"], row["coded_value"])
        for row in table("press-2", "reports")
    }
    assert ("lt-us-draft-2025-02-21", "ceiling", "USD 500 bn") in said
    assert ("lt-us-draft-2025-02-07", "ceiling", "none_reported") in said
    assert ("lt-us-draft-2025-02-07", "governing_law", "New York law") in said
    assert not any(text == "lt-us-draft-2025-02-21" and "York" in value for text, _, value in said)
    assert {text for text, topic, _ in said if topic == "interest"} == {"lt-us-draft-2025-03"}


def test_reports_name_texts_of_the_register() -> None:
    """Every account is about a text of the table, or about one known only from that account."""
    known = {row["text_id"] for row in table("coding-1", "texts")}
    said = {row["text_id"] for row in table("press-2", "reports")}
    assert said - known == {
        "lt-gbr-100-year-2025",
        "lt-us-draft-2025-02-22",
        "sec-grc-2024",
    }


def test_weak_hosts_have_no_address() -> None:
    """No address of the propaganda network's pages is printed."""
    rows = table("press-2", "reports")
    assert not any("news-pravda" in row["page_url"] for row in rows)


def test_a_later_release_keeps_every_account() -> None:
    """press-2 holds the accounts of press-1 and two of the army's size, 600,000, in point 6."""
    before, after = table("press-1", "reports"), table("press-2", "reports")
    assert [row for row in after if row in before] == before
    added = [row for row in after if row not in before]
    assert [(row["outlet"], row["coded_value"]) for row in added] == [
        ("Associated Press", "limited to 600,000"),
        ("Axios", "limited to 600,000"),
    ]


@pytest.mark.raw
def test_the_limit_of_the_army_stands_in_the_copy_held() -> None:
    """Point 6 of the Associated Press's copy names the number that is reported."""
    copy = raw_file("texts") / "reported_28_point_plan_2025-11-20_en_excerpt.txt"
    assert "6. The size of the Ukrainian Armed Forces will be limited to 600,000" in copy.read_text(
        encoding="utf-8"
    )


def test_texts_are_visible_whatever_the_compilation_date() -> None:
    """The rows carry their own dates, so one release serves every knowledge date."""
    contract = read_contract(PROJECT, "legal_texts")
    held = list_releases(PROJECT, "legal_texts")
    for name, release in (("clauses", "coding-1"), ("reports", "press-2")):
        known = known_releases(contract, name, held, (), None)
        assert [r.release for r in known.releases] == [release]
        assert contract.table(name).public_from == "public_on"


@given(st.lists(st.text("abcГ.,", min_size=1, max_size=9), min_size=1, max_size=80), st.data())
def test_a_cut_keeps_the_deciding_words(words: list[str], data: st.DataObject) -> None:
    """A cut is a run of whole words of the passage, at most 25, with the deciding one in it."""
    place = data.draw(st.integers(0, len(words)))
    passage = " ".join([*words[:place], "24 hours", *words[place:]])
    start, end = cut_passage(passage, (r"24 hours",))
    cut = passage[start:end]
    assert "24 hours" in cut
    assert 1 <= len(cut.split()) <= MOST_WORDS
    assert f" {cut} " in f" {passage} "


def written(tmp_path: Path, content: str, passage: str, offset: int) -> list[Path]:
    """A set of input files with one text and one coded passage; the other texts are empty."""
    files = []
    lines = []
    for name in legal_texts.FILES:
        path = tmp_path / Path(name).name
        if path.suffix == ".txt":
            path.write_text(content, encoding="utf-8")
            digest = hashlib.sha256(content.encode()).hexdigest()
            cells = [f"`{path.name}`", "t", "2024-01-12", "English", "f", str(len(content))]
            lines.append("| " + " | ".join([*cells, f"`{digest}`", "nothing"]) + " |\n")
        files.append(path)
    (tmp_path / "PROVENANCE.md").write_text("# x\n" + "".join(lines), encoding="utf-8")
    header = ",".join(CLAUSES_HEADER)
    row = f"sec-gbr-2024,courts,absent,{passage},{legal_texts.SECURITY_FILES[11]},{offset},a,full,"
    (tmp_path / "clauses.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    (tmp_path / "legal_texts_raw.csv").write_text("x\n", encoding="utf-8")
    return files


def test_a_passage_that_stands_elsewhere_is_one_located_error(tmp_path: Path) -> None:
    """A passage that is not what stands at its offset is refused with file, row and column."""
    files = written(tmp_path, "The parties will consult.", "will consult", 3)
    with pytest.raises(SourceError) as caught:
        legal_texts.ingest(empty_project(tmp_path / "p", "legal_texts"), "coding-1", files)
    assert len(caught.value.faults) == 1
    assert "clauses.csv, row 2, column char_offset" in str(caught.value)


def test_an_edited_text_is_one_located_error(tmp_path: Path) -> None:
    """A text whose hash is not the one in the provenance is refused by name."""
    files = written(tmp_path, "The parties will consult.", "will consult", 12)
    name = legal_texts.SECURITY_FILES[11]
    (tmp_path / name).write_text("The parties shall consult.", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        legal_texts.ingest(empty_project(tmp_path / "p", "legal_texts"), "coding-1", files)
    assert len(caught.value.faults) == 1
    assert name in str(caught.value)


def test_a_missing_text_is_one_located_error(tmp_path: Path) -> None:
    """A text that the provenance names and that is not there is refused with its line."""
    files = written(tmp_path, "The parties will consult.", "will consult", 12)
    with pytest.raises(SourceError) as caught:
        read_stored_texts(tmp_path / "PROVENANCE.md", files[4:])
    assert "PROVENANCE.md, row 2" in str(caught.value)


def test_an_unknown_release_is_refused() -> None:
    """A release that the module does not know is refused with those it does."""
    with pytest.raises(SourceError, match="coding-1"):
        legal_texts.ingest(PROJECT, "coding-9", [])


@pytest.mark.raw
def test_every_quotation_is_the_substring_at_its_offset() -> None:
    """Each quotation stands at its offset in the stored text, and each hash is the file's."""
    folder = raw_file("texts")
    quoted = 0
    for row in [*table("coding-1", "clauses"), *table("press-1", "press_clauses")]:
        content = (folder / row["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["text_sha256"]
        if row["quotation"]:
            offset = int(row["char_offset"])
            end = offset + len(row["quotation"])
            assert content.decode("utf-8")[offset:end] == row["quotation"]
            quoted += 1
    assert quoted == 204


@pytest.mark.raw
def test_every_reported_clause_of_the_coding_table_has_an_account() -> None:
    """Points coded from reports have an outlet; three of the signed text name none and are left."""
    said = {(row["text_id"], row["clause_topic"]) for row in table("press-1", "reports")}
    path = raw_file(legal_texts.CLAUSES)
    coded = {
        (row["text_id"], row["clause_topic"])
        for row in legal_texts.read_clauses(path)
        if row["text_seen"] == "report"
    }
    unnamed = {
        ("lt-us-ua-fund-2025-04-30", topic)
        for topic in ("ceiling", "money_named", "duty_to_use_force")
    }
    assert coded - said == unnamed
