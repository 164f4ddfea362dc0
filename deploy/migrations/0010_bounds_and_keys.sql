-- migrate:up

-- What could be delivered to no case must not enter the register: the door measures the same.
alter table receipts add constraint receipts_can_be_delivered
    check (octet_length(envelope::text) <= 1000000) not valid;

-- Two cases that enter a row under one key each keep their own: one of them is wrong, and which
-- one a person has to find out. Within a case a second write of the same key is the first one.
alter table registers drop constraint registers_pkey;
alter table registers add primary key (register, key, case_id);

-- What a verdict answers: asked something else under its command, the register decides anew.
-- None: granted before questions were kept.
alter table verdicts add column question text check (question ~ '^[0-9a-f]{64}$');

-- By which revision of its rulebook a case was opened; forms beside the case judge by the same.
create table case_editions (
    case_id text primary key,
    process text not null,
    edition text not null,
    revision integer not null,
    foreign key (process, edition, revision)
        references rulebook_editions (process, edition, revision)
);

-- migrate:down

drop table case_editions;
alter table verdicts drop column question;
alter table registers drop constraint registers_pkey;
alter table registers add primary key (register, key);
alter table receipts drop constraint receipts_can_be_delivered;
