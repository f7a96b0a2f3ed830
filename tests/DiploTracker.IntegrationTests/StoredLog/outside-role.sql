create role outside login;
create schema outside;
grant usage, create on schema outside to outside;
grant usage on schema public to outside;
grant select, references on mt_events, mt_streams to outside;
grant select on mt_events_sequence to outside;
grant select, insert, update, delete
    on mt_event_progression, mt_event_projection_floors, mt_high_water_skips, mt_doc_deadletterevent to outside;
