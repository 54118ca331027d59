#!/bin/sh
# PostgreSQL's image runs this once, on an empty volume: the store gets a database of its own next to Airflow's.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --command "create database newsmend"
