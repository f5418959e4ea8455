-- reading: accounts
-- role: primary
-- label: Ten years, as reported
-- says: Outlets that saw the draft guarantee and report this duration
-- warrant: The text is not public; what outlets that had it before them say stands in for it, and the rule needs two that agree
-- unit: count
-- note: The one outlet that saw it is the one whose claim this is
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-guarantee-annex-2025-11' AND clause_topic = 'duration_years'
)
SELECT count(DISTINCT outlet) FILTER (saw_text AND value = 10) AS value,
  count(DISTINCT outlet) FILTER (saw_text AND value = 10) AS reported_by,
  CASE WHEN count(*) FILTER (saw_text AND NOT (value = 10)) > 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0
