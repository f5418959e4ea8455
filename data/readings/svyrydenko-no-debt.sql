-- reading: accounts
-- role: primary
-- label: Repayment of past aid, as reported
-- says: Accounts of the agreement signed that find a repayment of past aid in it
-- warrant: The debt at issue in the talks was past aid; the articles are not held here, so what outlets that read the text say stands in for them
-- unit: count
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-ua-fund-2025-04-30' AND clause_topic = 'past_aid_repayment'
)
SELECT count(*) FILTER (presence = 'reported') AS value,
  count(DISTINCT outlet) FILTER (saw_text AND presence = 'none_reported') AS reported_by
FROM evidence
HAVING count(*) > 0
