-- reading: own_page
-- role: context
-- label: The inspector general's own page
-- says: Appropriated or otherwise made available as of September 2024, Special Inspector General, press release of 14 November 2024
-- warrant: Shown because it is the statement itself: it proves what was printed and cannot test it
-- unit: USD bn
-- note: Shows what was printed; it is money made available for every purpose connected with the war, not money Ukraine got
WITH evidence AS (
  SELECT page, figure_id, stage, measure, value, unit, status, quote, url, as_of
  FROM sig_oar.funding
  WHERE release = 'fy2024-q4' AND stage = 'appropriated'
)
SELECT max(value) AS value
FROM evidence
HAVING count(*) = 1

-- reading: next_report
-- role: context
-- label: The next quarterly report
-- says: The same total in the report for October to December 2024
-- warrant: Shown because the next report printed a lower total
-- unit: USD bn
WITH evidence AS (
  SELECT page, figure_id, stage, measure, value, unit, status, quote, url, as_of
  FROM sig_oar.funding
  WHERE release = 'fy2025-q1' AND stage = 'appropriated'
)
SELECT max(value) AS value
FROM evidence
HAVING count(*) = 1
