-- migrate:up

-- Whose duties on commissions were cancelled is asked with every report of a commission.
create index registers_cancelled_duties on registers ((content ->> 'member'))
where register = 'commission-duties' and content ->> 'rule' = 'S-19.2';

-- migrate:down

drop index registers_cancelled_duties;
