-- reading: reserves
-- role: primary
-- label: Rank by rare-earth reserves
-- says: Rank of Ukraine by rare-earth reserves among the countries of Europe (UN geoscheme, with Russia); USGS edition of the year of the statement
-- warrant: "Richest" is about what a country has, and USGS publishes rare-earth reserves by country on one definition
-- unit: rank
-- note: USGS prints no rare-earth reserve for Ukraine, which is not the same as none
WITH reserves AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Rare earths' AND statistic = 'reserves'
    AND year = year($period_to)
    AND country_code IN (SELECT member_code FROM crosswalks.sets
                         WHERE set_id = 'europe_un_geoscheme')
),
claimant AS (SELECT value FROM reserves WHERE country_code = 'UKR' AND value > 0),
evidence AS (
  SELECT r.country, r.country_code, r.year, r.value, r.status, c.value AS ukraine
  FROM reserves AS r LEFT JOIN claimant AS c ON true
)
SELECT
  1 + count(*) FILTER (country_code <> 'UKR' AND value > 1.05 * ukraine) AS low,
  1 + count(*) FILTER (country_code <> 'UKR'
      AND (value > ukraine OR (value IS NULL AND status <> 'zero'))) AS high,
  max(value / ukraine) FILTER (country_code <> 'UKR') AS factor
FROM evidence
HAVING count(ukraine) > 0

-- reading: largest_printed
-- role: context
-- label: The largest European reserve USGS prints
-- says: Largest rare-earth reserve USGS prints for a country of Europe (UN geoscheme, with Russia), tonnes of rare-earth oxides; USGS edition of the year of the statement
-- warrant: Shown to say what Ukraine would have to exceed; the comparison itself needs a Ukrainian figure on the same definition
-- unit: t
WITH reserves AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Rare earths' AND statistic = 'reserves'
    AND year = year($period_to)
    AND country_code IN (SELECT member_code FROM crosswalks.sets
                         WHERE set_id = 'europe_un_geoscheme')
),
evidence AS (
  SELECT country, country_code, year, value, unit, status
  FROM reserves
  WHERE value > 0 AND unit = 't'
)
SELECT max(value) AS value FROM evidence HAVING count(*) > 0
