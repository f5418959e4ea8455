-- reading: place_outside
-- role: primary
-- label: The place of the lithium deposit
-- says: Whether the place of the Shevchenkivske lithium deposit, near Velyka Novosilka, lay outside the occupied area per DeepStateMap on the last day held up to the statement and on the first one after it
-- warrant: The deposit is placed by the village he speaks of, and the same maps and the same rule answer the newspaper he contradicts
-- unit: count
-- note: Counted as 1 only if the place lay there on both days, as 0 only if it lay on the other side on both; 0 to 1 where the line was nearer than the place is exact
WITH around AS (
  SELECT * FROM named_deposits.positions
  QUALIFY mapped_on = max(mapped_on) FILTER (WHERE mapped_on <= $said_on) OVER ()
    OR mapped_on = min(mapped_on) FILTER (WHERE mapped_on > $said_on) OVER ()
),
evidence AS (
  SELECT p.deposit, p.mapped_on, p.position, p.distance_km, p.uncertainty_km
  FROM around AS p
  WHERE p.deposit_id = 'dep-01'
)
SELECT min(CASE position WHEN 'outside' THEN 1 ELSE 0 END) AS low,
  max(CASE position WHEN 'inside' THEN 0 ELSE 1 END) AS high
FROM evidence HAVING count(*) = 2
