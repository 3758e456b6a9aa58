-- Either side may state a link and many state it alone, so each is read from both sides.
with links as (
    select * from {{ ref('stg_reference__gias_links') }}
    where absent_on is null
),

link_types as (
    select * from {{ ref('school_link_types') }}
),

forwards as (
    select
        links.urn,
        links.link_urn as successor_urn,
        links.link_established_on
    from links
    inner join link_types on links.link_type = link_types.link_type
    where link_types.linked_school_is in ('successor', 'either')
),

backwards as (
    select
        links.link_urn as urn,
        links.urn as successor_urn,
        links.link_established_on
    from links
    inner join link_types on links.link_type = link_types.link_type
    where link_types.linked_school_is in ('predecessor', 'either')
),

both_sides as (
    select * from forwards
    union all
    select * from backwards
),

pairs as (
    select
        urn,
        successor_urn,
        max(link_established_on) as linked_on
    from both_sides
    where urn <> successor_urn
    group by urn, successor_urn
)

select * from pairs
