"""A page shows what its notebook says, escaped, with every number linked to its proof."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from assay.document import Document, Number, el, to_html
from assay.editions.reading import read_page
from assay.errors import BuildError
from assay.ledger import Correction
from assay.pages import POLICY, Edition, Newsdesk, Page, write_page
from assay.pages.cells import to_prose
from assay.pages.claimreview import claim_review
from assay.pages.figures import inert_json
from assay.pages.proofs import anchor_of, link_numbers
from assay.signoff import SignOff
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_output, new_raw_cell
from newsroom import check_of, code, dossier, figure_of, notebook, prose, shown, story

EDITION = Edition("2025-02-18")


def a_page(**changes: Any) -> Page:
    """The page of a story."""
    return replace(Page("story", "stories/paid/index.html", "", "paid", EDITION), **changes)


def a_claim_page(**changes: Any) -> Page:
    """The page of a claim that nobody has signed."""
    check = check_of()
    return a_page(
        kind="claim",
        path="claims/us-aid-350bn/index.html",
        title=check.claim.title,
        title_src="claim:us-aid-350bn",
        claim=check.claim,
        signoff=SignOff("draft", "ab" * 32),
        **changes,
    )


def test_a_number_is_one_click_from_its_proof() -> None:
    """Every bound number is a link to an entry that names release, hash, query and rounding."""
    check = check_of()
    text = write_page(dossier(check), a_claim_page())
    links = re.findall(
        r'<a class="says" href="#(p-[0-9a-f]+)"[^>]*><data[^>]*>4\.2</data></a>', text
    )
    assert links
    entry = text[text.index(f'<li id="{links[0]}"') :].partition("</li>")[0]
    for fact in ("sig_oar 2025-02", "cd" * 32, "data/readings/us-aid-350bn.sql", "1 decimal"):
        assert fact in entry


def test_every_proof_on_the_page_is_listed_once() -> None:
    """Numbers shown several times share one entry."""
    text = write_page(dossier(check_of()), a_claim_page())
    keys = set(re.findall(r'data-src="proof:([^"]+)"', text))
    assert keys
    for key in keys:
        assert text.count(f'<li id="{anchor_of(key)}"') == 1


def test_a_quote_with_markup_is_shown_as_text() -> None:
    """Angle brackets and ampersands of a speaker never become elements."""
    text = write_page(dossier(check_of()), a_claim_page())
    assert "We have given 350 billion &lt;dollars&gt; &amp; more" in text
    assert "<dollars>" not in text


@given(st.text(min_size=1))
def test_no_text_of_a_document_becomes_markup(words: str) -> None:
    """Whatever a cell says, a browser reads back the same words and no new element."""
    document = Document((el("p", words, src="rule"),))
    text = write_page(notebook(prose("# Why?"), code("x", shown(document))), a_page())
    assert not read_page(text).forbidden
    assert to_html(document.nodes) in text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "![picture](https://example.org/x.png)",
        '<a href="https://example.org" style="position:fixed">x</a>',
        "<style>body{display:none}</style>",
        "<iframe src=https://example.org></iframe>",
    ],
)
def test_prose_cannot_bring_scripts_styles_or_requests(hostile: str) -> None:
    """Raw HTML in Markdown is shown as text; links that run code and pictures are dropped."""
    text = write_page(notebook(prose(f"# Why?\n\n{hostile}")), a_page())
    facts = read_page(text)
    assert facts.forbidden == []
    assert all(not address.startswith("http") for address in facts.loads)


def test_tables_in_prose_scroll_by_keyboard() -> None:
    """A wide table of a document never widens the page."""
    made = to_prose("| a | b |\n|---|---|\n| x | y |\n")
    assert '<div class="scroll" tabindex="0"><table>' in made
    assert made.count("</table></div>") == 1


def test_the_policy_is_the_first_thing_in_the_head() -> None:
    """A policy after a script or style would come too late."""
    facts = read_page(write_page(dossier(check_of()), a_claim_page()))
    assert dict(facts.first_meta or ()) == {
        "http-equiv": "Content-Security-Policy",
        "content": POLICY,
    }


def test_the_parameters_cell_is_never_shown() -> None:
    """Neither the cell nor the one papermill adds leaves a byte on the page."""
    secret = code('password: str = "canary-7f3a"  # the word', tags=["injected-parameters"])
    text = write_page(notebook(prose("# Why?"), secret, code("answer()")), a_page())
    assert "canary-7f3a" not in text
    assert "answer()" in text


def test_code_stands_behind_show_the_working() -> None:
    """Code and what it printed are there for who asks, closed, and escaped."""
    cell = code("a < b", new_output("stream", name="stdout", text="1 < 2"))
    text = write_page(notebook(prose("# Why?"), cell), a_page())
    working = text[text.index('<details class="working">') :].partition("</details>")[0]
    assert "<summary>Show the working</summary>" in working
    assert "a &lt; b" in working
    assert "1 &lt; 2" in working


def test_code_that_shows_nothing_joins_the_working_above() -> None:
    """Two buttons with nothing between them are one."""
    above = prose("## How far along")
    above.metadata["tags"] = ["if-any"]
    table = shown(Document((el("p", "A table"),)))
    made = notebook(prose("# Why?"), code("a()", table), above, code("b()"), prose("## Then"))
    text = write_page(made, a_page())
    working = text[text.index('<details class="working">') :].partition("</details>")[0]
    assert "a()" in working
    assert "b()" in working
    assert text.count("Show the working") == 1


def test_a_claim_page_shows_its_working_once_at_the_end() -> None:
    """On a claim's page code does not stand between the words and the verdict."""
    text = write_page(dossier(check_of()), a_claim_page())
    assert text.count("<summary>Show the working</summary>") == 1
    assert text.index("What we do not know") < text.index("Show the working")


