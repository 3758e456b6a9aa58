# The image of every Airflow part in docker-compose.yml: this project and its pinned environment.
FROM python:3.11-slim

RUN useradd --create-home --uid 50000 airflow \
    && install --directory --owner airflow /opt/warehouse /var/lib/warehouse /var/lib/airflow \
    /var/lib/airflow/logs /var/lib/airflow/passwords /srv/landing /srv/outbox

WORKDIR /opt/warehouse
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/opt/warehouse \
    AIRFLOW_HOME=/var/lib/airflow \
    WAREHOUSE_HOME=/var/lib/warehouse

# The locks first: a change of the code alone does not install anything again.
COPY requirements.lock bootstrap.lock ./
RUN python -m venv /opt/venv \
    && pip install --no-cache-dir --no-deps --require-hashes -r bootstrap.lock \
    && uv --no-cache pip sync --compile-bytecode --require-hashes requirements.lock bootstrap.lock

COPY --chown=airflow . .
RUN uv --no-cache pip install --no-deps --no-build-isolation --editable .

USER airflow
CMD ["airflow", "info"]
