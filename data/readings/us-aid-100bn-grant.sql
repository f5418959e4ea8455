-- reading: allocated
-- role: primary
-- label: Allocated by the United States
-- says: US allocations to Ukraine, all kinds, whole months ended by the date, Kiel Institute; dollars at the rate of the month of the statement and at the rate of Kiel's newest dollar sheet
-- warrant: "Aid" without a stage means what the donor has turned into aid, and Kiel's allocations, "delivered or earmarked packages", are the measure published for all donors on one definition
-- unit: USD bn
-- note: The euro total is one number; the interval is the exchange rate
-- query: us-aid-350bn/allocated

-- reading: obligated
-- role: ordinary
-- label: Bound by contract or grant (obligated)
-- says: Obligated for Operation Atlantic Resolve and the Ukraine response: disbursed plus obligated and not yet disbursed, Special Inspector General, report for October to December 2024
-- warrant: "Aid" can mean legally bound to be paid; the inspector general prints the obligated funds in two parts, disbursed and not yet disbursed, and their sum is that stage
-- unit: USD bn
-- note: Includes US forces in Europe and the replacement of US stocks, not only what went to Ukraine
-- query: us-aid-350bn/obligated

-- reading: disbursed
-- role: ordinary
-- label: Paid out (disbursed)
-- says: Disbursed for Operation Atlantic Resolve and the Ukraine response, Special Inspector General, report for October to December 2024
-- warrant: "Aid" can mean handed over; the inspector general's word for that stage is disbursed
-- unit: USD bn
-- note: Includes US forces in Europe and the replacement of US stocks, not only what went to Ukraine
-- query: us-aid-350bn/disbursed

-- reading: without_the_loan
-- role: generous
-- label: Allocated, without the G7 loan
-- short: without the G7 loan
-- says: The same US allocations less the US share of the G7 loans that the Special Inspector General names; dollars at the rate of the month of the statement and at the rate of Kiel's newest dollar sheet
-- warrant: The strongest version for the speaker: he said in the same breath that it was a grant, so the one loan among it, which the tracker books in October 2024, is taken off
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
loan AS (
  SELECT max(value) AS loan_usd_bn FROM sig_oar.funding WHERE stage = 'loan'
),
evidence AS (
  SELECT donor, period, stage, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn,
    (SELECT min(rate) FROM rates) AS usd_per_eur_low,
    (SELECT max(rate) FROM rates) AS usd_per_eur_high,
    (SELECT loan_usd_bn FROM loan) AS loan_usd_bn
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND donor_code = 'USA'
  GROUP BY donor, period, stage
)
SELECT sum(value_eur_bn * usd_per_eur_low) - max(loan_usd_bn) AS low,
  sum(value_eur_bn * usd_per_eur_high) - max(loan_usd_bn) AS high,
  min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(usd_per_eur_low) > 0 AND count(loan_usd_bn) > 0
