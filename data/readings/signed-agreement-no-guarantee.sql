-- reading: accounts
-- role: primary
-- label: Guarantees in the agreement, as reported
-- says: Accounts of the agreement signed that find a security guarantee in it
-- warrant: The agreement is public but its articles are not held here; what outlets that read the text say stands in for it
-- unit: count
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-ua-fund-2025-04-30' AND clause_topic = 'security_guarantee'
)
SELECT count(*) FILTER (presence = 'reported') AS value,
  count(DISTINCT outlet) FILTER (saw_text AND presence = 'none_reported') AS reported_by
FROM evidence
HAVING count(*) > 0
