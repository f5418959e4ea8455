-- reading: concentrates
-- role: context
-- label: Rank by titanium ore mined in 2022
-- says: Rank of Ukraine by mine output of ilmenite and rutile, as titanium dioxide, in 2022 among all countries USGS lists, best and worst over the editions that give the year
-- warrant: Shown because the US Geological Survey ranks the same output; the agency cites World Mining Data, whose table is not held and may count other countries
-- unit: rank
-- note: The worst rank adds countries that could each match Ukraine inside the amount given for other countries. The factor is the smallest gap any edition gives between the country at the rank claimed and Ukraine
WITH output AS (
  SELECT release, country_code, year, sum(value) AS value,
    CASE WHEN count(*) FILTER (value IS NULL AND status <> 'zero') > 0 THEN 'not_available'
      ELSE 'reported' END AS status
  FROM usgs_mcs.world_all
  WHERE chapter = 'Titanium mineral concentrates' AND statistic = 'production'
    AND country_code <> 'WLD' AND year BETWEEN year($period_from) AND year($period_to)
  GROUP BY release, country_code, year
),
claimant AS (SELECT release, value FROM output WHERE country_code = 'UKR' AND value > 0),
compared AS (
  SELECT o.release, o.year, o.country_code, o.value, o.status, c.value AS ukraine,
    rank() OVER (PARTITION BY o.release ORDER BY o.value DESC NULLS LAST) AS place
  FROM output AS o JOIN claimant AS c ON c.release = o.release
),
evidence AS (
  SELECT release, year, max(ukraine) AS ukraine,
    1 + count(*) FILTER (country_code NOT IN ('UKR', 'OTH') AND value > 1.05 * ukraine) AS best,
    1 + count(*) FILTER (country_code NOT IN ('UKR', 'OTH')
        AND (value > ukraine OR (value IS NULL AND status <> 'zero')))
      + coalesce(max(CAST(floor(value / ukraine) AS BIGINT)) FILTER (country_code = 'OTH'), 0)
      AS worst,
    min(greatest(value / ukraine, ukraine / value)) FILTER (place = $value_low AND value > 0)
      AS gap
  FROM compared
  GROUP BY release, year
)
SELECT min(best) AS low, max(worst) AS high, min(gap) AS factor,
  make_date(min(year), 1, 1) AS period_from, make_date(max(year), 12, 31) AS period_to
FROM evidence
HAVING count(*) > 0
