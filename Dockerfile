FROM python:3.11-slim

RUN apt-get update \
    && apt-get install --yes --no-install-recommends curl dumb-init \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 50000 newsmend

WORKDIR /opt/newsmend
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY pipeline pipeline
COPY demo demo
COPY stack stack
RUN pip install --no-cache-dir --constraint constraints.txt --editable ".[demo,airflow,celery,engine,languagetool,web]"
COPY dags dags
COPY plugins plugins
COPY docker docker
RUN mkdir -p /opt/airflow/logs /var/lib/newsmend && chown -R newsmend /opt/airflow /var/lib/newsmend

ENV AIRFLOW_HOME=/opt/airflow \
    NEWSMEND_HOME=/var/lib/newsmend \
    PYTHONUNBUFFERED=1
USER newsmend
ENTRYPOINT ["dumb-init", "--"]
CMD ["airflow", "version"]
