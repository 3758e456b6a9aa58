{#-
    Sum whole numbers over rows of which a share counts. Nearly all shares are whole: what they have
    is summed as floating point, which is exact below 2^53 and five times faster than numeric.
-#}
{%- macro shared_sum(count, share) -%}
coalesce(sum({{ count }}::double precision) filter (where {{ share }} = 1), 0)::bigint
        + coalesce(sum({{ share }} * {{ count }}) filter (where {{ share }} <> 1), 0)
{%- endmacro %}
