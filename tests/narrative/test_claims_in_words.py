"""The claim's card, what was tested, who replied, who repeated it."""

from __future__ import annotations

import pytest
from assay import narrative
from assay.document import to_html
from worked_examples import check, claim


def test_the_card_shows_the_exact_words_in_their_language_escaped() -> None:
    """The quote stands as said, with its language, and its < is text."""
    card = narrative.claim_card(claim(quote="«Ми дали 350 <млрд>»", quote_language="uk",
                                      quote_translation="We gave 350 bn"))  # fmt: skip
    page = to_html(card.nodes)
    assert '<blockquote lang="uk" data-src="claim:us-aid-350bn">«Ми дали 350 &lt;млрд&gt;»' in page
    assert "In English: " in page
    assert '<q lang="en">We gave 350 bn</q>' in page


def test_the_card_says_who_when_where_and_what_we_saw() -> None:
    """Speaker, role, date, place, citation with its status, archived copy or none."""
    text = str(narrative.claim_card(claim()))
    for line in (
        "A Speaker, President of a Country",
        "22 February 2025",
        "a conference",
        "A Publisher, Remarks on 22 February, 23 February 2025 (we saw an excerpt of this page)",
        "no archived copy",
    ):
        assert line in text.splitlines()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("original_read", "we read this page"),
        ("excerpt_seen", "we saw an excerpt of this page"),
        ("not_seen", "not seen by us"),
        ("", "not seen by us"),
    ],
)
def test_every_citation_status_is_worded(status: str, words: str) -> None:
    """What was not seen is said to be not seen."""
    assert f"({words})" in str(narrative.claim_card(claim(citation_status=status)))


def test_an_archived_copy_is_linked_and_a_bad_address_is_not() -> None:
    """Only web addresses become links."""
    linked = to_html(
        narrative.claim_card(claim(archived_url="https://web.example/a?b=1&c=2")).nodes
    )
    assert 'href="https://web.example/a?b=1&amp;c=2"' in linked
    plain = to_html(narrative.claim_card(claim(citation_url="javascript:alert(1)")).nodes)
    assert "javascript" not in plain


def test_a_paraphrase_says_so() -> None:
    """Words that are ours are not shown as a quotation."""
    text = str(narrative.claim_card(claim(quote="", statement_form="paraphrase")))
    assert "What was said, in our words: Said that the United States has given" in text
    assert "a paraphrase" in text


def test_the_tolerance_is_in_words_with_both_ends() -> None:
    """350 said bare leaves 332.5 to 367.5."""
    assert str(narrative.tested_as(check().claim)).splitlines() == [
        "We tested this as: The United States has given Ukraine 350 billion dollars.",
        "What the United States allocated lies near 350 billion dollars.",
        "A bare number: it is right if the measure lies between 332.5 and 367.5 billion dollars.",
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"relation": "exact", "value_low": "22", "unit": "count"}, "the measure is 22, to the"),
        ({"relation": "exact", "value_low": "1", "unit": "votes"}, "the measure is 1 vote, to the"),
        ({"relation": "about", "value_low": "100", "hedge_words": "roughly"},
         "“roughly” leaves more room: it is right if the measure lies between 85 and 115 billion"),
        ({"relation": "at_least", "value_low": "100"}, "measure is 98 billion dollars or more"),
        ({"relation": "more_than", "value_low": "3", "unit": "ratio"}, "2.94 times or more"),
        ({"relation": "at_most", "value_low": "100"}, "measure is 102 billion dollars or less"),
        ({"relation": "less_than", "value_low": "7", "unit": "percent"}, "7.1% or less"),
        ({"relation": "between", "value_low": "40", "value_high": "50", "unit": "percent"},
         "between 39.2 and 51.0%"),
        ({"relation": "rank", "value_low": "5", "unit": "rank"}, "if rank 5 is the only place"),
        ({"relation": "largest", "value_low": "1", "unit": "rank"}, "The largest: it is wrong if"),
        ({"relation": "exists", "value_low": "", "unit": "count"}, "at least one is found"),
        ({"relation": "absent", "value_low": "", "unit": "count"}, "none is found"),
        ({"relation": "text_has", "value_low": "", "unit": "count"}, "the full text has it"),
        ({"relation": "text_lacks", "value_low": "", "unit": "count"}, "does not have it"),
    ],
)  # fmt: skip
def test_every_relation_has_its_tolerance_in_words(changes: dict[str, str], words: str) -> None:
    """Fourteen relations, fourteen sentences, numbers from the rule."""
    assert words in str(narrative.tested_as(claim(**changes)))


