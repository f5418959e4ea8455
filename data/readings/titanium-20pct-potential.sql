-- reading: share_of_reserves
-- role: context
-- label: Share of world reserves
-- says: Ukraine's reserves of ilmenite and rutile as a share of the world total; the newest USGS edition whose reserves are of a year ended by the statement
-- warrant: Shown because the same percentage was later printed as a share of reserves, which is another measure
-- unit: percent
-- note: Where USGS prints the world total as a lower bound the share is an upper bound; an edition may print no rutile for Ukraine
WITH known AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE commodity ILIKE 'titanium mineral%' AND statistic = 'reserves'
    AND make_date(year, 12, 31) <= $period_to
),
reserves AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM known
  WHERE year = (SELECT max(year) FROM known)
    AND (country_code = 'UKR' OR (country_code = 'WLD'
         AND concat(country, ' ', detail) ILIKE '%ilmenite and rutile%'))
),
evidence AS (
  SELECT country, country_code, detail, year, value, status FROM reserves
)
SELECT 100.0 * sum(value) FILTER (country_code = 'UKR')
             / sum(value) FILTER (country_code = 'WLD') AS value
FROM evidence
HAVING sum(value) FILTER (country_code = 'WLD') > 0 AND count(value) FILTER (country_code = 'UKR') > 0
