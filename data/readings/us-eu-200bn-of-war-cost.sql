-- reading: allocated
-- role: primary
-- label: Allocated by the United States and the EU, all kinds
-- says: Allocations of the United States, the 27 EU members and the EU institutions, all kinds, whole months ended by the date, Kiel Institute; dollars at the rate of the month of the statement and at the rate of Kiel's newest dollar sheet
-- warrant: The speaker named the United States and the EU and no kind of aid; allocations are the measure Kiel publishes for both
-- unit: USD bn
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
evidence AS (
  SELECT donor, stage, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn,
    (SELECT min(rate) FROM rates) AS usd_per_eur_low,
    (SELECT max(rate) FROM rates) AS usd_per_eur_high
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND (donor_code IN ('USA', 'EUI')
      OR donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'eu27'))
  GROUP BY donor, stage
)
SELECT sum(value_eur_bn * usd_per_eur_low) AS low, sum(value_eur_bn * usd_per_eur_high) AS high,
  min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(usd_per_eur_low) > 0

-- reading: military_allocated
-- role: ordinary
-- label: Military allocations only
-- says: Military allocations of the same donors, same period; dollars at the rate of the month of the statement and at the rate of Kiel's newest dollar sheet
-- warrant: The sentence is about what the war cost, which can mean arms and soldiers only
-- unit: USD bn
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
evidence AS (
  SELECT donor, stage, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn,
    (SELECT min(rate) FROM rates) AS usd_per_eur_low,
    (SELECT max(rate) FROM rates) AS usd_per_eur_high
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND aid_type = 'military'
    AND (donor_code IN ('USA', 'EUI')
      OR donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'eu27'))
  GROUP BY donor, stage
)
SELECT sum(value_eur_bn * usd_per_eur_low) AS low, sum(value_eur_bn * usd_per_eur_high) AS high,
  min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(usd_per_eur_low) > 0
