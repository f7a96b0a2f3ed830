-- Only diplo.append inserts into the log: it assigns positions and times under the lock of the head. Marten's own
-- append would collide with them or leave gaps. The mark that diplo.append sets is no protection from the owner of the
-- database; it keeps a program from harming the log by mistake. The condition is in the function: as a `when` of the
-- triggers it would be prepared again for every statement, which cost 20 us of the 230 of a lone append; the call of a
-- cached function cost nothing measurable.
create or replace function diplo.refuse_append() returns trigger language plpgsql as $$
begin
    if current_setting('diplo.appending', true) is distinct from 'on' then
        raise exception 'DiploTracker alone appends to this log, by diplo.append. Marten may read and project it; record facts through the API.'
            using errcode = 'DT002';
    end if;
    return null;
end $$;

do $$ declare one regclass; begin
    foreach one in array array['public.mt_events', 'public.mt_streams']::regclass[] loop
        if not exists (select from pg_trigger where tgrelid = one and tgname = 'diplo_alone_appends') then
            execute format('create trigger diplo_alone_appends before insert on %s for each statement execute function diplo.refuse_append()', one);
        end if;
    end loop;
end $$;
