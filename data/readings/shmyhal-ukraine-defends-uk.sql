-- reading: duty_to_defend
-- role: primary
-- label: A duty to use force
-- says: Clauses of the agreement that oblige a party to use force, as coded on the full text
-- warrant: To defend an ally that is attacked is ordinarily to fight for it; such a duty would stand in the text as an undertaking to use force
-- unit: count
-- note: Undecided until a second person has coded the text; a fixed pattern run on the whole text agrees with the first
WITH evidence AS (
  SELECT text_id, clause_topic, part, presence, coded_value, value, quotation, char_offset,
    text_sha256, text_seen, coder, second_coder, code_check
  FROM legal_texts.clauses
  WHERE text_id = 'sec-gbr-2024' AND clause_topic = 'duty_to_use_force' AND text_seen = 'full' AND code_check = 'agrees'
)
SELECT count(*) FILTER (presence = 'present') AS value,
  CASE WHEN count(*) FILTER (coalesce(second_coder, '') = '') > 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0

-- reading: able_to_assist
-- role: ordinary
-- label: An aim to be able to assist
-- says: Sentences of the agreement on assistance by Ukraine after aggression against the United Kingdom
-- warrant: The speaker left it open: "responding in some way to support"; the text wants Ukraine able to give effective military assistance, its terms to be settled later
-- unit: count
-- note: Undecided: a fixed pattern finds the sentence, and nobody has coded whether an aim to be able is an undertaking to defend
WITH evidence AS (
  SELECT text_id, term, pattern, hits, text_sha256
  FROM legal_texts.terms
  WHERE text_id = 'sec-gbr-2024' AND term = 'assistance_to_partner'
)
SELECT max(hits) AS value, 'undecided' AS status FROM evidence HAVING count(*) > 0
