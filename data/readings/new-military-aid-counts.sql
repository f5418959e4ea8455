-- reading: accounts
-- role: primary
-- label: New aid as a contribution, as reported
-- says: Outlets that read the agreement signed and report this clause
-- warrant: The agreement is public but its articles are not held here; what outlets that read the text say stands in for it, and the rule needs two that agree
-- unit: count
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-ua-fund-2025-04-30' AND clause_topic = 'new_aid_counts'
)
SELECT count(DISTINCT outlet) FILTER (saw_text AND coded_value = 'adds to the US contribution') AS value,
  count(DISTINCT outlet) FILTER (saw_text AND coded_value = 'adds to the US contribution') AS reported_by,
  CASE WHEN count(*) FILTER (saw_text AND NOT (coded_value = 'adds to the US contribution')) > 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0
