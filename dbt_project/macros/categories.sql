{#- A text by which two spellings of the same words are equal: without case, spaces and punctuation.
    What has neither letter nor digit of English stays as it is, so that it is not taken for nothing. -#}
{% macro folded(text) -%}
    coalesce(nullif(regexp_replace(lower({{ text }}), '[^a-z0-9]', '', 'g'), ''), lower({{ text }}))
{%- endmacro %}


{#- A text as rules and the model read it: in lower case, a single space between its words. -#}
{% macro as_said(text) -%}
    regexp_replace(lower({{ text }}), '\s+', ' ', 'g')
{%- endmacro %}


{#- Whether a text as said matches a rule's pattern. \b is a word's edge, as in most other languages. -#}
{% macro matches_rule(text, pattern) -%}
    {{ text }} ~ replace({{ pattern }}, '\b', '\y')
{%- endmacro %}


{#- What stands for a text in ops, where no text of a person may stay behind. -#}
{% macro text_hash(text) -%}
    encode(sha256(convert_to({{ text }}, 'UTF8')), 'hex')
{%- endmacro %}


{#- Whether a text holds what leads to a person: an address of theirs, a telephone number, a postcode. -#}
{% macro leads_to_a_person(text) -%}
    {{ text }} ~* '@|www\.|https?:|\d(?:[\s()./-]*\d){6}|\y[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\y'
{%- endmacro %}
