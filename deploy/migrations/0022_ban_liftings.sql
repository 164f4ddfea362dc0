-- migrate:up

-- Bans entered beside any case: on which decision, and by whom. A case's own ban has neither; its
-- journal says both.
alter table sanctions
    add column decision_no text,
    add column entered_by text;

-- A ban that ends before its time, because its finding was annulled or withdrawn (R-S.13). The ban
-- itself stays as it was entered: applications were refused by it.
create table ban_liftings (
    ban text primary key references sanctions (id),
    from_day date not null,
    decision_no text not null,
    decided_on date not null,
    grounds text not null,
    lifted_by text not null
);

create trigger ban_liftings_are_append_only before update or delete on ban_liftings
for each row execute function refuse_change();

-- migrate:down

drop table ban_liftings;
alter table sanctions
    drop column entered_by,
    drop column decision_no;
