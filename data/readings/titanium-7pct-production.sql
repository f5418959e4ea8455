-- reading: concentrates_2021
-- role: primary
-- label: Titanium ore, 2021
-- says: Ukraine's mine output of ilmenite and rutile as a share of the world total in 2021, all editions of USGS that give the year, with the rounding of the world total
-- warrant: "Before" without a year means the last full year before February 2022; Ukraine mined titanium ore and made little metal, and USGS counts mining as titanium dioxide in ilmenite and rutile
-- unit: percent
-- note: Two editions differ: the first estimate was cut by a quarter a year later
WITH by_edition AS (
  SELECT release, year,
    sum(value) FILTER (country_code = 'UKR') AS ukraine,
    sum(value) FILTER (country_code = 'WLD'
      AND concat(country, ' ', detail) ILIKE '%ilmenite and rutile%') AS world
  FROM usgs_mcs.world_all
  WHERE chapter = 'Titanium mineral concentrates' AND statistic = 'production'
    AND country_code IN ('UKR', 'WLD') AND year = 2021
  GROUP BY release, year
),
evidence AS (
  SELECT release, year, ukraine, world, 0.5 * pow(10, floor(log10(world)) - 1) AS rounding
  FROM by_edition
  WHERE ukraine IS NOT NULL AND world > 0
)
SELECT min(100.0 * ukraine / (world + rounding)) AS low,
  max(100.0 * ukraine / (world - rounding)) AS high,
  make_date(min(year), 1, 1) AS period_from, make_date(max(year), 12, 31) AS period_to
FROM evidence
HAVING count(*) > 0

-- reading: concentrates_2020
-- role: ordinary
-- label: Titanium ore, 2020
-- short: for 2020
-- says: Ukraine's mine output of ilmenite and rutile as a share of the world total in 2020, USGS, with the rounding of the world total
-- warrant: "Before" without a year can mean any recent year of peace; this is the earliest one held
-- unit: percent
-- note: One edition only; editions with the years 2017 to 2019 are not held
WITH by_edition AS (
  SELECT release, year,
    sum(value) FILTER (country_code = 'UKR') AS ukraine,
    sum(value) FILTER (country_code = 'WLD'
      AND concat(country, ' ', detail) ILIKE '%ilmenite and rutile%') AS world
  FROM usgs_mcs.world_all
  WHERE chapter = 'Titanium mineral concentrates' AND statistic = 'production'
    AND country_code IN ('UKR', 'WLD') AND year = 2020
  GROUP BY release, year
),
evidence AS (
  SELECT release, year, ukraine, world, 0.5 * pow(10, floor(log10(world)) - 1) AS rounding
  FROM by_edition
  WHERE ukraine IS NOT NULL AND world > 0
)
SELECT min(100.0 * ukraine / (world + rounding)) AS low,
  max(100.0 * ukraine / (world - rounding)) AS high,
  make_date(min(year), 1, 1) AS period_from, make_date(max(year), 12, 31) AS period_to
FROM evidence
HAVING count(*) > 0

-- reading: sponge_2021
-- role: context
-- label: Titanium metal, 2021
-- says: Ukraine's output of titanium sponge as a share of the world total without the United States in 2021, USGS
-- warrant: Shown because "titanium" can also mean the metal; the statement is about minerals
-- unit: percent
WITH by_edition AS (
  SELECT release, year,
    sum(value) FILTER (country_code = 'UKR') AS ukraine,
    sum(value) FILTER (country_code = 'WLD') AS world
  FROM usgs_mcs.world_all
  WHERE chapter = 'Titanium and titanium dioxide' AND detail ILIKE '%sponge%'
    AND statistic = 'production'
    AND country_code IN ('UKR', 'WLD') AND year = 2021
  GROUP BY release, year
),
evidence AS (
  SELECT release, year, ukraine, world, 100.0 * ukraine / world AS share
  FROM by_edition
  WHERE ukraine IS NOT NULL AND world > 0
)
SELECT min(share) AS low, max(share) AS high,
  make_date(min(year), 1, 1) AS period_from, make_date(max(year), 12, 31) AS period_to
FROM evidence
HAVING count(*) > 0

-- reading: concentrates_since
-- role: context
-- label: Titanium ore after the invasion
-- says: Ukraine's mine output of ilmenite and rutile as a share of the world total in 2022 to 2024, lowest and highest of year and edition, USGS
-- warrant: Shown because it says what came after; it is another period and cannot test the claim
-- unit: percent
WITH by_edition AS (
  SELECT release, year,
    sum(value) FILTER (country_code = 'UKR') AS ukraine,
    sum(value) FILTER (country_code = 'WLD'
      AND concat(country, ' ', detail) ILIKE '%ilmenite and rutile%') AS world
  FROM usgs_mcs.world_all
  WHERE chapter = 'Titanium mineral concentrates' AND statistic = 'production'
    AND country_code IN ('UKR', 'WLD') AND year BETWEEN 2022 AND 2024
  GROUP BY release, year
),
evidence AS (
  SELECT release, year, ukraine, world, 0.5 * pow(10, floor(log10(world)) - 1) AS rounding
  FROM by_edition
  WHERE ukraine IS NOT NULL AND world > 0
)
SELECT min(100.0 * ukraine / (world + rounding)) AS low,
  max(100.0 * ukraine / (world - rounding)) AS high,
  make_date(min(year), 1, 1) AS period_from, make_date(max(year), 12, 31) AS period_to
FROM evidence
HAVING count(*) > 0

-- reading: share_of_reserves
-- role: context
-- label: Share of world reserves
-- says: Ukraine's reserves of ilmenite and rutile as a share of the world total; USGS edition of the year of the statement
-- warrant: Shown because the same percentage was later printed as a share of reserves, which is another measure
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
