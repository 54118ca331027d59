#!/bin/bash
# Runs once per `docker compose up`: both databases, the pools and the first user.
set -euo pipefail
airflow db migrate
airflow fab-db migrate
newsmend migrate
airflow pools import /opt/newsmend/stack/pools.json
airflow users create --role Admin --username "$NEWSMEND_UI_USER" --password "$NEWSMEND_UI_PASSWORD" \
    --firstname Newsmend --lastname Admin --email "$NEWSMEND_UI_USER@localhost"
