with answers as (
    select * from {{ ref('int_event_feedback__answer') }}
    where response <> 'Not stated'
),

forms as (
    select * from {{ ref('fct_event_feedback') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

counted as (
    select
        programmes.programme_name as programme,
        answers.question,
        roles.role,
        answers.response,
        count(*) as responses_count
    from answers
    inner join forms on answers.feedback_id = forms.feedback_id
    left join programmes on forms.programme_id = programmes.programme_id
    cross join lateral (values ('all'), (coalesce(forms.role, 'Not stated'))) as roles (role)
    group by 1, 2, 3, 4
)

select * from counted
