-- reading: dated_accounts
-- role: primary
-- label: Accounts that date the hand-over to 12 February
-- says: Outlets whose account dates the hand-over of the draft to 12 February 2025
-- warrant: A hand-over on a given day is shown by accounts made at the time; one was printed on the day itself and quotes the receiver, which outweighs a later account that gives the next day
-- unit: count
-- note: One outlet dates it a day later; both dates are in the rows
WITH evidence AS (
  SELECT text_id, outlet, coded_value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-draft-2025-02-07' AND clause_topic = 'handed_over_on'
)
SELECT count(DISTINCT outlet) FILTER (coded_value = '2025-02-12') AS value
FROM evidence
HAVING count(*) > 0
