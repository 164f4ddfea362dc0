-- migrate:up
-- A later release may bring figures that an edition did not state before. Published rows stay as
-- they are: a revision of the edition is a row of its own, and the newest one opens new cases.
alter table rulebook_editions add column revision integer not null default 1 check (revision >= 1);
alter table rulebook_editions drop constraint rulebook_editions_pkey;
alter table rulebook_editions drop constraint rulebook_editions_process_in_force_from_key;
alter table rulebook_editions add primary key (process, edition, revision);
alter table rulebook_editions add unique (process, in_force_from, revision);

-- migrate:down
alter table rulebook_editions drop constraint rulebook_editions_process_in_force_from_revision_key;
alter table rulebook_editions drop constraint rulebook_editions_pkey;
alter table rulebook_editions add primary key (process, edition);
alter table rulebook_editions add unique (process, in_force_from);
alter table rulebook_editions drop column revision;
