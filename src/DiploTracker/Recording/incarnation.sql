-- The incarnation of the log: an id that lasts as long as the log does, and is renewed when the log may be a different
-- one. It is made for one database: the system identifier, the timeline (which a promotion changes), the oid of the
-- database and the oid of mt_events (which a restore changes). If the database is not the one that it was made for, or
-- with p_renews, it is renewed, and each node drops its cache. Call it in a transaction that may write; it locks the
-- head.
create or replace function diplo.incarnation(p_renews boolean default false) returns uuid
language plpgsql as $$
declare
    v_server text := nullif(current_setting('diplo.server', true), '');
    v_system text;
    v_timeline text;
    v_made_for text;
    v_incarnation uuid;
begin
    if v_server is null then
        -- Any role may call these functions, unless the operator of the server has forbidden it or does not offer them.
        -- For some seconds after a promotion the control file still has the old timeline; the position in the WAL does
        -- not.
        begin
            v_system := (select system_identifier from pg_control_system());
        exception when insufficient_privilege or feature_not_supported or undefined_function then
            v_system := '-';
        end;
        begin
            v_timeline := left(pg_walfile_name(pg_current_wal_insert_lsn()), 8);
        exception when insufficient_privilege or feature_not_supported or undefined_function then
            v_timeline := '-';
        end;
        v_server := v_system || '/' || v_timeline || '/' || (select oid from pg_database where datname = current_database());
        -- A session that has written stays with its server and timeline: only a new one asks again.
        perform set_config('diplo.server', v_server, false);
    end if;
    v_made_for := v_server || '/' || 'mt_events'::regclass::oid;

    insert into diplo.log_head ("only", position, recorded_at) values (true, 0, to_timestamp(0)) on conflict do nothing;
    update diplo.log_head set incarnation = gen_random_uuid(), made_for = v_made_for
    where "only" and (p_renews or made_for <> v_made_for)
    returning incarnation into v_incarnation;
    if not found then
        select incarnation into v_incarnation from diplo.log_head where "only";
    end if;
    return v_incarnation;
end $$;
