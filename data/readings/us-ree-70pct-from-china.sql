-- reading: share_of_imports
-- role: primary
-- label: Share of US imports over four years
-- says: China's share, Hong Kong included, of US imports of rare-earth compounds and metals, as the survey prints it for the years of the edition known when the words were said
-- warrant: The words cite the survey, and compounds and metals together are the only form of rare earths for which its rare-earth chapter prints shares by country
-- unit: percent
-- note: The survey prints whole percentages: the interval is what rounds to the figure printed. A share of imports is not a share of what the United States use.
WITH evidence AS (
  SELECT release, chapter, form, country, country_code, share_of, period_start, period_end, value,
    status, note
  FROM usgs_mcs_salient.import_sources
  WHERE chapter = 'Rare earths' AND form = 'Rare-earth compounds and metals'
    AND country_code = 'CHN' AND share_of = 'imports' AND status IN ('reported', 'estimated')
    AND period_end <= $said_on
)
SELECT min(value) - 0.5 AS low, max(value) + 0.5 AS high,
  min(period_start) AS period_from, max(period_end) AS period_to
FROM evidence
HAVING count(*) = 1

-- reading: heavy_rare_earths
-- role: context
-- label: Single heavy rare earths
-- says: China's smallest and largest share of US imports among the heavy rare earths for which the survey prints sources, compounds and metals
-- warrant: Shown because one share for all rare earths hides that some heavy ones come from China alone
-- unit: percent
WITH evidence AS (
  SELECT release, chapter, commodity, form, country, country_code, share_of, value, status, note,
    period_start, period_end
  FROM usgs_mcs_salient.import_sources
  WHERE chapter = 'Rare earths (heavy)' AND country_code = 'CHN' AND share_of = 'imports'
    AND period_end <= $said_on
)
SELECT min(value) AS low, max(value) AS high, min(period_start) AS period_from,
  max(period_end) AS period_to
FROM evidence
HAVING count(*) > 0

-- reading: reliance_on_imports
-- role: context
-- label: How much of US use is met by imports at all
-- says: US net import reliance for rare-earth compounds and metals in the newest year of the edition, as a percentage of apparent consumption
-- warrant: Shown because a share of imports says nothing about how much of what is used is imported
-- unit: percent
WITH evidence AS (
  SELECT release, chapter, form, share_of, year, value, status, note
  FROM usgs_mcs_salient.net_import_reliance
  WHERE chapter = 'Rare earths' AND form = 'Compounds and metals'
    AND share_of = 'apparent consumption' AND status IN ('reported', 'estimated')
  QUALIFY year = max(year) OVER ()
)
SELECT min(value) - 0.5 AS low, max(value) + 0.5 AS high,
  make_date(min(year), 1, 1) AS period_from, make_date(max(year), 12, 31) AS period_to
FROM evidence
HAVING count(*) = 1
