-- reading: factor_of_two
-- role: primary
-- label: Twice the later aid, as reported
-- says: Outlets that saw the draft of 21 February 2025 and report that later aid raises Ukraine's payments by twice its amount
-- warrant: Two dollars for one is a clause on aid after signature; only an outlet that saw the draft and gives the factor bears it out
-- unit: count
-- note: The copy of the draft that is held is a damaged excerpt in which the clause was not read
WITH evidence AS (
  SELECT text_id, clause_topic, outlet, presence, coded_value, note, page_publisher, page_on, page_url
  FROM legal_texts.reports
  WHERE saw_text AND text_id = 'lt-us-draft-2025-02-21' AND clause_topic = 'new_aid_counts'
    AND presence = 'reported' AND note LIKE '%twice%'
)
SELECT count(DISTINCT outlet) AS value, count(DISTINCT outlet) AS reported_by
FROM evidence
HAVING count(*) > 0

-- reading: raises_contribution
-- role: context
-- label: Later aid raises Ukraine's contribution, as reported
-- says: Outlets that saw the draft and report that later aid raises what Ukraine pays, with or without a factor
-- warrant: Shown because more outlets report the rule than the factor
-- unit: count
WITH evidence AS (
  SELECT text_id, clause_topic, outlet, presence, coded_value, note, page_publisher, page_on, page_url
  FROM legal_texts.reports
  WHERE saw_text AND text_id = 'lt-us-draft-2025-02-21' AND clause_topic = 'new_aid_counts' AND presence = 'reported'
)
SELECT count(DISTINCT outlet) AS value, count(DISTINCT outlet) AS reported_by
FROM evidence
HAVING count(*) > 0
