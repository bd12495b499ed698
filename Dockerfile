# Kinpath with everything that it needs at run time, PyTorch as its CPU build; see compose.yaml.
FROM python:3.12-slim

RUN apt-get update && apt-get install --yes --no-install-recommends make && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home kinpath && install --directory --owner kinpath /app /cache /data
USER kinpath
WORKDIR /app

COPY --chown=kinpath . .
RUN make install TORCH=cpu && rm -rf ~/.cache

ENV KINPATH_CACHE=/cache KINPATH_DATA=/data
ENTRYPOINT [".venv/bin/kinpath"]
CMD ["--help"]
