-- Written from extract/contracts by `make contracts`; without this line it is left alone.
{{ config(indexes=[{'columns': ['school_name', 'partnership_id', 'survey', 'wave', 'question_code', 'returned_on']}]) }}

with contents as (
    select * from {{ ref('base_ops__contents') }}
    where {{ is_due('survey', 'paper_percentages') }}
),

received as (
    select * from {{ source('survey', 'paper_percentages') }}
),

trimmed as (
    select
        {{ trimmed_columns('survey', 'paper_percentages') }}
        contents.file_date as _file_date,
        contents.part_order as _part_order,
        received._record_number,
        received._load_id
    from received
    inner join contents on received._load_id = contents.load_id
    where
        received._load_id >= (select min(oldest.load_id) from contents as oldest)
        and received._load_id <= (select max(newest.load_id) from contents as newest)
    offset 0
),

typed as (
    select
        {{ typed_columns('survey', 'paper_percentages') }}
        _file_date,
        _part_order,
        _record_number,
        _load_id
    from trimmed
),

newest as (
    select distinct on (school_name, partnership_id, survey, wave, question_code, returned_on) *
    from typed
    order by
        school_name asc,
        partnership_id asc,
        survey asc,
        wave asc,
        question_code asc,
        returned_on asc,
        {{ newest_first('survey', 'paper_percentages') }}
)

select * from newest
