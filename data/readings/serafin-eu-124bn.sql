-- reading: allocated
-- role: context
-- label: Allocated by EU members and institutions, without refugees
-- says: Allocations of the 27 EU members and the EU institutions, all kinds, whole months ended by mid-November 2024, Kiel Institute
-- warrant: Shown because it is the nearest measure of the part without refugees; the reply's total adds them
-- unit: EUR bn
-- query: eu-support-145bn/allocated

-- reading: what_hosts_are_estimated_to_pay
-- role: context
-- label: What hosting refugees is estimated to cost EU members
-- says: Estimate of what refugees from Ukraine cost the 27 EU members to August 2024, Kiel Institute, release 19
-- warrant: Shown because it is another thing than the refugee money of the reply, which is what the EU counts: what the hosts are estimated to pay
-- unit: EUR bn
WITH evidence AS (
  SELECT donor, donor_code, period_start, period_end, value, unit, status
  FROM kiel_ust.refugee_costs
  WHERE period_end <= $period_to
    AND donor_code IN (SELECT member_code FROM crosswalks.sets WHERE set_id = 'eu27')
)
SELECT sum(value) AS value, min(period_start) AS period_from, max(period_end) AS period_to
FROM evidence
HAVING count(*) > 0
