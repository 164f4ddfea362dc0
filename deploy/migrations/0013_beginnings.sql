-- migrate:up

-- What a case began with, calendar and rulebook included; with its journal it can be told again.
-- Once a case has forgotten its applicant, so has this: it keeps what the case itself still knows.
create table beginnings (
    case_id text primary key,
    start json not null,
    opening json not null,
    -- edition of the text by which it is told
    text integer not null
);

-- migrate:down

drop table beginnings;
