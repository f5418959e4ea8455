-- reading: accounts
-- role: primary
-- label: 600,000 soldiers, as reported
-- says: Outlets that obtained the draft plan and report this limit
-- warrant: The text is not public; what outlets that had it before them say stands in for it, and the rule needs two that agree
-- unit: count
-- note: Axios, whose claim this is in part, counts as one; the other is the Associated Press, which gives it as a point of a copy of its own
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-28-point-2025' AND clause_topic = 'army_size'
)
SELECT count(DISTINCT outlet) FILTER (saw_text AND coded_value = 'limited to 600,000') AS value,
  count(DISTINCT outlet) FILTER (saw_text AND coded_value = 'limited to 600,000') AS reported_by,
  CASE WHEN count(*) FILTER (saw_text AND NOT (coded_value = 'limited to 600,000')) > 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0
