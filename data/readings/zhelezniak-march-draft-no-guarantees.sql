-- reading: accounts
-- role: primary
-- label: Guarantees in the draft of March, as reported
-- says: Accounts of the draft of March 2025 that find a security guarantee in it
-- warrant: The draft is not public; what outlets that had it before them say stands in for it; the speaker is no outlet
-- unit: count
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-draft-2025-03' AND clause_topic = 'security_guarantee'
)
SELECT count(*) FILTER (presence = 'reported') AS value,
  count(DISTINCT outlet) FILTER (saw_text AND presence = 'none_reported') AS reported_by
FROM evidence
HAVING count(*) > 0
