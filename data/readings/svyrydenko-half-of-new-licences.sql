-- reading: accounts
-- role: primary
-- label: Half of new licence revenue, as reported
-- says: Readers of the agreement signed who report this share
-- warrant: The agreement is public but its articles are not held here; what outlets that read the text say stands in for it, and the rule needs two that agree
-- unit: count
-- note: A law firm that comments on the text counts as an outlet
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-ua-fund-2025-04-30' AND clause_topic = 'revenue_share'
)
SELECT count(DISTINCT outlet) FILTER (saw_text AND value = 50) AS value,
  count(DISTINCT outlet) FILTER (saw_text AND value = 50) AS reported_by,
  CASE WHEN count(*) FILTER (saw_text AND NOT (value = 50)) > 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0
