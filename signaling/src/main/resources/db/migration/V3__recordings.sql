-- Recordings, their segments and the files of closed segments.

create table recordings (
    id varchar(40) primary key,
    room_id varchar(64) not null references rooms on delete cascade,
    -- recording, paused, stopped, uploaded or failed; stopped: no more media comes, files may still be on their way
    state varchar(16) not null,
    -- the subject of who started it
    started_by varchar(64) not null,
    started_at timestamp with time zone not null,
    -- when it was told to stop; its state follows when the last segment is closed
    stopped_at timestamp with time zone null,
    version bigint not null
);
create index recordings_by_room on recordings (room_id, started_at, id);
create index recordings_by_state on recordings (state);

create table recording_segments (
    recording_id varchar(40) not null references recordings on delete cascade,
    -- counts from 1
    number integer not null,
    -- open or closed
    state varchar(16) not null,
    started_at timestamp with time zone not null,
    closed_at timestamp with time zone null,
    primary key (recording_id, number)
);

create table recording_files (
    id varchar(40) primary key,
    recording_id varchar(40) not null references recordings on delete cascade,
    segment integer not null,
    -- in the segment's folder
    name varchar(200) not null,
    -- track or manifest
    kind varchar(16) not null,
    media_type varchar(64) not null,
    size bigint not null,
    sha256 varchar(64) not null,
    -- waiting, uploaded or failed
    upload varchar(16) not null,
    -- false once the local copy is removed
    on_disk boolean not null,
    unique (recording_id, segment, name)
);
