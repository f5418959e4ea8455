-- reading: identified_with_russia
-- role: primary
-- label: Identified resources, Europe with Russia
-- short: with Russia
-- says: Rank of Ukraine by identified recoverable uranium resources, 1 January 2021, among the countries of Europe (UN geoscheme, with Russia), Red Book as reprinted
-- warrant: No publisher counts uranium reserves by country; the Red Book's identified resources are the measure governments and the press use, and the UN counts Russia as Europe
-- unit: rank
-- note: Russia's amount is for all of Russia, Asia included. European countries that the table leaves out have less than the smallest amount printed, which is below Ukraine's
WITH printed AS (
  SELECT country, country_code, year, cost_class, value, printed_rank
  FROM red_book.resources
  WHERE country_code IN (SELECT member_code FROM crosswalks.sets
                         WHERE set_id = 'europe_un_geoscheme')
),
claimant AS (SELECT value FROM printed WHERE country_code = 'UKR'),
evidence AS (
  SELECT p.country, p.country_code, p.year, p.cost_class, p.value, p.printed_rank,
    c.value AS ukraine
  FROM printed AS p CROSS JOIN claimant AS c
)
SELECT
  1 + count(*) FILTER (country_code <> 'UKR' AND value > 1.05 * ukraine) AS low,
  1 + count(*) FILTER (country_code <> 'UKR' AND value > ukraine) AS high,
  max(value / ukraine) FILTER (country_code <> 'UKR') AS factor
FROM evidence
HAVING count(*) > 0

-- reading: identified_without_russia
-- role: ordinary
-- label: Identified resources, Europe without Russia
-- short: without Russia
-- says: Rank of Ukraine by identified recoverable uranium resources, 1 January 2021, among the countries of Europe (UN geoscheme, without Russia), Red Book as reprinted
-- warrant: Europe is often meant without Russia, and the speaker did not say; most of Russia's uranium lies in Asia
-- unit: rank
-- note: European countries that the table leaves out have less than the smallest amount printed, which is below Ukraine's
WITH printed AS (
  SELECT country, country_code, year, cost_class, value, printed_rank
  FROM red_book.resources
  WHERE country_code IN (SELECT member_code FROM crosswalks.sets
                         WHERE set_id = 'europe_un_geoscheme_without_russia')
),
claimant AS (SELECT value FROM printed WHERE country_code = 'UKR'),
evidence AS (
  SELECT p.country, p.country_code, p.year, p.cost_class, p.value, p.printed_rank,
    c.value AS ukraine
  FROM printed AS p CROSS JOIN claimant AS c
)
SELECT
  1 + count(*) FILTER (country_code <> 'UKR' AND value > 1.05 * ukraine) AS low,
  1 + count(*) FILTER (country_code <> 'UKR' AND value > ukraine) AS high,
  max(value / ukraine) FILTER (country_code <> 'UKR') AS factor
FROM evidence
HAVING count(*) > 0
