-- Why the broker will never take an event; it stays for whoever looks into it, and the events after it go out.

alter table outbox add column refused text;
drop index outbox_unsent;
create index outbox_unsent on outbox (id) where sent_at is null and refused is null;
