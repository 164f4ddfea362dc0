-- migrate:up

-- Of what there is one case only (a year, the book of a review): whose it is. The register says so
-- once the journal has the case; two filings at once are told apart here, as each case opens.
create table sole_cases (
    kind text not null,
    key text not null,
    case_id text not null,
    file_no text not null,
    reserved_at timestamptz not null default clock_timestamp(),
    primary key (kind, key)
);

-- migrate:down

drop table sole_cases;
