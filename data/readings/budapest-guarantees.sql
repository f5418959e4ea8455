-- reading: english_text
-- role: primary
-- label: The English text
-- short: in English
-- says: Titles of the English text that have the word guarantees, by coding and by a fixed pattern on the title copied
-- warrant: The claim is made in English here, and English is one of the languages signed; a title is seen in full
-- unit: count
-- note: One coder; the title is quoted from United Nations document A/49/765 in a copy
WITH evidence AS (
  SELECT text_id, clause_topic, part, presence, coded_value, value, quotation, char_offset,
    text_sha256, text_seen, coder, second_coder, code_check
  FROM legal_texts.clauses
  WHERE text_id = 'lt-budapest-1994' AND clause_topic = 'assurance_wording'
)
SELECT count(*) FILTER (coded_value LIKE 'guarantees%' AND quotation SIMILAR TO '.*([Gg]uarant|[Гг]арант|ГАРАНТ).*') AS value
FROM evidence
HAVING count(*) > 0

-- reading: ukrainian_text
-- role: ordinary
-- label: The Ukrainian text
-- short: in Ukrainian
-- says: Titles of the Ukrainian text that have the word for guarantees, by coding and by a fixed pattern on the title copied
-- warrant: Ukrainian leaders speak from the Ukrainian text, which is signed as well and has the word for guarantees in its title
-- unit: count
-- note: One coder; the title is quoted from a copy on Ukrainian Wikisource
WITH evidence AS (
  SELECT text_id, clause_topic, part, presence, coded_value, value, quotation, char_offset,
    text_sha256, text_seen, coder, second_coder, code_check
  FROM legal_texts.clauses
  WHERE text_id = 'lt-budapest-1994-uk' AND clause_topic = 'assurance_wording'
)
SELECT count(*) FILTER (coded_value LIKE 'guarantees%' AND quotation SIMILAR TO '.*([Gg]uarant|[Гг]арант|ГАРАНТ).*') AS value
FROM evidence
HAVING count(*) > 0

-- reading: duty_to_fight
-- role: ordinary
-- label: A duty to use force
-- short: as a military duty
-- says: Passages of the English text, as far as seen, that oblige a signatory to use force
-- warrant: A security guarantee between states is also heard as a promise to fight, as in the claim about the bilateral agreements
-- unit: count
-- note: Undecided: paragraphs 5 and 6 were not seen, and one person coded the rest
WITH evidence AS (
  SELECT text_id, clause_topic, part, presence, coded_value, value, quotation, char_offset,
    text_sha256, text_seen, coder, second_coder, code_check
  FROM legal_texts.clauses
  WHERE text_id = 'lt-budapest-1994' AND clause_topic = 'duty_to_use_force'
)
SELECT count(*) FILTER (coded_value = 'each_decides') AS value,
  'undecided' AS status
FROM evidence
HAVING count(*) > 0
