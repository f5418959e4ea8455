-- reading: hours_in_the_text
-- role: primary
-- label: Hours named in the text
-- says: Hours within which the parties are to meet, as the text of the agreement names them
-- warrant: The claim is about what the agreement says; the text is held in full and its sentence is quoted
-- unit: hours
-- note: A number that stands in the text: one person's coding and a fixed pattern on the whole text agree on it; no second person has coded the text
WITH evidence AS (
  SELECT text_id, clause_topic, part, presence, coded_value, value, quotation, char_offset,
    text_sha256, text_seen, coder, second_coder, code_check
  FROM legal_texts.clauses
  WHERE text_id = 'sec-usa-2024' AND clause_topic = 'consultation_hours' AND text_seen = 'full' AND code_check = 'agrees'
)
SELECT min(value) AS low, max(value) AS high
FROM evidence
HAVING count(*) > 0