def test_charts_in_are_charts_out_with_a_table_first() -> None:
    """Each chart is a title, a table that needs no script, and inert data."""
    text = write_page(story(check_of()), a_page())
    facts = read_page(text)
    assert facts.charts == facts.chart_data == 1
    figure = text[text.index('<figure class="chart"') :].partition("</figure>")[0]
    assert figure.index("<table") < figure.index('<script type="application/json"')
    assert "charts.js" in text


def test_a_page_without_charts_loads_no_chart_script() -> None:
    """Nobody waits for what is not there."""
    assert "charts.js" not in write_page(notebook(prose("# Why?")), a_page())


def test_numbers_in_a_chart_title_are_bound_to_its_table() -> None:
    """The title's numeral is the table's number, linked to the same proof."""
    text = write_page(story(check_of()), a_page())
    title = re.search(r'<h3 id="chart-1-title">(.*?)</h3>', text)
    assert title
    assert re.search(r"<data [^>]*proof:us-aid-350bn/disbursed@now#low[^>]*>83.4</data>", title[1])


def test_a_chart_title_with_a_number_of_its_own_stops_the_build() -> None:
    """A number typed into a title by hand is refused, and the message says where."""
    cells = notebook(prose("# Why?"), code("c", figure_of(check_of(), title="Paid out: 99 {}")))
    with pytest.raises(BuildError, match=r"stories/paid/index.html, cell 1: the chart says '99'"):
        write_page(cells, a_page())


@pytest.mark.parametrize("missing", ["title", "alt", "source", "table"])
def test_a_chart_says_what_it_shows(missing: str) -> None:
    """A chart without title, alt text, source or table is not published."""
    figure = figure_of(check_of())
    del figure.data["application/vnd.plotly.v1+json"]["layout"]["meta"]["assay"][missing]
    with pytest.raises(BuildError, match=missing):
        write_page(notebook(prose("# Why?"), code("c", figure)), a_page())


@pytest.mark.parametrize("kind", ["choropleth", "scattermapbox", "sankey", "table", "scattergl"])
def test_traces_that_may_draw_nothing_are_refused(kind: str) -> None:
    """Some trace types fetch from elsewhere or leave an empty grid without an error."""
    figure = figure_of(check_of())
    figure.data["application/vnd.plotly.v1+json"]["data"][0]["type"] = kind
    with pytest.raises(BuildError, match=kind):
        write_page(notebook(prose("# Why?"), code("c", figure)), a_page())


def test_inert_json_cannot_end_its_script() -> None:
    """A label `</script>` in a chart stays data, and reads back unchanged."""
    value = {"label": "</script><script>alert(1)</script> \u2028 & <!--"}
    text = inert_json(value)
    assert "<" not in text
    assert json.loads(text) == value


