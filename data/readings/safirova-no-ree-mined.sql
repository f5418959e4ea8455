-- reading: output_for_ukraine
-- role: primary
-- label: Rare-earth output of Ukraine at USGS
-- says: Number of rows in which USGS prints mine output of rare earths for Ukraine, all editions held that were public by the day of the statement or since
-- warrant: The speaker is the specialist of the US Geological Survey, and its table is the one published for all countries
-- unit: count
-- note: Not being on the list is not being without: the editions held begin with 2020, and the table has a line for other countries
WITH output AS (
  SELECT release, country, country_code, year, value, unit, status
  FROM usgs_mcs.world_all
  WHERE chapter = 'Rare earths' AND statistic = 'production' AND year <= year($period_to)
),
evidence AS (
  SELECT release, country, country_code, year, value, unit, status FROM output
)
SELECT count(*) FILTER (country_code = 'UKR' AND value > 0) AS value,
  CASE WHEN count(*) FILTER (country_code = 'UKR' AND value > 0) = 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0
