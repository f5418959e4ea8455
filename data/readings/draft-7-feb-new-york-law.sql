-- reading: accounts
-- role: primary
-- label: New York law, as reported
-- says: Outlets that saw the draft of 7 February and report New York law
-- warrant: The text is not public; what outlets that had it before them say stands in for it, and the rule needs two that agree
-- unit: count
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-draft-2025-02-07' AND clause_topic = 'governing_law'
)
SELECT count(DISTINCT outlet) FILTER (saw_text AND coded_value = 'New York law') AS value,
  count(DISTINCT outlet) FILTER (saw_text AND coded_value = 'New York law') AS reported_by,
  CASE WHEN count(*) FILTER (saw_text AND NOT (coded_value = 'New York law')) > 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0

-- reading: other_texts
-- role: context
-- label: Governing law of later texts, as reported
-- says: Accounts of the law that governs the other drafts and the signed agreement
-- warrant: Shown because the terms of five drafts are often mixed up
-- unit: count
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, page_publisher, page_on
  FROM legal_texts.reports
  WHERE clause_topic = 'governing_law' AND text_id <> 'lt-us-draft-2025-02-07'
)
SELECT count(DISTINCT text_id) FILTER (presence = 'reported') AS value
FROM evidence
HAVING count(*) > 0
