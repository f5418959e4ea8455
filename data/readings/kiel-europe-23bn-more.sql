-- reading: both_versions
-- role: primary
-- label: The same difference, Europe as printed then and as revised
-- says: Europe's allocations to February 2025, as the press release prints them and in the newest release of the same tracker, each less those of the United States in the newest release, Kiel Institute
-- warrant: The institute has revised Europe's past months and not those of the United States, and a difference of two totals moves by the whole of a revision; two versions of one measure are one interval
-- unit: EUR bn
-- note: The release that the statement announced is held by its headline only
WITH printed AS (
  SELECT max(value) AS europe_eur_bn FROM published_figures.figures WHERE figure_id = 'kl01'
),
evidence AS (
  SELECT donor, donor_code, stage, min(period_start) AS month_start, max(period_end) AS month_end,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn, (SELECT europe_eur_bn FROM printed) AS europe_as_printed
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND (donor_code = 'USA'
      OR donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'kiel_europe'))
  GROUP BY donor, donor_code, stage
)
SELECT least(sum(value_eur_bn) FILTER (donor_code <> 'USA'), max(europe_as_printed))
    - sum(value_eur_bn) FILTER (donor_code = 'USA') AS low,
  greatest(sum(value_eur_bn) FILTER (donor_code <> 'USA'), max(europe_as_printed))
    - sum(value_eur_bn) FILTER (donor_code = 'USA') AS high,
  min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(*) FILTER (donor_code = 'USA') = 1 AND count(europe_as_printed) > 0
