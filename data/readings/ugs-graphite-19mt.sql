-- reading: room_left_in_world_reserves
-- role: context
-- label: What USGS leaves room for
-- says: The most Ukraine's graphite reserves can be in the USGS table: its world total, upper end of its rounding, less all reserves printed for other countries; USGS edition of the year of the statement
-- warrant: Shown for the order of size only: the State balance and USGS do not count the same thing
-- unit: Mt
-- note: The remainder also holds every other country whose reserves are not printed, so Ukraine's part may be far smaller; the lower end is nought
WITH reserves AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Graphite (natural)' AND statistic = 'reserves'
    AND year = year($period_to)
    AND unit = 't'
),
world AS (
  SELECT value, value + 0.5 * pow(10, floor(log10(value)) - 1) AS upper_end
  FROM reserves WHERE country_code = 'WLD' AND value > 0
),
evidence AS (
  SELECT r.country, r.country_code, r.year, r.value, r.status, w.value AS world, w.upper_end
  FROM reserves AS r CROSS JOIN world AS w
)
SELECT 0 AS low, (max(upper_end) - sum(value) FILTER (country_code <> 'WLD')) / 1000000 AS high
FROM evidence
HAVING count(*) FILTER (country_code = 'UKR') > 0
