-- reading: allocated
-- role: primary
-- label: Allocated by EU members and institutions
-- says: Allocations of the 27 EU members and the EU institutions, all kinds, whole months ended by the date, Kiel Institute
-- warrant: "Supported with" means support given; the speaker named the EU and its members; Kiel measures them on the definition used here for every donor
-- unit: EUR bn
-- note: Kiel leaves out the cost of refugees in the EU, which the Commission's totals include
WITH evidence AS (
  SELECT donor, stage, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND period_end <= $period_to
    AND (donor_code = 'EUI'
      OR donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'eu27'))
  GROUP BY donor, stage
)
SELECT sum(value_eur_bn) AS value, min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(*) > 0

-- reading: committed
-- role: ordinary
-- label: Committed by EU members and institutions
-- says: Commitments of the same donors, same period, Kiel Institute
-- warrant: A total of support can count what has been promised over several years; commitments are Kiel's measure of promises
-- unit: EUR bn
WITH evidence AS (
  SELECT donor, stage, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn
  FROM kiel_ust.monthly
  WHERE stage = 'committed' AND period_end <= $period_to
    AND (donor_code = 'EUI'
      OR donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'eu27'))
  GROUP BY donor, stage
)
SELECT sum(value_eur_bn) AS value, min(month_start) AS period_from, max(covered_to) AS period_to
FROM evidence
HAVING count(*) > 0

-- reading: commission_count
-- role: generous
-- label: The EU's own count
-- says: Total provided by the EU and its members, about January 2025, as the EU Agency for Asylum prints it
-- warrant: The strongest version for the speaker: the EU's own way of counting, which adds refugee costs; of the totals held, the one printed nearest to the date
-- unit: EUR bn
WITH evidence AS (
  SELECT figure_id, publisher, subject, measure, value, unit, status, as_of, quote, url
  FROM published_figures.figures
  WHERE figure_id = 'eu06'
)
SELECT max(value) AS value
FROM evidence
HAVING count(*) = 1
