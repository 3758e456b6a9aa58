-- From a school that is not open, over its successors and theirs, to the first open one. Of several the
-- nearest is taken, then the one linked last, then the lowest URN; where none is open, the last one that
-- the register knows. A successor that the register lacks is passed through.
with recursive register as (
    select * from {{ ref('int_school__opening') }}
),

links as (
    select * from {{ ref('int_school__link') }}
),

walked as (
    select
        urn,
        urn as reached_urn,
        0 as steps,
        null::date as linked_on,
        array[urn] as path
    from register
    where not is_open
    union all
    select
        walked.urn,
        links.successor_urn as reached_urn,
        walked.steps + 1 as steps,
        links.linked_on,
        walked.path || links.successor_urn as path
    from walked
    inner join links on walked.reached_urn = links.urn
    left join register on walked.reached_urn = register.urn
    where
        links.successor_urn <> all(walked.path)
        and not coalesce(register.is_open, false)
),

successors as (
    select distinct on (walked.urn)
        walked.urn,
        walked.reached_urn as current_urn
    from walked
    inner join register on walked.reached_urn = register.urn
    where walked.steps > 0
    order by
        walked.urn asc,
        register.is_open desc,
        case when register.is_open then walked.steps else -walked.steps end asc,
        walked.linked_on desc nulls last,
        walked.reached_urn asc
)

select * from successors
