-- reading: signed_agreement
-- role: context
-- label: Rare earths in the agreement signed later
-- says: Rare earths (lanthanides, scandium, yttrium) among the natural resources named in the annex of the agreement of 30 April 2025, as the press printed it
-- warrant: Shown because it is the only list of resources of these talks that is held; it belongs to another text, so it cannot test the proposal
-- unit: percent
-- note: The annex names each rare earth singly, which makes their share large
WITH evidence AS (
  SELECT item_no, item_as_printed, lower(item_as_printed) IN (
    'lanthanum', 'cerium', 'praseodymium', 'neodymium', 'promethium', 'samarium', 'europium',
    'gadolinium', 'terbium', 'dysprosium', 'holmium', 'erbium', 'thulium', 'ytterbium',
    'lutetium', 'scandium', 'yttrium') AS is_rare_earth
  FROM critical_lists.agreement_items
  WHERE list_id = 'US_UKR_AGREEMENT_2025'
)
SELECT 100.0 * count(*) FILTER (is_rare_earth) / count(*) AS value FROM evidence HAVING count(*) > 0
