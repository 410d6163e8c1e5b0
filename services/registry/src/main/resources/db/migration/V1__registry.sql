-- The registry's truth. Events on the topics are kept only as long as the broker keeps them, so this is not to be rebuilt.

create table run (
    id            text primary key,
    model         text,                       -- unknown until the submission has been read
    spec          jsonb,
    status        text not null check (status in ('RUNNING', 'PROMOTED', 'REJECTED', 'FAILED')),
    stage         text not null,
    submitted_at  timestamptz not null,
    updated_at    timestamptz not null,
    ended_at      timestamptz,
    failed_stage  text,
    error_code    text,
    error_message text
);
create index run_newest on run (submitted_at desc, id);

create table stage_state (
    run_id     text not null references run (id),
    stage      text not null,
    status     text not null check (status in ('WAITING', 'RUNNING', 'DONE', 'FAILED')),
    attempt    integer not null,
    sequence   bigint not null,
    phase      text not null,
    done       bigint not null,
    total      bigint not null,
    metrics    jsonb not null,
    started_at timestamptz,
    updated_at timestamptz not null,
    ended_at   timestamptz,
    primary key (run_id, stage)
);

-- One value per metric and bucket of a stage's units: bounded, and a resumed attempt overwrites what it repeats.
create table curve_point (
    run_id text not null references run (id),
    stage  text not null,
    metric text not null,
    bucket integer not null,
    done   bigint not null,
    phase  text not null,
    value  double precision not null,
    primary key (run_id, stage, metric, bucket)
);

create table model (
    name         text primary key,
    last_version integer not null
);

create table model_version (
    run_id     text primary key references run (id), -- one run makes at most one version: repeats collide here
    name       text not null references model (name),
    version    integer not null check (version >= 1),
    verdict    text not null check (verdict in ('PROMOTED', 'REJECTED')),
    artifact   jsonb not null,
    source     jsonb not null,
    mask       jsonb not null,
    report     jsonb not null,
    created_at timestamptz not null,
    unique (name, version)
);

create table alias (
    name     text not null,
    alias    text not null,
    version  integer not null,
    moved_at timestamptz not null,
    primary key (name, alias),
    foreign key (name, version) references model_version (name, version)
);

create table decision (
    run_id     text primary key references model_version (run_id),
    name       text not null,
    version    integer not null,
    verdict    text not null check (verdict in ('PROMOTED', 'REJECTED')),
    gates      jsonb not null,
    decided_at timestamptz not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'restrict_violation';
end $$;
create trigger decision_is_append_only before update or delete or truncate on decision
    for each statement execute function refuse_change();

create table outbox (
    id         bigint generated always as identity primary key,
    event_id   text not null unique,
    topic      text not null,
    key        text not null,
    payload    jsonb not null,
    created_at timestamptz not null,
    sent_at    timestamptz
);
create index outbox_unsent on outbox (id) where sent_at is null;

create table seen_fact (
    event_id text primary key,
    seen_at  timestamptz not null
);
