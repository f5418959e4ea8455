-- reading: made_available_over_allocated
-- role: primary
-- label: Made available by Congress over the most Europe can have spent
-- says: Totals made available for Operation Atlantic Resolve and the Ukraine response in the two reports for July to December 2024, Special Inspector General, divided by Europe's allocations, Kiel Institute; dollars at the rate of the month of the statement and at the rate of Kiel's newest dollar sheet
-- warrant: The speaker chose the two stages himself: authorised is what Congress made available, and what Europe had spent is at most what it had allocated, so the true ratio is this or more
-- unit: ratio
-- note: A lower bound. The American total includes US forces in Europe and replaced stocks; on one and the same stage the order is the other way round
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
made_available AS (
  SELECT min(value) AS low_usd_bn, max(value) AS high_usd_bn
  FROM sig_oar.funding
  WHERE stage = 'appropriated' AND release IN ('fy2024-q4', 'fy2025-q1')
),
evidence AS (
  SELECT donor, stage, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn,
    (SELECT min(rate) FROM rates) AS usd_per_eur_low,
    (SELECT max(rate) FROM rates) AS usd_per_eur_high,
    (SELECT low_usd_bn FROM made_available) AS us_low_usd_bn,
    (SELECT high_usd_bn FROM made_available) AS us_high_usd_bn
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe')
  GROUP BY donor, stage
)
SELECT max(us_low_usd_bn) / sum(value_eur_bn * usd_per_eur_high) AS low,
  max(us_high_usd_bn) / sum(value_eur_bn * usd_per_eur_low) AS high,
  min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(usd_per_eur_low) > 0 AND count(us_low_usd_bn) > 0

-- reading: five_acts_over_allocated
-- role: ordinary
-- label: The five acts over the most Europe can have spent
-- says: Appropriated through the five Ukraine supplemental acts, Special Inspector General, divided by the same allocations of Europe
-- warrant: Authorised under President Biden can mean only what Congress voted for the war in acts of its own, without the shares of annual budgets
-- unit: ratio
-- note: A lower bound as well; the page is undated, the acts were passed before the statement
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
acts AS (
  SELECT max(value) AS usd_bn FROM sig_oar.funding WHERE stage = 'appropriated_supplementals'
),
evidence AS (
  SELECT donor, stage, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn,
    (SELECT min(rate) FROM rates) AS usd_per_eur_low,
    (SELECT max(rate) FROM rates) AS usd_per_eur_high,
    (SELECT usd_bn FROM acts) AS acts_usd_bn
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe')
  GROUP BY donor, stage
)
SELECT max(acts_usd_bn) / sum(value_eur_bn * usd_per_eur_high) AS low,
  max(acts_usd_bn) / sum(value_eur_bn * usd_per_eur_low) AS high,
  min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(usd_per_eur_low) > 0 AND count(acts_usd_bn) > 0

-- reading: one_stage
-- role: context
-- label: Allocated on both sides
-- says: US allocations divided by Europe's, all kinds, whole months ended by the date, Kiel Institute
-- warrant: Shown because the claim sets two stages against each other, and on one stage Europe's total is the larger
-- unit: ratio
-- query: three-times-europe/allocated
