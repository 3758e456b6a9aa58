-- Every column of a schema's tables and views, with what the catalog knows of it.
select
    relation.relname as table_name,
    obj_description(relation.oid, 'pg_class') as table_description,
    attribute.attname as name,
    col_description(relation.oid, attribute.attnum) as description,
    base.typname as type_name,
    base.typcategory as type_category,
    case
        when base.typname = 'numeric' and attribute.atttypmod > 0
            then ((attribute.atttypmod - 4) >> 16) & 65535
    end as numeric_precision,
    case
        when base.typname = 'numeric' and attribute.atttypmod > 0
            then (attribute.atttypmod - 4) & 2047
    end as numeric_scale,
    attribute.attnotnull as is_required,
    array_position(primary_key.conkey, attribute.attnum) as key_position
from pg_class as relation
inner join pg_attribute as attribute on relation.oid = attribute.attrelid
inner join pg_type as base on attribute.atttypid = base.oid
left join pg_constraint as primary_key
    on relation.oid = primary_key.conrelid and primary_key.contype = 'p'
where
    relation.relnamespace = %(schema)s::regnamespace
    and relation.relkind in ('r', 'p', 'v', 'm')
    and attribute.attnum > 0
    and not attribute.attisdropped
order by relation.relname collate "C", attribute.attnum
