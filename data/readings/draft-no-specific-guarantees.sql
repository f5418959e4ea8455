-- reading: draft_handed_over
-- role: primary
-- label: The draft handed over, as reported
-- says: Accounts of the draft handed over on 12 February 2025 that find a security guarantee in it
-- warrant: "This document" and "the proposal" are the draft the Treasury Secretary brought to Kyiv; the text is not public, so what outlets that saw it say stands in for it
-- unit: count
-- note: No account held says that its outlet had this draft before it; officials and unnamed sources do not count
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id = 'lt-us-draft-2025-02-07' AND clause_topic = 'security_guarantee'
)
SELECT count(*) FILTER (presence = 'reported') AS value,
  count(DISTINCT outlet) FILTER (saw_text AND presence = 'none_reported') AS reported_by
FROM evidence
HAVING count(*) > 0

-- reading: later_drafts
-- role: context
-- label: Drafts of 14 and 21 February, as reported
-- says: Accounts of the two following US drafts that find a security guarantee in them
-- warrant: Shown because outlets saw these drafts; they are other texts than the one spoken of
-- unit: count
WITH evidence AS (
  SELECT text_id, outlet, saw_text, presence, coded_value, page_publisher, page_on, note
  FROM legal_texts.reports
  WHERE text_id IN ('lt-us-draft-2025-02-14', 'lt-us-draft-2025-02-21')
    AND clause_topic = 'security_guarantee'
)
SELECT count(*) FILTER (presence = 'reported') AS value,
  count(DISTINCT outlet) FILTER (saw_text AND presence = 'none_reported') AS reported_by
FROM evidence
HAVING count(*) > 0
