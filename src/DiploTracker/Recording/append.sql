-- Appends the events of a group of commands in one transaction. Each stream comes with the version that its commands
-- were decided on; a stream that has moved on, or one with a request already answered, is left unchanged, and the
-- others land. Nothing lands if the log is not the one that they were decided on: it has another incarnation, or lacks
-- the newest event that the node knows, which was lost in a failover or when a snapshot was restored. Positions rise
-- without gaps and recorded times strictly, whichever node appends: the head row is locked until the commit, and the
-- clock is the database's.
--
-- Nothing is recorded if the log was stopped (RecordingGate), if the database's clock is not what the node expects, or
-- if the last recorded time lies in the future; two minutes are tolerated (LogClock.Tolerance). After an operator has
-- set the recorded time back, a stream with later times continues from its own.
--
-- Each statement here costs as much as several rows, so the usual case has three: move the head by all that may land,
-- compare the current state, write the rows. Each sees everything committed before the lock was acquired.
create or replace function diplo.append(
    p_incarnation uuid, p_newest bigint, p_newest_id uuid,
    p_streams text[], p_versions bigint[], p_changes uuid[], p_after bigint[],
    p_ids uuid[], p_event_streams text[], p_event_versions bigint[], p_types text[], p_data jsonb[], p_headers jsonb[],
    p_users text[], p_correlations text[], p_causations text[],
    p_requests uuid[], p_hashes bytea[], p_request_streams text[], p_request_versions bigint[], p_request_events int[], p_refusals jsonb[], p_request_parked uuid[],
    p_rest jsonb, p_expected timestamptz,
    out "position" bigint, out recorded_at timestamptz, out behind text[], out answered uuid[], out another boolean, out clock timestamptz, out ahead jsonb, out mark bigint[])
-- Looks up by key even with a plan made while the tables were nearly empty: such a plan is kept until they are
-- analyzed, and would read whole tables at every append until then.
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off as $$
#variable_conflict use_column
declare
    v_events bigint := cardinality(p_ids);
    v_last bigint;
    v_time timestamptz;
    v_incarnation uuid;
    v_made_for text;
    v_another boolean;
    v_none constant uuid := '00000000-0000-0000-0000-000000000000';
    v_behind text[];
    v_answered uuid[];
    v_landed bigint;
    v_clock timestamptz := clock_timestamp();
    v_stopped jsonb;
    v_set_back_from timestamptz;
    v_ahead jsonb; -- the last times of streams that are ahead of the log
    v_changes bigint;
    v_mark text := set_config('diplo.appending', 'on', true); -- may insert until the commit (refuse_append.sql)
