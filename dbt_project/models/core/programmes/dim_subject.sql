with members as (
    {{ category_members('subject', 'subject') }}
)

select * from members
