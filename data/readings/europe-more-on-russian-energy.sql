-- reading: one_year_military
-- role: context
-- label: One year, EU: fuel imports over military aid
-- says: EU imports of Russian fossil fuels in the third year of the invasion, CREA, divided by military allocations of the 27 EU members and the EU institutions in 2024, Kiel Institute
-- warrant: Shown because one year of the comparison is held for the EU; the statement names no year and says Europe, and coal is in the imports
-- unit: ratio
WITH imports AS (
  SELECT max(value) AS value_eur_bn
  FROM published_figures.figures
  WHERE figure_id = 'crea15' AND unit = 'EUR bn'
),
evidence AS (
  SELECT donor, aid_type, stage, sum(value) AS value_eur_bn,
    (SELECT value_eur_bn FROM imports) AS fuel_imports_eur_bn
  FROM kiel_ust.monthly
  WHERE stage = 'allocated'
    AND period_start >= DATE '2024-01-01' AND period_end <= DATE '2024-12-31'
    AND (donor_code = 'EUI'
      OR donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'eu27'))
    AND aid_type = 'military'
  GROUP BY donor, aid_type, stage
)
SELECT max(fuel_imports_eur_bn) / sum(value_eur_bn) AS value
FROM evidence
HAVING count(fuel_imports_eur_bn) > 0 AND sum(value_eur_bn) > 0

-- reading: one_year_all_kinds
-- role: context
-- label: One year, EU: fuel imports over all aid
-- says: The same imports divided by allocations of all kinds of the same donors in 2024, Kiel Institute
-- warrant: Shown because defending a country also takes money; one year only
-- unit: ratio
WITH imports AS (
  SELECT max(value) AS value_eur_bn
  FROM published_figures.figures
  WHERE figure_id = 'crea15' AND unit = 'EUR bn'
),
evidence AS (
  SELECT donor, aid_type, stage, sum(value) AS value_eur_bn,
    (SELECT value_eur_bn FROM imports) AS fuel_imports_eur_bn
  FROM kiel_ust.monthly
  WHERE stage = 'allocated'
    AND period_start >= DATE '2024-01-01' AND period_end <= DATE '2024-12-31'
    AND (donor_code = 'EUI'
      OR donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'eu27'))
  GROUP BY donor, aid_type, stage
)
SELECT max(fuel_imports_eur_bn) / sum(value_eur_bn) AS value
FROM evidence
HAVING count(fuel_imports_eur_bn) > 0 AND sum(value_eur_bn) > 0
