-- reading: import_share
-- role: primary
-- label: Share printed by USGS
-- says: China's share of US imports of rare-earth compounds and metals in the four years before the edition, US Geological Survey
-- warrant: The statement is credited to the US Geological Survey, whose rare-earth chapter prints this share
-- unit: percent
-- note: A four-year average; Hong Kong is included, and part of what comes from other countries was made from Chinese material
WITH evidence AS (
  SELECT country, country_code, statistic, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE commodity ILIKE 'rare earth%' AND statistic = 'import_sources' AND country_code = 'CHN'
    AND year = year($period_to) - 1
  QUALIFY row_number() OVER (ORDER BY year DESC) = 1
)
SELECT max(value) AS value FROM evidence HAVING count(value) > 0
