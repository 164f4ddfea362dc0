-- migrate:up

-- The last day of a coefficient's period. Fees of tools are counted within such a period only, never
-- with a value that is carried on (R-E.8).
alter table coefficients
    add column through_day date,
    add constraint coefficients_end_after_their_beginning check (through_day >= from_day);

-- What a conformity decision on a tool has been used for. One on a donation, a purchase or a
-- protocol holds for that one only (E-35.5); that is judged before a row gets here.
create table tool_decision_uses (
    decision_no text not null,
    transaction_no text not null,
    used_on date not null,
    recorded_by text not null,
    primary key (decision_no, transaction_no)
);

-- migrate:down

drop table tool_decision_uses;
alter table coefficients
    drop constraint coefficients_end_after_their_beginning,
    drop column through_day;
