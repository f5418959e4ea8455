-- reading: military_allocated
-- role: primary
-- label: Military allocations of EU members and institutions, 2024
-- says: Military allocations of the 27 EU members and the EU institutions in 2024, Kiel Institute
-- warrant: It was said at a meeting of the Ukraine Defence Contact Group, which gathers military support, so a listener takes support as military
-- unit: EUR bn
WITH evidence AS (
  SELECT donor, stage, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND period_start >= $period_from
    AND aid_type = 'military'
    AND (donor_code = 'EUI'
      OR donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'eu27'))
  GROUP BY donor, stage
)
SELECT sum(value_eur_bn) AS value, min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(*) > 0

-- reading: all_kinds_allocated
-- role: ordinary
-- label: All allocations of EU members and institutions, 2024
-- says: Allocations of all kinds of the same donors in 2024, Kiel Institute
-- warrant: The report of the statement says support without a kind
-- unit: EUR bn
WITH evidence AS (
  SELECT donor, stage, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND period_start >= $period_from
    AND (donor_code = 'EUI'
      OR donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'eu27'))
  GROUP BY donor, stage
)
SELECT sum(value_eur_bn) AS value, min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(*) > 0
