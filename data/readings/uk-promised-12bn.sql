-- reading: allocated
-- role: primary
-- label: Allocated by the United Kingdom
-- says: UK allocations, all kinds, whole months ended by the date, Kiel Institute; pounds at the rate of the month of the statement
-- warrant: The government gave this amount apart from its promise of a yearly sum to 2030-31, so it means packages already set aside, which is Kiel's allocations
-- unit: GBP bn
WITH rate AS (
  SELECT max(value) AS gbp_per_eur
  FROM fx.monthly
  WHERE quote = 'GBP' AND $said_on BETWEEN period_start AND period_end
),
evidence AS (
  SELECT donor, stage, period, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn, (SELECT gbp_per_eur FROM rate) AS gbp_per_eur
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND donor_code = 'GBR' AND period_end <= $period_to
  GROUP BY donor, stage, period
)
SELECT sum(value_eur_bn * gbp_per_eur) AS value, min(month_start) AS period_from,
  max(covered_to) AS period_to
FROM evidence
HAVING count(gbp_per_eur) > 0

-- reading: committed
-- role: ordinary
-- label: Committed by the United Kingdom
-- says: UK commitments, same period, Kiel Institute; pounds at the rate of the month of the statement
-- warrant: The word used was promised, and commitments are Kiel's measure of promises
-- unit: GBP bn
-- note: Includes sums promised for later years
WITH rate AS (
  SELECT max(value) AS gbp_per_eur
  FROM fx.monthly
  WHERE quote = 'GBP' AND $said_on BETWEEN period_start AND period_end
),
evidence AS (
  SELECT donor, stage, period, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn, (SELECT gbp_per_eur FROM rate) AS gbp_per_eur
  FROM kiel_ust.monthly
  WHERE stage = 'committed' AND donor_code = 'GBR' AND period_end <= $period_to
  GROUP BY donor, stage, period
)
SELECT sum(value_eur_bn * gbp_per_eur) AS value, min(month_start) AS period_from,
  max(covered_to) AS period_to
FROM evidence
HAVING count(gbp_per_eur) > 0
