-- Only diplo.append inserts into the log: it takes positions and times under the lock of the head. Marten's own append would
-- collide with them, or leave holes. The mark that diplo.append sets is no protection from whoever owns the database; it keeps
-- a program from harming the log by mistake. Triggers of statements, with a condition: the append does not even call a function.
create or replace function diplo.refuse_append() returns trigger language plpgsql as $$
begin
    raise exception 'DiploTracker alone appends to this log, by diplo.append. Marten may read and project it; record facts through the API.'
        using errcode = 'DT002';
end $$;

do $$ begin
    if not exists (select from pg_trigger where tgrelid = 'public.mt_events'::regclass and tgname = 'diplo_alone_appends') then
        create trigger diplo_alone_appends before insert on public.mt_events
            for each statement when (current_setting('diplo.appending', true) is distinct from 'on') execute function diplo.refuse_append();
    end if;
    if not exists (select from pg_trigger where tgrelid = 'public.mt_streams'::regclass and tgname = 'diplo_alone_appends') then
        create trigger diplo_alone_appends before insert on public.mt_streams
            for each statement when (current_setting('diplo.appending', true) is distinct from 'on') execute function diplo.refuse_append();
    end if;
end $$;
