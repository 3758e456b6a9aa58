-- What each decision comes to. The drop-down of the review workbook puts keep_other and ignore where
-- the categories stand, so the answer can be in either column.
with history as (
    select
        *,
        lower(field) as taxonomy,
        {{ folded('raw_value') }} as folded,
        {{ folded('category') }} as folded_category,
        coalesce(
            nullif({{ folded('decision') }}, ''),
            case when {{ folded('category') }} in ('keepother', 'ignore') then {{ folded('category') }} else 'map' end
        ) as answer
    from {{ ref('stg_reference__recode_decision_history') }}
),

listed as (
    select * from {{ ref('int_category__listed') }}
),

members as (
    select * from listed
    where is_category
),

lists as (
    select taxonomy
    from members
    group by taxonomy
),

read as (
    select
        history.taxonomy,
        history.folded,
        history.field,
        history.raw_value,
        {{ as_said('history.raw_value') }} as text,
        case history.answer when 'keepother' then 'keep_other' when 'map' then 'map' when 'ignore' then 'ignore' end
            as decision,
        case when history.answer = 'ignore' and lists.taxonomy is not null then 'Not stated' else members.category end
            as category,
        case
            when lists.taxonomy is null then 'no such field'
            when history.answer not in ('map', 'keepother', 'ignore') then 'no such decision'
            when history.answer <> 'ignore' and members.category is null then 'no such category'
        end as mistake,
        named.category is not null as is_category_itself,
        history.decided_by,
        history.decided_on,
        history._file_date,
        history._part_order,
        history._record_number,
        history._load_id
    from history
    left join lists on history.taxonomy = lists.taxonomy
    left join members
        on
            history.taxonomy = members.taxonomy
            and case history.answer when 'map' then history.folded_category when 'keepother' then 'other' end
            = members.folded
    left join listed as named
        on history.taxonomy = named.taxonomy and history.folded = named.folded
),

in_order as (
    select
        *,
        lag(category) over (
            partition by taxonomy, folded, mistake is null
            order by _file_date, _part_order, _record_number, _load_id
        ) as category_before,
        mistake is null
        and row_number() over (
            partition by taxonomy, folded, mistake is null
            order by _file_date desc, _part_order desc, _record_number desc, _load_id desc
        ) = 1 as is_in_force
    from read
)

select * from in_order
