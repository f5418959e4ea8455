-- reading: named_lithium_deposits
-- role: context
-- label: Lithium deposits that pages name
-- says: Number of deposits in Ukraine that pages name and that are of lithium first: at least so many
-- warrant: Shown because it is what can be named: a list says at least how many, never how many there are
-- unit: count
-- note: A floor: the list is not complete. Deposits where lithium is a by-product do not count
WITH evidence AS (
  SELECT deposit, commodity, oblast, stage, publisher, public_on
  FROM named_deposits.deposits
  WHERE commodity LIKE 'lithium%' AND facts = 'page'
)
SELECT count(DISTINCT deposit) AS value FROM evidence HAVING count(*) > 0
