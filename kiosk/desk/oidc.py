"""Logging in at the municipality (OpenID Connect, authorization code with PKCE), where the settings name it.

Of what the log-in tells, only one thing is asked: may this person help? No name, number or mail address is looked at,
and nothing of it is kept; the session that follows belongs to nobody in particular.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from joserfc.errors import JoseError
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kiosk.desk.desk import Desk
from kiosk.desk.login import too_often
from kiosk.desk.pages import message
from kiosk.desk.sessions import cookie_name, log_in

PATH = "/aanmelden/gemeente"
MINUTES = 10
"""How long somebody may take to log in there."""

FAILED = (AuthlibBaseError, JoseError, httpx.HTTPError, RuntimeError, ValueError, KeyError, TypeError)
"""All that a log-in which is not there, or not as it should be, makes the libraries raise."""


def routes(desk: Desk) -> list[BaseRoute]:
    """Only where ``desk.has_oidc``."""
    server = desk.settings.desk_server
    oauth = OAuth()
    provider = oauth.register(
        "gemeente", client_id=server.oidc_client_id, client_secret=desk.oidc_secret,
        server_metadata_url=f"{server.oidc_issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid", "code_challenge_method": "S256", "timeout": 10})
    expected = {"iss": {"essential": True, "values": [server.oidc_issuer, f"{server.oidc_issuer}/"]},
                "aud": {"essential": True, "values": [server.oidc_client_id]}}

    async def start(request: Request) -> Response:
        if refusal := too_often(request):
            return refusal
        try:
            return await provider.authorize_redirect(request, f"{desk.address}{PATH}/terug")
        except FAILED:
            return message(request, 502, "Aanmelden lukt nu niet",
                           "Het werkaccount antwoordt niet. Probeer het over een paar minuten opnieuw.")

    async def back(request: Request) -> Response:
        try:
            token = await provider.authorize_access_token(request, claims_options=expected)
            told = token["userinfo"]
        except FAILED:
            return message(request, 403, "Aanmelden is niet gelukt",
                           "Begin opnieuw bij “Aanmelden”. Lukt het weer niet? Vraag het aan uw beheerder.")
        if not may_help(told, server.oidc_role):
            return message(request, 403, "U hebt hier geen toegang",
                           "Uw account mag de desk niet gebruiken. Vraag toegang aan uw beheerder.")
        return await log_in(desk, None)

    # What belongs to this one log-in (state, nonce, verifier) travels in a signed cookie, so that any worker can finish
    # it. The key comes from the secret that all of them have.
    keep = Middleware(SessionMiddleware, secret_key=hmac.digest(desk.oidc_secret.encode(), b"cookie", "sha256").hex(),
                      session_cookie=cookie_name(desk, "gemeente"), max_age=60 * MINUTES, same_site="lax",
                      https_only=desk.is_secure)
    return [Route(PATH, start, middleware=[keep]), Route(f"{PATH}/terug", back, middleware=[keep])]


def may_help(told: Mapping[str, object], role: str) -> bool:
    """Does the log-in say that this person has the role? Without a role everybody may whom it lets in."""
    groups = [told.get("groups"), told.get("roles")]
    return not role or any(role in group for group in groups if isinstance(group, list))
