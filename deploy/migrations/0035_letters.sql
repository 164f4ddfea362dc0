-- migrate:up

-- Official letters and their numbers (Sayı). A letter is numbered in the transaction that records
-- the journal entries it follows from; its page is rendered once and kept under its digest.
create table letter_series (
    series text not null,
    year integer not null,
    last integer not null check (last >= 1),
    primary key (series, year)
);

create table letters (
    case_id text not null,
    occasion text not null,
    addressee text not null,
    series text not null,
    year integer not null,
    n integer not null check (n >= 1),
    -- Of the page, once somebody has sent or opened it.
    sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
    primary key (case_id, occasion, addressee),
    foreign key (case_id, occasion, addressee) references notices (case_id, occasion, addressee),
    foreign key (series, year) references letter_series (series, year),
    unique (series, year, n)
);

create table pages (
    sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    content bytea not null
);

create trigger pages_stay_as_they_are before update or delete on pages
    for each row execute function refuse_change();
create trigger letters_stay_in_the_book before delete on letters
    for each row execute function refuse_change();
-- A number is given once, and so is a page.
create trigger letters_keep_number_and_page before update on letters
    for each row
    when (
        (old.case_id, old.occasion, old.addressee, old.series, old.year, old.n)
            is distinct from (new.case_id, new.occasion, new.addressee, new.series, new.year, new.n)
        or (old.sha256 is not null and old.sha256 is distinct from new.sha256)
    )
    execute function refuse_change();

-- migrate:down

drop table pages;
drop table letters;
drop table letter_series;
