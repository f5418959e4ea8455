-- reading: accounts
-- role: primary
-- label: Guarantees in the draft of 21 February, as reported
-- says: Accounts of the draft of 21 February that find a security guarantee in it
-- warrant: The text is not public; what outlets that had it before them say stands in for it, and the rule needs two that agree
-- unit: count
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-draft-2025-02-21' AND clause_topic = 'security_guarantee'
)
SELECT count(*) FILTER (presence = 'reported') AS value,
  count(DISTINCT outlet) FILTER (saw_text AND presence = 'none_reported') AS reported_by
FROM evidence
HAVING count(*) > 0
