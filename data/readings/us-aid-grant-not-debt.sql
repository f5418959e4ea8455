-- reading: loan_rows
-- role: context
-- label: Loans named on the inspector general's page
-- says: US share of the G7 loans repaid from proceeds of immobilised Russian assets, Special Inspector General
-- warrant: Shown because one loan is named; it is outside the totals of aid and is to be repaid from Russian assets
-- unit: USD bn
WITH evidence AS (
  SELECT page, figure_id, stage, measure, value, unit, status, quote, url, as_of
  FROM sig_oar.funding
  WHERE stage = 'loan'
)
SELECT max(value) AS value
FROM evidence
HAVING count(*) = 1
