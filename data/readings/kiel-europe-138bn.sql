-- reading: same_months_now
-- role: primary
-- label: The same months in the newest release
-- says: Europe's allocations to February 2025 in the newest release of the same tracker, Kiel Institute
-- warrant: A body quoting its own figure is compared with its own table for the same months, donors and stage
-- unit: EUR bn
-- note: The past months have been revised since; the release the statement announced is known by its headline only
WITH evidence AS (
  SELECT donor, stage, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe')
  GROUP BY donor, stage
)
SELECT sum(value_eur_bn) AS value, min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(*) > 0

-- reading: headline_then
-- role: context
-- label: As printed at the time
-- says: Europe's allocations to February 2025 as printed in the institute's press release
-- warrant: Shown because it is the statement itself: it proves what was printed and cannot test it
-- unit: EUR bn
WITH evidence AS (
  SELECT figure_id, publisher, subject, measure, value, unit, status, as_of, quote, url
  FROM published_figures.figures
  WHERE figure_id = 'kl01'
)
SELECT max(value) AS value
FROM evidence
HAVING count(*) = 1
