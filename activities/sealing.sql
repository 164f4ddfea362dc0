-- name: agree
insert into opening_terms (key, language, remind_apart, listed_apart) values ($1, $2, $3, $4)
on conflict (one) do update set
    language = excluded.language,
    remind_apart = excluded.remind_apart,
    listed_apart = excluded.listed_apart
returning key;

-- name: agreed
select key, language, remind_apart, listed_apart from opening_terms;
