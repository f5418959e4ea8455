-- reading: reserves_for_ukraine
-- role: primary
-- label: Rare-earth reserves of Ukraine at USGS
-- says: Number of rows in which USGS prints a rare-earth reserve for Ukraine; USGS edition of the year of the statement
-- warrant: Minable at a profit is what USGS means by reserves, and its table is the one published for all countries
-- unit: count
-- note: Not being on the list is not being without: a list can only fail to show it
WITH reserves AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Rare earths' AND statistic = 'reserves'
    AND year = year($period_to)
),
evidence AS (
  SELECT country, country_code, year, value, unit, status FROM reserves
)
SELECT count(*) FILTER (country_code = 'UKR' AND value > 0) AS value,
  CASE WHEN count(*) FILTER (country_code = 'UKR' AND value > 0) = 0 THEN 'undecided' END AS status
FROM evidence
HAVING count(*) > 0

-- reading: deposits_called_potential
-- role: context
-- label: Deposits once called potential producers
-- says: Number of Ukrainian records that the US Geological Survey's rare-earth database of 2002 calls producer or potential producer
-- warrant: Shown because it is the nearest the lists held come to minable; it is a label of 2002 without tonnage or cost
-- unit: count
WITH evidence AS (
  SELECT database, record_id, deposit, commodity, status
  FROM usgs_deposits.deposits
  WHERE commodity = 'REE' AND status IN ('Producer', 'Potential producer')
)
SELECT count(DISTINCT record_id) AS value FROM evidence HAVING count(*) > 0
