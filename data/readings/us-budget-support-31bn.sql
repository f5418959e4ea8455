-- reading: to_september_2024
-- role: context
-- label: Direct budget support to September 2024
-- says: Direct budget support through the World Bank since 2022, USAID Office of Inspector General, report for July to September 2024
-- warrant: Shown because it is the same measure up to an earlier date, so it cannot test the claim
-- unit: USD bn
WITH evidence AS (
  SELECT figure_id, publisher, subject, measure, value, unit, status, as_of, quote, url
  FROM published_figures.figures
  WHERE figure_id = 'us21'
)
SELECT max(value) AS value
FROM evidence
HAVING count(*) = 1

-- reading: paid_out_to_august_2024
-- role: context
-- label: Budget support paid out to August 2024, Kiel
-- says: US budget support disbursed to Ukraine, Kiel Institute, release 19, in euros
-- warrant: Shown because it is another body's count of nearly the same thing, up to an earlier date and in another currency
-- unit: EUR bn
WITH evidence AS (
  SELECT donor, stage, period_start, period_end, value, unit, status
  FROM kiel_ust.budget_support
  WHERE donor_code = 'USA' AND stage = 'disbursed' AND period_end <= $period_to
)
SELECT max(value) AS value, min(period_start) AS period_from, max(period_end) AS period_to
FROM evidence
HAVING count(*) = 1
