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

-- reading: commission_count
-- role: generous
-- label: The EU's own count
-- short: by the EU's count
-- says: Totals of support by the EU and its members in the EU's own way of counting: the last one held that was printed before the statement, about January 2025, and the first after it, November 2025
-- warrant: The strongest version for the speaker: the EU's own count adds refugee costs and only grows, so on the day it lay between the two printed totals
-- unit: EUR bn
-- note: The first page says approximately, the second that the total had passed this figure
WITH evidence AS (
  SELECT figure_id, publisher, subject, measure, value, unit, status, as_of, quote, url
  FROM published_figures.figures
  WHERE figure_id IN ('eu06', 'eu01')
)
SELECT min(value) AS low, max(value) AS high
FROM evidence
HAVING count(*) = 2

-- reading: committed
-- role: context
-- label: Committed by EU members and institutions
-- says: Commitments of the same donors, same period, Kiel Institute
-- warrant: Shown because promises for later years are sometimes counted in; the words speak of support given, and the same words of others are not tested on promises
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
