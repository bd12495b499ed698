"""A small OpenID provider on this machine: real keys, real tokens, and what is wrong on demand."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "kinpath-of-the-club", "a secret that both know"


@dataclass
class OpenIdProvider:
    """What it knows; tests change it.

    Attributes:
        claims: of the next token, in place of those that are right.
        header: of the next token.
        codes: what was asked when each code was given.
        keys: published; the last one signs.
    """

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    keys: list[RSAKey] = field(default_factory=list)
    foreign: RSAKey | None = None

    def rotate(self) -> None:
        """Sign with a new key, and publish no other."""
        number = len(self.keys) + 1
        self.keys = [RSAKey.generate_key(2048, {"kid": f"key-{number}-{time.time_ns()}"})]

    def authorize(self, address: str, **claims: Any) -> str:
        """Sign somebody in who was sent to an address; the code that their browser brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        self.claims = claims
        return code

    def token(self, said: dict[str, str]) -> dict[str, Any] | None:
        """What a code is exchanged for, once."""
        asked = self.codes.pop(said.get("code", ""), None)
        digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or challenge != asked["code_challenge"]
            or said["redirect_uri"] != asked["redirect_uri"]
            or said.get("client_secret") != SECRET
        ):
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "248289", "nonce": asked["nonce"],
            "iat": now, "exp": now + 300, **self.claims,
        }  # fmt: skip
        key = self.foreign or self.keys[-1]
        header = {"alg": "RS256", "kid": self.keys[-1].kid, **self.header}
        return {"id_token": jwt.encode(header, claims, key), "token_type": "Bearer"}

    def answer(self, path: str, body: str) -> dict[str, Any] | None:
        """What is at a path."""
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
        if path == "/keys":
            return {"keys": [key.as_dict(private=False) for key in self.keys]}
        if path == "/token":
            return self.token({name: values[0] for name, values in parse_qs(body).items()})
        return None


@contextmanager
def running_provider() -> Iterator[OpenIdProvider]:
    """A provider that listens on this machine until the block is left."""
    provider = OpenIdProvider()
    provider.rotate()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def log_message(self, *_: object) -> None:
            pass

        def _answer(self, body: str) -> None:
            found = provider.answer(self.path, body)
            told = json.dumps(found).encode()
            self.send_response(400 if found is None else 200)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield provider
        server.shutdown()
        thread.join()
