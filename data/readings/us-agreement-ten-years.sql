-- reading: years_in_the_text
-- role: primary
-- label: Years named in the text
-- says: Years the agreement is to stay in force, as its text names them
-- warrant: The claim is about what the agreement says; the text is held in full and its sentence is quoted
-- unit: years
-- note: A number that stands in the text: one person's coding and a fixed pattern on the whole text agree on it; no second person has coded the text
WITH evidence AS (
  SELECT text_id, clause_topic, part, presence, coded_value, value, quotation, char_offset,
    text_sha256, text_seen, coder, second_coder, code_check
  FROM legal_texts.clauses
  WHERE text_id = 'sec-usa-2024' AND clause_topic = 'duration_years' AND text_seen = 'full' AND code_check = 'agrees'
)
SELECT min(value) AS low, max(value) AS high
FROM evidence
HAVING count(*) > 0
