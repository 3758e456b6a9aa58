with members as (
    {{ category_members('subject_taught', 'subject_taught') }}
)

select * from members
