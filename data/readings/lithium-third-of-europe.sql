-- reading: reserves_share
-- role: primary
-- label: Share of European lithium reserves
-- says: Ukraine's lithium reserves as a share of all lithium reserves USGS prints for countries of Europe (UN geoscheme, with Russia); USGS edition of the year of the statement
-- warrant: Deposits can be compared across countries only by the amount in them, and USGS publishes lithium by country on one definition
-- unit: percent
-- note: USGS prints no lithium reserve for Ukraine and names the other countries that have one without it
WITH reserves AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Lithium' AND statistic = 'reserves'
    AND year = year($period_to)
    AND country_code IN (SELECT member_code FROM crosswalks.sets
                         WHERE set_id = 'europe_un_geoscheme')
),
evidence AS (
  SELECT country, country_code, year, value, unit, status FROM reserves
)
SELECT 100.0 * sum(value) FILTER (country_code = 'UKR') / sum(value) AS value
FROM evidence
HAVING count(value) FILTER (country_code = 'UKR') > 0 AND sum(value) > 0

-- reading: european_countries_with_reserves
-- role: context
-- label: European countries USGS prints a lithium reserve for
-- says: Number of European countries with a lithium reserve of their own in the table; USGS edition of the year of the statement
-- warrant: Shown to say what the table does have; a country without a row is not a country without lithium
-- unit: count
WITH reserves AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Lithium' AND statistic = 'reserves'
    AND year = year($period_to)
    AND country_code IN (SELECT member_code FROM crosswalks.sets
                         WHERE set_id = 'europe_un_geoscheme')
),
evidence AS (
  SELECT country, country_code, year, value, unit, status FROM reserves WHERE value > 0
)
SELECT count(*) AS value FROM evidence HAVING count(*) > 0
