-- reading: military_allocated
-- role: context
-- label: Military allocations of the United Kingdom
-- says: UK military allocations, whole months ended by the date, Kiel Institute; pounds at the rate of the month of the statement
-- warrant: Shown because it is the kind of aid spoken of at another stage, set aside and not promised; the tracker has since lowered these months by more than the claim's tolerance
-- unit: GBP bn
WITH rate AS (
  SELECT max(value) AS gbp_per_eur
  FROM fx.monthly
  WHERE quote = 'GBP' AND $said_on BETWEEN period_start AND period_end
),
evidence AS (
  SELECT donor, stage, period, aid_type, min(period_start) AS month_start,
    (SELECT max(period_end) FROM kiel_ust.monthly WHERE period_end <= $period_to) AS covered_to,
    sum(value) AS value_eur_bn, (SELECT gbp_per_eur FROM rate) AS gbp_per_eur
  FROM kiel_ust.monthly
  WHERE stage = 'allocated' AND donor_code = 'GBR' AND aid_type = 'military'
    AND period_end <= $period_to
  GROUP BY donor, stage, period, aid_type
)
SELECT sum(value_eur_bn * gbp_per_eur) AS value, min(month_start) AS period_from,
  max(covered_to) AS period_to
FROM evidence
HAVING count(gbp_per_eur) > 0
