-- reading: usgs_reserves_us_list
-- role: primary
-- label: Minerals with reserves at USGS
-- says: How many minerals of the US list of 2022 USGS shows with reserves in Ukraine; USGS edition of the year of the statement
-- warrant: The article is about what the United States wanted, so critical means its own list in force; reserves are what USGS counts under that word
-- unit: count
-- note: A reserve that USGS includes in the world total without printing it counts; titanium counts once although ilmenite and rutile are listed apart
WITH us_list AS (
  SELECT lower(item_as_printed) AS item
  FROM critical_lists.items
  WHERE list_id = 'US_DOI_2022' AND adopted_on <= $said_on
),
ukraine AS (
  SELECT lower(chapter) AS commodity, detail, year, value, unit, status
  FROM usgs_mcs.world_all
  WHERE country_code = 'UKR' AND statistic = 'reserves' AND year = year($period_to)
    AND (value > 0 OR status = 'included_elsewhere')
),
evidence AS (
  SELECT l.item, u.commodity, u.detail, u.year, u.value, u.unit, u.status
  FROM ukraine AS u
  JOIN us_list AS l ON u.commodity LIKE concat(l.item, '%')
)
SELECT count(DISTINCT item) AS value FROM evidence HAVING count(*) > 0

-- reading: ilmenite_share_of_world
-- role: context
-- label: How large: share of world ilmenite reserves
-- says: Ukraine's ilmenite reserves as a share of the world total; USGS edition of the year of the statement
-- warrant: Shown because "large" is not defined; this is the one critical mineral with a printed Ukrainian reserve and world total
-- unit: percent
-- note: USGS prints the world total as a lower bound in some editions, so the share is an upper bound
WITH reserves AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Titanium mineral concentrates' AND statistic = 'reserves'
    AND year = year($period_to)
    AND detail ILIKE '%ilm%' AND country_code IN ('UKR', 'WLD')
    AND NOT concat(country, detail) ILIKE '%ilmenite and rutile%'
),
evidence AS (
  SELECT country, country_code, detail, year, value, status FROM reserves
)
SELECT 100.0 * sum(value) FILTER (country_code = 'UKR')
             / sum(value) FILTER (country_code = 'WLD') AS value
FROM evidence
HAVING sum(value) FILTER (country_code = 'WLD') > 0
  AND count(value) FILTER (country_code = 'UKR') > 0
