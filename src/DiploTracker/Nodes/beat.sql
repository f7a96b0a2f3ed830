-- Renews a node, takes the leases of nodes that have stopped renewing, and takes free leases that are wanted. Returns
-- the leases that the node now holds. All by the clock of this server: if it steps back, an expiry further ahead than a
-- term counts as past; if it steps forward, a lease may be lost, and nothing else.
create or replace function diplo.beat(p_node uuid, p_name text, p_term interval, p_wanted text[])
returns table (name text, token bigint) language plpgsql as $$
#variable_conflict use_column
declare
    v_dead uuid[];
begin
    -- Changes lost in the last moments before a crash are renewed or taken again, and need not wait for a standby.
    perform set_config('synchronous_commit', 'off', true);

    insert into diplo.nodes (id, name, term, expires_at) values (p_node, p_name, p_term, clock_timestamp() + p_term)
    on conflict (id) do update set expires_at = excluded.expires_at;

    select array_agg(d.id) into v_dead from (
        select n.id from diplo.nodes n
        where n.expires_at not between clock_timestamp() and clock_timestamp() + n.term
        for update skip locked) d;
    if v_dead is not null then
        -- A frozen process keeps its transactions and their locks: end the sessions of its work, and any other that
        -- waits for its client in the middle of a transaction (as a half-sent append does).
        perform pg_terminate_backend(a.pid, 500)
        from unnest(v_dead) d (id)
        join pg_stat_activity a on a.application_name like 'DiploTracker % ' || replace(d.id::text, '-', '')
        where a.datname = current_database() and a.usename = session_user
          and (a.application_name like 'DiploTracker background %' or (a.xact_start is not null and a.wait_event_type = 'Client'));
    end if;

    -- Skips leases that a node has just proved and is about to commit under: the next beat handles them.
    update diplo.leases l set node = null, since = clock_timestamp()
    from (select f.name from diplo.leases f
          where f.node is not null and not exists (
              select from diplo.nodes n where n.id = f.node and n.expires_at between clock_timestamp() and clock_timestamp() + n.term)
          for update skip locked) free
    where l.name = free.name;
    if v_dead is not null then
        delete from diplo.nodes n where n.id = any (v_dead) and not exists (select from diplo.leases l where l.node = n.id);
    end if;

    if cardinality(p_wanted) > 0 then
        insert into diplo.leases (name, token, since)
        select w.name, 0, clock_timestamp() from unnest(p_wanted) w (name)
        where not exists (select from diplo.leases l where l.name = w.name)
        order by w.name
        on conflict do nothing;

        update diplo.leases l set node = p_node, token = l.token + 1, since = clock_timestamp()
        from (select f.name from diplo.leases f where f.name = any (p_wanted) and f.node is null for update skip locked) free
        where l.name = free.name;
    end if;
    return query select l.name, l.token from diplo.leases l where l.node = p_node;
end $$;
