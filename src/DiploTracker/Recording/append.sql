-- Appends the events of a group of commands in one transaction. Each stream comes with the version on which its
-- commands were decided; a stream that has moved on, or one with a request that was answered before, is left as it is,
-- and the others land. Positions rise without gaps and recorded times strictly, whichever node asks: the row of the
-- head is locked until the commit, and the clock is that of the database.
create or replace function diplo.append(
    p_streams text[], p_versions bigint[], p_revisions bigint[],
    p_ids uuid[], p_event_streams text[], p_event_versions bigint[], p_types text[], p_data jsonb[], p_headers jsonb[],
    p_users text[], p_correlations text[], p_causations text[],
    p_requests uuid[], p_hashes bytea[], p_request_streams text[], p_request_versions bigint[], p_request_events int[], p_refusals jsonb[], p_request_parked uuid[],
    p_parked uuid[], p_parked_streams text[], p_parked_since timestamptz[], p_parked_commands text[], p_parked_facts jsonb[], p_parked_recordings jsonb[],
    p_unparked uuid[], p_unparked_streams text[],
    p_lines text[], p_titles text[], p_subjects text[], p_phases text[], p_parties jsonb[],
    p_actors text[], p_actor_streams text[])
returns table (stream text, version bigint, "position" bigint, recorded_at timestamptz, revision bigint, request uuid)
language plpgsql as $$
#variable_conflict use_column
declare
    v_position bigint;
    v_time timestamptz;
    v_appended bigint := 0;
    v_answered uuid[];
    v_left text[];
begin
    select h.position, h.recorded_at into v_position, v_time from diplo.log_head h for update;
    if not found then
        insert into diplo.log_head values (true, 0, clock_timestamp()) on conflict do nothing;
        select h.position, h.recorded_at into v_position, v_time from diplo.log_head h for update;
    end if;
    v_time := greatest(clock_timestamp(), v_time + interval '1 microsecond');

    if cardinality(p_requests) > 0 then
        select coalesce(array_agg(r.id), '{}') into v_answered from diplo.requests r where r.id = any (p_requests);
    else
        v_answered := '{}';
    end if;

    select coalesce(array_agg(s.stream), '{}') into v_left
    from unnest(p_streams, p_versions, p_revisions) s (stream, version, revision)
    left join mt_streams m on m.id = s.stream
    left join diplo.parked_revisions p on p.negotiation = s.stream
    where coalesce(m.version, 0) <> s.version or coalesce(p.revision, 0) <> s.revision;

    if cardinality(v_answered) > 0 then
        select v_left || array_agg(r.stream) into v_left
        from unnest(p_requests, p_request_streams) r (id, stream) where r.id = any (v_answered);
    end if;

    if exists (select from unnest(p_event_streams) e (stream) where e.stream <> all (v_left)) then
        insert into mt_streams (id, version, timestamp, created, tenant_id, is_archived)
        select e.stream, max(e.version), v_time, v_time, '*DEFAULT*', false
        from unnest(p_event_streams, p_event_versions) e (stream, version)
        where e.stream <> all (v_left)
        group by e.stream
        on conflict (id) do update set version = excluded.version, timestamp = excluded.timestamp;

        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, headers, user_name, correlation_id, causation_id, is_archived)
        select v_position + row_number() over (order by e.n), e.id, e.stream, e.version, e.data, e.type,
               v_time + (row_number() over (order by e.n) - 1) * interval '1 microsecond', '*DEFAULT*', e.headers, e.by, e.correlation, e.causation, false
        from unnest(p_ids, p_event_streams, p_event_versions, p_types, p_data, p_headers, p_users, p_correlations, p_causations)
             with ordinality e (id, stream, version, type, data, headers, by, correlation, causation, n)
        where e.stream <> all (v_left);
        get diagnostics v_appended = row_count;

        update diplo.log_head h set position = h.position + v_appended, recorded_at = v_time + (v_appended - 1) * interval '1 microsecond';
        -- Marten reads how far the log goes from its sequence.
        perform setval('mt_events_sequence', v_position + v_appended);
    end if;

    if cardinality(p_requests) > 0 then
        insert into diplo.requests (id, request, negotiation, version, events, refusal, parked)
        select r.id, r.hash, r.stream, r.version, r.events, r.refusal, r.parked
        from unnest(p_requests, p_hashes, p_request_streams, p_request_versions, p_request_events, p_refusals, p_request_parked)
             r (id, hash, stream, version, events, refusal, parked)
        where r.stream <> all (v_left);
    end if;

    if cardinality(p_parked) > 0 or cardinality(p_unparked) > 0 then
        insert into diplo.parked (id, negotiation, since, command, fact, recording)
        select p.id, p.stream, p.since, p.command, p.fact, p.recording
        from unnest(p_parked, p_parked_streams, p_parked_since, p_parked_commands, p_parked_facts, p_parked_recordings)
             p (id, stream, since, command, fact, recording)
        where p.stream <> all (v_left);

        delete from diplo.parked d using unnest(p_unparked, p_unparked_streams) u (id, stream)
        where d.id = u.id and u.stream <> all (v_left);

        insert into diplo.parked_revisions (negotiation, revision)
        select distinct c.stream, 1 from unnest(p_parked_streams || p_unparked_streams) c (stream) where c.stream <> all (v_left)
        on conflict (negotiation) do update set revision = diplo.parked_revisions.revision + 1;
    end if;

    if cardinality(p_lines) > 0 then
        insert into views.negotiations (key, title, subject, phase, parties)
        select l.key, l.title, l.subject, l.phase, l.parties
        from unnest(p_lines, p_titles, p_subjects, p_phases, p_parties) l (key, title, subject, phase, parties)
        where l.key <> all (v_left)
        on conflict (key) do update set title = excluded.title, subject = excluded.subject, phase = excluded.phase, parties = excluded.parties;
    end if;

    if cardinality(p_actors) > 0 then
        insert into views.actors (id, data)
        select distinct on (a.id) a.id, jsonb_build_object('id', a.id, 'names', '{}'::jsonb, 'roles', '[]'::jsonb)
        from unnest(p_actors, p_actor_streams) a (id, stream)
        where a.stream <> all (v_left)
        on conflict (id) do nothing;
    end if;

    return query
    select s.stream, coalesce(m.version, 0), v_position + coalesce(f.first, 0), v_time + (coalesce(f.first, 1) - 1) * interval '1 microsecond',
           coalesce(p.revision, 0), null::uuid
    from unnest(p_streams) s (stream)
    left join mt_streams m on m.id = s.stream
    left join diplo.parked_revisions p on p.negotiation = s.stream
    left join (
        select e.stream, min(e.k) as first
        from (select e.stream, row_number() over (order by e.n) as k
              from unnest(p_event_streams) with ordinality e (stream, n) where e.stream <> all (v_left)) e
        group by e.stream) f on f.stream = s.stream
    where s.stream <> all (v_left);

    if cardinality(v_answered) > 0 then
        return query select null::text, null::bigint, null::bigint, null::timestamptz, null::bigint, a.id from unnest(v_answered) a (id);
    end if;
end $$;
