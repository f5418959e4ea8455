-- reading: allocated
-- role: primary
-- label: All allocations, United States over Europe
-- says: US allocations divided by Europe's, all kinds, whole months ended by the date, Kiel Institute
-- warrant: The statement compares what two sides provided in all, and Kiel publishes both on one definition in one currency; Europe is Kiel's set with EU institutions
-- unit: ratio
WITH evidence AS (
  SELECT donor, donor_code, stage, min(period_start) AS month_start, max(period_end) AS month_end,
    sum(value) AS value_eur_bn,
    donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe')
      AS in_europe
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
  GROUP BY donor, donor_code, stage
)
SELECT sum(value_eur_bn) FILTER (donor_code = 'USA')
    / sum(value_eur_bn) FILTER (in_europe) AS value,
  min(month_start) AS period_from, max(month_end) AS period_to
FROM evidence
HAVING sum(value_eur_bn) FILTER (in_europe) > 0

-- reading: military_allocated
-- role: generous
-- label: Military allocations only
-- says: US military allocations divided by Europe's, whole months ended by the date, Kiel Institute
-- warrant: The strongest version for the speaker on one definition: military aid is the kind in which the US share is largest
-- unit: ratio
WITH evidence AS (
  SELECT donor, donor_code, stage, min(period_start) AS month_start, max(period_end) AS month_end,
    sum(value) AS value_eur_bn,
    donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe')
      AS in_europe
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND aid_type = 'military'
  GROUP BY donor, donor_code, stage
)
SELECT sum(value_eur_bn) FILTER (donor_code = 'USA')
    / sum(value_eur_bn) FILTER (in_europe) AS value,
  min(month_start) AS period_from, max(month_end) AS period_to
FROM evidence
HAVING sum(value_eur_bn) FILTER (in_europe) > 0

-- reading: largest_over_smallest
-- role: context
-- label: Largest US figure over smallest European one
-- says: Largest total made available by Congress that the Special Inspector General has printed, divided by what European governments allocated without EU institutions at the rate of the month of the statement
-- warrant: Shown only to mark the most that can be reached: it sets money voted on one side against packages allocated on the other, so it is no measure of the claim
-- unit: ratio
-- note: Mixes stages and sets; never rated
WITH appropriated AS (
  SELECT max(value) AS value_usd_bn FROM sig_oar.funding WHERE stage = 'appropriated'
),
rate AS (
  SELECT max(value) AS usd_per_eur
  FROM fx.monthly
  WHERE quote = 'USD' AND $said_on BETWEEN period_start AND period_end
),
evidence AS (
  SELECT donor, sum(value) AS value_eur_bn, (SELECT usd_per_eur FROM rate) AS usd_per_eur,
    (SELECT value_usd_bn FROM appropriated) AS us_appropriated_usd_bn
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to AND donor_code <> 'EUI'
    AND donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe')
  GROUP BY donor
)
SELECT max(us_appropriated_usd_bn) / sum(value_eur_bn * usd_per_eur) AS value
FROM evidence
HAVING sum(value_eur_bn * usd_per_eur) > 0
