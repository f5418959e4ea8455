-- reading: disbursed
-- role: primary
-- label: Paid out (disbursed)
-- says: Disbursed for Operation Atlantic Resolve and the Ukraine response, Special Inspector General, report for October to December 2024
-- warrant: The speaker set what was received against what Congress had approved; disbursed is the last stage of the same American account, the nearest published to received
-- unit: USD bn
-- note: The most that can have reached Ukraine: it includes US forces in Europe and the replacement of US stocks
WITH evidence AS (
  SELECT page, figure_id, stage, measure, value, unit, status, quote, url, as_of
  FROM sig_oar.funding
  WHERE release = 'fy2025-q1' AND stage = 'disbursed'
)
SELECT max(value) AS value
FROM evidence
HAVING count(*) = 1

-- reading: military_allocated
-- role: context
-- label: Military allocations only
-- says: US military allocations, whole months ended by the date, Kiel Institute; dollars at the rate of the month of the statement and at the rate of Kiel's newest dollar sheet
-- warrant: Shown because he said that most of it came as weapons; his number took in other programmes as well, so military aid alone is not what he counted
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
  SELECT donor, period, stage, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn,
    (SELECT min(rate) FROM rates) AS usd_per_eur_low,
    (SELECT max(rate) FROM rates) AS usd_per_eur_high
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND aid_type = 'military'
    AND donor_code = 'USA'
  GROUP BY donor, period, stage
)
SELECT sum(value_eur_bn * usd_per_eur_low) AS low, sum(value_eur_bn * usd_per_eur_high) AS high,
  min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(usd_per_eur_low) > 0
