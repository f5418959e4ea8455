-- reading: reserves_ratio
-- role: primary
-- label: Russia's rare-earth reserves over Ukraine's
-- says: Russia's rare-earth reserves divided by Ukraine's; USGS edition of the year of the statement
-- warrant: The remark compares what two countries have, and USGS reserves are the only figures published for countries on one definition
-- unit: ratio
-- note: USGS prints no rare-earth reserve for Ukraine, which is not the same as none
WITH reserves AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Rare earths' AND statistic = 'reserves'
    AND year = year($period_to)
    AND country_code IN ('RUS', 'UKR')
),
evidence AS (
  SELECT country, country_code, year, value, unit, status FROM reserves
)
SELECT sum(value) FILTER (country_code = 'RUS') / sum(value) FILTER (country_code = 'UKR') AS value
FROM evidence
HAVING sum(value) FILTER (country_code = 'UKR') > 0
  AND count(value) FILTER (country_code = 'RUS') > 0

-- reading: russia_share_of_world
-- role: context
-- label: Russia's share of world reserves
-- says: Russia's rare-earth reserves as a share of the world total; USGS edition of the year of the statement
-- warrant: Shown because it is the half of the comparison that has a figure
-- unit: percent
-- note: USGS prints the world total as a lower bound, so the share is an upper bound
WITH reserves AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Rare earths' AND statistic = 'reserves'
    AND year = year($period_to)
    AND country_code IN ('RUS', 'WLD')
),
evidence AS (
  SELECT country, country_code, year, value, unit, status FROM reserves
)
SELECT 100.0 * sum(value) FILTER (country_code = 'RUS')
             / sum(value) FILTER (country_code = 'WLD') AS value
FROM evidence
HAVING sum(value) FILTER (country_code = 'WLD') > 0
  AND count(value) FILTER (country_code = 'RUS') > 0
