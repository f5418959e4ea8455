-- reading: not_disbursed
-- role: primary
-- label: Share not yet paid out
-- says: Share of the money made available for Operation Atlantic Resolve and the Ukraine response that had not been disbursed, Special Inspector General, report for October to December 2024
-- warrant: The inspector general prints, on one page and for one date, what was made available and how much of it was disbursed; the rest had not been paid out
-- unit: percent
-- note: Includes US forces in Europe and the replacement of US stocks, not only what went to Ukraine
WITH evidence AS (
  SELECT page, figure_id, stage, measure, value, unit, status, quote, url, as_of
  FROM sig_oar.funding
  WHERE release = 'fy2025-q1' AND stage IN ('appropriated', 'disbursed')
)
SELECT 100.0
    * (sum(value) FILTER (stage = 'appropriated') - sum(value) FILTER (stage = 'disbursed'))
    / sum(value) FILTER (stage = 'appropriated') AS value
FROM evidence
HAVING count(*) = 2 AND count(DISTINCT stage) = 2
