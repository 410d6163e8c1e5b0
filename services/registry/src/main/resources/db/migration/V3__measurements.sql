-- How long a file took on a real device. A measurement is of bytes, not of a run: every run that ends in the same bytes has it.

create table measurement (
    id           bigint generated always as identity primary key,
    model_sha256 text not null check (model_sha256 ~ '^[0-9a-f]{64}$'),
    device       text not null,
    median_ms    double precision not null check (median_ms > 0),
    p95_ms       double precision not null check (p95_ms >= median_ms),
    tool         text not null,
    measured_at  timestamptz not null
);
create index measurement_of_model on measurement (model_sha256, id);
create trigger measurement_is_append_only before update or delete or truncate on measurement
    for each statement execute function refuse_change();
