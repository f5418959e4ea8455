-- reading: no_stage_named
-- role: primary
-- label: Share with no stage in the inspector general's account
-- says: Share of the money made available that stands in none of the stages read on the page: not obligated, obligated and not disbursed, disbursed; Special Inspector General, report for October to December 2024
-- warrant: Money is missing if the account of it has a gap; the inspector general's account divides the whole into four classes, and what the three classes read do not hold is the most that can lie outside them
-- unit: percent
-- note: The page names a fourth class that is cut off in the text held, so even this remainder has a class; the reading does not audit what became of money after it was paid out
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
