-- Fails unless a node holds leases, by their tokens. Their rows stay locked until the transaction ends, so none can be
-- taken over before the writes under them are committed. Uses no clock: a lease is held until it is taken.
create or replace function diplo.must_hold(p_node uuid, p_names text[], p_tokens bigint[]) returns void language plpgsql as $$
declare
    v_held bigint;
begin
    perform from diplo.leases l join unnest(p_names, p_tokens) h (name, token) on h.name = l.name and h.token = l.token
    where l.node = p_node for key share of l;
    get diagnostics v_held = row_count;
    if v_held <> cardinality(p_names) then
        raise exception 'Another node has taken this work over.' using errcode = 'DL001';
    end if;
end $$;
