-- A client repeats what was not confirmed, also after a restart: the author and the client's own id tell that it is
-- the same message.
alter table chat_messages add column subject varchar(128);
alter table chat_messages add column client_message_id varchar(64);
create unique index chat_messages_by_client_id on chat_messages (room_id, subject, client_message_id);
