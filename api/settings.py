"""Settings: the one place that reads the environment."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_cache_dir, user_data_dir
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.observability.logs import LogFormat, LogLevel
from graph.embedding_backends import Backend
from graph.errors import InvalidRequest
from graph.model_files import DEFAULT_MODEL
from graph.store import DEFAULT_DEADLINE

PREFIX = "KINPATH_"
_SQLITE = "sqlite:///"
LEARNED_OR_DEFAULT = "learned"

_COUNTERS = "PROMETHEUS_MULTIPROC_DIR"
"""What the Prometheus client itself reads, when it is imported."""
_LIBRARY_DEFAULTS: Mapping[str, str] = {
    "HF_HUB_OFFLINE": "1",  # the model is installed; nothing is fetched while running
    "TOKENIZERS_PARALLELISM": "false",  # its threads and forked workers do not mix
}


class Settings(BaseSettings):
    """Everything that can be set, each as `KINPATH_` and its name in capitals.

    Attributes:
        store: the database, `sqlite:///file.db`, `neo4j://user@host/database`, …
        community: the community's id; None: the only one in the store.
        password: for stores that ask for one.
        model: name of the embedding model.
        embedding_backend: what computes it, `torch`, `openvino` or `openvino-bf16`.
        cache: folder of the snapshots, which can always be made again.
        data: folder of what was learned.
        weights: `learned` (the default weights where nothing was learned), `default`, or a file.
        deadline: seconds that one call to the store may take.
        host: the address that `kinpath serve` listens on.
        port: the port that `kinpath serve` listens on.
        bulk_bytes: bytes that one `POST /v1/bulk`, or a file to import, may bring.
        discourse_secret: what a Discourse forum signs its webhooks with.
        discourse_key: an API key of the Discourse forum that is loaded; None: what everybody sees.
        discourse_user: as whom that key reads.
        webhook_private: whether webhooks may lead into private networks.
        traces: address of an OpenTelemetry collector that takes traces; None: none are made.
        log_level: what a server logs: `debug`, `info`, `warning` or `error` and what is graver.
        log_format: `json`, `text`, or `auto`, which is text at a terminal only.
        rate: requests a second that one key may make for long, in each process.
        burst: requests that one key may make at once.
        oidc_issuer: address of an OpenID provider where people may sign in; None: there is none.
        oidc_client: what that provider calls Kinpath.
        oidc_secret: which the two share; None: there is none.
        audit_days: how many days the audit log is kept.
        open_communities: how many communities one process keeps open at the same time.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", env_ignore_empty=True)

    store: str = Field(default="sqlite:///kinpath.db", validate_default=True)
    community: str | None = None
    password: SecretStr | None = None
    model: str = DEFAULT_MODEL
    embedding_backend: Backend = "torch"
    cache: Path = Field(default_factory=lambda: Path(user_cache_dir("kinpath")))
    data: Path = Field(default_factory=lambda: Path(user_data_dir("kinpath")))
    weights: str = LEARNED_OR_DEFAULT
    deadline: float = Field(default=DEFAULT_DEADLINE, gt=0, le=86_400, allow_inf_nan=False)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65_535)
    bulk_bytes: int = Field(default=64_000_000, ge=1, le=1 << 40)
    discourse_secret: SecretStr | None = None
    discourse_key: SecretStr | None = None
    discourse_user: str = "system"
    webhook_private: bool = False
    traces: str | None = None
    log_level: LogLevel = "info"
    log_format: LogFormat = "auto"
    rate: float = Field(default=500.0, gt=0, le=1e6, allow_inf_nan=False)
    burst: int = Field(default=1000, ge=1, le=1_000_000)
    oidc_issuer: str | None = None
    oidc_client: str = "kinpath"
    oidc_secret: SecretStr | None = None
    audit_days: int = Field(default=730, ge=1, le=36_500)
    open_communities: int = Field(default=16, ge=1, le=10_000)

    @field_validator("store")
    @classmethod
    def _with_whole_path(cls, url: str) -> str:
        """Name a file by its whole path, so that snapshots of two folders' files stay apart."""
        name = url.removeprefix(_SQLITE)
        if not url.startswith(_SQLITE) or not name.strip("/") or name == ":memory:" or "\0" in name:
            return url  # another store, or one that cannot be opened: the store says why
        try:
            return f"{_SQLITE}{Path(name).expanduser().resolve()}"
        except RuntimeError:
            raise ValueError("names the home folder of somebody unknown") from None

    @property
    def secret(self) -> str | None:
        """The password as text."""
        return self.password.get_secret_value() if self.password else None

    @property
    def snapshots(self) -> Path:
        """The folder that holds the snapshots of every store and community."""
        return self.cache / "snapshots"

    @property
    def models(self) -> Path:
        """The folder that holds the learned weights of every store and community."""
        return self.data / "weights"

    @property
    def imports(self) -> Path:
        """The folder of files that were brought to be imported, of every store and community."""
        return self.data / "imports"

    @property
    def job_results(self) -> Path:
        """The folder that holds what jobs found, of every store and community."""
        return self.data / "jobs"


def read_settings(**given: object) -> Settings:
    """The settings of the environment, with those that are given (and not None) in their place.

    Raises:
        InvalidRequest: one of them cannot be read; the field is its variable's name.
    """
    try:
        # What is given is checked there, whatever its type.
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        variable = PREFIX + ".".join(str(part) for part in first["loc"]).upper()
        raise InvalidRequest(variable, f"cannot be used: {first['msg']}") from None


def set_library_defaults() -> None:
    """Tell libraries to stay offline and quiet, unless the environment says otherwise."""
    set_unless_said(_LIBRARY_DEFAULTS)
    # What the driver warns of reaches people as an error of ours, once.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())


def set_unless_said(variables: Mapping[str, str]) -> None:
    """Put variables into the environment, but for those that it has already."""
    for variable, value in variables.items():
        os.environ.setdefault(variable, value)


@contextmanager
def meanwhile(variables: Mapping[str, str]) -> Iterator[None]:
    """Processes that are started in the block have these variables; afterwards all is as before."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def share_counters(folder: Path) -> None:
    """Have processes that are started from now on keep their counters together in a folder."""
    os.environ[_COUNTERS] = str(folder)


def shared_counters() -> Path | None:
    """Where the processes of a server keep their counters together; None: there is one."""
    folder = os.environ.get(_COUNTERS)
    return Path(folder) if folder else None


def hand_down(settings: Settings) -> None:
    """Put the settings into the environment, for worker processes that read them again."""
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            value = value.get_secret_value()
        if value is not None:
            os.environ[f"{PREFIX}{name.upper()}"] = str(value)
