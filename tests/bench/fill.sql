-- Copies of the open cases until there are :cases of them, :above being there already, with what
-- belongs to each. No trigger runs: nobody is told of a copy, and nothing is derived from its journal.
set session_replication_role = replica;

create table if not exists bench_samples as select case_id from cases where closed_at is null;

create temporary table copied as
select c.case_id as of, c.case_id || '-' || g as case_id, c.file_no || '-' || g as file_no, g
from (
    select case_id, file_no, row_number() over (order by case_id) as k, count(*) over () as m
    from cases join bench_samples using (case_id)
) as c,
    generate_series(1, (:cases + c.m - 1) / c.m) as g
where (g - 1) * c.m + c.k > :above and (g - 1) * c.m + c.k <= :cases;

insert into cases (
    case_id, last_n, process, file_no, stage, waiting_on, next_term, next_due, overdue,
    needs_attention, received_at, next_occasion, terms, applicant, pending, bound
)
select p.case_id, c.last_n, c.process, p.file_no, c.stage, c.waiting_on, c.next_term,
    c.next_due + make_interval(days => (p.g * 7 % 300 - 30)::integer),
    c.next_due is not null and p.g * 7 % 300 < 20, c.needs_attention or p.g % 50 = 0,
    c.received_at - make_interval(days => (p.g % 500)::integer),
    c.next_occasion + interval '1 year', c.terms, c.applicant, c.pending, c.bound
from copied as p join cases as c on c.case_id = p.of;

insert into journal (
    case_id, n, kind, name, rule, counts_from, settled_at, command_id, sealed, previous_hash, hash,
    answer
)
select p.case_id, j.n, j.kind, j.name, j.rule, j.counts_from, j.settled_at, j.command_id, j.sealed,
    j.previous_hash, j.hash, j.answer
from copied as p join journal as j on j.case_id = p.of;

insert into terms_now (
    case_id, key, rule, state, due_at, last_due_at, sequence, n, settled_at
)
select p.case_id, t.key, t.rule, t.state, t.due_at + p.g % 300 * interval '1 day',
    t.last_due_at + p.g % 300 * interval '1 day', t.sequence, t.n, t.settled_at
from copied as p join terms_now as t on t.case_id = p.of;

insert into notices (
    case_id, occasion, addressee, kind, rule, template, facts, dated_at, withdrawn_at, sent_at,
    message_id, attempts, next_try_at
)
select p.case_id, n.occasion, n.addressee, n.kind, n.rule, n.template, n.facts, n.dated_at, null,
    coalesce(n.sent_at, n.dated_at), '<copy@vade>', 1, n.next_try_at
from copied as p join notices as n on n.case_id = p.of;

insert into letters (case_id, occasion, addressee, series, year, n)
select p.case_id, l.occasion, l.addressee, l.series, l.year,
    1000 + 20 * :above + row_number() over (partition by l.series, l.year order by p.case_id, l.n)
from copied as p join letters as l on l.case_id = p.of;

insert into dossier_cases (case_id, subject, institution)
select p.case_id, d.subject, d.institution
from copied as p join dossier_cases as d on d.case_id = p.of;

insert into people (person, national_id, birth_date, registered_by)
select 'k-' || n, (50000000000 + n)::text, date '1980-01-01' + (n % 9000), 'olcum'
from generate_series(2 * :above + 1, 2 * :cases) as n;

insert into agreement_members (case_id, institution, level, joined_on, first_period, joined_by)
select p.case_id, 'k-' || n, 'institution', c.received_at::date, 1, 'olcum'
from copied as p join cases as c on c.case_id = p.case_id, generate_series(1, 8) as n
where c.process = 'agreement';

insert into agreement_reports (
    case_id, level, period, institution, due_on, received_at, report, filed_by
)
select m.case_id, m.level, period, m.institution, m.joined_on + 30 * period,
    m.joined_on + 30 * period - interval '1 day', repeat('e', 64), 'olcum'
from copied as p join agreement_members as m on m.case_id = p.case_id,
    generate_series(1, 6) as period
where m.joined_by = 'olcum';

insert into events (seq, case_id, n, k, type, event)
select (select max(seq) from events) + row_number() over (order by p.g, e.seq),
    p.case_id, e.n, e.k, e.type, e.event
from copied as p join events as e on e.case_id = p.of;

drop table copied;
set session_replication_role = default;
analyze;
