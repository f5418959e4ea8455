-- reading: accounts
-- role: primary
-- label: 100 billion dollars of frozen assets, as reported
-- says: Outlets that obtained the draft plan and report this sum
-- warrant: The text is not public; what outlets that had it before them say stands in for it, and the rule needs two that agree
-- unit: count
-- note: The one outlet that saw it is one of the two whose claim this is
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-28-point-2025' AND clause_topic = 'money_named'
)
SELECT count(DISTINCT outlet) FILTER (saw_text AND value = 100) AS value,
  count(DISTINCT outlet) FILTER (saw_text AND value = 100) AS reported_by,
  CASE WHEN count(*) FILTER (saw_text AND NOT (value = 100)) > 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0
