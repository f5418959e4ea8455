-- reading: mine_output
-- role: primary
-- label: Rank by mine output
-- says: Rank of Ukraine by mine output of natural graphite among all countries USGS lists, last finished year before the statement, best and worst over the editions that give the year
-- warrant: A supplier is a country that delivers, and mine output is the only supply figure USGS gives for every country
-- unit: rank
-- note: The factor is the smallest gap any edition gives between the country at the rank claimed and Ukraine
WITH output AS (
  SELECT release, country, country_code, year, value, status,
    rank() OVER (PARTITION BY release ORDER BY value DESC NULLS LAST) AS place
  FROM usgs_mcs.world_all
  WHERE chapter = 'Graphite (natural)' AND statistic = 'production'
    AND country_code <> 'WLD' AND year = year($period_to) - 1
),
claimant AS (SELECT release, value FROM output WHERE country_code = 'UKR' AND value > 0),
compared AS (
  SELECT o.release, o.year, o.country_code, o.value, o.status, o.place, c.value AS ukraine
  FROM output AS o JOIN claimant AS c ON c.release = o.release
),
evidence AS (
  SELECT release, year, max(ukraine) AS ukraine,
    1 + count(*) FILTER (country_code NOT IN ('UKR', 'OTH') AND value > 1.05 * ukraine) AS best,
    1 + count(*) FILTER (country_code NOT IN ('UKR', 'OTH')
        AND (value > ukraine OR (value IS NULL AND status <> 'zero')))
      + coalesce(max(CAST(floor(value / ukraine) AS BIGINT)) FILTER (country_code = 'OTH'), 0)
      AS worst,
    min(value / ukraine) FILTER (place <= $value_low) AS gap
  FROM compared
  GROUP BY release, year
)
SELECT min(best) AS low, max(worst) AS high, min(gap) AS factor,
  make_date(min(year), 1, 1) AS period_from, make_date(max(year), 12, 31) AS period_to
FROM evidence
HAVING count(*) > 0

-- reading: best_rank_by_reserves
-- role: generous
-- label: Best rank its reserves could give
-- says: Rank of Ukraine if all the room USGS leaves in its world total of graphite reserves were Ukrainian; USGS edition of the year of the statement
-- warrant: The survey drew its rank from reserves; this gives Ukraine every tonne that the world total of USGS does not print for another country
-- unit: rank
-- note: The best rank possible, not a rank measured; a bound gives no gap, so none is printed
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
  SELECT r.country, r.country_code, r.year, r.value, r.status, m.most
  FROM reserves AS r CROSS JOIN room AS m
  WHERE r.country_code <> 'WLD'
)
SELECT 1 + count(*) FILTER (country_code <> 'UKR' AND value > 1.05 * most) AS value
FROM evidence
HAVING count(*) FILTER (country_code = 'UKR') > 0
