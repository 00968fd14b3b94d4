# One image for web, drain, worker and beat; docker-compose.yml says which of them a container runs.

FROM node:24-bookworm-slim AS browser
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund

FROM python:3.11-slim-bookworm AS packages
COPY requirements.lock /
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: -r /requirements.lock

FROM python:3.11-slim-bookworm
WORKDIR /app
COPY unionaid/__init__.py unionaid/machine.py unionaid/progress.py unionaid/
RUN python -c "from unionaid import machine; machine.prepare(browser=False)" && rm -rf /var/lib/apt/lists/*
COPY --from=packages /opt/venv /opt/venv
COPY --from=browser /build/node_modules node_modules
COPY . .
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    FONTCONFIG_FILE=/var/lib/unionaid/system/fonts.conf UNIONAID_DATA=/data UNIONAID_BIND=0.0.0.0
RUN python -m unionaid.messages \
 && UNIONAID_SECRET_KEY=build UNIONAID_KEYS="build:$(head -c 32 /dev/urandom | base64)" \
    python manage.py collectstatic --no-input --ignore=rest_framework --verbosity=0 \
 && useradd --system --uid 10001 unionaid && install --directory --owner=unionaid --mode=700 /data
USER unionaid
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "unionaid.processes", "web"]
