-- reading: reserves
-- role: primary
-- label: Reserves at USGS
-- says: Number of rows in which USGS prints a rare-earth reserve for Russia; USGS edition of the year of the statement
-- warrant: What a country has in the ground is counted as reserves, and USGS publishes them for all countries on one definition
-- unit: count
WITH reserves AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Rare earths' AND statistic = 'reserves'
    AND year = year($period_to)
    AND country_code = 'RUS' AND value > 0
),
evidence AS (
  SELECT country, country_code, year, value, unit, status FROM reserves
)
SELECT count(*) AS value FROM evidence HAVING count(*) > 0

-- reading: russia_share_of_world
-- role: context
-- label: Russia's share of world reserves
-- says: Russia's rare-earth reserves as a share of the world total; USGS edition of the year of the statement
-- warrant: Shown because it is the half of the comparison that has a figure
-- unit: percent
-- note: USGS prints the world total as a lower bound, so the share is an upper bound
-- query: putin-russia-more-ree/russia_share_of_world
