-- reading: listed_by_usgs
-- role: primary
-- label: Materials with a Ukrainian entry at USGS
-- says: How many of the materials on the EU list USGS shows with output or reserves in Ukraine; the list's length is the most it can be
-- warrant: "Has deposits of" asks which materials are documented in the ground; USGS is the only register held that names countries mineral by mineral, and it is a floor because it omits deposits nobody works
-- unit: count
-- note: Titanium ore counts for the list's titanium metal; an entry "included in the world total" counts; no USGS row does not mean no deposit
WITH eu_list AS (
  SELECT DISTINCT lower(item_as_printed) AS item
  FROM critical_lists.items
  WHERE list_id = 'EU_CRM_2024_1252_ANNEX_II' AND adopted_on <= $said_on
),
names(item_pattern, usgs_pattern) AS (
  VALUES ('antimony', 'antimony'), ('arsenic', 'arsenic'), ('bauxite%', 'bauxite%'),
    ('baryt%', 'barite'), ('beryllium', 'beryllium'), ('bismuth', 'bismuth'),
    ('boron%', 'boron'), ('cobalt', 'cobalt'), ('copper', 'copper'), ('feldspar', 'feldspar%'),
    ('fluorspar', 'fluorspar'), ('gallium', 'gallium'), ('germanium', 'germanium'),
    ('hafnium', '%hafnium%'), ('helium', 'helium%'), ('heavy rare earth%', 'rare earth%'),
    ('light rare earth%', 'rare earth%'), ('lithium', 'lithium'), ('magnesium', 'magnesium%'),
    ('manganese', 'manganese'), ('%graphite', '%graphite%'), ('nickel%', 'nickel'),
    ('niobium', 'niobium%'), ('phosphate%', 'phosphate%'), ('platinum%', 'platinum%'),
    ('scandium', 'scandium'), ('silicon metal', 'silicon%'), ('strontium', 'strontium'),
    ('tantalum', 'tantalum'), ('titanium%', 'titanium%'), ('tungsten', 'tungsten'),
    ('vanadium', 'vanadium')
),
ukraine AS (
  SELECT lower(trim(commodity)) AS commodity, statistic, detail, year, value, status
  FROM usgs_mcs.world
  WHERE country_code = 'UKR' AND statistic IN ('production', 'reserves')
    AND (value > 0 OR status IN ('included_elsewhere', 'withheld'))
),
evidence AS (
  SELECT e.item, u.commodity, u.statistic, u.detail, u.year, u.value, u.status
  FROM eu_list AS e
  LEFT JOIN names AS n ON e.item LIKE n.item_pattern
  LEFT JOIN ukraine AS u ON u.commodity LIKE n.usgs_pattern
)
SELECT count(DISTINCT item) FILTER (commodity IS NOT NULL) AS low, count(DISTINCT item) AS high
FROM evidence
HAVING count(*) > 0

-- reading: items_on_the_list
-- role: context
-- label: Length of the EU list
-- says: Number of materials in Annex II of Regulation (EU) 2024/1252
-- warrant: Shown because the second number of the sentence is a property of the list, not of Ukraine
-- unit: count
WITH evidence AS (
  SELECT item_as_printed, adopted_on
  FROM critical_lists.items
  WHERE list_id = 'EU_CRM_2024_1252_ANNEX_II' AND adopted_on <= $said_on
)
SELECT count(*) AS value FROM evidence HAVING count(*) > 0
