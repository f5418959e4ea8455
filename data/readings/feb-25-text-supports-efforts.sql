-- reading: accounts
-- role: primary
-- label: The sentence, as reported
-- says: Outlets that saw the text of 25 February and report this sentence
-- warrant: The text is not public; what outlets that had it before them say stands in for it, and the rule needs two that agree
-- unit: count
-- note: The sentence itself is held in a press copy and coded among the clauses of press copies
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-draft-2025-02-25' AND clause_topic = 'security_guarantee'
)
SELECT count(DISTINCT outlet) FILTER (saw_text AND coded_value = 'support_for_efforts') AS value,
  count(DISTINCT outlet) FILTER (saw_text AND coded_value = 'support_for_efforts') AS reported_by,
  CASE WHEN count(*) FILTER (saw_text AND NOT (coded_value = 'support_for_efforts')) > 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0

-- reading: press_copy
-- role: context
-- label: The sentence in the copy held
-- says: Coded passages of the press copy with this sentence
-- warrant: Shown because the sentence is held word for word, though only as one agency quotes it
-- unit: count
WITH evidence AS (
  SELECT text_id, clause_topic, coded_value, quotation, char_offset, text_sha256, text_seen, coder
  FROM legal_texts.press_clauses
  WHERE text_id = 'lt-us-draft-2025-02-25' AND clause_topic = 'security_guarantee'
)
SELECT count(*) AS value FROM evidence HAVING count(*) > 0
