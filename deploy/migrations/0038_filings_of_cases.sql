-- migrate:up

-- A case asks for the filing that opens it before it is noted as started; this finds those as well.
create index filings_cases on filings (case_id);
drop index filings_started;

-- migrate:down

create index filings_started on filings (case_id) where started_at is not null;
drop index filings_cases;
