-- reading: share_of_reserves
-- role: context
-- label: Share of world reserves
-- says: Ukraine's reserves of ilmenite and rutile as a share of the world total; USGS edition of the year of the statement
-- warrant: Shown to say what is measured: reserves are the part that is explored and can be mined, and the statement counts unexplored areas too
-- unit: percent
-- note: Where USGS prints the world total as a lower bound the share is an upper bound; an edition may print no rutile for Ukraine
WITH reserves AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Titanium mineral concentrates' AND statistic = 'reserves'
    AND year = year($period_to)
    AND (country_code = 'UKR' OR (country_code = 'WLD'
         AND concat(country, ' ', detail) ILIKE '%ilmenite and rutile%'))
),
evidence AS (
  SELECT country, country_code, detail, year, value, status FROM reserves
)
SELECT 100.0 * sum(value) FILTER (country_code = 'UKR')
             / sum(value) FILTER (country_code = 'WLD') AS value
FROM evidence
HAVING sum(value) FILTER (country_code = 'WLD') > 0
  AND count(value) FILTER (country_code = 'UKR') > 0
