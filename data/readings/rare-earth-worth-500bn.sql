-- reading: ceiling
-- role: primary
-- label: Documented tonnage at the price of neodymium oxide
-- says: All rare-earth oxide tonnage documented for Ukrainian deposits (one deposit, Azovske) times the price of neodymium oxide: the year before the statement, and the dearest of five years: a ceiling, not a value
-- warrant: "Worth" of what lies in the ground can only be a tonnage times a price; both are taken as high as anything published allows
-- unit: USD bn
-- note: In-ground price times tonnage; not a market value. Neodymium oxide is dearer than the mix of a deposit, and no cost is taken off; other deposits have no published tonnage, so the ceiling is one of what is documented
WITH prices AS (
  SELECT year, max(value) AS usd_per_kg
  FROM usgs_mcs.prices_all
  WHERE chapter = 'Rare earths' AND detail ILIKE '%neodymium oxide%'
    AND year BETWEEN year($period_to) - 5 AND year($period_to) - 1
  GROUP BY year
),
evidence AS (
  SELECT t.deposit, t.value AS kt_of_oxides, t.resource_class, t.publisher, p.year, p.usd_per_kg
  FROM deposit_tonnages.tonnages AS t CROSS JOIN prices AS p
  WHERE t.commodity = 'rare earths' AND t.substance = 'REO' AND t.unit = 'kt'
)
SELECT sum(kt_of_oxides * usd_per_kg) FILTER (year = year($period_to) - 1) / 1000 AS low,
  sum(kt_of_oxides) FILTER (year = year($period_to) - 1) * max(usd_per_kg) / 1000 AS high,
  'ceiling' AS status
FROM evidence
HAVING count(*) FILTER (year = year($period_to) - 1) > 0

-- reading: tonnes_needed
-- role: context
-- label: Tonnage that would be needed
-- says: Million tonnes of rare-earth oxides that the sum named (the lower end of a range) would buy at the price of neodymium oxide in the year before the statement, USGS
-- warrant: Shown to say what would have to be documented; most rare-earth oxides cost far less, so more tonnes would be needed
-- unit: Mt
WITH evidence AS (
  SELECT chapter, detail, year, value, unit, status
  FROM usgs_mcs.prices_all
  WHERE chapter = 'Rare earths' AND detail ILIKE '%neodymium oxide%'
    AND year = year($period_to) - 1 AND value > 0
)
SELECT 1.0 * $value_low / max(value) AS value FROM evidence HAVING count(*) > 0

-- reading: world_reserves
-- role: context
-- label: Reserves of the whole world
-- says: World reserves of rare earths, million tonnes of oxides, printed as a lower bound; USGS edition of the year of the statement
-- warrant: Shown for the order of size only
-- unit: Mt
WITH reserves AS (
  SELECT country, country_code, detail, year, value, unit, status, note
  FROM usgs_mcs.world_all
  WHERE chapter = 'Rare earths' AND statistic = 'reserves'
    AND year = year($period_to)
    AND country_code = 'WLD' AND unit = 't'
),
evidence AS (
  SELECT country, country_code, year, value, unit, status FROM reserves
)
SELECT max(value) / 1000000 AS value FROM evidence HAVING count(value) > 0
