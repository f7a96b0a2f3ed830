-- A Marten daemon that has gone past the end of the log would never see what is recorded there later. It takes a
-- sequence for the end of the log, and Marten's own append draws from that even when it is refused (refuse_append.sql).
-- The fence records what was drawn; it is not a place to continue from. Runs as its owner: the daemon's role need not
-- see the schema diplo.
create or replace function diplo.refuse_skip() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare
    v_end bigint := coalesce((select position from diplo.log_head), 0);
begin
    if new.last_seq_id > v_end and new.name <> 'HighWaterAllocationFence' then
        raise exception '% cannot be at position %: the log ends at %.', new.name, new.last_seq_id, v_end using errcode = 'DT003';
    end if;
    return new;
end $$;

do $$ begin
    if not exists (select from pg_trigger where tgrelid = 'public.mt_event_progression'::regclass and tgname = 'diplo_refuses_skips') then
        create trigger diplo_refuses_skips before insert or update on public.mt_event_progression
            for each row execute function diplo.refuse_skip();
    end if;
end $$;
