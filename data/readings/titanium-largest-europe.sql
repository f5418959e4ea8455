-- reading: ilmenite_reserves
-- role: primary
-- label: Reserves of ilmenite
-- says: Rank of Ukraine by ilmenite reserves among the countries of Europe (UN geoscheme, with Russia); USGS edition of the year of the statement
-- warrant: USGS publishes the only reserve table that covers all countries on one definition, and ilmenite is the titanium ore that Ukraine mines most
-- unit: rank
-- note: The worst rank counts how many European countries without a figure of their own could each match Ukraine inside the amount USGS gives for other countries
WITH reserves AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Titanium mineral concentrates' AND statistic = 'reserves'
    AND year = year($period_to)
),
by_country AS (
  SELECT country, country_code, year, sum(value) AS value,
    bool_or(status = 'not_available') AS has_gap
  FROM reserves
  WHERE country_code <> 'WLD'
    AND detail ILIKE '%ilm%'
    AND NOT concat(country, detail) ILIKE '%ilmenite and rutile%'
  GROUP BY country, country_code, year
),
claimant AS (SELECT value FROM by_country WHERE country_code = 'UKR'),
evidence AS (
  SELECT r.country, r.country_code, r.year, r.value, r.has_gap, c.value AS ukraine,
    r.country_code IN (SELECT member_code FROM crosswalks.sets
                       WHERE set_id = 'europe_un_geoscheme') AS in_set
  FROM by_country AS r CROSS JOIN claimant AS c
  WHERE r.country_code = 'OTH' OR r.country_code IN (
    SELECT member_code FROM crosswalks.sets WHERE set_id = 'europe_un_geoscheme')
)
SELECT
  1 + count(*) FILTER (in_set AND country_code <> 'UKR' AND value > 1.05 * ukraine) AS low,
  1 + count(*) FILTER (in_set AND country_code <> 'UKR' AND (value > ukraine OR has_gap))
    + coalesce(max(CAST(floor(value / ukraine) AS BIGINT))
        FILTER (country_code = 'OTH'), 0) AS high,
  max(value / ukraine) FILTER (in_set AND country_code <> 'UKR') AS factor
FROM evidence
HAVING count(*) FILTER (country_code = 'UKR') > 0

-- reading: ilmenite_and_rutile_reserves
-- role: generous
-- label: Reserves of ilmenite and rutile together
-- says: Rank of Ukraine by reserves of ilmenite plus rutile among the countries of Europe (UN geoscheme, with Russia), in the editions of USGS known then that print both for Ukraine
-- warrant: Counts every titanium ore for which USGS has printed a Ukrainian figure, the largest amount of titanium reserves it gives for Ukraine
-- unit: rank
-- note: USGS lists no rutile reserves for any other European country; the best rank possible
WITH reserves AS (
  SELECT release, country, country_code, year, sum(value) AS value,
    count(value) FILTER (detail ILIKE '%rutile%') AS rutile_printed
  FROM usgs_mcs.world_all
  WHERE chapter = 'Titanium mineral concentrates' AND statistic = 'reserves'
    AND country_code NOT IN ('WLD', 'OTH') AND year <= year($period_to)
    AND NOT concat(country, detail) ILIKE '%ilmenite and rutile%'
  GROUP BY release, country, country_code, year
),
claimant AS (
  SELECT release, value FROM reserves WHERE country_code = 'UKR' AND rutile_printed > 0
),
evidence AS (
  SELECT r.release, r.country, r.country_code, r.year, r.value, c.value AS ukraine
  FROM reserves AS r JOIN claimant AS c ON c.release = r.release
  WHERE r.country_code IN (SELECT member_code FROM crosswalks.sets
                           WHERE set_id = 'europe_un_geoscheme')
)
SELECT 1 + count(DISTINCT country_code) FILTER (value > 1.05 * ukraine) AS value,
  max(value / ukraine) FILTER (country_code <> 'UKR') AS factor
FROM evidence
HAVING count(*) > 0

-- reading: mine_output
-- role: context
-- label: Mine output instead of reserves
-- says: Rank of Ukraine by mine output of ilmenite plus rutile among the countries of Europe USGS lists, last finished year before the statement, newest edition that gives it
-- warrant: Shown because output and reserves are often mixed up; the words tested are about reserves
-- unit: rank
WITH known AS (
  SELECT release, country, country_code, year, sum(value) AS value
  FROM usgs_mcs.world_all
  WHERE chapter = 'Titanium mineral concentrates' AND statistic = 'production'
    AND country_code IN (SELECT member_code FROM crosswalks.sets
                         WHERE set_id = 'europe_un_geoscheme')
    AND year = year($period_to) - 1
  GROUP BY release, country, country_code, year
),
output AS (SELECT * FROM known WHERE release = (SELECT max(release) FROM known)),
claimant AS (SELECT value FROM output WHERE country_code = 'UKR'),
evidence AS (
  SELECT o.country, o.country_code, o.year, o.value, c.value AS ukraine
  FROM output AS o CROSS JOIN claimant AS c
)
SELECT
  1 + count(*) FILTER (country_code <> 'UKR' AND value > 1.05 * ukraine) AS low,
  1 + count(*) FILTER (country_code <> 'UKR' AND value > ukraine) AS high,
  make_date(min(year), 1, 1) AS period_from, make_date(max(year), 12, 31) AS period_to
FROM evidence
HAVING count(*) > 0
