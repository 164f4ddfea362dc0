-- migrate:up

-- Commands that a case has taken in and not settled yet, for its lists.
alter table cases add column pending json not null default '[]';

-- migrate:down

alter table cases drop column pending;
