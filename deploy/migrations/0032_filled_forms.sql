-- migrate:up

-- Forms for the registers as the door took them in, by their sender's own key: sent again under it,
-- a form is the same one, and gets the same answer. What was filled in stands in its register alone:
-- the digest is taken together with the key, so that nobody finds an identity number by trying.
create table filled_forms (
    claim text primary key check (claim ~ '^[0-9a-f]{64}$'),
    form text not null,
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    answer json,
    filled_by_role text not null,
    filled_by text not null,
    filled_at timestamptz not null
);
create trigger filled_forms_are_append_only before update or delete on filled_forms
    for each row execute function refuse_change();

-- migrate:down

drop table filled_forms;
