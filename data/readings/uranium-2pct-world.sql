-- reading: share_in_the_table
-- role: primary
-- label: Share of the world in the table
-- says: Ukraine's identified recoverable uranium resources as a share of the world total, 1 January 2021, Red Book as reprinted
-- warrant: The sentence gives a figure of this very table, so the two tonnages in it are divided
-- unit: percent
-- note: One class of production cost; the table in the next dearer class is larger and is not held
WITH evidence AS (
  SELECT country, country_code, year, cost_class, value, unit, printed_percent
  FROM red_book.resources
  WHERE country_code IN ('UKR', 'WLD') AND year = 2021
)
SELECT 100.0 * sum(value) FILTER (country_code = 'UKR')
             / sum(value) FILTER (country_code = 'WLD') AS value
FROM evidence
HAVING count(*) = 2
