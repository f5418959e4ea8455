-- reading: accounts
-- role: primary
-- label: Compensation for the guarantee, as reported
-- says: Outlets that obtained the draft plan and report this point
-- warrant: The text is not public; what outlets that had it before them say stands in for it, and the rule needs two that agree
-- unit: count
-- note: The point itself is held in a press copy and coded among the clauses of press copies
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-28-point-2025' AND clause_topic = 'compensation'
)
SELECT count(DISTINCT outlet) FILTER (saw_text AND presence = 'reported') AS value,
  count(DISTINCT outlet) FILTER (saw_text AND presence = 'reported') AS reported_by,
  CASE WHEN count(*) FILTER (saw_text AND NOT (presence = 'reported')) > 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0
