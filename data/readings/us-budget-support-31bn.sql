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
