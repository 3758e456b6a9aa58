with results as (
    select * from {{ source('ops', 'test_results') }}
),

releases as (
    select * from {{ source('ops', 'releases') }}
),

described as (
    select
        results.release_id,
        results.test,
        results.relation,
        results.status,
        releases.status as release_status,
        results.message,
        results.failures as failures_count,
        results.rows as failing_rows,
        results.tested_at
    from results
    inner join releases on results.release_id = releases.release_id
)

select * from described
