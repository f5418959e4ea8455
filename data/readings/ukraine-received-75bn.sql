-- reading: disbursed
-- role: primary
-- label: Paid out (disbursed)
-- says: Disbursed for Operation Atlantic Resolve and the Ukraine response, Special Inspector General, report for October to December 2024
-- warrant: The speaker set what was received against what Congress had approved; disbursed is the last stage of the same American account, the nearest published to received
-- unit: USD bn
-- note: The most that can have reached Ukraine, US forces in Europe and the replacement of US stocks included: it can refute the number and not bear it out
WITH evidence AS (
  SELECT page, figure_id, stage, measure, value, unit, status, quote, url, as_of
  FROM sig_oar.funding
  WHERE release = 'fy2025-q1' AND stage = 'disbursed'
)
SELECT max(value) AS value, CASE WHEN max(value) >= $value_low THEN 'ceiling' END AS status
FROM evidence
HAVING count(*) = 1

-- reading: military_allocated
-- role: context
-- label: Military allocations only
-- says: US military allocations, whole months ended by the date, Kiel Institute; dollars at the rate of the month of the statement and at the rate of Kiel's newest dollar sheet
-- warrant: Shown because he said that most of it came as weapons; his number took in other programmes as well, so military aid alone is not what he counted
-- unit: USD bn
-- query: us-weapons-67bn/military_allocated
