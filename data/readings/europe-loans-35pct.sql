-- reading: lent_to_august_2024
-- role: context
-- label: Lent, of all aid allocated by Europe to August 2024
-- says: Loans as a share of all allocations of 27 EU members, EU institutions, United Kingdom, Norway, Switzerland and Iceland, newest release of the Kiel Institute with instruments
-- warrant: Shown because it is the same share four months before the end of the claim's period, so it cannot test the claim
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
