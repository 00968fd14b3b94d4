#!/bin/sh
# Once, when the database is made: the role everything but migrations logs in as. It owns nothing.
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set password="$APPLICATION_PASSWORD" <<'SQL'
CREATE ROLE unionaid_app LOGIN PASSWORD :'password';
ALTER ROLE unionaid_app SET timezone = 'Asia/Shanghai';
ALTER ROLE CURRENT_USER SET timezone = 'Asia/Shanghai';
SQL