begin
    if v_clock not between p_expected - interval '2 minutes' and p_expected + interval '2 minutes' then
        raise exception 'the clock was set' using errcode = 'DT001';
    end if;
    loop
        update diplo.log_head h
        set position = h.position + v_events,
            changes = h.changes + 1,
            recorded_at = case v_events when 0 then h.recorded_at
                else greatest(clock_timestamp(), h.recorded_at + interval '1 microsecond') + (v_events - 1) * interval '1 microsecond' end
        where h."only"
        returning h.position, case v_events when 0 then h.recorded_at else h.recorded_at - (v_events - 1) * interval '1 microsecond' end,
            h.incarnation, h.made_for, h.stopped, h.set_back_from, h.changes
        into v_last, v_time, v_incarnation, v_made_for, v_stopped, v_set_back_from, v_changes;
        exit when found;
        perform diplo.incarnation(); -- creates the head
    end loop;
    if v_made_for is distinct from current_setting('diplo.server', true) || '/' || 'mt_events'::regclass::oid then
        v_incarnation := diplo.incarnation(); -- a new session, or a different database
    end if;
    v_clock := clock_timestamp(); -- after waiting for the lock
    if v_stopped is not null or v_time > v_clock + interval '2 minutes' then
        raise exception 'recording is stopped' using errcode = 'DT001';
    end if;
    if v_set_back_from > v_time then
        select jsonb_object_agg(l.stream, l.time) into v_ahead
        from unnest(p_streams) s (stream)
        cross join lateral (select e.stream_id, e.timestamp from mt_events e where e.stream_id = s.stream order by e.version desc limit 1) l (stream, time)
        where l.time > v_time;
    end if;

    select array(select r.id from diplo.requests r where r.id = any (p_requests)),
           array(select s.stream from unnest(p_streams, p_versions, p_changes) s (stream, version, change)
                 where coalesce((select m.version from mt_streams m where m.id = s.stream), 0) <> s.version
                    or coalesce((select p.change from diplo.parked_revisions p where p.negotiation = s.stream), v_none) <> s.change),
           v_incarnation <> p_incarnation or p_newest > 0 and not exists (select from mt_events e where e.seq_id = p_newest and e.id = p_newest_id)
    into v_answered, v_behind, v_another;
    if v_another then
        v_behind := p_streams;
    end if;
    if cardinality(v_answered) > 0 then
        select v_behind || array_agg(r.stream) into v_behind
        from unnest(p_requests, p_request_streams) r (id, stream) where r.id = any (v_answered);
    end if;

    with streams as (
        insert into mt_streams (id, version, timestamp, created, tenant_id, is_archived)
        select s.stream, s.after, v_time, v_time, '*DEFAULT*', false
        from unnest(p_streams, p_versions, p_after) s (stream, version, after)
        where s.after > s.version and s.stream <> all (v_behind)
        on conflict (id) do update set version = excluded.version, timestamp = excluded.timestamp),
    requests as (
        insert into diplo.requests (id, request, negotiation, version, events, refusal, parked)
        select r.id, r.hash, r.stream, r.version, r.events, r.refusal, r.parked
        from unnest(p_requests, p_hashes, p_request_streams, p_request_versions, p_request_events, p_refusals, p_request_parked)
             r (id, hash, stream, version, events, refusal, parked)
        where r.stream <> all (v_behind))
    insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, headers, user_name, correlation_id, causation_id, is_archived)
    select v_last - v_events + row_number() over (order by e.n), e.id, e.stream, e.version, e.data, e.type,
           case when v_ahead ? e.stream
               then (v_ahead ->> e.stream)::timestamptz + row_number() over (partition by e.stream order by e.n) * interval '1 microsecond'
               else v_time + (row_number() over (order by e.n) - 1) * interval '1 microsecond' end, '*DEFAULT*', e.headers, e.by, e.correlation, e.causation, false
    from unnest(p_ids, p_event_streams, p_event_versions, p_types, p_data, p_headers, p_users, p_correlations, p_causations)
         with ordinality e (id, stream, version, type, data, headers, by, correlation, causation, n)
    where e.stream <> all (v_behind);
    get diagnostics v_landed = row_count;

    if v_landed < v_events then
        -- Fewer landed than there was room for.
        update diplo.log_head h
        set position = v_last - v_events + v_landed, recorded_at = v_time + (v_landed - 1) * interval '1 microsecond'
        where h."only";
    end if;
    -- Marten's sequence is not moved here: it would be ahead of the commit, or of a rollback (MartenSequence).

    -- Changes to the parked commands come in one document; null if there are none.
    if p_rest is not null then
        insert into diplo.parked (id, negotiation, since, command, fact, recording)
        select p.id, p.stream, p.since, p.command, p.fact, p.recording
        from jsonb_to_recordset(p_rest -> 'parked') p (id uuid, stream text, since timestamptz, command text, fact jsonb, recording jsonb)
        where p.stream <> all (v_behind);

        delete from diplo.parked d using jsonb_to_recordset(p_rest -> 'placed') u (id uuid, stream text)
        where d.id = u.id and u.stream <> all (v_behind);

        insert into diplo.parked_revisions (negotiation, revision, change)
        select c.stream, 1, c.id from jsonb_to_recordset(p_rest -> 'changes') c (stream text, id uuid) where c.stream <> all (v_behind)
        on conflict (negotiation) do update set revision = diplo.parked_revisions.revision + 1, change = excluded.change;
    end if;

    "position" := v_last - v_events;
    recorded_at := v_time;
    behind := v_behind;
    answered := v_answered;
    another := v_another;
    clock := v_clock;
    ahead := v_ahead;
    if current_setting('synchronous_standby_names') <> '' then
        mark := array[v_changes, (extract(epoch from pg_postmaster_start_time()) * 1000000)::bigint]; -- as LogEnd.cs reads it
    end if;
end $$;
