-- reading: allocations_all_donors
-- role: primary
-- label: Europe's share of all allocations
-- short: of allocations
-- says: Europe's allocations as a share of those of all donors, all kinds, whole months ended by the date, Kiel Institute
-- warrant: "The total effort" is everything all donors did, and allocations, "delivered or earmarked packages", are Kiel's main measure
-- unit: percent
WITH evidence AS (
  SELECT donor, donor_code, stage, min(period_start) AS month_start, max(period_end) AS month_end,
    sum(value) AS value_eur_bn,
    donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe')
      AS in_europe
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
  GROUP BY donor, donor_code, stage
)
SELECT 100.0 * sum(value_eur_bn) FILTER (in_europe)
    / sum(value_eur_bn) FILTER (TRUE) AS value,
  min(month_start) AS period_from, max(month_end) AS period_to
FROM evidence
HAVING sum(value_eur_bn) FILTER (TRUE) > 0

-- reading: allocations_us_and_europe
-- role: ordinary
-- label: Europe's share of US and European allocations
-- short: without other donors
-- says: Europe's allocations as a share of those of Europe and the United States together, same period, Kiel Institute
-- warrant: The two sides in the room were Europe and the United States, so "total" can mean the two together
-- unit: percent
WITH evidence AS (
  SELECT donor, donor_code, stage, min(period_start) AS month_start, max(period_end) AS month_end,
    sum(value) AS value_eur_bn,
    donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe')
      AS in_europe
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
  GROUP BY donor, donor_code, stage
)
SELECT 100.0 * sum(value_eur_bn) FILTER (in_europe)
    / sum(value_eur_bn) FILTER (in_europe OR donor_code = 'USA') AS value,
  min(month_start) AS period_from, max(month_end) AS period_to
FROM evidence
HAVING sum(value_eur_bn) FILTER (in_europe OR donor_code = 'USA') > 0

-- reading: commitments_all_donors
-- role: ordinary
-- label: Europe's share of all commitments
-- short: of commitments
-- says: Europe's commitments as a share of those of all donors, same period, Kiel Institute
-- warrant: The speaker counted loans and guarantees as well as grants, that is, money promised over several years; commitments are Kiel's measure of promises
-- unit: percent
WITH evidence AS (
  SELECT donor, donor_code, stage, min(period_start) AS month_start, max(period_end) AS month_end,
    sum(value) AS value_eur_bn,
    donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe')
      AS in_europe
  FROM kiel_ust.monthly
  WHERE stage = 'committed' AND period_end <= $period_to
  GROUP BY donor, donor_code, stage
)
SELECT 100.0 * sum(value_eur_bn) FILTER (in_europe)
    / sum(value_eur_bn) FILTER (TRUE) AS value,
  min(month_start) AS period_from, max(month_end) AS period_to
FROM evidence
HAVING sum(value_eur_bn) FILTER (TRUE) > 0
