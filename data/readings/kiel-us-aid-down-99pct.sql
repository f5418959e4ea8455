-- reading: all_kinds
-- role: primary
-- label: Fall of US allocations in 2025
-- says: US allocations of 2025, all kinds, below the yearly average of 2022 to 2024, Kiel Institute, nominal euros
-- warrant: The institute's own table for the same years; the statement is in constant prices, and no price index of these years can move a fall of this size by a whole percentage point
-- unit: percent
WITH evidence AS (
  SELECT year(period_start) AS year, stage, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND donor_code = 'USA'
  GROUP BY ALL
)
SELECT -100.0 * (3 * sum(value_eur_bn) FILTER (year = 2025)
    / sum(value_eur_bn) FILTER (year BETWEEN 2022 AND 2024) - 1) AS value,
  min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(*) = 4
