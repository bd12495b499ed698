"""A real Neo4j Community server on a loopback port, without Docker, for tests and development.

`python -m tests.neo4j_server` runs one in the foreground; `running_server()` one for a block of
code. Its jars come from Maven once; then a start takes seconds and needs no network.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_SOURCES = Path(__file__).parent / "neo4j"
_CACHE = Path(__file__).parent.parent / ".neo4j"
_CLASSPATH_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"
_OPENED_PACKAGES = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")
_START_SECONDS = 120.0
_STOP_SECONDS = 60.0
_INSTALL_SECONDS = 1_200.0
_ALL_IN_MEMORY = 1_536
"""MiB of a database in which 100,000 members, their ties and their vectors find room."""


class Neo4jMissing(RuntimeError):
    """Java or Maven is not installed, or what they were asked to do failed."""


@dataclass(frozen=True, slots=True)
class Neo4jServer:
    """A server that answers Bolt.

    Attributes:
        url: what `graph.open_store` takes, without the password.
        password: of the user `neo4j`.
        home: where its data are.
        process: the server, a child of this process.
    """

    url: str
    password: str
    home: Path
    process: subprocess.Popen[str]


@contextmanager
def running_server(
    home: Path | None = None,
    *,
    port: int = 0,
    password: str | None = None,
    optimised: bool = False,
    gds: bool = False,
) -> Iterator[Neo4jServer]:
    """Run a server for as long as the block lasts.

    Args:
        home: where its data are kept; without one they are gone afterwards.
        port: 0 takes a free one.
        password: of the user `neo4j`, at least 8 characters; without one it is random.
        optimised: compile Java thoroughly, as a server in earnest does: for benchmarks. Tests ask
            many different queries once each, and are twice as fast without.
        gds: with the Graph Data Science library, for the rival that asks it.

    Raises:
        Neo4jMissing: Java or Maven is not there, or the server does not start.
    """
    command = _java_command(prepared_folder(gds=gds), optimised=optimised, gds=gds)
    chosen = password or secrets.token_urlsafe(12)
    if home is not None:
        home.mkdir(parents=True, exist_ok=True)
        with _started(command, home, port, chosen) as server:
            try:
                yield server
            finally:
                _stop(server.process)
        return
    with (
        tempfile.TemporaryDirectory(prefix="kinpath-neo4j-", ignore_cleanup_errors=True) as folder,
        _started(command, Path(folder), port, chosen) as server,
    ):
        yield server


@contextmanager
def _started(command: list[str], home: Path, port: int, password: str) -> Iterator[Neo4jServer]:
    log = home / "console.log"
    with log.open("w") as errors:
        # Its own session: Ctrl-C reaches the parent alone, which then stops the server in order.
        process = subprocess.Popen(
            [*command, str(home), str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
    try:
        bolt_port = _wait_until_ready(process, password, log)
        yield Neo4jServer(f"bolt://neo4j@127.0.0.1:{bolt_port}", password, home, process)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()


def _wait_until_ready(process: subprocess.Popen[str], password: str, log: Path) -> int:
    assert process.stdin is not None
    assert process.stdout is not None
    impatience = threading.Timer(_START_SECONDS, process.kill)
    impatience.start()
    try:
        process.stdin.write(f"{password}\n")
        process.stdin.flush()
        line = process.stdout.readline()
    except BrokenPipeError:
        line = ""
    finally:
        impatience.cancel()
    if not line.startswith("ready "):
        process.kill()
        process.wait()
        raise Neo4jMissing(f"Neo4j did not start:\n{log.read_text()[-3000:]}")
    return int(line.split()[1])


def _stop(process: subprocess.Popen[str]) -> None:
    """Ask the server to close its files, as its data are to be kept."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def _java_command(folder: Path, *, optimised: bool, gds: bool) -> list[str]:
    options = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED_PACKAGES]
    if not optimised:
        options.append("-XX:TieredStopAtLevel=1")
    memory = ("-Xmx4g" if gds else "-Xmx1g", "-XX:+UseParallelGC")
    if optimised:
        options.append(f"-Dkinpath.pagecache={_ALL_IN_MEMORY}")
    program = ("-cp", (folder / "classpath").read_text(), "Neo4jServer", str(folder / "plugins"))
    return [_tool("java"), *memory, *options, *program]


