-- Two samples, not one followed up: the interval takes each wave's own variance, the test that of both together.
with tabulated as (
    select * from {{ ref('int_survey__tabulated') }}
    where scale = 'agree5' and wave in ('start', 'end')
),

at_the_end as (
    select * from {{ ref('int_survey__represented') }}
    where wave = 'end'
),

thresholds as (
    select * from {{ ref('survey_thresholds') }}
),

agreed as (
    select
        programme,
        survey,
        question_code,
        wording,
        subgroup_type,
        subgroup,
        coalesce(max(base_count) filter (where wave = 'start'), 0) as start_base,
        coalesce(max(base_count) filter (where wave = 'end'), 0) as end_base,
        sum(answers_count) filter (where wave = 'start' and is_agree) as start_agree,
        sum(answers_count) filter (where wave = 'end' and is_agree) as end_agree
    from tabulated
    group by 1, 2, 3, 4, 5, 6
),

shares as (
    select
        *,
        start_agree / nullif(start_base, 0) as start_share,
        end_agree / nullif(end_base, 0) as end_share,
        (start_agree + end_agree) / nullif(start_base + end_base, 0) as pooled_share
    from agreed
),

compared as (
    select
        shares.*,
        100 * (shares.end_share - shares.start_share) as change_pp,
        round(
            100 * thresholds.interval_z * sqrt(
                shares.start_share * (1 - shares.start_share) / nullif(shares.start_base, 0)
                + shares.end_share * (1 - shares.end_share) / nullif(shares.end_base, 0)
            ), 20
        ) as margin_pp,
        {{ two_sided_p(
            'shares.end_share - shares.start_share',
            'shares.pooled_share * (1 - shares.pooled_share)'
            ~ ' * (1.0 / nullif(shares.start_base, 0) + 1.0 / nullif(shares.end_base, 0))'
        ) }} as p_value,
        shares.start_base < thresholds.suppressed_under as is_start_suppressed,
        shares.end_base < thresholds.suppressed_under as is_end_suppressed,
        least(shares.start_base, shares.end_base) < thresholds.suppressed_under as is_suppressed,
        least(shares.start_base, shares.end_base) < thresholds.small_base_under as base_is_small,
        coalesce(at_the_end.partnerships_represented_pct < thresholds.low_representation_under_pct, false)
            as representation_is_low,
        thresholds.significant_under
    from shares
    left join at_the_end on shares.programme = at_the_end.programme and shares.survey = at_the_end.survey
    cross join thresholds
),

changes as (
    select
        programme,
        survey,
        question_code as question,
        wording,
        subgroup_type,
        subgroup,
        start_base as start_base_count,
        case when not is_start_suppressed then 100 * start_share end as start_agree_pct,
        end_base as end_base_count,
        case when not is_end_suppressed then 100 * end_share end as end_agree_pct,
        case when not is_suppressed then change_pp end as change_pp,
        case when not is_suppressed then change_pp - margin_pp end as change_low_pp,
        case when not is_suppressed then change_pp + margin_pp end as change_high_pp,
        case when not is_suppressed then p_value end as p_value,
        case when not is_suppressed then coalesce(p_value < significant_under, false) end as is_significant,
        base_is_small,
        representation_is_low,
        case
            when base_is_small then 'small base'
            when representation_is_low then 'low representation'
            else 'none'
        end as caution,
        case when is_suppressed then 'c' end as suppression
    from compared
)

select * from changes
