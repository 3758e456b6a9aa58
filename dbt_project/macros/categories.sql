{#- A text by which two spellings of the same words are equal: without case, spaces and punctuation.
    What has neither letter nor digit of English stays as it is, so that it is not taken for nothing. -#}
{% macro folded(text) -%}
    coalesce(nullif(regexp_replace(lower({{ text }}), '[^a-z0-9]', '', 'g'), ''), lower({{ text }}))
{%- endmacro %}


{#- A text as rules and the model read it: in lower case, a single space between its words. -#}
{% macro as_said(text) -%}
    regexp_replace(lower({{ text }}), '\s+', ' ', 'g')
{%- endmacro %}


{#- A comment as rules and the model read it: as said, with a keyboard's dashes and quotes. -#}
{% macro comment_text(text) -%}
    translate({{ as_said(text) }}, '’‘–—', '''''--')
{%- endmacro %}


{#- What the model's answers on comments stand under: the form's column; FIELD in cleaning.comment_text. -#}
{% macro comment_field() -%}
    'useful_why'
{%- endmacro %}


{#- Whether a text as said matches a rule's pattern. -#}
{% macro matches_rule(text, pattern) -%}
    {{ text }} ~ ops.server_pattern({{ pattern }})
{%- endmacro %}


{#- What stands for a text in ops, where no text of a person may stay behind. -#}
{% macro text_hash(text) -%}
    encode(sha256(convert_to({{ text }}, 'UTF8')), 'hex')
{%- endmacro %}


{#- Whether a text holds what leads to a person: an address, a telephone number, a postcode, a name with its
    title, a street with its number. No postcode begins with Y and a digit: 'Y7 8th' is a year and a day. -#}
{% macro leads_to_a_person(text) -%}
    {{ text }} ~* '@|www\.|https?:|\d(?:[\s()./-]*\d){6}|\y(?!y\d)[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\y'
    or {{ text }} ~* '\y(?:mr|mrs|miss|mx|ms)\y\.?\s+(?!teams|office)[a-z]{2}'
    or {{ text }} ~* '\d[a-z]?,?\s+(?:[a-z]+\s+){1,3}(?:road|rd|street|avenue|lane|crescent|terrace)\y'
{%- endmacro %}


{#- Whether a field says what a person is: its texts are for the steward and not for analysts. -#}
{% macro is_about_people(field) -%}
    {{ field }} in ('disability', 'ethnicity', 'gender', 'occupation')
{%- endmacro %}


{#- Statements that keep the texts of such fields from analysts, who read the rest of a table. -#}
{% macro keep_people_from_analysts(relation) -%}
    alter table {{ relation }} enable row level security;
    create policy texts_of_people_are_for_stewards on {{ relation }}
    for select to warehouse_analyst using (not ({{ is_about_people('field') }}))
{%- endmacro %}


{#- Statements that keep all rows of a table from analysts: one of them may be a person's words or answers. -#}
{% macro keep_from_analysts(relation) -%}
    alter table {{ relation }} enable row level security
{%- endmacro %}


{#- What a record says in a category column: as reported, as resolved, and how. -#}
{% macro category_cells(column) -%}
    {{ column }}_resolved.raw as {{ column }}_raw,
        {{ column }}_resolved.category as {{ column }},
        {{ column }}_resolved.method as {{ column }}_method
{%- endmacro %}


{#- The join behind these cells, in a model with the CTE `resolved`; the column's list has its name, unless
    another is said. -#}
{% macro join_category(records, column, has_other=false, taxonomy=none) -%}
    left join resolved as {{ column }}_resolved
        on
            {{ column }}_resolved.taxonomy = '{{ taxonomy or column }}'
            and coalesce({{ records }}.{{ column }}, '') = {{ column }}_resolved.reported_value
            {%- if has_other %}
            and coalesce({{ records }}.{{ column }}_other, '') = {{ column }}_resolved.reported_companion
            {%- endif %}
{%- endmacro %}
