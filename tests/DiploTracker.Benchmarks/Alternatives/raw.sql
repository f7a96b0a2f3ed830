create table streams (id text primary key, version bigint not null) with (fillfactor = 50);
create table events (
    position bigserial primary key,
    id uuid not null unique,
    stream text not null,
    version bigint not null,
    type text not null,
    data jsonb not null,
    recorded_at timestamptz not null default clock_timestamp(),
    unique (stream, version));
