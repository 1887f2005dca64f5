-- Runs on H2 in PostgreSQL mode and on PostgreSQL: only what both understand.

create table users (
    id varchar(40) primary key,
    name varchar(64) not null,
    -- the name as it is compared: "Mina" and "mina" are one person
    folded_name varchar(64) not null unique,
    password_hash varchar(255) not null,
    administrator boolean not null,
    created_at timestamp with time zone not null
);

-- One sign-in; its refresh token changes with every use.
create table sessions (
    id varchar(40) primary key,
    user_id varchar(40) not null references users on delete cascade,
    secret_hash varchar(64) not null,
    expires_at timestamp with time zone not null
);
create index sessions_by_user on sessions (user_id);
create index sessions_by_end on sessions (expires_at);

create table signing_keys (
    purpose varchar(32) primary key,
    secret varchar(128) not null,
    created_at timestamp with time zone not null
);

-- Kept until the token would have expired anyway.
create table revoked_tokens (
    id varchar(64) primary key,
    expires_at timestamp with time zone not null
);
create index revoked_tokens_by_end on revoked_tokens (expires_at);

create table rooms (
    id varchar(64) primary key,
    name varchar(128) not null,
    owner_id varchar(40) not null references users on delete cascade,
    guests boolean not null,
    max_participants integer not null,
    created_at timestamp with time zone not null,
    -- changes with every change of the settings: the ETag
    version bigint not null,
    -- the number of the newest event; its row lock orders the appends of a room
    last_event bigint not null
);
create index rooms_by_owner on rooms (owner_id, created_at, id);

-- What a POST with an Idempotency-Key made, so that a repeated one makes nothing.
create table idempotency_keys (
    user_id varchar(40) not null references users on delete cascade,
    key_text varchar(128) not null,
    request_hash varchar(64) not null,
    room_id varchar(64) not null,
    created_at timestamp with time zone not null,
    primary key (user_id, key_text)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

create table chat_messages (
    room_id varchar(64) not null references rooms on delete cascade,
    number bigint not null,
    id varchar(64) not null,
    participant varchar(64) not null,
    name varchar(256) not null,
    text varchar(16000) not null,
    posted_at timestamp with time zone not null,
    primary key (room_id, number)
);

create table events (
    room_id varchar(64) not null references rooms on delete cascade,
    number bigint not null,
    type varchar(64) not null,
    happened_at timestamp with time zone not null,
    -- a JSON object
    data varchar(100000) not null,
    primary key (room_id, number)
);
create index events_by_age on events (happened_at);
