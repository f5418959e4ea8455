-- reading: reserves
-- role: primary
-- label: Rank by rare-earth reserves
-- says: Rank of Russia by rare-earth reserves among all countries USGS lists; USGS edition of the year of the statement
-- warrant: The word is reserves, and USGS publishes the only table of rare-earth reserves that covers all countries on one definition
-- unit: rank
-- note: Countries whose reserves USGS marks not available make the worst rank worse; the line for other countries counts as one of them. The factor is the gap to the next one above
WITH reserves AS (
  SELECT country, country_code, year, value, status
  FROM usgs_mcs.world_all
  WHERE chapter = 'Rare earths' AND statistic = 'reserves' AND country_code <> 'WLD'
    AND year = year($period_to)
),
claimant AS (SELECT value FROM reserves WHERE country_code = 'RUS' AND value > 0),
evidence AS (
  SELECT r.country, r.country_code, r.year, r.value, r.status, c.value AS russia
  FROM reserves AS r CROSS JOIN claimant AS c
)
SELECT
  1 + count(*) FILTER (country_code <> 'RUS' AND value > 1.05 * russia) AS low,
  1 + count(*) FILTER (country_code <> 'RUS'
      AND (value > russia OR (value IS NULL AND status <> 'zero'))) AS high,
  min(value / russia) FILTER (country_code <> 'RUS' AND value > 1.05 * russia) AS factor
FROM evidence
HAVING count(*) > 0

-- reading: edition_before
-- role: generous
-- label: Rank in the edition before
-- short: by the 2024 edition
-- says: Rank of Russia by rare-earth reserves among all countries USGS lists, USGS edition of the year before the statement
-- warrant: The rank that was printed a year before the statement may have been what was quoted; USGS cut Russia's figure in between
-- unit: rank
-- note: Countries whose reserves USGS marks not available make the worst rank worse; the line for other countries counts as one of them. The factor is the gap to the next one above
WITH reserves AS (
  SELECT country, country_code, year, value, status
  FROM usgs_mcs.world_all
  WHERE chapter = 'Rare earths' AND statistic = 'reserves' AND country_code <> 'WLD'
    AND year = year($period_to) - 1
),
claimant AS (SELECT value FROM reserves WHERE country_code = 'RUS' AND value > 0),
evidence AS (
  SELECT r.country, r.country_code, r.year, r.value, r.status, c.value AS russia
  FROM reserves AS r CROSS JOIN claimant AS c
)
SELECT
  1 + count(*) FILTER (country_code <> 'RUS' AND value > 1.05 * russia) AS low,
  1 + count(*) FILTER (country_code <> 'RUS'
      AND (value > russia OR (value IS NULL AND status <> 'zero'))) AS high,
  min(value / russia) FILTER (country_code <> 'RUS' AND value > 1.05 * russia) AS factor
FROM evidence
HAVING count(*) > 0

-- reading: rank_among_printed
-- role: context
-- label: Rank among countries with a printed figure
-- says: Rank of Russia by rare-earth reserves among the countries for which USGS prints a figure; USGS edition of the year of the statement
-- warrant: Shown because press ranks are made this way; leaving out a country without data is not a rank
-- unit: rank
-- query: up-russia-5th-ree/rank_among_printed
