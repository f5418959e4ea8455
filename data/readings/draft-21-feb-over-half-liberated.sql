-- reading: accounts
-- role: primary
-- label: More than half, as reported
-- says: Outlets that saw the draft of 21 February and report more than half for revenues from liberated territory
-- warrant: The text is not public; what outlets that had it before them say stands in for it, and the rule needs two that agree
-- unit: count
-- note: Two of the outlets name the share of 66 per cent, which is more than half; both were read only in reprints on weak hosts
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-draft-2025-02-21' AND clause_topic = 'liberated_territory'
)
SELECT count(DISTINCT outlet) FILTER (saw_text AND (value > 50 OR coded_value = 'more than 50')) AS value,
  count(DISTINCT outlet) FILTER (saw_text AND (value > 50 OR coded_value = 'more than 50')) AS reported_by,
  CASE WHEN count(*) FILTER (saw_text AND NOT ((value > 50 OR coded_value = 'more than 50'))) > 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0
