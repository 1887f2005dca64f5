-- The refresh token before the newest is answered again for some seconds: its answer may have been lost.
alter table sessions add column previous_hash varchar(64) default '' not null;
alter table sessions add column rotated_at timestamp with time zone default timestamp with time zone '1970-01-01 00:00:00+00' not null;
