-- reading: europe_allocated
-- role: primary
-- label: Allocated by Europe
-- says: Allocations by 27 EU members, EU institutions, United Kingdom, Norway, Switzerland and Iceland, whole months ended by the date, Kiel Institute; dollars at the rate of the month of the statement and at the rate of Kiel's newest dollar sheet
-- warrant: The speaker said Europe, not a single government, and what European governments give jointly through EU institutions is part of it; Kiel counts Europe this way
-- unit: USD bn
-- note: The euro total is one number; the interval is the exchange rate
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
    AND donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe')
  GROUP BY donor, stage
)
SELECT sum(value_eur_bn * usd_per_eur_low) AS low, sum(value_eur_bn * usd_per_eur_high) AS high,
  min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(usd_per_eur_low) > 0

-- reading: governments_only
-- role: generous
-- label: Governments without EU institutions
-- short: without EU institutions
-- says: The same allocations without the EU institutions; dollars at the rate of the month of the statement and at the rate of Kiel's newest dollar sheet
-- warrant: The strongest version for the speaker: only money that single governments gave themselves, leaving out what they gave through the EU budget and EU loans
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
    AND donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe')
    AND donor_code <> 'EUI'
  GROUP BY donor, stage
)
SELECT sum(value_eur_bn * usd_per_eur_low) AS low, sum(value_eur_bn * usd_per_eur_high) AS high,
  min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(usd_per_eur_low) > 0
