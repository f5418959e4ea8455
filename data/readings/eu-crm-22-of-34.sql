-- reading: named_deposits
-- role: primary
-- label: Materials with a named deposit
-- says: How many materials of the EU list have at least one deposit in Ukraine named by a list held (three databases of the US Geological Survey, pages that name deposits): at least so many
-- warrant: "Has deposits of" asks which materials are documented in the ground, whether or not anyone mines them, so every named deposit counts
-- unit: count
-- note: A floor: no list held is complete. Titanium ore counts for the list's titanium metal; rare earths count once, for the light ones; deposits nobody works count
WITH eu_list AS (
  SELECT lower(item_as_printed) AS item
  FROM critical_lists.items
  WHERE list_id = 'EU_CRM_2024_1252_ANNEX_II' AND adopted_on <= $said_on
),
names(printed, item) AS (
  VALUES ('Al', 'bauxite/alumina/aluminium'), ('Beryllium', 'beryllium'), ('Cu', 'copper'),
    ('Gallium', 'gallium'), ('REE', 'light rare earth elements'), ('lithium', 'lithium'),
    ('Mn', 'manganese'), ('Manganese', 'manganese'), ('graphite', 'graphite'),
    ('Graphite', 'graphite'), ('P', 'phosphate rock'), ('Sc', 'scandium'),
    ('Ti', 'titanium metal'), ('Titanium', 'titanium metal'), ('titanium', 'titanium metal'),
    ('rare earths', 'light rare earth elements'), ('beryllium', 'beryllium'),
    ('fluorite', 'fluorspar'), ('coking coal', 'coking coal')
),
named AS (
  SELECT deposit, commodity, database AS named_by FROM usgs_deposits.deposits
  UNION ALL
  SELECT deposit, commodity, publisher AS named_by FROM deposit_tonnages.tonnages
  WHERE commodity = 'lithium'
  UNION ALL
  SELECT deposit, regexp_replace(commodity, ' [(].*', '') AS commodity, publisher AS named_by
  FROM named_deposits.deposits
  WHERE facts = 'page'
),
evidence AS (
  SELECT e.item, d.deposit, d.named_by
  FROM eu_list AS e
  JOIN names AS n ON n.item = e.item
  JOIN named AS d ON d.commodity = n.printed
)
SELECT count(DISTINCT item) AS value FROM evidence HAVING count(*) > 0

-- reading: items_on_the_list
-- role: context
-- label: Length of the EU list
-- says: Number of materials in Annex II of Regulation (EU) 2024/1252
-- warrant: Shown because the second number of the sentence is a property of the list, not of Ukraine
-- unit: count
-- query: eu-crm-list-34-items/annex_ii
