-- reading: rows_for_ukraine
-- role: primary
-- label: Rows for Ukraine in the rare-earth table
-- says: Number of rows and remarks for Ukraine in the USGS world table of rare-earth mine output and reserves, the edition of the year of the statement for reserves, every edition that gives the year before for output
-- warrant: The words are about what USGS lists, so the list itself is tested; whether the ground holds rare earths is another question
-- unit: count
WITH evidence AS (
  SELECT release, country, country_code, statistic, year, value, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Rare earths'
    AND (statistic = 'reserves' AND year = year($period_to)
      OR statistic = 'production' AND year = year($period_to) - 1)
)
SELECT count(*) FILTER (country_code = 'UKR' OR note ILIKE '%Ukraine%') AS value
FROM evidence
HAVING count(*) > 0

-- reading: countries_listed
-- role: context
-- label: Countries in the table
-- says: Number of countries USGS lists by name in that table
-- warrant: Shown so that the length of the list is known; the table also has a line for other countries
-- unit: count
WITH evidence AS (
  SELECT DISTINCT country, country_code
  FROM usgs_mcs.world_all
  WHERE chapter = 'Rare earths' AND statistic = 'reserves'
    AND country_code NOT IN ('WLD', 'OTH')
    AND year = year($period_to)
)
SELECT count(DISTINCT country_code) AS value FROM evidence HAVING count(*) > 0
