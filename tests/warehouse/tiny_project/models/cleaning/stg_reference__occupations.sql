select
    null::text as occupation_title,
    null::text as soc_code,
    null::text as soc_unit_group,
    null::text as soc_sub_major_code,
    null::text as soc_sub_major_group,
    null::date as absent_on
where false
