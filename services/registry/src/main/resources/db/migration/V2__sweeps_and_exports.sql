-- Runs of one push that differ in nothing but their budgets, and what a version has beside its model and mask.

alter table run add column sweep text;
create index run_sweep on run (sweep) where sweep is not null;

alter table model_version add column exports jsonb;   -- null of versions that were made before
