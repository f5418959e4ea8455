-- reading: nominal
-- role: context
-- label: Rise of European military allocations, not adjusted for prices
-- says: Europe's military allocations of 2025 above the yearly average of 2022 to 2024, newest release, Kiel Institute, nominal euros
-- warrant: Shown because the statement is adjusted for inflation and this is not: another basis, so it cannot test the claim
-- unit: percent
WITH evidence AS (
  SELECT year(period_start) AS year, stage, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND aid_type = 'military'
    AND donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe')
  GROUP BY ALL
)
SELECT 100.0 * (3 * sum(value_eur_bn) FILTER (year = 2025)
    / sum(value_eur_bn) FILTER (year BETWEEN 2022 AND 2024) - 1) AS value,
  min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(*) = 4
