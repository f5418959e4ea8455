-- reading: allocated
-- role: primary
-- label: Rank by allocations, all donors
-- says: Rank of the 27 EU members with the EU institutions among all donors Kiel follows, by allocations, whole months ended by the date
-- warrant: "More than anyone else" names the EU with its members as one giver among all; allocations are Kiel's main measure
-- unit: rank
-- note: Donors within five per cent of each other are not put in order; Kiel's list of donors is that of its tracker
WITH by_donor AS (
  SELECT
    CASE WHEN donor_code = 'EUI'
        OR donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'eu27')
      THEN 'EU members and institutions' ELSE donor END AS donor,
    sum(value) AS value_eur_bn, min(period_start) AS month_start, max(period_end) AS month_end
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
  GROUP BY ALL
),
eu AS (
  SELECT value_eur_bn AS eu_eur_bn FROM by_donor WHERE donor = 'EU members and institutions'
),
evidence AS (
  SELECT donor, donor <> 'EU members and institutions' AS is_other, value_eur_bn, eu_eur_bn,
    month_start, month_end
  FROM by_donor, eu
)
SELECT 1 + count(*) FILTER (is_other AND value_eur_bn > 1.05 * eu_eur_bn) AS low,
  1 + count(*) FILTER (is_other AND 1.05 * value_eur_bn > eu_eur_bn) AS high,
  greatest(max(eu_eur_bn) / max(value_eur_bn) FILTER (is_other),
    max(value_eur_bn) FILTER (is_other) / max(eu_eur_bn)) AS factor,
  min(month_start) AS period_from, max(month_end) AS period_to
FROM evidence
HAVING count(*) FILTER (is_other) > 0

-- reading: committed
-- role: context
-- label: Rank by commitments, all donors
-- says: The same rank by commitments, same period, Kiel Institute
-- warrant: Shown because promises for later years are sometimes counted in; the words speak of support given, and the same words of others are not tested on promises
-- unit: rank
WITH by_donor AS (
  SELECT
    CASE WHEN donor_code = 'EUI'
        OR donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'eu27')
      THEN 'EU members and institutions' ELSE donor END AS donor,
    sum(value) AS value_eur_bn, min(period_start) AS month_start, max(period_end) AS month_end
  FROM kiel_ust.monthly
  WHERE stage = 'committed' AND period_end <= $period_to
  GROUP BY ALL
),
eu AS (
  SELECT value_eur_bn AS eu_eur_bn FROM by_donor WHERE donor = 'EU members and institutions'
),
evidence AS (
  SELECT donor, donor <> 'EU members and institutions' AS is_other, value_eur_bn, eu_eur_bn,
    month_start, month_end
  FROM by_donor, eu
)
SELECT 1 + count(*) FILTER (is_other AND value_eur_bn > 1.05 * eu_eur_bn) AS low,
  1 + count(*) FILTER (is_other AND 1.05 * value_eur_bn > eu_eur_bn) AS high,
  greatest(max(eu_eur_bn) / max(value_eur_bn) FILTER (is_other),
    max(value_eur_bn) FILTER (is_other) / max(eu_eur_bn)) AS factor,
  min(month_start) AS period_from, max(month_end) AS period_to
FROM evidence
HAVING count(*) FILTER (is_other) > 0
