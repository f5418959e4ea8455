-- reading: named_a_guarantee
-- role: primary
-- label: Named a guarantee in the text
-- says: Agreements that call their own undertaking a guarantee: as coded, and at most where the words security guarantee occur on the full text
-- warrant: The claim is a label, so it is tested first on the label in the text itself, as the claim about the Budapest Memorandum is
-- unit: count
-- note: The words occur in one text, Lithuania's, which says them of NATO membership; one person coded it, so the upper end keeps it. Greece's agreement is not held
WITH evidence AS (
  SELECT c.text_id, c.parties, c.coded_value, c.quotation, c.char_offset, c.text_sha256, c.coder,
    c.second_coder, t.term, t.hits, c.public_on
  FROM legal_texts.clauses AS c
  JOIN legal_texts.terms AS t ON t.text_id = c.text_id AND t.term = 'security_guarantee'
  WHERE c.kind = 'security_agreement' AND c.clause_topic = 'assurance_wording'
    AND c.text_seen = 'full' AND c.public_on <= $period_to
)
SELECT count(*) FILTER (coded_value = 'guarantees') AS low,
  count(*) FILTER (coded_value = 'guarantees' OR hits > 0) AS high
FROM evidence
HAVING count(*) > 0

-- reading: duty_to_fight
-- role: ordinary
-- label: A duty to use force
-- says: Agreements whose full text obliges the partner to use force if Ukraine is attacked again
-- warrant: A security guarantee between states is also heard as a promise to fight, as in the North Atlantic Treaty
-- unit: count
-- note: Undecided until a second person has coded the texts; a fixed pattern run on the whole texts agrees with the first, and does find the duty in the North Atlantic Treaty
WITH evidence AS (
  SELECT text_id, parties, presence, coded_value, quotation, char_offset, text_sha256, coder,
    second_coder, code_check, public_on
  FROM legal_texts.clauses
  WHERE kind = 'security_agreement' AND clause_topic = 'duty_to_use_force' AND text_seen = 'full'
    AND public_on <= $period_to
)
SELECT count(*) FILTER (presence = 'present') AS value,
  CASE WHEN count(*) FILTER (coalesce(second_coder, '') = '') > 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0

-- reading: promise_of_assistance
-- role: generous
-- label: A promise of arms, money and sanctions
-- says: Agreements whose text undertakes assistance after a new attack
-- warrant: The strongest version: a guarantee as any undertaking for the case of a new attack
-- unit: count
-- note: Undecided until a second person has coded the texts
WITH evidence AS (
  SELECT text_id, parties, presence, coded_value, quotation, char_offset, text_sha256, coder,
    second_coder, code_check, public_on
  FROM legal_texts.clauses
  WHERE kind = 'security_agreement' AND clause_topic = 'security_guarantee' AND text_seen = 'full'
    AND public_on <= $period_to
)
SELECT count(*) FILTER (coded_value = 'assistance_undertaking') AS value,
  CASE WHEN count(*) FILTER (coalesce(second_coder, '') = '') > 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0
