-- reading: named_deposits_inside
-- role: primary
-- label: Named deposits in the occupied area
-- says: How many deposits of critical minerals that pages name lay in the area under Russian control, further inside than their coordinates may be off, on the last map on or before the statement
-- warrant: "Some" asks for at least one deposit of a mineral on the EU list inside the occupied area, and a deposit placed further inside than its coordinates may be off is one
-- unit: count
-- note: A floor: the list of deposits is not complete, and those near the line or badly placed are not counted, nor are deposits or places known from memory only
WITH evidence AS (
  SELECT d.deposit, d.commodity, p.mapped_on, p.position, p.distance_km, p.uncertainty_km
  FROM named_deposits.positions AS p
  JOIN named_deposits.deposits AS d ON d.deposit_id = p.deposit_id
  WHERE d.on_eu_list AND d.facts = 'page' AND d.place_status = 'listed' AND p.mapped_on = (
    SELECT max(mapped_on) FROM named_deposits.positions WHERE mapped_on <= $said_on
  )
)
SELECT count(DISTINCT deposit) FILTER (position = 'inside') AS value,
  max(mapped_on) AS period_to
FROM evidence
HAVING count(*) > 0
