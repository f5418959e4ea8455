-- reading: accounts
-- role: primary
-- label: First refusal, as reported
-- says: Outlets that saw the draft of 7 February and report a right of first refusal on exportable minerals
-- warrant: The text is not public; what outlets that had it before them say stands in for it, and the rule needs two that agree
-- unit: count
-- note: The one outlet that saw it is the one whose claim this is
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-draft-2025-02-07' AND clause_topic = 'first_refusal'
)
SELECT count(DISTINCT outlet) FILTER (saw_text AND coded_value = 'exportable minerals') AS value,
  count(DISTINCT outlet) FILTER (saw_text AND coded_value = 'exportable minerals') AS reported_by,
  CASE WHEN count(*) FILTER (saw_text AND NOT (coded_value = 'exportable minerals')) > 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0
