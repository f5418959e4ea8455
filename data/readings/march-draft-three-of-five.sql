-- reading: accounts
-- role: primary
-- label: Three of five seats, as reported
-- says: Accounts by those who saw the draft of March 2025 that give the United States three of the five seats
-- warrant: The text is not public; what outlets that had it before them say stands in for it, and the rule needs two that agree
-- unit: count
-- note: One of the two is the newspaper whose claim this is, read in a reprint on a weak host, the other a research centre
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-draft-2025-03' AND clause_topic = 'board'
)
SELECT count(DISTINCT outlet) FILTER (saw_text AND coded_value = '3 of 5 named by the US') AS value,
  count(DISTINCT outlet) FILTER (saw_text AND coded_value = '3 of 5 named by the US') AS reported_by,
  CASE WHEN count(*) FILTER (saw_text AND NOT (coded_value = '3 of 5 named by the US')) > 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0
