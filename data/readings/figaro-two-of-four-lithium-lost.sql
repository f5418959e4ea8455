-- reading: named_lithium_inside
-- role: primary
-- label: Named lithium deposits in the occupied area
-- says: Number of lithium deposits that pages name whose place lay in the occupied area per DeepStateMap on the last day held up to the statement and on the first one after it: surely so many to possibly so many
-- warrant: A deposit is seized when its place is under control; every lithium deposit a page names is asked
-- unit: count
-- note: From a list, so there may be more. Low counts deposits inside on both days beyond what their place may be off, high counts those not outside on both
WITH around AS (
  SELECT * FROM named_deposits.positions
  QUALIFY mapped_on = max(mapped_on) FILTER (WHERE mapped_on <= $said_on) OVER ()
    OR mapped_on = min(mapped_on) FILTER (WHERE mapped_on > $said_on) OVER ()
),
evidence AS (
  SELECT d.deposit, d.oblast,
    bool_and(p.position = 'inside') AS is_inside, bool_and(p.position = 'outside') AS is_outside
  FROM around AS p
  JOIN named_deposits.deposits AS d ON d.deposit_id = p.deposit_id
  WHERE d.commodity LIKE 'lithium%' AND d.facts = 'page'
  GROUP BY d.deposit, d.oblast
  HAVING count(*) = 2
)
SELECT count(*) FILTER (WHERE is_inside) AS low,
  count(*) FILTER (WHERE NOT is_outside) AS high
FROM evidence HAVING count(*) > 0
