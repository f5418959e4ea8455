-- reading: votes_reported
-- role: primary
-- label: Votes in favour, as reported from the sitting
-- says: Votes in favour of ratification in accounts of outlets that followed the sitting of 8 May 2025
-- warrant: A vote is what was counted in the sitting; the roll call is not held, two outlets that followed the sitting are
-- unit: votes
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-ua-fund-2025-04-30' AND clause_topic = 'votes_in_favour'
)
SELECT min(value) AS low, max(value) AS high
FROM evidence
HAVING count(DISTINCT outlet) > 1
