-- reading: room_left_in_world_reserves
-- role: context
-- label: What USGS leaves room for
-- says: The most Ukraine's graphite reserves can be: the USGS world total, upper end of its rounding, less all reserves printed for other countries, as a share of that total; USGS edition of the year of the statement
-- warrant: Shown because reserves are what is published by country; the bureau named as the source estimates resources, which are more than reserves, so it cannot test the claim
-- unit: percent
-- note: The remainder also holds every other country whose reserves are not printed, so Ukraine's part may be far smaller; the lower end is nought
WITH reserves AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Graphite (natural)' AND statistic = 'reserves'
    AND year = year($period_to)
),
world AS (
  SELECT value, value + 0.5 * pow(10, floor(log10(value)) - 1) AS upper_end
  FROM reserves WHERE country_code = 'WLD' AND value > 0
),
evidence AS (
  SELECT r.country, r.country_code, r.year, r.value, r.status, w.value AS world, w.upper_end
  FROM reserves AS r CROSS JOIN world AS w
)
SELECT 0 AS low,
  100.0 * (max(upper_end) - sum(value) FILTER (country_code <> 'WLD')) / max(upper_end) AS high
FROM evidence
HAVING count(*) FILTER (country_code = 'UKR') > 0

-- reading: mine_output
-- role: context
-- label: Share of world mine output
-- says: Ukraine's mine output of natural graphite as a share of the world total, last finished year before the statement, all editions of USGS that give it
-- warrant: Shown because reserves and output are often mixed up; "has" is not about output
-- unit: percent
WITH by_edition AS (
  SELECT release, year,
    sum(value) FILTER (country_code = 'UKR') AS ukraine,
    sum(value) FILTER (country_code = 'WLD') AS world
  FROM usgs_mcs.world_all
  WHERE chapter = 'Graphite (natural)' AND statistic = 'production'
    AND country_code IN ('UKR', 'WLD') AND year = year($period_to) - 1
  GROUP BY release, year
),
evidence AS (
  SELECT release, year, ukraine, world, 100.0 * ukraine / world AS share
  FROM by_edition
  WHERE ukraine IS NOT NULL AND world > 0
)
SELECT min(share) AS low, max(share) AS high,
  make_date(min(year), 1, 1) AS period_from, make_date(max(year), 12, 31) AS period_to
FROM evidence
HAVING count(*) > 0
