-- reading: draft_of_22_february
-- role: primary
-- label: The draft of 22 February, as reported
-- says: Accounts of the draft dated 22 February 2025 that find the sum in it
-- warrant: "No longer there", said on 23 February, is about the newest draft of that day
-- unit: count
-- note: One outlet saw it, and its account was read only in a reprint
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-draft-2025-02-22' AND clause_topic = 'ceiling'
)
SELECT count(*) FILTER (presence = 'reported') AS value,
  count(DISTINCT outlet) FILTER (saw_text AND presence = 'none_reported') AS reported_by
FROM evidence
HAVING count(*) > 0

-- reading: text_of_24_february
-- role: generous
-- label: The text of 24 and 25 February, as reported
-- says: Accounts of the next text that find the sum in it
-- warrant: The strongest version: what the talks came to two days later
-- unit: count
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-draft-2025-02-25' AND clause_topic = 'ceiling'
)
SELECT count(*) FILTER (presence = 'reported') AS value,
  count(DISTINCT outlet) FILTER (saw_text AND presence = 'none_reported') AS reported_by
FROM evidence
HAVING count(*) > 0
