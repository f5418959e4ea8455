-- reading: appropriated_over_allocated
-- role: context
-- label: Appropriated by the United States over allocated by Europe
-- says: Lowest and highest total made available by Congress that the Special Inspector General has printed, divided by Europe's allocations; dollars at the rate of the month of the statement and at the rate of Kiel's newest dollar sheet
-- warrant: Shown because it sets the two published totals nearest to the words side by side; it mixes stages, and allocations are not spending, so it cannot test the claim
-- unit: ratio
WITH rates AS (
  SELECT value AS rate
  FROM fx.monthly
  WHERE quote = 'USD' AND $said_on BETWEEN period_start AND period_end
  UNION ALL
  SELECT dollars.value / euros.value AS rate
  FROM kiel_ust.totals_all AS dollars,
    (SELECT sum(value) AS value FROM kiel_ust.monthly
     WHERE donor_code = 'USA' AND stage = 'allocated') AS euros
  WHERE dollars.unit = 'USD bn' AND dollars.donor_code = 'USA'
    AND dollars.aid_type = 'total' AND dollars.stage = 'allocated'
),
appropriated AS (
  SELECT min(value) AS low_usd_bn, max(value) AS high_usd_bn
  FROM sig_oar.funding
  WHERE stage = 'appropriated'
),
evidence AS (
  SELECT donor, sum(value) AS value_eur_bn,
    (SELECT min(rate) FROM rates) AS usd_per_eur_low,
    (SELECT max(rate) FROM rates) AS usd_per_eur_high,
    (SELECT low_usd_bn FROM appropriated) AS us_low_usd_bn,
    (SELECT high_usd_bn FROM appropriated) AS us_high_usd_bn
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe')
  GROUP BY donor
)
SELECT max(us_low_usd_bn) / sum(value_eur_bn * usd_per_eur_high) AS low,
  max(us_high_usd_bn) / sum(value_eur_bn * usd_per_eur_low) AS high
FROM evidence
HAVING count(usd_per_eur_low) > 0 AND count(us_low_usd_bn) > 0
