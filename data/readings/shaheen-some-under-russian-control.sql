-- reading: named_deposits_inside
-- role: primary
-- label: Named deposits in the occupied area
-- says: How many deposits of critical minerals that pages name lay in the area under Russian control per DeepStateMap, further inside than their coordinates may be off, on the last day held up to the statement and on the first one after it
-- warrant: "Some" asks for at least one deposit of a mineral on the EU list inside the occupied area, and a deposit placed further inside than its coordinates may be off is one
-- unit: count
-- note: A floor: the list of deposits is not complete, and those near the line or badly placed are not counted, nor are deposits or places known from memory only
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
  WHERE d.on_eu_list AND d.facts = 'page' AND d.place_status = 'listed' AND p.position = 'inside'
  QUALIFY count(*) OVER (PARTITION BY p.deposit_id) = 2
)
SELECT count(DISTINCT deposit) AS value FROM evidence HAVING count(*) > 0
