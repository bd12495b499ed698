"""Changes are only taken from the dashboard's own pages, not from forms on other sites."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request

from api.access.guard import is_token
from api.access.principals import PRINCIPAL, Principal
from api.access.refusals import NotAllowed
from api.dashboard.addresses import SIGN_IN, to

CSRF_FIELD = "csrf_token"
"""The field of a form that shows that it is ours."""
CSRF_HEADER = "x-csrf-token"
"""The header that shows the same, as htmx sends it."""
_SAFE = ("GET", "HEAD", "OPTIONS")


async def same_origin(request: Request) -> None:
    """Refuse a change that a page of another site asks for.

    Browsers say whose page it is, and within a session our own pages know a secret. Where nobody
    has signed in there is none that a foreign form would lack.

    Raises:
        NotAllowed: it may be from elsewhere.
    """
    if request.method in _SAFE:
        return
    if not _is_own(request):
        raise NotAllowed("a page of another site cannot change anything here")
    principal: Principal | None = request.scope.get(PRINCIPAL)
    # Who signs in may have done so in another window since the page was made.
    if principal is None or not principal.csrf or request.url.path == to(SIGN_IN):
        return
    said = request.headers.get(CSRF_HEADER) or (await request.form()).get(CSRF_FIELD)
    if not isinstance(said, str) or not is_token(principal, said.encode()):
        await request.close()  # a file that came with it
        raise NotAllowed("the page is from another session; load it anew and try again")


def _is_own(request: Request) -> bool:
    fetched_by = request.headers.get("sec-fetch-site")
    if fetched_by is not None:
        return fetched_by in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
