-- reading: dobra_as_oxide
-- role: context
-- label: One deposit, counted as lithium oxide
-- says: Lithium in the Dobra deposit in thousand tonnes of lithium oxide, from the up to 1.26 million tonnes of carbonate equivalent printed in January 2026
-- warrant: Shown because the basis decides: the tonnage said for the country is about what this one deposit comes to when counted as oxide
-- unit: kt
-- note: A preliminary estimate, an upper end, printed after the statement; carbonate times 0.404
WITH evidence AS (
  SELECT deposit, substance, value, unit, status, resource_class, publisher
  FROM deposit_tonnages.tonnages
  WHERE commodity = 'lithium' AND substance = 'LCE' AND unit = 'Mt'
)
SELECT 1000 * 0.404 * sum(value) AS value FROM evidence HAVING count(*) > 0

-- reading: dobra_as_metal
-- role: context
-- label: The same deposit, counted as lithium
-- says: Lithium in the Dobra deposit in thousand tonnes of lithium content, from the up to 1.26 million tonnes of carbonate equivalent printed in January 2026
-- warrant: Shown because USGS counts lithium by its content, which is less than half of the oxide
-- unit: kt
-- note: A preliminary estimate, an upper end, printed after the statement; carbonate times 0.188
WITH evidence AS (
  SELECT deposit, substance, value, unit, status, resource_class, publisher
  FROM deposit_tonnages.tonnages
  WHERE commodity = 'lithium' AND substance = 'LCE' AND unit = 'Mt'
)
SELECT 1000 * 0.188 * sum(value) AS value FROM evidence HAVING count(*) > 0
