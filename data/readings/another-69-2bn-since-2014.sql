-- reading: all_assistance_before_the_invasion
-- role: context
-- label: All US foreign assistance to Ukraine before the invasion
-- says: Obligated to Ukraine in the fiscal years 2014 to 2021, all kinds, ForeignAssistance.gov, lowest and highest of the copies held
-- warrant: Shown for the order of size: another body's count of all kinds of assistance, which is not the department's own table of military assistance
-- unit: USD bn
-- note: A fiscal year runs from October to September; what the Department of Defense reports to this database may not be complete
WITH evidence AS (
  SELECT release, place, stage, min(period_start) AS starts, max(period_end) AS ends,
    sum(value) / 1000000000 AS value_usd_bn
  FROM us_foreign_assistance.amounts_all
  WHERE place_code = 'UKR' AND place_kind = 'country' AND stage = 'obligated'
    AND period_start >= DATE '2013-10-01' AND period_end <= DATE '2021-09-30'
  GROUP BY release, place, stage
)
SELECT min(value_usd_bn) AS low, max(value_usd_bn) AS high,
  min(starts) AS period_from, max(ends) AS period_to
FROM evidence
HAVING count(*) > 0
