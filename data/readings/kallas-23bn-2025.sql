-- reading: committed
-- role: context
-- label: Commitments dated January to March 2025
-- says: Commitments of the 27 EU members and the EU institutions dated in whole months of 2025 ended by the date, Kiel Institute
-- warrant: Shown because it counts promises by the month they were made, all kinds; pledges for a year made earlier are not in it, so it cannot test the claim
-- unit: EUR bn
WITH evidence AS (
  SELECT donor, stage, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn
  FROM kiel_ust.monthly
  WHERE stage = 'committed' AND period_end <= $period_to
    AND period_start >= $period_from
    AND (donor_code = 'EUI'
      OR donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'eu27'))
  GROUP BY donor, stage
)
SELECT sum(value_eur_bn) AS value, min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(*) > 0
