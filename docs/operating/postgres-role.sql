-- For the postgres service of docker-compose.yml, once, on an empty volume, run by psql as the superuser "postgres".
-- The service gets a role of its own, which owns its database and is no superuser: whoever takes over the service must
-- not have the server's files and programs with it. POSTGRES_PASSWORD is the password of that role; the superuser is left
-- without one, so that it can log in within the container alone: docker compose exec postgres psql -U postgres
\set ON_ERROR_STOP on
\getenv password POSTGRES_PASSWORD
create role estafette login nosuperuser nocreatedb nocreaterole password :'password';
alter database estafette owner to estafette;
revoke connect on database estafette from public;
alter role postgres password null;
