-- reading: as_reported
-- role: context
-- label: The amount agreed, as reported
-- says: Loan to Ukraine for 2026 and 2027 agreed by EU leaders in December 2025, Swedish Institute for European Policy Studies
-- warrant: Shown because it is the one account of the decision that is held; the decision itself is not, and one account does not test it
-- unit: EUR bn
-- note: An amount agreed, not paid
WITH evidence AS (
  SELECT figure_id, publisher, subject, measure, value, unit, status, as_of, quote, url
  FROM published_figures.figures
  WHERE figure_id = 'eu04'
)
SELECT max(value) AS value
FROM evidence
HAVING count(*) = 1
