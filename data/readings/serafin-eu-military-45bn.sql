-- reading: military_allocated
-- role: primary
-- label: Military allocations of EU members and institutions
-- says: Military allocations of the 27 EU members and the EU institutions, whole months ended by mid-November 2024, Kiel Institute
-- warrant: Military assistance of the EU and its members is what Kiel counts as their military allocations
-- unit: EUR bn
WITH evidence AS (
  SELECT donor, stage, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND aid_type = 'military'
    AND (donor_code = 'EUI'
      OR donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'eu27'))
  GROUP BY donor, stage
)
SELECT sum(value_eur_bn) AS value, min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(*) > 0
