with members as (
    {{ category_members('role', 'role') }}
)

select * from members
