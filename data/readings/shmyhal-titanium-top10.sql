-- reading: ilmenite_reserves
-- role: primary
-- label: Reserves of ilmenite alone
-- says: Rank of Ukraine by ilmenite reserves among all countries; USGS edition of the year of the statement
-- warrant: USGS publishes the only reserve table that covers all countries on one definition, and ilmenite is the titanium ore that Ukraine mines most, as in the claim about the largest reserves of Europe
-- unit: rank
-- note: The worst rank adds countries without a figure and those that could each match Ukraine inside the amount USGS gives for other countries
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
    r.country_code = 'OTH' AS is_bucket
  FROM by_country AS r CROSS JOIN claimant AS c
)
SELECT
  1 + count(*) FILTER (NOT is_bucket AND country_code <> 'UKR' AND value > 1.05 * ukraine) AS low,
  1 + count(*) FILTER (NOT is_bucket AND country_code <> 'UKR' AND (value > ukraine OR has_gap))
    + coalesce(max(CAST(floor(value / ukraine) AS BIGINT)) FILTER (is_bucket), 0) AS high
FROM evidence
HAVING count(*) FILTER (country_code = 'UKR') > 0

-- reading: ilmenite_and_rutile_reserves
-- role: ordinary
-- label: Reserves of ilmenite and rutile together
-- says: Rank of Ukraine by reserves of ilmenite plus rutile among all countries; USGS edition of the year of the statement
-- warrant: "Titanium ore" can cover both minerals that titanium is made from
-- unit: rank
-- note: The worst rank adds countries without a figure and those that could each match Ukraine inside the amount USGS gives for other countries
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
    AND NOT concat(country, detail) ILIKE '%ilmenite and rutile%'
  GROUP BY country, country_code, year
),
claimant AS (SELECT value FROM by_country WHERE country_code = 'UKR'),
evidence AS (
  SELECT r.country, r.country_code, r.year, r.value, r.has_gap, c.value AS ukraine,
    r.country_code = 'OTH' AS is_bucket
  FROM by_country AS r CROSS JOIN claimant AS c
)
SELECT
  1 + count(*) FILTER (NOT is_bucket AND country_code <> 'UKR' AND value > 1.05 * ukraine) AS low,
  1 + count(*) FILTER (NOT is_bucket AND country_code <> 'UKR' AND (value > ukraine OR has_gap))
    + coalesce(max(CAST(floor(value / ukraine) AS BIGINT)) FILTER (is_bucket), 0) AS high
FROM evidence
HAVING count(*) FILTER (country_code = 'UKR') > 0

-- reading: edition_before
-- role: context
-- label: The edition before, with more countries printed
-- says: Rank of Ukraine by reserves of ilmenite plus rutile among all countries, USGS edition of the year before the statement
-- warrant: Shown because that edition printed Brazil and Mozambique apart, so less is unknown
-- unit: rank
-- note: The worst rank adds countries without a figure and those that could each match Ukraine inside the amount USGS gives for other countries
WITH reserves AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Titanium mineral concentrates' AND statistic = 'reserves'
    AND year = year($period_to) - 1
),
by_country AS (
  SELECT country, country_code, year, sum(value) AS value,
    bool_or(status = 'not_available') AS has_gap
  FROM reserves
  WHERE country_code <> 'WLD'
    AND NOT concat(country, detail) ILIKE '%ilmenite and rutile%'
  GROUP BY country, country_code, year
),
claimant AS (SELECT value FROM by_country WHERE country_code = 'UKR'),
evidence AS (
  SELECT r.country, r.country_code, r.year, r.value, r.has_gap, c.value AS ukraine,
    r.country_code = 'OTH' AS is_bucket
  FROM by_country AS r CROSS JOIN claimant AS c
)
SELECT
  1 + count(*) FILTER (NOT is_bucket AND country_code <> 'UKR' AND value > 1.05 * ukraine) AS low,
  1 + count(*) FILTER (NOT is_bucket AND country_code <> 'UKR' AND (value > ukraine OR has_gap))
    + coalesce(max(CAST(floor(value / ukraine) AS BIGINT)) FILTER (is_bucket), 0) AS high
FROM evidence
HAVING count(*) FILTER (country_code = 'UKR') > 0
