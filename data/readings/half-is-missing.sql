-- reading: no_stage_named
-- role: primary
-- label: Share with no class read in the account
-- says: Share of the money made available that stands in none of the three classes read on the page
-- warrant: Money is heard as missing if the account of it does not show where it is; the inspector general divides the whole into classes, so what stands in none of them is the most that could be missing
-- unit: percent
-- note: At most so much: the page names a fourth class that is cut off in the text held, so even this remainder has one. The account says at which stage money stood; it is no audit of what became of it after it was paid out
WITH evidence AS (
  SELECT page, figure_id, stage, measure, value, unit, status, quote, url, as_of
  FROM sig_oar.funding
  WHERE release = 'fy2025-q1'
    AND stage IN ('appropriated', 'available_not_obligated', 'obligated_not_disbursed', 'disbursed')
)
SELECT 100.0
    * (sum(value) FILTER (stage = 'appropriated') - sum(value) FILTER (stage <> 'appropriated'))
    / sum(value) FILTER (stage = 'appropriated') AS value
FROM evidence
HAVING count(*) = 4 AND count(DISTINCT stage) = 4

-- reading: has_a_class
-- role: context
-- label: Share that stands in a class of the account
-- says: Share of the money made available that stands in one of the classes read on the Special Inspector General's page: not obligated, obligated and not disbursed, disbursed; report for October to December 2024
-- warrant: Shown because it is the same account from the other side: what has a place in it
-- unit: percent
-- note: At least so much: the page names a fourth class that is cut off in the text held
WITH evidence AS (
  SELECT page, figure_id, stage, measure, value, unit, status, quote, url, as_of
  FROM sig_oar.funding
  WHERE release = 'fy2025-q1'
    AND stage IN ('appropriated', 'available_not_obligated', 'obligated_not_disbursed', 'disbursed')
)
SELECT 100.0 * sum(value) FILTER (stage <> 'appropriated')
    / sum(value) FILTER (stage = 'appropriated') AS value
FROM evidence
HAVING count(*) = 4 AND count(DISTINCT stage) = 4

-- reading: not_disbursed_has_stage
-- role: context
-- label: Where the unpaid half stood
-- says: Not obligated plus obligated and not yet disbursed, as a share of the money made available, same page
-- warrant: Shown because it names the place of the half that had not been paid out
-- unit: percent
WITH evidence AS (
  SELECT page, figure_id, stage, measure, value, unit, status, quote, url, as_of
  FROM sig_oar.funding
  WHERE release = 'fy2025-q1'
    AND stage IN ('appropriated', 'available_not_obligated', 'obligated_not_disbursed')
)
SELECT 100.0 * sum(value) FILTER (stage <> 'appropriated')
    / sum(value) FILTER (stage = 'appropriated') AS value
FROM evidence
HAVING count(*) = 3 AND count(DISTINCT stage) = 3
