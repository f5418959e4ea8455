"""What a reading may call: functions whose result depends on their arguments alone.

The list is closed, so a function that a new DuckDB brings is refused until someone looks at it.
A test compares it with DuckDB's own account of which functions are volatile.
"""

from __future__ import annotations

ARITHMETIC = frozenset("+ - * / // % ** ^ @ & | ~ << >> abs ceil ceiling floor round trunc".split())
NUMBERS = frozenset(
    """sign sqrt cbrt pow power exp ln log log2 log10 greatest least gcd lcm mod add subtract
    multiply divide fdiv fmod even pi radians degrees isfinite isinf isnan""".split()
)
TEXT = frozenset(
    """|| ~~ !~~ ~~* !~~* ~~~ like_escape not_like_escape ilike_escape not_ilike_escape
    concat concat_ws contains starts_with ends_with prefix suffix lower upper trim ltrim rtrim
    left right length len char_length character_length strlen substr substring replace reverse
    repeat lpad rpad split_part string_split str_split split regexp_matches regexp_full_match
    regexp_extract regexp_extract_all regexp_replace strip_accents nfc_normalize translate
    position strpos instr ascii chr format printf levenshtein jaro_similarity
    jaro_winkler_similarity""".split()
)
DATES = frozenset(
    """year month day quarter week dayofyear dayofmonth dayofweek isoyear date_part datepart
    date_trunc datetrunc date_diff datediff date_sub datesub date_add last_day make_date
    strftime strptime try_strptime to_days to_months to_years to_weeks monthname dayname""".split()
)
CHOICES = frozenset("nullif if".split())
AGGREGATES = frozenset(
    """sum count count_star count_if countif min max avg mean median mode stddev stddev_samp
    stddev_pop variance var_samp var_pop quantile quantile_cont quantile_disc product bool_and
    bool_or arg_min arg_max min_by max_by argmin argmax string_agg group_concat listagg list
    array_agg any_value corr covar_pop covar_samp regr_slope regr_intercept fsum geomean
    geometric_mean bit_and bit_or bit_xor""".split()
)
WINDOWS = frozenset(
    """row_number rank dense_rank rank_dense percent_rank cume_dist ntile lag lead first_value
    last_value nth_value""".split()
)
LISTS = frozenset(
    """list_value list_contains list_has list_position list_sort list_distinct list_unique
    list_sum list_min list_max list_avg list_count list_apply list_transform list_filter
    list_any_value list_aggregate list_concat list_extract list_element list_slice
    list_has_any list_has_all array_length array_extract array_slice array_contains
    array_to_string struct_pack struct_extract row unnest""".split()
)
PURE_FUNCTIONS: frozenset[str] = (
    ARITHMETIC | NUMBERS | TEXT | DATES | CHOICES | AGGREGATES | WINDOWS | LISTS
)

BARE_CALLS: frozenset[str] = frozenset(
    """current_catalog current_database current_date current_localtime current_localtimestamp
    current_query current_role current_schema current_time current_timestamp current_user
    localtime localtimestamp session_user user rowid""".split()
)
"""Names that DuckDB takes for a call, or for a row's place, where no column is named so."""
