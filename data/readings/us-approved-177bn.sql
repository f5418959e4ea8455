-- reading: five_acts
-- role: primary
-- label: The five Ukraine supplemental acts
-- says: Appropriated through the five Ukraine supplemental acts of fiscal years 2022 to 2024, Special Inspector General
-- warrant: The statement is about money approved by Congress; the five acts are what Congress voted for the war, the last of them in April 2024
-- unit: USD bn
-- note: The page is undated; the acts were passed before the statement
WITH evidence AS (
  SELECT page, figure_id, stage, measure, value, unit, status, quote, url, as_of
  FROM sig_oar.funding
  WHERE figure_id = 'us01' AND stage = 'appropriated_supplementals'
)
SELECT max(value) AS value
FROM evidence
HAVING count(*) = 1

-- reading: made_available
-- role: ordinary
-- label: Appropriated or otherwise made available
-- says: Total for Operation Atlantic Resolve and the Ukraine response in the two reports for July to December 2024, Special Inspector General
-- warrant: Approved by Congress can include the shares of annual budgets that the inspector general adds to the five acts
-- unit: USD bn
WITH evidence AS (
  SELECT page, figure_id, stage, measure, value, unit, status, quote, url, as_of
  FROM sig_oar.funding
  WHERE release IN ('fy2024-q4', 'fy2025-q1') AND stage = 'appropriated'
)
SELECT min(value) AS low, max(value) AS high
FROM evidence
HAVING count(*) = 2
