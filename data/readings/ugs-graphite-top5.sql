-- reading: mine_output
-- role: primary
-- label: Rank by mine output
-- says: Rank of Ukraine by mine output of natural graphite among all countries USGS lists, last finished year before the statement, newest edition that gives it
-- warrant: A supplier is a country that delivers, and mine output is the only supply figure USGS gives for every country
-- unit: rank
-- note: The factor is the output of the country at the rank claimed over Ukraine's
WITH known AS (
  SELECT release, released_on, country, country_code, year, value, status
  FROM usgs_mcs.world_all
  WHERE chapter = 'Graphite (natural)' AND statistic = 'production'
    AND country_code <> 'WLD' AND year = year($period_to) - 1
),
output AS (
  SELECT release, country, country_code, year, value, status,
    rank() OVER (ORDER BY value DESC NULLS LAST) AS place
  FROM known WHERE release = (SELECT max(release) FROM known)
),
claimant AS (SELECT value FROM output WHERE country_code = 'UKR' AND value > 0),
evidence AS (
  SELECT o.country, o.country_code, o.year, o.value, o.status, o.place, c.value AS ukraine
  FROM output AS o CROSS JOIN claimant AS c
)
SELECT
  1 + count(*) FILTER (country_code NOT IN ('UKR', 'OTH') AND value > 1.05 * ukraine) AS low,
  1 + count(*) FILTER (country_code NOT IN ('UKR', 'OTH')
      AND (value > ukraine OR (value IS NULL AND status <> 'zero')))
    + coalesce(max(CAST(floor(value / ukraine) AS BIGINT))
        FILTER (country_code = 'OTH'), 0) AS high,
  min(value / ukraine) FILTER (place <= $value_low) AS factor,
  make_date(min(year), 1, 1) AS period_from, make_date(max(year), 12, 31) AS period_to
FROM evidence
HAVING count(*) > 0

-- reading: best_rank_by_reserves
-- role: generous
-- label: Best rank its reserves could give
-- says: Rank of Ukraine if all the room USGS leaves in its world total of graphite reserves were Ukrainian; USGS edition of the year of the statement
-- warrant: The survey drew its rank from reserves; this gives Ukraine every tonne that the world total of USGS does not print for another country
-- unit: rank
-- note: The best rank possible, not a rank measured; the factor is the reserve of the country at the rank claimed over that room
WITH reserves AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Graphite (natural)' AND statistic = 'reserves'
    AND year = year($period_to)
),
room AS (
  SELECT max(value + 0.5 * pow(10, floor(log10(value)) - 1)) FILTER (country_code = 'WLD')
    - sum(value) FILTER (country_code <> 'WLD') AS most
  FROM reserves
  WHERE value > 0
),
evidence AS (
  SELECT r.country, r.country_code, r.year, r.value, r.status, m.most,
    rank() OVER (ORDER BY r.value DESC NULLS LAST) AS place
  FROM reserves AS r CROSS JOIN room AS m
  WHERE r.country_code <> 'WLD'
)
SELECT 1 + count(*) FILTER (country_code <> 'UKR' AND value > 1.05 * most) AS value,
  min(value / most) FILTER (place <= $value_low) AS factor
FROM evidence
HAVING count(*) FILTER (country_code = 'UKR') > 0
