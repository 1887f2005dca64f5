create table users (id varchar(40) primary key);