@pytest.mark.parametrize(
    "output",
    [
        new_output("display_data", data={"text/html": "<table><tr><td>83.4"}),
        new_output("display_data", data={"image/png": "aGk="}),
        new_output("execute_result", data={"text/html": "x", "text/plain": "x"}, execution_count=1),
        new_output("display_data", data={"application/javascript": "alert(1)"}),
    ],
)
def test_an_output_of_an_unknown_kind_stops_the_build(output: Any) -> None:
    """A data frame, a picture or a script has no proofs: it is refused, not printed."""
    with pytest.raises(
        BuildError, match=r"stories/paid/index.html, cell 1: .* cannot be published"
    ):
        write_page(notebook(prose("# Why?"), code("frame", output)), a_page())


def test_a_traceback_never_reaches_a_page() -> None:
    """A cell that failed holds the page back."""
    failed = new_output("error", ename="ValueError", evalue="secret", traceback=["secret"])
    with pytest.raises(BuildError, match="the cell failed"):
        write_page(notebook(prose("# Why?"), code("x", failed)), a_page())


def test_a_cell_that_did_not_run_holds_the_page_back() -> None:
    """A notebook run half way is not a page."""
    cells = notebook(prose("# Why?"), code("one"), code("two"))
    cells.cells[2].execution_count = None
    with pytest.raises(BuildError, match=r"stories/paid/index\.html, cell 2: the cell did not run"):
        write_page(cells, a_page())


def test_a_damaged_document_is_named() -> None:
    """A document whose number has no proof is refused with its cell."""
    output = new_output(
        "display_data",
        data={"application/vnd.assay.document+json": {"nodes": [{"number": "1", "proof": "x"}]}},
    )
    with pytest.raises(BuildError, match=r"stories/paid/index\.html, cell 1: not a document"):
        write_page(notebook(prose("# Why?"), code("x", output)), a_page())


def test_a_raw_cell_is_refused() -> None:
    """Raw cells are neither prose nor code."""
    with pytest.raises(BuildError, match="raw cell"):
        write_page(notebook(prose("# Why?"), new_raw_cell("<b>")), a_page())


def test_a_draft_says_so_in_plain_words() -> None:
    """An unsigned page carries the banner and no ClaimReview."""
    text = write_page(dossier(check_of()), a_claim_page())
    assert "Draft: not signed by an editor" in text
    assert "application/ld+json" not in text


def test_a_signed_page_names_both_people() -> None:
    """Who approved, who read second, and when."""
    signed = SignOff("approved", "ab" * 32, "Ada Byron", "Grace Hopper", "2025-03-01")
    text = write_page(dossier(check_of()), replace(a_claim_page(), signoff=signed))
    assert "Signed by Ada Byron and Grace Hopper on 1 March 2025" in text
    assert "Draft" not in text


def test_claim_review_is_only_for_signed_rated_pages() -> None:
    """Markup for machines is never ahead of the editors, and has no numeric rating."""
    check, signed = check_of(), SignOff("approved", "ab" * 32, "A", "B", "2025-03-01")
    open_edition = Edition("2025-02-18", Newsdesk(address="https://desk.example"))
    made = claim_review(check, signed, open_edition, "claims/x/index.html")
    assert made is not None
    assert made["reviewRating"] == {"@type": "Rating", "alternateName": "Contradicted"}
    assert claim_review(check, SignOff("draft", "x"), open_edition, "x") is None
    assert claim_review(check, signed, EDITION, "x") is None
    unrated = replace(check, now=replace(check.now, name="not_rated"))
    assert claim_review(unrated, signed, open_edition, "x") is None


def test_corrections_stand_on_the_claims_page() -> None:
    """What was wrong, what it says now, and why, with its date."""
    correction = Correction("2025-04-01", "us-aid-350bn", "82.4", "83.4", "a typing slip", 2)
    text = write_page(dossier(check_of()), replace(a_claim_page(), corrections=(correction,)))
    assert "1 April 2025" in text
    assert "a typing slip" in text
    assert 'data-src="correction:2"' in text


def test_a_link_inside_a_link_is_not_made() -> None:
    """A number in a link or a summary keeps its proof but gets no second link."""
    number = next(iter(_numbers()))
    nodes = link_numbers((el("a", number, href="./x.html"), el("summary", number)))
    assert 'class="says"' not in to_html(nodes)


def test_pages_say_their_language() -> None:
    """The text is in its language, the frame around it in English."""
    text = write_page(story(check_of()), a_page(language="uk"))
    assert '<html lang="uk">' in text
    assert '<header class="masthead" lang="en">' in text


