-- name: kutuk
-- The register of agreements in its own order, each with its partner's name, what has become of its
-- term since, and its file in the archive.
select k.content, k.case_id, coalesce(d.name, c.subject) as partner,
    newest.change, newest.ends_on, coalesce(changes.rows, '[]'::jsonb) as changes,
    archived.content ->> 'file_no' as archive_file
from registers as k
left join dossier_cases as c on c.case_id = k.case_id
left join dossier as d on d.subject = c.subject
left join lateral (
    select change, ends_on from agreement_terms
    where case_id = k.case_id and change <> 'run-off-over'
    order by n desc
    limit 1
) as newest on true
left join lateral (
    select jsonb_agg(
        jsonb_build_object(
            'change', t.change, 'ends_on', t.ends_on, 'decided_on', t.decided_on,
            'letter_no', t.letter_no, 'ground', t.ground
        )
        order by t.n
    ) as rows
    from agreement_terms as t
    where t.case_id = k.case_id
) as changes on true
left join registers as archived
    on archived.register = 'agreement-archive' and archived.case_id = k.case_id
where k.register = 'kutuk'
    and ($1::text is null or k.content ->> 'side' = $1)
    and ($2::integer is null or k.content ->> 'number' like $2::integer || '-%')
order by k.content ->> 'side', k.content ->> 'number';
