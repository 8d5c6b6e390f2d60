# The portal as an image: unprivileged, with a root file system that may be read-only.
# What changes lives in /var/lib/portal (a volume) and /tmp (a tmpfs); docs/install.md has the rest.
ARG PYTHON_IMAGE=python:3.11-slim

FROM ${PYTHON_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PATH=/opt/portal/venv/bin:$PATH
RUN python -m venv /opt/portal/venv
COPY requirements/redis.txt requirements/pdf.txt /opt/portal/requirements/
# Wheels only: nothing is compiled, so no image needs a compiler.
RUN pip install --require-hashes --only-binary :all: \
    --requirement /opt/portal/requirements/redis.txt --requirement /opt/portal/requirements/pdf.txt
WORKDIR /opt/portal/app
COPY . .
RUN export DEBUG=true MANIFEST_STATIC=true DATABASE_URL=sqlite://:memory: \
    && python manage.py compile_catalogues \
    && python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q . \
    && pip uninstall --quiet --yes pip setuptools

FROM ${PYTHON_IMAGE}
ARG VERSION=unreleased
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Summits portal" \
      org.opencontainers.image.description="What was agreed at the Summits of the Americas, and what was reported on it" \
      org.opencontainers.image.licenses="BSD-3-Clause" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV PATH=/opt/portal/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    DATABASE_URL=sqlite:////var/lib/portal/portal.sqlite3 \
    MEDIA_ROOT=/var/lib/portal/media
# Pango, which lays PDF files out, and the fonts of static/css/paper.css.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        fontconfig fonts-dejavu-core libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/portal /opt/portal
RUN install --directory --owner=10001 --group=10001 --mode=0750 /var/lib/portal
WORKDIR /opt/portal/app
USER 10001:10001
VOLUME ["/var/lib/portal"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ.get('PORT', 8000)}/livez\", timeout=4)"]
CMD ["gunicorn", "--config", "python:summits_portal.gunicorn", "summits_portal.wsgi"]
