# The server for an office: the web page and the task pane behind the office's own reverse proxy. See docs/server.md.
FROM python:3.12-slim AS build
WORKDIR /source
# Every package in the release that was tested, and only if its bytes are the known ones (python scripts/pin.py renews them).
COPY deploy/requirements.txt deploy/requirements-build.txt deploy/
RUN python -m venv /opt/safeaudit \
 && python -m venv /opt/build \
 && /opt/safeaudit/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r deploy/requirements.txt \
 && /opt/build/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r deploy/requirements-build.txt
COPY . .
RUN /opt/build/bin/python -m hatchling build -t wheel -d /wheel \
 && /opt/safeaudit/bin/pip install --no-cache-dir --no-index --no-deps /wheel/*.whl \
 && /opt/safeaudit/bin/pip check \
 && /opt/safeaudit/bin/python -m compileall -q /opt/safeaudit

FROM python:3.12-slim
# Letters for the charts in the report; nothing else is installed.
RUN apt-get update --quiet=2 \
 && DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends fonts-liberation fonts-noto-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin safeaudit
COPY --from=build /opt/safeaudit /opt/safeaudit
ENV PATH=/opt/safeaudit/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    MPLCONFIGDIR=/tmp/matplotlib
USER 10001
EXPOSE 8765
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8765/api/health', timeout=4).read()"]
# Told on the command line: --public-url, and --token-file or --no-token. Without them the server says so and ends.
ENTRYPOINT ["safeaudit", "serve", "--host", "0.0.0.0", "--port", "8765", "--no-browser"]
