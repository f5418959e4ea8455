-- reading: annex_ii
-- role: primary
-- label: Entries in Annex II
-- says: Number of materials in Annex II of Regulation (EU) 2024/1252
-- warrant: "The critical materials Europe needs", said in February 2025 without a year, are those of the list in force on that day, and the regulation prints one entry per material
-- unit: count
WITH evidence AS (
  SELECT item_as_printed, adopted_on
  FROM critical_lists.items
  WHERE list_id = 'EU_CRM_2024_1252_ANNEX_II' AND adopted_on <= $said_on
)
SELECT count(*) AS value FROM evidence HAVING count(*) > 0

-- reading: strategic_list
-- role: context
-- label: Entries in the shorter strategic list
-- says: Number of materials in Annex I (strategic raw materials) of the same regulation
-- warrant: Shown because the same regulation has a second, shorter list; the words are about critical, not strategic, materials
-- unit: count
WITH evidence AS (
  SELECT item_as_printed, adopted_on
  FROM critical_lists.items
  WHERE list_id = 'EU_SRM_2024_1252_ANNEX_I' AND adopted_on <= $said_on
)
SELECT count(*) AS value FROM evidence HAVING count(*) > 0
