-- reading: notice_in_the_text
-- role: primary
-- label: Notice in the text
-- says: Clauses of the agreement that end it six months after a notification
-- warrant: The claim is about what the agreement says; the text is held in full and searched by a fixed pattern
-- unit: count
-- note: Words that stand in the text: counted by a fixed pattern on the whole of it; nobody has coded this clause
WITH evidence AS (
  SELECT text_id, term, pattern, hits, text_sha256
  FROM legal_texts.terms
  WHERE text_id = 'sec-usa-2024' AND term = 'notice_6_months'
)
SELECT max(hits) AS value FROM evidence HAVING count(*) > 0
