"""What a server process holds open: its documents, who may ask, and the communities asked for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

from fastapi import Request

from api.access.doorkeeper import Doorkeeper
from api.access.elsewhere import Elsewhere
from api.access.engines import Engines
from api.access.openid import Provider
from api.access.opening import open_for_serving
from api.access.signing_in import SigningIn
from api.settings import Settings
from graph.closing import Closing
from graph.documents import Documents
from graph.errors import InvalidRequest


@dataclass(frozen=True, slots=True)
class Serving(Closing):
    """Open from the making of an application to its end; routes find it with `serving_of`.

    Attributes:
        documents: the server's own.
        elsewhere: where people sign in at a provider; None: there is none.
        first: the community that is made ready at the start; None: none more than others.
    """

    settings: Settings
    documents: Documents
    engines: Engines
    doorkeeper: Doorkeeper
    signing_in: SigningIn
    elsewhere: Elsewhere | None
    first: str | None

    @classmethod
    def open(cls, settings: Settings) -> Serving:
        """Open what the settings mean; raises as `open_for_serving` does."""
        provider = _provider(settings)
        first, documents = open_for_serving(settings)
        engines = Engines(settings)
        doorkeeper = Doorkeeper(documents, engines.serves, first, settings.rate, settings.burst)
        signing_in = SigningIn(documents, engines.serves)
        elsewhere = None if provider is None else Elsewhere(documents, provider)
        return cls(settings, documents, engines, doorkeeper, signing_in, elsewhere, first)

    def close(self) -> None:
        """Close the communities and the documents."""
        self.signing_in.close()
        self.engines.close()
        self.documents.close()


def _provider(settings: Settings) -> Provider | None:
    """The provider where people may sign in. Raises InvalidRequest: it cannot be trusted."""
    if settings.oidc_issuer is None:
        return None
    if find_spec("joserfc") is None:
        raise InvalidRequest("KINPATH_OIDC_ISSUER", "needs `pip install 'kinpath[oidc]'`")
    secret = settings.oidc_secret
    shared = None if secret is None else secret.get_secret_value()
    return Provider(settings.oidc_issuer, settings.oidc_client, shared)


def serving_of(request: Request) -> Serving:
    """What the process holds open that answers this request."""
    serving: Serving = request.app.state.serving
    return serving
