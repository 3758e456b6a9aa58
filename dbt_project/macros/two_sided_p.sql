{#- The probability, if nothing but chance were at work, of a difference at least as far from zero, by the normal
    distribution; null where nothing varies. -#}
{% macro two_sided_p(difference, variance) -%}
    erfc((abs({{ difference }}) / sqrt(2 * nullif({{ variance }}, 0)))::double precision)::numeric
{%- endmacro %}
