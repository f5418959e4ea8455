-- reading: accounts
-- role: primary
-- label: All aid since 2022, as reported
-- says: Outlets that saw the draft of March 2025 and report that all aid since 2022 is counted
-- warrant: The text is not public; what outlets that had it before them say stands in for it, and the rule needs two that agree
-- unit: count
-- note: Two accounts call past aid a debt, which neither bears this out nor goes against it
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-draft-2025-03' AND clause_topic = 'past_aid_repayment'
)
SELECT count(DISTINCT outlet) FILTER (saw_text AND coded_value = 'all aid since 2022') AS value,
  count(DISTINCT outlet) FILTER (saw_text AND coded_value = 'all aid since 2022') AS reported_by
FROM evidence
HAVING count(*) > 0
