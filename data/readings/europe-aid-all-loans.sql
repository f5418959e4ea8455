-- reading: lent_of_all_aid
-- role: primary
-- label: Lent, of all aid allocated by Europe
-- says: Loans as a share of all allocations of 27 EU members, EU institutions, United Kingdom, Norway, Switzerland and Iceland, newest release of the Kiel Institute with instruments whose data end before the statement
-- warrant: The speaker said the money Europe gives, without a kind, so the whole is all aid; what is lent to be paid back is what the tracker books as a loan
-- unit: percent
-- note: The table with instruments ends in August 2024. Guarantees of other lenders' loans are not counted as lent by the donor
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
    AND t.donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe')
)
SELECT 100.0 * sum(loans_eur_bn) / sum(all_aid_eur_bn) AS value,
  min(period_start) AS period_from, max(period_end) AS period_to
FROM evidence
HAVING sum(all_aid_eur_bn) > 0

-- reading: lent_of_financial_aid
-- role: ordinary
-- label: Lent, of the financial aid of Europe
-- says: Loans as a share of the financial allocations of the same donors, same release
-- warrant: The speaker said money, and only money can be paid back: weapons and relief goods can be left out of the whole
-- unit: percent
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
    t.value AS financial_aid_eur_bn, l.loans_eur_bn
  FROM kiel_ust.totals_all AS t
  JOIN lent AS l ON l.release = t.release AND l.donor_code = t.donor_code
  WHERE t.stage = 'allocated' AND t.aid_type = 'financial' AND t.unit = 'EUR bn'
    AND t.donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe')
)
SELECT 100.0 * sum(loans_eur_bn) / sum(financial_aid_eur_bn) AS value,
  min(period_start) AS period_from, max(period_end) AS period_to
FROM evidence
HAVING sum(financial_aid_eur_bn) > 0

-- reading: lent_by_the_institutions
-- role: generous
-- label: Lent, of the financial aid of the EU institutions
-- short: of EU institutions
-- says: Loans as a share of the financial allocations of the EU institutions alone, same release
-- warrant: The strongest version for the speaker: the one European donor that gives money nearly always as a loan
-- unit: percent
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
    t.value AS financial_aid_eur_bn, l.loans_eur_bn
  FROM kiel_ust.totals_all AS t
  JOIN lent AS l ON l.release = t.release AND l.donor_code = t.donor_code
  WHERE t.stage = 'allocated' AND t.aid_type = 'financial' AND t.unit = 'EUR bn'
    AND t.donor_code = 'EUI'
)
SELECT 100.0 * sum(loans_eur_bn) / sum(financial_aid_eur_bn) AS value,
  min(period_start) AS period_from, max(period_end) AS period_to
FROM evidence
HAVING sum(financial_aid_eur_bn) > 0

-- reading: at_most_by_the_day
-- role: context
-- label: The most it could be by the day of the statement
-- says: Loans as a share of all allocations of Europe if everything allocated after that release's data had been lent; the later months from the newest release
-- warrant: Shown because the table with instruments ends half a year before the statement: it says how far the share could have moved
-- unit: percent
-- note: Joins two releases, so it is a bound and no measure
WITH newest AS (
  SELECT max(period_end) AS covered_to FROM kiel_ust.instruments_all
  WHERE stage = 'allocated' AND period_end <= $period_to    AND period_end <= (SELECT max(period_end) FROM kiel_ust.monthly)
),
europe AS (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe'),
lent AS (
  SELECT sum(value) AS loans_eur_bn
  FROM kiel_ust.instruments_all
  WHERE stage = 'allocated' AND instrument = 'loan'
    AND period_end = (SELECT covered_to FROM newest)
    AND donor_code IN (SELECT member_code FROM europe)
),
total AS (
  SELECT sum(value) AS all_aid_eur_bn
  FROM kiel_ust.totals_all
  WHERE stage = 'allocated' AND aid_type = 'total' AND unit = 'EUR bn'
    AND period_end = (SELECT covered_to FROM newest)
    AND donor_code IN (SELECT member_code FROM europe)
),
evidence AS (
  SELECT donor, stage, min(period_start) AS month_start, max(period_end) AS month_end,
    sum(value) AS later_eur_bn,
    (SELECT loans_eur_bn FROM lent) AS loans_before, (SELECT all_aid_eur_bn FROM total) AS all_before
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_start > (SELECT covered_to FROM newest)
    AND period_end <= $period_to AND donor_code IN (SELECT member_code FROM europe)
  GROUP BY donor, stage
)
SELECT 100.0 * (max(loans_before) + sum(later_eur_bn)) / (max(all_before) + sum(later_eur_bn))
  AS value, max(month_end) AS period_to
FROM evidence
HAVING max(all_before) > 0
