-- reading: named_deposits
-- role: primary
-- label: Deposits named by the US Geological Survey
-- says: Number of rare-earth mines, deposits and occurrences in Ukraine in the US Geological Survey's database of rare-earth deposits (Open-File Report 02-189)
-- warrant: That a country has rare earths is borne out by one described deposit, and this is the publisher's own worldwide list of them
-- unit: count
-- note: A deposit is not a reserve: the list has no tonnage and no grade
WITH evidence AS (
  SELECT database, record_id, deposit, commodity, status
  FROM usgs_deposits.deposits
  WHERE commodity = 'REE' AND database = 'ofr-02-189' AND country_code = 'UKR'
)
SELECT count(DISTINCT record_id) AS value FROM evidence HAVING count(*) > 0
