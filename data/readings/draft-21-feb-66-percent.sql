-- reading: accounts
-- role: primary
-- label: 66 per cent, as reported
-- says: Outlets that saw the draft of 21 February and report this share
-- warrant: The text is not public; what outlets that had it before them say stands in for it, and the rule needs two that agree
-- unit: count
-- note: Undecided: both accounts were read only in reprints on weak hosts, neither of which a reader can open from here. Ekonomichna Pravda says the share may exceed half and names no other figure: it does not say otherwise
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_url, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-draft-2025-02-21' AND clause_topic = 'liberated_territory'
)
SELECT count(DISTINCT outlet) FILTER (saw_text AND value = 66) AS value,
  count(DISTINCT outlet) FILTER (saw_text AND value = 66) AS reported_by,
  CASE WHEN count(*) FILTER (saw_text AND value <> 66) > 0
    OR count(*) FILTER (saw_text AND value = 66 AND coalesce(page_url, '') <> '') = 0
    THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0
