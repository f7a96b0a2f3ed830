-- The incarnation of the log: an id that stays as long as the log does, and is renewed when it may be another one than before.
-- It is made for one database: the identifier of the system, its timeline (which a promotion changes), the oid of the database
-- and the oid of mt_events (which a restore changes). Where the database is another than the one that it was made for, or with
-- p_renews, it is renewed, and each node drops what it remembers. Called in a transaction that may write; it locks the head.
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
        -- Any role may call these functions, unless whoever runs the server has forbidden it or does not offer them. The timeline
        -- of the control file is that of before for some seconds after a promotion; that of the position in the WAL is not.
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
