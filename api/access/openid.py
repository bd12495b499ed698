"""Signing in at an organisation's own provider, as OpenID Connect has it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any
from urllib.parse import urlencode, urlsplit

from api.access.opening import is_loopback
from graph.errors import InvalidRequest, KinpathError

DISCOVERY = "/.well-known/openid-configuration"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signatures by keys that the provider alone has: never `none`, nor one by a shared secret."""
REMEMBERED = 3600.0
"""Seconds that what a provider says of itself is taken to hold."""
KEYS_ASKED_EVERY = 5.0
"""Seconds between two looks for new keys, however many tokens name keys that nobody knows."""
DEADLINE = 10.0
"""Seconds that a provider may take to answer."""
LEEWAY = 60
"""Seconds that its clock may differ."""
SUBJECT = "sub:"
"""Begins the name of an account of somebody whom the provider knows by an id."""
_SCOPES = "openid email"


class ProviderFailed(KinpathError):
    """The provider did not answer, or not as OpenID Connect has it."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the provider cannot be used to sign in: {reason}")


@dataclass(frozen=True, slots=True)
class Flow:
    """A sign-in under way: drawn anew for each, and used once.

    Attributes:
        state: comes back with the browser, which shows that it is the same.
        nonce: comes back within the token, which shows that it was made for this.
        verifier: whoever shows the code must know it as well (PKCE, RFC 7636).
    """

    state: str
    nonce: str
    verifier: str

    @classmethod
    def drawn(cls) -> Flow:
        """A new one."""
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a provider vouches for.

    Attributes:
        subject: by which the provider knows them, for ever; with the provider's name before it.
        names: by which they may have an account: their address, if it is verified, and `sub:` with
            the provider's id of them.
    """

    subject: str
    names: tuple[str, ...]


class Provider:
    """A provider, by what it says of itself.

    Args:
        issuer: its address, exactly as its tokens name it; https, or on this machine.
        client: what the provider calls Kinpath.
        secret: which the two share; None: there is none, and PKCE alone protects the code.

    Raises:
        InvalidRequest: the issuer is no address that can be trusted.
    """

    def __init__(self, issuer: str, client: str, secret: str | None) -> None:
        parts = urlsplit(issuer)
        if parts.scheme != "https" and not _is_here(issuer):
            raise InvalidRequest("KINPATH_OIDC_ISSUER", "must be an address that begins https://")
        self._issuer, self._client, self._secret = issuer, client, secret
        self._lock = Lock()
        self._said: Mapping[str, Any] = {}
        self._keys: Any = None
        self._asked = self._keys_asked = float("-inf")

    def address(self, flow: Flow, back: str) -> str:
        """Where the browser is sent, which comes back to `back`. Raises ProviderFailed."""
        challenge = hashlib.sha256(flow.verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self._client,
            "redirect_uri": back,
            "scope": _SCOPES,
            "state": flow.state,
            "nonce": flow.nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        endpoint = self._endpoint("authorization_endpoint")
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    def person(self, flow: Flow, code: str, back: str) -> Person:
        """Who came back with a code. Raises ProviderFailed."""
        said = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "client_id": self._client,
            "code_verifier": flow.verifier,
        }
        if self._secret is not None:
            said["client_secret"] = self._secret
        answer = _fetched(self._endpoint("token_endpoint"), said)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise ProviderFailed("it answered no ID token")
        return self._read(self._claims(token), flow.nonce)

    def _read(self, claims: Mapping[str, Any], nonce: str) -> Person:
        if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
            raise ProviderFailed("its token was made for another sign-in")
        if claims.get("azp", self._client) != self._client:
            raise ProviderFailed("its token was made for another client")
        subject, email = str(claims["sub"]), claims.get("email")
        names = [f"{SUBJECT}{subject}"]
        if claims.get("email_verified") is True and isinstance(email, str):
            names.insert(0, email)
        return Person(f"{self._issuer} {subject}", tuple(names))

    def _claims(self, token: str) -> Mapping[str, Any]:
        """What a token says, once its signature and its times hold."""
        from joserfc.errors import JoseError  # noqa: PLC0415 - an extra
        from joserfc.jwt import JWTClaimsRegistry  # noqa: PLC0415

        rules = JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._client},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            claims = self._signed(token)
            rules.validate(dict(claims))
        except (JoseError, ValueError) as error:
            raise ProviderFailed(f"its token does not hold ({type(error).__name__})") from None
        return claims

    def _signed(self, token: str) -> Mapping[str, Any]:
        """The claims of a token that one of the provider's keys signed; looks for new ones once."""
        from joserfc import jwt  # noqa: PLC0415 - an extra
        from joserfc.errors import JoseError  # noqa: PLC0415

        try:
            return jwt.decode(token, self._key_set(), algorithms=list(ALGORITHMS)).claims
        except (JoseError, ValueError):
            if not self._forget_keys():
                raise
        return jwt.decode(token, self._key_set(), algorithms=list(ALGORITHMS)).claims

    def _key_set(self) -> Any:
        from joserfc.jwk import KeySet  # noqa: PLC0415 - an extra

        endpoint = self._endpoint("jwks_uri")
        with self._lock:
            if self._keys is None:
                self._keys_asked = time.monotonic()
                self._keys = KeySet.import_key_set(_fetched(endpoint))  # type: ignore[arg-type] # JSON
            return self._keys

    def _forget_keys(self) -> bool:
        """Whether new keys may be looked for."""
        with self._lock:
            if time.monotonic() - self._keys_asked < KEYS_ASKED_EVERY:
                return False
            self._keys = None
            return True

    def _endpoint(self, name: str) -> str:
        with self._lock:
            if time.monotonic() - self._asked > REMEMBERED:
                said = _fetched(self._issuer.rstrip("/") + DISCOVERY)
                if said.get("issuer") != self._issuer:
                    raise ProviderFailed("it calls itself by another name than the issuer's")
                self._said, self._keys, self._asked = said, None, time.monotonic()
            found = self._said.get(name)
        if not isinstance(found, str) or not (found.startswith("https://") or _is_here(found)):
            raise ProviderFailed(f"it names no {name} that can be trusted")
        return found


def _fetched(address: str, said: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """The JSON object at an address; with `said`, what a form that says this is answered."""
    import httpx  # noqa: PLC0415 - takes long to load, and most servers do without

    try:
        with httpx.Client(timeout=DEADLINE, trust_env=False) as client:
            answer = client.get(address) if said is None else client.post(address, data=dict(said))
            answer.raise_for_status()
            found = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise ProviderFailed(f"it did not answer ({type(error).__name__})") from None
    if not isinstance(found, dict):
        raise ProviderFailed("it answered no JSON object")
    return found


def _is_here(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "http" and is_loopback(parts.hostname or "")
