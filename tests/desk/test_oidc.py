"""The municipality's own log-in: who it vouches for may help, and nothing else of them is kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from joserfc.jwk import RSAKey
from provider import CLIENT, SECRET, Provider
from served import Served

from kiosk.settings import DeskServer, Settings


@pytest.fixture
def database(tmp_path) -> str:
    """One will do: what stands in it is what every session leaves."""
    return f"sqlite:///{tmp_path}/desk.sqlite3"


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def start(serve, provider) -> Callable[..., Served]:
    """Starts desks that know the log-in."""
    def one(**more) -> Served:
        return serve(lambda address: Settings(desk_server=DeskServer(
            address=address, oidc_issuer=provider.issuer, oidc_client_id=CLIENT, **more)), oidc_secret=SECRET)

    return one


def log_in(served: Served) -> httpx.Response:
    with httpx.Client(base_url=served.address, follow_redirects=True, timeout=20) as browser:
        assert "Aanmelden met uw werkaccount" in browser.get("/aanmelden").text
        return browser.get("/aanmelden/gemeente")


def test_who_is_vouched_for_is_in(start, provider):
    answer = log_in(start())
    assert "Wie wacht er?" in answer.text
    (asked,) = provider.asked
    assert asked["scope"] == "openid"  # no name, no mail address
    assert asked["code_challenge_method"] == "S256"


@pytest.mark.parametrize("claims", [
    {"iss": "https://another.example"}, {"aud": "another"}, {"nonce": "another"}, {"exp": int(time.time()) - 9999},
    {"sub": None, "exp": None},
])
def test_a_token_that_is_not_for_us_opens_nothing(start, provider, claims):
    provider.claims = claims
    answer = log_in(start())
    assert answer.status_code == 403
    assert "Aanmelden is niet gelukt" in answer.text


def test_a_token_that_somebody_else_signed_opens_nothing(start, provider):
    provider.stranger = RSAKey.generate_key(2048, {"kid": "1"})
    assert log_in(start()).status_code == 403


def test_an_answer_that_belongs_to_another_browser_opens_nothing(start, provider):
    served = start()
    with served.browser() as browser:
        away = browser.get("/aanmelden/gemeente").headers["location"]
        back = httpx.get(away).headers["location"]
    with served.browser() as other:
        assert other.get(back).status_code == 403
    with served.browser() as other:
        assert other.get("/aanmelden/gemeente/terug", params={"code": "x", "state": "y"}).status_code == 403


def test_only_who_has_the_role_may_help(start, provider):
    served = start(oidc_role="digipunt")
    assert "geen toegang" in log_in(served).text
    provider.claims = {"groups": "digipunt-niet"}
    assert "geen toegang" in log_in(served).text
    provider.claims = {"groups": ["iets", "digipunt"]}
    assert "Wie wacht er?" in log_in(served).text
    provider.claims = {"roles": ["digipunt"]}
    assert "Wie wacht er?" in log_in(served).text


def test_a_log_in_that_does_not_answer_is_a_sentence(start, provider):
    served = start()
    provider.close()
    answer = log_in(served)
    assert answer.status_code == 502
    assert "antwoordt niet" in answer.text


def test_without_the_secret_the_button_is_not_there(serve, provider):
    served = serve(lambda address: Settings(desk_server=DeskServer(
        address=address, oidc_issuer=provider.issuer, oidc_client_id=CLIENT)), oidc_secret="")
    with served.browser() as browser:
        assert "werkaccount" not in browser.get("/aanmelden").text
        assert browser.get("/aanmelden/gemeente").status_code == 404
