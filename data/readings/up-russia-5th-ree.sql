-- reading: rank_among_printed
-- role: primary
-- label: Rank among countries with a printed figure
-- says: Rank of Russia by rare-earth reserves among the countries for which USGS prints a figure; USGS edition of the year of the statement
-- warrant: The sentence names USGS as its source and the four countries above, so the table's own printed figures are ranked
-- unit: rank
WITH reserves AS (
  SELECT country, country_code, year, value, status
  FROM usgs_mcs.world_all
  WHERE chapter = 'Rare earths' AND statistic = 'reserves'
    AND country_code NOT IN ('WLD', 'OTH') AND value > 0
    AND year = year($period_to)
),
claimant AS (SELECT value FROM reserves WHERE country_code = 'RUS'),
evidence AS (
  SELECT r.country, r.country_code, r.year, r.value, r.status, c.value AS russia
  FROM reserves AS r CROSS JOIN claimant AS c
)
SELECT 1 + count(*) FILTER (country_code <> 'RUS' AND value > russia) AS value
FROM evidence
HAVING count(*) > 0

-- reading: reserves
-- role: context
-- label: Rank if countries without a figure may be larger
-- says: Rank of Russia by rare-earth reserves among all countries USGS lists; USGS edition of the year of the statement
-- warrant: Shown because a country without a figure could stand above
-- unit: rank
-- note: Countries whose reserves USGS marks not available make the worst rank worse; the line for other countries counts as one of them. The factor is the gap to the next one above
-- query: dmitriev-russia-4th-ree-reserves/reserves
