-- reading: accounts
-- role: primary
-- label: 4 per cent, as reported
-- says: Outlets that saw the draft of March 2025 and report this rate
-- warrant: The text is not public; what outlets that had it before them say stands in for it, and the rule needs two that agree
-- unit: count
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-draft-2025-03' AND clause_topic = 'interest'
)
SELECT count(DISTINCT outlet) FILTER (saw_text AND value = 4) AS value,
  count(DISTINCT outlet) FILTER (saw_text AND value = 4) AS reported_by,
  CASE WHEN count(*) FILTER (saw_text AND NOT (value = 4)) > 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0
