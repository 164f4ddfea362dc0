-- migrate:up

-- What no case could be told must not enter the register: the door measures the same.
alter table receipts add constraint receipts_can_be_told
    check (octet_length(envelope::text) <= 1000000) not valid;

-- migrate:down

alter table receipts drop constraint receipts_can_be_told;
