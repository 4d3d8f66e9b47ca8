FROM node:22-bookworm-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY bin/assets bin/assets
COPY static static
RUN bin/assets

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 10001 fortyseven
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
