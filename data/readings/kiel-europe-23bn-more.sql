-- reading: same_months_now
-- role: primary
-- label: The same difference in the newest release
-- says: Europe's allocations less those of the United States to February 2025 in the newest release of the same tracker, Kiel Institute
-- warrant: A body quoting its own figure is compared with its own table for the same months, donors and stage
-- unit: EUR bn
-- note: Europe's past months have been revised since, those of the United States have not
WITH evidence AS (
  SELECT donor, donor_code, stage, min(period_start) AS month_start, max(period_end) AS month_end,
    sum(value) AS value_eur_bn
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND (donor_code = 'USA'
      OR donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe'))
  GROUP BY donor, donor_code, stage
)
SELECT sum(value_eur_bn) FILTER (donor_code <> 'USA')
    - sum(value_eur_bn) FILTER (donor_code = 'USA') AS value,
  min(month_start) AS period_from, max(month_end) AS period_to
FROM evidence
HAVING count(*) FILTER (donor_code = 'USA') = 1
