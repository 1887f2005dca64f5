-- What has still to be done. The columns up to version are db-scheduler's own and have the names it asks for.
create table jobs (
    -- the kind
    task_name varchar(50) not null,
    -- the key
    task_instance varchar(200) not null,
    -- the payload, UTF-8
    task_data bytea not null,
    execution_time timestamp with time zone not null,
    -- whether it runs at this moment
    picked boolean not null,
    picked_by varchar(50),
    last_success timestamp with time zone,
    last_failure timestamp with time zone,
    consecutive_failures integer not null,
    last_heartbeat timestamp with time zone,
    version bigint not null,
    -- when it is due again, for a job that was submitted while it ran
    again_at timestamp with time zone,
    -- it was cancelled while it ran
    cancelled boolean not null,
    -- under which name it was handed to a broker
    ticket varchar(40),
    primary key (task_name, task_instance)
);
create index jobs_by_due on jobs (task_name, picked, execution_time);
create index jobs_by_heartbeat on jobs (picked, last_heartbeat);
