-- reading: past_aid
-- role: primary
-- label: A duty to pay for past aid, as reported
-- says: Outlets that saw the agreement of 30 April 2025 and report a clause by which past aid is paid back, out of those that report on the point
-- warrant: American aid without a tense is the aid already given, which earlier drafts had put into money
-- unit: count
-- note: The articles of the agreement are not held
WITH evidence AS (
  SELECT text_id, clause_topic, outlet, presence, coded_value, note, page_publisher, page_on, page_url
  FROM legal_texts.reports
  WHERE saw_text AND text_id = 'lt-us-ua-fund-2025-04-30' AND clause_topic = 'past_aid_repayment'
)
SELECT count(DISTINCT outlet) FILTER (presence = 'reported') AS value, count(DISTINCT outlet) AS reported_by
FROM evidence
HAVING count(*) > 0

-- reading: future_aid
-- role: ordinary
-- label: A duty to pay for later aid, as reported
-- says: Outlets that saw the agreement and report that later aid adds to what Ukraine pays, out of those that report on the point
-- warrant: The same statement speaks of military supplies to be paid for, which can mean later ones
-- unit: count
-- note: The reports say that later aid adds to the American share in the fund
WITH evidence AS (
  SELECT text_id, clause_topic, outlet, presence, coded_value, note, page_publisher, page_on, page_url
  FROM legal_texts.reports
  WHERE saw_text AND text_id = 'lt-us-ua-fund-2025-04-30' AND clause_topic = 'new_aid_counts'
)
SELECT count(DISTINCT outlet) FILTER (coded_value LIKE '%Ukraine''s contribution%') AS value, count(DISTINCT outlet) AS reported_by
FROM evidence
HAVING count(*) > 0