def test_a_page_without_a_title_is_refused() -> None:
    """Neither the report nor the notebook names it."""
    with pytest.raises(BuildError, match="no title"):
        write_page(notebook(prose("Some words.")), a_page())


def _numbers() -> list[Number]:
    from assay.quantities import bind_finding

    return [bind_finding(check_of().now_findings[0], "low")]


def test_a_chart_with_nothing_to_draw_is_its_table() -> None:
    """Measures in another unit than the claim's are in the table only; the figure is kept."""
    figure = figure_of(check_of())
    figure.data["application/vnd.plotly.v1+json"]["data"] = []
    text = write_page(notebook(prose("# Why?"), code("c", figure)), a_page())
    assert read_page(text).charts == 1
    assert "<table" in text


def test_rows_and_queries_stand_behind_the_working() -> None:
    """A cell tagged `working` shows its tables where it stands, folded."""
    rows = Document((el("p", "A row", src="claim:x"),))
    cell = code("evidence(x)", shown(rows), tags=["working"])
    text = write_page(notebook(prose("# Why?"), cell), a_claim_page())
    working = text[text.index('<details class="working">') :].partition("</details>")[0]
    assert "A row" in working


def test_prose_leads_to_the_documents_that_are_published() -> None:
    """A link to docs/ goes to its page; one to a file that is not published is words."""
    source = "# Why?\n\n[the rule](../docs/methodology.md#tolerance), [the code](../lib/x.py)."
    text = write_page(notebook(prose(source)), a_page(documents=("methodology",)))
    assert 'href="../../methodology/index.html#tolerance"' in text
    assert "the code." in text
    assert "lib/x.py" not in text


def test_a_chart_on_a_page_does_not_repeat_what_stands_beside_it() -> None:
    """Title and source are the page's, with their numbers bound; the drawing leaves the room."""
    text = write_page(dossier(check_of()), a_claim_page())
    raw = json.loads(text.partition('class="figure">')[2].partition("</script>")[0])
    assert "title" not in raw["layout"]
    assert "meta" not in raw["layout"]
    assert [note for note in raw["layout"]["annotations"] if note.get("name") == "source"] == []
    assert raw["layout"]["height"] > 100


def test_the_answer_stands_under_the_question() -> None:
    """Whoever reads two lines has the verdict, with the same bound numbers as further down."""
    text = write_page(dossier(check_of()), a_claim_page())
    line = re.search(r'<p class="verdict-line[^>]*>(.*?)</p>', text, re.DOTALL)
    assert line
    head = text[text.index("<h1") : text.index('<div class="story">')]
    assert f'<p class="answer">{line[1]}</p>' in head
    told = write_page(notebook(prose("# Why?")), a_page())
    assert 'class="answer"' not in told


def test_prose_above_nothing_is_left_out_where_its_tag_says_so() -> None:
    """A claim without readings has no heading for them; other prose needs no output."""
    empty, full = shown(Document(())), shown(Document((el("p", "A reading"),)))
    for output, is_there in ((empty, False), (full, True)):
        above = prose("## Why these readings")
        above.metadata["tags"] = ["if-any"]
        made = notebook(prose("# Why?"), above, code("warrants(x)", output), prose("## Then"))
        text = write_page(made, a_claim_page())
        assert ("Why these readings" in text) is is_there
        assert "Then" in text


def test_a_number_carries_the_number_of_its_entry() -> None:
    """On paper nothing can be pressed: each link says which entry of the list it leads to."""
    text = write_page(dossier(check_of()), a_claim_page())
    entries = re.findall(r'<li id="(p-[0-9a-f]{12})"', text)
    links = re.findall(r'<a class="says" href="#(p-[0-9a-f]{12})" data-entry="(\d+)"', text)
    assert len(links) == text.count('class="says"') > 0
    assert all(entries[int(number) - 1] == name for name, number in links)


def test_a_proof_says_its_days_in_words() -> None:
    """A release's date of publication is written out, as everywhere on a page."""
    text = write_page(dossier(check_of()), a_claim_page())
    proofs = text[text.index('<h2 id="proofs"') :]
    assert re.search(r"published \d{1,2} [A-Z][a-z]+ \d{4}|published [A-Z][a-z]+ \d{4}", proofs)
    assert not re.search(r"published \d{4}-", proofs)
