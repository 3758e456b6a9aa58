{#- Cells of a table that must be hidden beside those of `hidden`, because a hidden cell follows from what
    is shown: it does if, and only if, the graph of hidden cells falls apart without it. Trees are grown
    that span the graph; every hidden cell that is no branch closes a circle, and has a number. Numbers
    of circles within a branch's crown cancel out: a crown that adds up to nothing hangs by its branch
    alone. The smallest cell that leads out of such a crown goes, best to where the tree is. -#}
{% macro cell_to_mend(tables, hidden) -%}
    with recursive edges as materialized (
        select edge.*
        from unnest({{ tables }}.cell_numbers, {{ tables }}.counts, {{ tables }}.from_vertices, {{ tables }}.to_vertices)
            as edge (cell_number, ambassadors_count, from_vertex, to_vertex)
        where edge.from_vertex > 0
    ),

    hidden_edges as materialized (
        select * from edges
        where get_bit({{ hidden }}, cell_number) = 1
    ),

    growth as (
        select
            {{ tables }}.no_vertex as reached,
            0 as root,
            '{}'::int [] as branches,
            '{}'::int [] as children,
            '{}'::int [] as roots,
            true as is_growing
        union all
        select
            (growth.reached | coalesce(buds.vertices, seed.vertices, {{ tables }}.no_vertex))::bit varying,
            case when buds.vertices is null then seed.vertex else growth.root end,
            growth.branches || coalesce(buds.branches, '{}'),
            growth.children || coalesce(buds.children, '{}'),
            growth.roots || array_fill(growth.root, array[coalesce(cardinality(buds.branches), 0)]),
            coalesce(buds.vertices, seed.vertices) is not null
        from growth
        cross join lateral (
            select
                bit_or(set_bit({{ tables }}.no_vertex, bud.child, 1)) as vertices,
                array_agg(bud.child) as children,
                array_agg(bud.branch) as branches
            from (
                select
                    case when get_bit(growth.reached, from_vertex) = 0 then from_vertex else to_vertex end as child,
                    min(cell_number) as branch
                from hidden_edges
                where get_bit(growth.reached, from_vertex) <> get_bit(growth.reached, to_vertex)
                group by 1
            ) as bud
        ) as buds
        cross join lateral (
            select
                min(from_vertex) as vertex,
                set_bit({{ tables }}.no_vertex, min(from_vertex), 1) as vertices
            from hidden_edges
            where get_bit(growth.reached, from_vertex) = 0
        ) as seed
        where growth.is_growing
    ),

    tree as materialized (
        select
            branch.cell_number,
            branch.child_vertex,
            edges.from_vertex + edges.to_vertex - branch.child_vertex as parent_vertex,
            branch.root_vertex
        from growth
        cross join lateral unnest(growth.branches, growth.children, growth.roots)
            as branch (cell_number, child_vertex, root_vertex)
        inner join hidden_edges as edges on branch.cell_number = edges.cell_number
        where not growth.is_growing
    ),

    crowns as (
        select
            cell_number as branch,
            root_vertex,
            child_vertex as vertex
        from tree
        union all
        select
            crowns.branch,
            crowns.root_vertex,
            tree.child_vertex
        from crowns
        inner join tree on crowns.vertex = tree.parent_vertex
    ),

    circles as (
        select
            ends.vertex,
            bit_xor(hashint8extended(edges.cell_number, 0)) as circles
        from hidden_edges as edges
        cross join lateral (values (edges.from_vertex), (edges.to_vertex)) as ends (vertex)
        where edges.cell_number not in (select cell_number from tree)
        group by 1
    ),

    loose as materialized (
        select
            crowns.branch,
            min(crowns.root_vertex) as root_vertex,
            bit_or(set_bit({{ tables }}.no_vertex, crowns.vertex, 1)) as vertices
        from crowns
        left join circles on crowns.vertex = circles.vertex
        group by 1
        having coalesce(bit_xor(circles.circles), 0) = 0
    ),

    trees as materialized (
        select
            root_vertex,
            bit_or(
                set_bit(set_bit({{ tables }}.no_vertex, child_vertex, 1), root_vertex, 1)
            ) as vertices
        from tree
        group by 1
    )

    select set_bit({{ tables }}.no_cell, edges.cell_number, 1) as cells
    from loose
    inner join trees on loose.root_vertex = trees.root_vertex
    inner join edges on get_bit(loose.vertices, edges.from_vertex) <> get_bit(loose.vertices, edges.to_vertex)
    where get_bit({{ hidden }}, edges.cell_number) = 0
    order by
        get_bit(trees.vertices, edges.from_vertex) + get_bit(trees.vertices, edges.to_vertex) desc,
        edges.ambassadors_count asc,
        edges.cell_number asc
    limit 1
{%- endmacro %}
