-- reading: same_months_now
-- role: primary
-- label: Military allocations, United States over Europe
-- says: US military allocations divided by Europe's to February 2025, newest release of the same tracker, Kiel Institute
-- warrant: The institute's own table for the same months, donors and kind of aid; a lead is a ratio above one
-- unit: ratio
-- note: "A small margin" is not a number and is not tested
WITH evidence AS (
  SELECT donor, donor_code, stage, min(period_start) AS month_start, max(period_end) AS month_end,
    sum(value) AS value_eur_bn,
    donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe')
      AS in_europe
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND aid_type = 'military'
  GROUP BY donor, donor_code, stage
)
SELECT sum(value_eur_bn) FILTER (donor_code = 'USA')
    / sum(value_eur_bn) FILTER (in_europe) AS value,
  min(month_start) AS period_from, max(month_end) AS period_to
FROM evidence
HAVING sum(value_eur_bn) FILTER (in_europe) > 0