def prepared_folder(*, gds: bool = False) -> Path:
    """Where the server's `classpath` and `plugins` are: made once, then found below `.neo4j`."""
    sources = [_SOURCES / "pom.xml", _SOURCES / "Neo4jServer.java"]
    content = b"".join(source.read_bytes() for source in sources)
    folder = _CACHE / hashlib.sha256(content).hexdigest()[:16]
    folder = folder.with_name(f"{folder.name}-gds") if gds else folder
    kept = folder / "classpath"
    _CACHE.mkdir(exist_ok=True)
    with (_CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists() or not _all_there(kept.read_text()):
            _prepare(folder, kept, ("-P", "gds") if gds else ())
        return folder


def _all_there(classpath: str) -> bool:
    return all(Path(entry).exists() for entry in classpath.split(os.pathsep))


def _prepare(folder: Path, kept: Path, profile: Sequence[str]) -> None:
    folder.mkdir(exist_ok=True)
    jars = folder / "jars"
    pom = str(_SOURCES / "pom.xml")
    goal = (_CLASSPATH_GOAL, f"-Dmdep.outputFile={jars}")
    _run(_tool("mvn"), "-B", "-q", "-f", pom, *profile, *goal)
    source = str(_SOURCES / "Neo4jServer.java")
    _run(_tool("javac"), "--release", "17", "-d", str(folder), "-cp", jars.read_text(), source)
    _link_procedures(jars.read_text().strip(), folder / "plugins")
    unfinished = folder / "classpath.part"
    unfinished.write_text(os.pathsep.join((str(folder), jars.read_text().strip())))
    unfinished.replace(kept)


def _link_procedures(jars: str, plugins: Path) -> None:
    """Neo4j looks for procedures in its folder of plugins alone, whatever the class path has."""
    shutil.rmtree(plugins, ignore_errors=True)
    plugins.mkdir()
    for jar in map(Path, jars.split(os.pathsep)):
        if "gds" in jar.parts and "proc" in jar.name:
            (plugins / jar.name).symlink_to(jar)


def _run(*command: str) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False
    )
    if done.returncode:
        said = f"{done.stdout}\n{done.stderr}".strip()
        raise Neo4jMissing(f"{Path(command[0]).name} failed:\n{said[-3000:]}")


def _tool(name: str) -> str:
    java_home = os.environ.get("JAVA_HOME")
    places = [str(Path(java_home) / "bin")] if java_home else []
    found = shutil.which(name, path=os.pathsep.join([*places, os.environ.get("PATH", os.defpath)]))
    if found is None:
        raise Neo4jMissing(
            f"no {name!r}: Neo4j for tests needs a JDK (17 or 21) and Maven; install them, on "
            "Debian and Ubuntu with `apt-get install openjdk-17-jdk-headless maven`"
        )
    return found


def main() -> None:
    """Run a server until Ctrl-C, and say how to reach it."""
    parser = argparse.ArgumentParser(prog="python -m tests.neo4j_server", description=__doc__)
    kept = _CACHE / "data"
    parser.add_argument("--home", type=Path, default=kept, help=f"of the data (default: {kept})")
    parser.add_argument("--port", type=int, default=7687, help="Bolt port on 127.0.0.1")
    parser.add_argument("--password", help="of the user neo4j (default: random)")
    parser.add_argument("--gds", action="store_true", help="with Graph Data Science")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with running_server(
            chosen.home,
            port=chosen.port,
            password=chosen.password,
            optimised=True,
            gds=chosen.gds,
        ) as server:
            sys.stdout.write(
                f"Neo4j answers at {server.url}, password {server.password}; Ctrl-C stops it\n"
            )
            sys.stdout.flush()
            server.process.wait()
    except KeyboardInterrupt:
        sys.stdout.write("stopped\n")
    except Neo4jMissing as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    main()
