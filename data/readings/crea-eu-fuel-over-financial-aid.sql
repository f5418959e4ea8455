-- reading: institutions_financial
-- role: primary
-- label: Fuel imports over financial aid of the EU institutions
-- says: EU imports of Russian fossil fuels in the third year of the invasion, CREA, divided by financial allocations of the EU institutions in 2024, Kiel Institute
-- warrant: The report says financial aid and gives an amount that equals the EU institutions' row of Kiel's table to the last digit
-- unit: ratio
-- note: The two years differ by eight weeks, as in the report
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
    AND period_start >= $period_from AND period_end <= $period_to
    AND donor_code = 'EUI' AND aid_type = 'financial'
  GROUP BY donor, aid_type, stage
)
SELECT max(fuel_imports_eur_bn) / sum(value_eur_bn) AS value
FROM evidence
HAVING count(fuel_imports_eur_bn) > 0 AND sum(value_eur_bn) > 0

-- reading: members_too_financial
-- role: ordinary
-- label: Fuel imports over financial aid of members and institutions
-- says: The same imports divided by financial allocations of the 27 EU members and the EU institutions in 2024
-- warrant: The EU can mean the institutions with the members, whose companies bought the fuel
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
    AND period_start >= $period_from AND period_end <= $period_to
    AND (donor_code = 'EUI'
      OR donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'eu27'))
    AND aid_type = 'financial'
  GROUP BY donor, aid_type, stage
)
SELECT max(fuel_imports_eur_bn) / sum(value_eur_bn) AS value
FROM evidence
HAVING count(fuel_imports_eur_bn) > 0 AND sum(value_eur_bn) > 0

-- reading: all_kinds
-- role: context
-- label: Fuel imports over all aid of members and institutions
-- says: The same imports divided by allocations of all kinds of the 27 EU members and the EU institutions in 2024
-- warrant: Shown because headlines dropped the word financial; the report did not
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
    AND period_start >= $period_from AND period_end <= $period_to
    AND (donor_code = 'EUI'
      OR donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'eu27'))
  GROUP BY donor, aid_type, stage
)
SELECT max(fuel_imports_eur_bn) / sum(value_eur_bn) AS value
FROM evidence
HAVING count(fuel_imports_eur_bn) > 0 AND sum(value_eur_bn) > 0