def test_a_claim_that_is_not_rated_has_no_tolerance() -> None:
    """An attribution says that only the words were tested."""
    spoken = claim(relation="", tests="attribution", value_low="")
    text = str(narrative.tested_as(spoken))
    assert "Only whether the words were said is tested" in text
    assert "it is right if the measure" not in text


def test_a_number_nobody_said_is_no_bare_number() -> None:
    """ "A loan" is all of it: the band is that of what it is tested as, and ends at the whole."""
    lent = claim(quote="They loan the money.", value_low="100", unit="percent")
    text = str(narrative.tested_as(lent))
    assert "Tested as 100%: it is right if the measure lies between 90 and 100%." in text


@pytest.mark.parametrize("unrated", ["not_tested", "untestable", "not_rated", "pending"])
def test_what_was_not_tested_is_never_called_tested(unrated: str) -> None:
    """A demand, or a claim whose source is not held: its words are read, nothing was tested."""
    text = str(narrative.tested_as(claim(unrated=unrated)))
    assert text.startswith("We read the words as: The United States has given")
    assert "We tested" not in text


def test_a_title_of_ours_is_not_taken_for_the_page_s() -> None:
    """A title in brackets in the table describes a page; the card says that the words are ours."""
    text = str(narrative.claim_card(claim(citation_title="(op-ed text: 5th in gallium)")))
    assert "op-ed text: 5th in gallium" in text
    assert "(op-ed" not in text
    assert "title in our words" in text
    assert "title in our words" not in str(narrative.claim_card(claim()))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Nobody has been asked for a reply."),
        ({"reply_asked_on": "2026-11-01"},
         "A Speaker was asked for a reply on 1 November 2026. No reply so far."),
        ({"reply_asked_on": "2026-11-01", "reply": "It was 351.", "reply_on": "2026-11-03"},
         "A Speaker was asked for a reply on 1 November 2026 and answered on 3 November 2026:\n"
         "It was 351."),
        ({"reply_asked_on": "2026-11-01", "reply": "Yes."},
         "A Speaker was asked for a reply on 1 November 2026 and answered:\nYes."),
        ({"reply": "Yes."}, "Reply by A Speaker:\nYes."),
    ],
)  # fmt: skip
def test_the_right_of_reply_says_what_happened(changes: dict[str, str], words: str) -> None:
    """Not asked, asked, answered: each in its own sentence."""
    assert str(narrative.reply(claim(**changes))) == words


def test_repetitions_are_counted_in_the_right_number_and_dated() -> None:
    """One other time, two other times; other families are not repetitions."""
    first = claim()
    again = claim(claim_id="us-aid-350bn-b", title="Was it 350 bn?", speaker="B")
    third = claim(claim_id="us-aid-350bn-c", title="Was it 350 bn again?", speaker="C")
    other = claim(claim_id="other", family="")
    assert str(narrative.repetitions(first, [first, other])) == (
        "We have no other record of this claim."
    )
    one = str(narrative.repetitions(first, [first, again, other]))
    assert one.startswith("The same claim was made 1 other time in our records:")
    two = str(narrative.repetitions(first, [third, again, first]))
    assert two.startswith("The same claim was made 2 other times in our records:")
    assert "- 22 February 2025: B, Was it 350 bn?" in two


def test_claims_without_family_repeat_nothing() -> None:
    """An empty family joins nobody."""
    alone, other = claim(family=""), claim(family="", claim_id="other")
    assert "no other record" in str(narrative.repetitions(alone, [alone, other]))
