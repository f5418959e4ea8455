-- reading: accounts
-- role: primary
-- label: More than half allowed, as reported
-- says: Outlets that saw the draft of 21 February and report that the share of revenues from liberated territory is, or may be, more than half
-- warrant: The text is not public; what outlets that had it before them say stands in for it, and the rule needs two that agree
-- unit: count
-- note: The newspaper whose claim this is writes that the share may exceed half; the other two name 66 per cent, and both were read only in reprints on weak hosts
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
