-- reading: not_lent
-- role: primary
-- label: Not lent, of all aid allocated by the United States
-- short: without the G7 loan
-- says: Share of all US allocations that the tracker does not book as a loan, newest release of the Kiel Institute with instruments whose data end before the statement
-- warrant: The speaker said the aid, without a kind, and that it need not be paid back; what is lent to be paid back is what the tracker books as a loan
-- unit: percent
-- note: The table with instruments ends in August 2024
WITH newest AS (
  SELECT max(period_end) AS covered_to FROM kiel_ust.instruments_all
  WHERE stage = 'allocated' AND period_end <= $period_to    AND period_end <= (SELECT max(period_end) FROM kiel_ust.monthly)
),
lent AS (
  SELECT release, donor_code, sum(value) AS loans_eur_bn
  FROM kiel_ust.instruments_all
  WHERE stage = 'allocated' AND instrument = 'loan'
    AND period_end = (SELECT covered_to FROM newest)
  GROUP BY release, donor_code
),
evidence AS (
  SELECT t.release, t.donor, t.stage, t.period_start, t.period_end,
    t.value AS all_aid_eur_bn, l.loans_eur_bn
  FROM kiel_ust.totals_all AS t
  JOIN lent AS l ON l.release = t.release AND l.donor_code = t.donor_code
  WHERE t.stage = 'allocated' AND t.aid_type = 'total' AND t.unit = 'EUR bn'
    AND t.donor_code = 'USA'
)
SELECT 100.0 - 100.0 * sum(loans_eur_bn) / sum(all_aid_eur_bn) AS value,
  min(period_start) AS period_from, max(period_end) AS period_to
FROM evidence
HAVING sum(all_aid_eur_bn) > 0

-- reading: g7_loan_counted
-- role: ordinary
-- label: Not lent, with the G7 loan of 2024 counted
-- short: with it
-- says: Share of US allocations, whole months ended by the date, Kiel Institute, that is left after the US share of the G7 loans that the Special Inspector General names; dollars at the rate of the month of the statement and at the rate of Kiel's newest dollar sheet
-- warrant: Aid by the day of the statement takes in what came after August 2024, and that holds one American loan, to be repaid from proceeds of Russian assets
-- unit: percent
-- note: Ukraine owes it only as far as those proceeds come in; the tracker books the same loan as financial aid of the United States in October 2024
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
loan AS (
  SELECT max(value) AS loan_usd_bn FROM sig_oar.funding WHERE stage = 'loan'
),
evidence AS (
  SELECT donor, stage, period, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn,
    (SELECT min(rate) FROM rates) AS usd_per_eur_low,
    (SELECT max(rate) FROM rates) AS usd_per_eur_high,
    (SELECT loan_usd_bn FROM loan) AS loan_usd_bn
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to AND donor_code = 'USA'
  GROUP BY donor, stage, period
)
SELECT 100.0 - 100.0 * max(loan_usd_bn) / sum(value_eur_bn * usd_per_eur_low) AS low,
  100.0 - 100.0 * max(loan_usd_bn) / sum(value_eur_bn * usd_per_eur_high) AS high,
  min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(usd_per_eur_low) > 0 AND count(loan_usd_bn) > 0
