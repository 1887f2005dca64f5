-- Keys are for all that a POST makes.
alter table idempotency_keys rename column room_id to made_id;

create table webhooks (
    id varchar(40) primary key,
    owner_id varchar(40) not null references users on delete cascade,
    url varchar(2000) not null,
    -- event types, separated by commas
    events varchar(1000) not null,
    -- mine | rooms | server
    scope varchar(8) not null,
    enabled boolean not null,
    -- gone | failing | by-hand
    disabled_reason varchar(16) null,
    disabled_at timestamp with time zone null,
    created_at timestamp with time zone not null,
    -- changes with every change of the settings: the ETag
    version bigint not null,
    -- base64; the signature needs it as it is
    secret varchar(64) not null,
    previous_secret varchar(64) null,
    previous_until timestamp with time zone null
);
create index webhooks_by_owner on webhooks (owner_id, created_at, id);

create table webhook_rooms (
    webhook_id varchar(40) not null references webhooks on delete cascade,
    room_id varchar(64) not null,
    primary key (webhook_id, room_id)
);
create index webhook_rooms_by_room on webhook_rooms (room_id);

-- How far an endpoint has a room's log, and how it goes with the next event.
create table webhook_cursors (
    webhook_id varchar(40) not null references webhooks on delete cascade,
    room_id varchar(64) not null references event_logs on delete cascade,
    number bigint not null,
    failures integer not null,
    failing_since timestamp with time zone null,
    next_attempt_at timestamp with time zone null,
    primary key (webhook_id, room_id)
);
create index webhook_cursors_by_room on webhook_cursors (room_id);

create table webhook_deliveries (
    id varchar(40) primary key,
    webhook_id varchar(40) not null references webhooks on delete cascade,
    message_id varchar(100) not null,
    type varchar(64) not null,
    room_id varchar(64) null,
    number bigint null,
    -- event | test | redelivery
    cause varchar(16) not null,
    attempt integer not null,
    sent_at timestamp with time zone not null,
    -- of the answer; 0 when there was none
    status integer not null,
    error varchar(200) not null,
    -- the beginning of the answer's body
    response varchar(1024) not null,
    millis bigint not null
);
create index webhook_deliveries_by_webhook on webhook_deliveries (webhook_id, sent_at, id);
create index webhook_deliveries_by_age on webhook_deliveries (sent_at);
