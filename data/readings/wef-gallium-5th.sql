-- reading: output_year_before
-- role: primary
-- label: Output of the year before the statement
-- short: of 2023
-- says: Rank of Ukraine by primary gallium output in the last finished year before the statement; USGS puts Ukraine among other countries, whose output together is nought
-- warrant: "Is the fifth largest producer" is said of the present, and the last finished year is the present that statistics know
-- unit: rank
-- note: A country without output ranks behind every producer and level with the others that have none, so the rank counts all countries listed with no less
WITH known AS (
  SELECT release, country, country_code, year, value, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Gallium' AND statistic = 'production'
    AND country_code <> 'WLD' AND year = year($period_to) - 1
    AND (value IS NOT NULL OR status = 'zero')
),
output AS (
  SELECT release, country, country_code, year, coalesce(value, 0) AS value, status, note
  FROM known
),
bucket AS (SELECT release, value FROM output WHERE country_code = 'OTH'),
evidence AS (
  SELECT o.release, o.country, o.country_code, o.year, o.value, o.status, b.value AS others
  FROM output AS o JOIN bucket AS b ON b.release = o.release
)
SELECT 1 + count(DISTINCT country_code) FILTER (country_code <> 'OTH' AND value >= others) AS value,
  make_date(min(year), 1, 1) AS period_from, make_date(max(year), 12, 31) AS period_to
FROM evidence
HAVING max(others) = 0 AND count(*) FILTER (country_code = 'UKR') = 0

-- reading: output_before_the_war
-- role: ordinary
-- label: Output of 2021
-- short: of 2021
-- says: Rank of Ukraine by primary gallium output in 2021 among the countries USGS lists, editions that print a Ukrainian figure
-- warrant: The statement names no year, and 2021 is the last full year before the invasion for which USGS prints a Ukrainian output
-- unit: rank
-- note: Five countries had output: fifth is last
WITH output AS (
  SELECT release, country, country_code, year, value, status
  FROM usgs_mcs.world_all
  WHERE chapter = 'Gallium' AND statistic = 'production'
    AND country_code <> 'WLD' AND year = 2021
),
claimant AS (SELECT release, value FROM output WHERE country_code = 'UKR' AND value > 0),
evidence AS (
  SELECT o.release, o.country, o.country_code, o.year, o.value, o.status, c.value AS ukraine
  FROM output AS o JOIN claimant AS c ON c.release = o.release
)
SELECT
  1 + count(DISTINCT country_code) FILTER (country_code <> 'OTH' AND value > 1.05 * ukraine) AS low,
  1 + count(DISTINCT country_code) FILTER (country_code NOT IN ('UKR', 'OTH')
      AND (value > ukraine OR (value IS NULL AND status <> 'zero')))
    + coalesce(max(CAST(floor(value / ukraine) AS BIGINT))
        FILTER (country_code = 'OTH'), 0) AS high,
  make_date(min(year), 1, 1) AS period_from, make_date(max(year), 12, 31) AS period_to
FROM evidence
HAVING count(*) > 0

-- reading: share_of_world_2021
-- role: context
-- label: Share of world output in 2021
-- says: Ukraine's primary gallium output as a share of the world total in 2021, USGS
-- warrant: Shown because a rank does not say how little the output was
-- unit: percent
WITH by_edition AS (
  SELECT release, year,
    sum(value) FILTER (country_code = 'UKR') AS ukraine,
    sum(value) FILTER (country_code = 'WLD') AS world
  FROM usgs_mcs.world_all
  WHERE chapter = 'Gallium' AND statistic = 'production'
    AND country_code IN ('UKR', 'WLD') AND year = 2021
  GROUP BY release, year
),
evidence AS (
  SELECT release, year, ukraine, world, 100.0 * ukraine / world AS share
  FROM by_edition
  WHERE ukraine > 0 AND world > 0
)
SELECT min(share) AS low, max(share) AS high FROM evidence HAVING count(*) > 0
