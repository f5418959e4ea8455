-- reading: accounts
-- role: primary
-- label: Half of the revenues, as reported
-- says: Outlets that saw the draft of 21 February and report that half of the resource revenues are paid in
-- warrant: The text is not public; what outlets that had it before them say stands in for it, and the rule needs two that agree
-- unit: count
-- note: The New York Times, whose claim this is, counts as one; of the other two, Axios does not date the draft it had
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-draft-2025-02-21' AND clause_topic = 'revenue_share'
)
SELECT count(DISTINCT outlet) FILTER (saw_text AND value = 50) AS value,
  count(DISTINCT outlet) FILTER (saw_text AND value = 50) AS reported_by,
  CASE WHEN count(*) FILTER (saw_text AND NOT (value = 50)) > 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0
