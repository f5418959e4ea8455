-- reading: share_around_the_day
-- role: primary
-- label: Share of the official area under Russian control
-- says: Area under Russian control per DeepStateMap, as a share of Ukraine's official 603,550 square kilometres, on the last day held up to the statement and on the first one after it
-- warrant: "Our land has been occupied" is the land under Russian control, what was taken in 2014 included, and the map covers both on one method
-- unit: percent
-- note: No map of the day itself is held; the share is taken to lie between those of the two days. An assessment from open sources, not an official line. The number is read as a bare one, the stricter test, since its hedge is known in translation only
WITH evidence AS (
  SELECT mapped_on, place, measure, value, unit, whole_km2
  FROM deepstate_map.occupied
  WHERE place_code = 'UA' AND measure = 'share' AND unit = 'percent'
  QUALIFY mapped_on = max(mapped_on) FILTER (WHERE mapped_on <= $said_on) OVER ()
    OR mapped_on = min(mapped_on) FILTER (WHERE mapped_on > $said_on) OVER ()
)
SELECT min(value) AS low, max(value) AS high,
  min(mapped_on) AS period_from, max(mapped_on) AS period_to
FROM evidence HAVING count(*) = 2

-- reading: newest_map
-- role: context
-- label: Share on the newest day held
-- says: Area under Russian control per DeepStateMap on the newest day held, as a share of Ukraine's official 603,550 square kilometres
-- warrant: Shown because the area has changed since the statement
-- unit: percent
WITH evidence AS (
  SELECT mapped_on, place, measure, value, unit, whole_km2
  FROM deepstate_map.occupied
  WHERE place_code = 'UA' AND measure = 'share' AND unit = 'percent'
  QUALIFY mapped_on = max(mapped_on) OVER ()
)
SELECT max(value) AS value FROM evidence HAVING count(*) = 1
