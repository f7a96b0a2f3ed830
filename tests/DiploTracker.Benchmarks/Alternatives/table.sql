create table tracked (
    negotiation text primary key,
    version bigint not null,
    kind text not null,
    data jsonb not null,
    changed_by text not null,
    changed_at timestamptz not null) with (fillfactor = 50);

create table tracked_audit (
    id bigserial primary key,
    negotiation text not null,
    version bigint not null,
    kind text not null,
    data jsonb not null,
    changed_by text not null,
    changed_at timestamptz not null);

create table requests (
    id uuid primary key,
    request bytea not null,
    version bigint not null);

create function audit() returns trigger language plpgsql as $$
begin
    insert into tracked_audit (negotiation, version, kind, data, changed_by, changed_at)
    values (new.negotiation, new.version, new.kind, new.data, new.changed_by, new.changed_at);
    return null;
end $$;

create trigger audit after insert or update on tracked for each row execute function audit();
