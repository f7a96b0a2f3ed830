-- Gives back leases of a node once the commits under them are done; without names, all of them and the node itself.
create or replace function diplo.leave(p_node uuid, p_names text[]) returns void language plpgsql as $$
begin
    perform set_config('synchronous_commit', 'off', true);
    update diplo.leases l set node = null, since = clock_timestamp()
    from (select f.name from diplo.leases f where f.node = p_node and (p_names is null or f.name = any (p_names)) for update) own
    where l.name = own.name;
    if p_names is null then
        delete from diplo.nodes where id = p_node;
    end if;
end $$;
