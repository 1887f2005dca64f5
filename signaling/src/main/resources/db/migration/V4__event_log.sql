-- A room's log outlives the room, so that its last events reach everyone who has them coming.

create table event_logs (
    room_id varchar(64) primary key,
    -- the room's owner, also when the room is gone
    owner_id varchar(40) not null,
    -- the number of the newest event; its row lock orders the appends of a room
    last_number bigint not null,
    -- when the room was deleted
    closed_at timestamp with time zone null
);
create index event_logs_by_end on event_logs (closed_at);
insert into event_logs (room_id, owner_id, last_number) select id, owner_id, last_event from rooms;
alter table rooms drop column last_event;

alter table events rename to events_of_rooms;
create table events (
    room_id varchar(64) not null references event_logs on delete cascade,
    number bigint not null,
    type varchar(64) not null,
    happened_at timestamp with time zone not null,
    -- a JSON object
    data varchar(100000) not null,
    primary key (room_id, number)
);
insert into events (room_id, number, type, happened_at, data)
    select room_id, number, type, happened_at, data from events_of_rooms;
drop table events_of_rooms;
create index events_by_age on events (happened_at);

-- Meetings that the log has as begun and not as ended, and who is inside: written with the events themselves.
create table open_meetings (
    room_id varchar(64) primary key references event_logs on delete cascade
);
create table present_participants (
    room_id varchar(64) not null references event_logs on delete cascade,
    participant varchar(64) not null,
    name varchar(256) not null,
    subject varchar(128) not null,
    primary key (room_id, participant)
);
