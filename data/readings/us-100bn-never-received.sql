-- reading: not_disbursed
-- role: primary
-- label: Made available and not paid out
-- says: Made available for Operation Atlantic Resolve and the Ukraine response less disbursed, Special Inspector General, report for October to December 2024
-- warrant: The speaker subtracted what was received from what Congress had approved; on the inspector general's page that is what was made available less what was disbursed
-- unit: USD bn
-- note: The least that was not received: what was disbursed includes US forces in Europe and the replacement of US stocks, so more than this may never have reached Ukraine
WITH evidence AS (
  SELECT page, figure_id, stage, measure, value, unit, status, quote, url, as_of
  FROM sig_oar.funding
  WHERE release = 'fy2025-q1' AND stage IN ('appropriated', 'disbursed')
)
SELECT max(value) FILTER (stage = 'appropriated') - max(value) FILTER (stage = 'disbursed') AS value,
  CASE
    WHEN max(value) FILTER (stage = 'appropriated') - max(value) FILTER (stage = 'disbursed')
      <= $value_low THEN 'floor'
  END AS status
FROM evidence
HAVING count(*) = 2 AND count(DISTINCT stage) = 2
