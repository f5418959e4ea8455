-- reading: land_occupied
-- role: context
-- label: Share of the land under Russian control
-- says: Area under Russian control per DeepStateMap on the day held that is nearest to the statement, as a share of Ukraine's official 603,550 square kilometres
-- warrant: Shown because the share of land and the share of minerals are often said as one; neither follows from the other
-- unit: percent
-- note: Minerals do not lie evenly under the land: no share of them follows
-- query: metals-40pct-occupied/land_occupied

-- reading: named_critical_inside
-- role: context
-- label: Named deposits of critical minerals in the occupied area
-- says: Number of deposits of critical raw materials that pages name and whose place lay in the occupied area per DeepStateMap, farther from the line than the place may be off, on the last day held up to the statement and on the first one after it: at least so many
-- warrant: Shown because named deposits can be counted where shares cannot: a list says at least how many, never of how many
-- unit: count
-- note: A floor from a list; deposits known from memory only are left out, places from memory count where the line is farther than they may be off
WITH around AS (
  SELECT * FROM named_deposits.positions
  QUALIFY mapped_on = max(mapped_on) FILTER (WHERE mapped_on <= $said_on) OVER ()
    OR mapped_on = min(mapped_on) FILTER (WHERE mapped_on > $said_on) OVER ()
),
evidence AS (
  SELECT d.deposit, d.commodity, d.oblast, d.publisher, p.mapped_on, p.position, p.distance_km,
    p.uncertainty_km
  FROM around AS p
  JOIN named_deposits.deposits AS d ON d.deposit_id = p.deposit_id
  WHERE d.on_eu_list AND d.facts = 'page' AND p.position = 'inside'
  QUALIFY count(*) OVER (PARTITION BY p.deposit_id) = 2
)
SELECT count(DISTINCT deposit) AS value FROM evidence HAVING count(*) > 0
