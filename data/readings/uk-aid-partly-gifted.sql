-- reading: grants
-- role: primary
-- label: Grants of the United Kingdom
-- says: Rows of financial allocations of the United Kingdom that the tracker books as a grant, newest release of the Kiel Institute with instruments whose data end before the statement
-- warrant: A part was gifted if the tracker books any of it as a grant, money that is not paid back; one that was given before the statement stays given
-- unit: count
-- note: Counts money only. Weapons, which the tracker does not divide by instrument, are left out
WITH evidence AS (
  SELECT release, donor, stage, instrument, period_start, period_end, value AS value_eur_bn
  FROM kiel_ust.instruments_all
  WHERE stage = 'allocated' AND instrument = 'grant' AND donor_code = 'GBR' AND value > 0
    AND period_end = (SELECT max(period_end) FROM kiel_ust.instruments_all
                      WHERE stage = 'allocated' AND period_end <= $period_to
                        AND period_end <= (SELECT max(period_end) FROM kiel_ust.monthly))
)
SELECT count(*) AS value, min(period_start) AS period_from, max(period_end) AS period_to
FROM evidence
HAVING count(*) > 0

-- reading: neither_lent_nor_guaranteed
-- role: context
-- label: Neither lent nor guaranteed, of all British aid
-- says: Share of all allocations of the United Kingdom that is booked neither as a loan nor as a guarantee of another lender's loan, same release
-- warrant: Shown because the sentence goes on to say that it was mainly gifted, which is not what the title asks
-- unit: percent
WITH newest AS (
  SELECT max(period_end) AS covered_to FROM kiel_ust.instruments_all
  WHERE stage = 'allocated' AND period_end <= $period_to    AND period_end <= (SELECT max(period_end) FROM kiel_ust.monthly)
),
total AS (
  SELECT max(value) AS all_aid_eur_bn FROM kiel_ust.totals_all
  WHERE stage = 'allocated' AND aid_type = 'total' AND unit = 'EUR bn' AND donor_code = 'GBR'
    AND period_end = (SELECT covered_to FROM newest)
),
evidence AS (
  SELECT release, donor, stage, instrument, period_start, period_end, value AS value_eur_bn,
    (SELECT all_aid_eur_bn FROM total) AS all_aid_eur_bn
  FROM kiel_ust.instruments_all
  WHERE stage = 'allocated' AND instrument IN ('loan', 'guarantee') AND donor_code = 'GBR'
    AND period_end = (SELECT covered_to FROM newest)
)
SELECT 100.0 - 100.0 * (max(value_eur_bn) FILTER (instrument = 'loan')
    + max(value_eur_bn) FILTER (instrument = 'guarantee')) / max(all_aid_eur_bn) AS value,
  min(period_start) AS period_from, max(period_end) AS period_to
FROM evidence
HAVING count(*) = 2 AND max(all_aid_eur_bn) > 0
