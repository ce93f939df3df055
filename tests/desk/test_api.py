"""The calls of kiosks, as the contract says, and with whatever else somebody may send."""

from __future__ import annotations

import json
import socket

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from served import KioskClient, NoLimits, new_id

from kiosk.desk.limits import REQUESTS, WRONG_KEYS
from kiosk.handoff import letters
from kiosk.handoff.record import Record
from kiosk.settings import Helpers, Settings

GOOD = letters.encode(Record(content=1))
REUSED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)


@pytest.fixture
def kiosk(serve) -> KioskClient:
    return serve(limits=NoLimits()).kiosk()


@pytest.mark.parametrize("header", [
    {}, {"Authorization": "Bearer"}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic abc"},
    {"Authorization": "Bearer \xff\xfe".encode("latin-1")}, {"Authorization": "Bearer " + "x" * 9000},
])
def test_without_a_good_key_nothing_opens(kiosk, header):
    with httpx.Client(base_url=kiosk.http.base_url) as stranger:
        for method, path in [("PUT", f"/api/requests/{new_id()}"), ("GET", f"/api/requests/{new_id()}"),
                             ("DELETE", f"/api/requests/{new_id()}"), ("GET", "/api/hours")]:
            answer = stranger.request(method, path, headers=header)
            assert answer.status_code == 401
            assert "sleutel" in answer.json()["error"]


def test_a_key_that_was_taken_away_opens_nothing(desk):
    from kiosk.desk.kiosks import remove_kiosk

    kiosk = desk.kiosk("Kiosk 1")
    id = kiosk.ask()
    desk.do(remove_kiosk, "Kiosk 1")
    assert kiosk.put(id).status_code == 401
    assert "Er wacht niemand" in desk.assistant().get("/").text


@pytest.mark.parametrize(("body", "says"), [
    (b"", "geen JSON"), (b"{", "geen JSON"), (b"\xff", "geen JSON"), (b"[" * 16000, "geen JSON"), (b"[]", "object"),
    (b"3", "object"), (b"{}", "“age”"), ({"record": GOOD}, "“age”"), ({"record": GOOD, "age": "3"}, "“age”"),
    ({"record": GOOD, "age": -1}, "“age”"), ({"record": GOOD, "age": True}, "“age”"),
    ({"record": GOOD, "age": 1.5}, "“age”"), ({"record": GOOD, "age": 10**30}, "“age”"), ({"age": 0}, "“record”"),
    ({"record": GOOD[:-1], "age": 0}, "“record”"), ({"record": GOOD + "C", "age": 0}, "“record”"),
    ({"record": [GOOD], "age": 0}, "“record”"), ({"record": "\ud800" * 28, "age": 0}, "code"),
    ({"record": "C" * 28, "age": 0}, "andere versie"), ({"record": "<script>alert(1)</script>abc", "age": 0}, "code"),
    ({"record": GOOD[:-1] + ("B" if GOOD[-1] != "B" else "C"), "age": 0}, "verkeerd gelezen"),
])
def test_a_bad_request_is_refused_with_a_sentence(kiosk, body, says):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = kiosk.http.put(f"/api/requests/{new_id()}", content=content)
    assert answer.status_code == 422
    assert says in answer.json()["error"]


@pytest.mark.parametrize("id", ["x", "A" * 32, "0" * 31, "0" * 33, "%00" * 32, "٣" * 32])
def test_an_id_that_is_none_is_refused(kiosk, id):
    for call in (kiosk.put, kiosk.withdraw, lambda id: kiosk.http.get(f"/api/requests/{id}")):
        assert call(id).status_code == 422


@pytest.mark.parametrize("wait", ["-1", "x", "1.5", "1e9", "٣", "9" * 500])
def test_a_wait_that_is_none_is_refused(kiosk, wait):
    answer = kiosk.http.get(f"/api/requests/{kiosk.ask()}", params={"seen": "waiting", "wait": wait})
    assert answer.status_code == 422


def test_letters_in_small_are_the_same_request(kiosk):
    assert kiosk.http.put(f"/api/requests/{new_id()}", json={"record": GOOD.lower(), "age": 0}).status_code == 201


def test_what_else_stands_in_a_request_is_not_kept(kiosk, serve):
    kiosk.http.put(f"/api/requests/{new_id()}", json={"record": GOOD, "age": 0, "name": "Canariepiet"})
    assert "Canariepiet" not in serve().assistant().get("/").text


def test_too_much_is_not_even_read(kiosk):
    answer = kiosk.http.put(f"/api/requests/{new_id()}", content=b" " * 20_000)
    assert answer.status_code == 413
    assert "korter" in answer.json()["error"]
    bit_by_bit = kiosk.http.put(f"/api/requests/{new_id()}", content=(b" " * 1000 for _ in range(50)))
    assert bit_by_bit.status_code == 413


def test_a_kiosk_that_asks_too_often_has_to_wait(desk):
    kiosk, other = desk.kiosk("Kiosk 1"), desk.kiosk("Kiosk 2")
    answers = [kiosk.put(new_id()).status_code for _ in range(REQUESTS.amount + 3)]
    assert answers == [201] * REQUESTS.amount + [429] * 3
    assert "te vaak" in kiosk.put(new_id()).json()["error"]
    assert other.put(new_id()).status_code == 201  # the others are not punished


def test_who_tries_keys_too_often_has_to_wait_and_the_kiosks_beside_it_do_not(desk):
    kiosk = desk.kiosk()
    with httpx.Client(base_url=desk.address, headers={"Authorization": "Bearer wrong"}) as stranger:
        answers = [stranger.get("/api/hours").status_code for _ in range(WRONG_KEYS.amount + 2)]
    assert answers == [401] * WRONG_KEYS.amount + [429] * 2
    assert kiosk.http.get("/api/hours").status_code == 200


def test_hours_are_those_of_the_settings_until_a_page_saves_others(serve, clock):
    desk = serve(lambda address: Settings(helpers=Helpers(monday=("09:00-12:30",), sunday=())))
    kiosk, karin = desk.kiosk(), desk.assistant()
    first = kiosk.http.get("/api/hours")
    assert first.json() == {"week": {"monday": ["09:00-12:30"], "sunday": []}, "exceptions": {}}
    tag = {"If-None-Match": first.headers["etag"]}
    assert kiosk.http.get("/api/hours", headers=tag).status_code == 304
    karin.post("/uren", data={"tuesday": "9u-12u30", "dag-0": "2026-12-25", "uren-0": "niemand"})
    second = kiosk.http.get("/api/hours", headers=tag)
    assert second.json() == {"week": {"tuesday": ["09:00-12:30"]}, "exceptions": {"2026-12-25": []}}
    assert second.headers["etag"] != first.headers["etag"]


anything = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
                        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
bodies = st.binary(max_size=200) | anything.map(lambda value: json.dumps(value).encode()) | st.builds(
    lambda record, age: json.dumps({"record": record, "age": age}).encode(),
    st.text(alphabet=letters.ALPHABET + "x ", max_size=40) | st.just(GOOD) | anything, st.integers() | anything)
paths = st.sampled_from(["/", "/h", "/uren", "/aanmelden", "/afmelden", "/binnen/x", "/wachtrij?x", "/vragen/x/komt",
                         "/vragen/x/klaar", "/api/hours", "/api/requests/x", "/style/desk.css", "/style/../desk.py",
                         "/style/fonts/..%2f..%2f..%2fkiosk/cli.py", "/cijfers", "/catalogus.json"]) \
    | st.text(alphabet=st.characters(codec="ascii", exclude_characters="\r\n \\#"), max_size=30).map("/".__add__)


@REUSED
@given(st.data())
def test_whatever_a_kiosk_sends_it_gets_an_answer(kiosk, data):
    answer = kiosk.http.put(f"/api/requests/{new_id()}", content=data.draw(bodies))
    assert answer.status_code in (201, 410, 422)
    if answer.status_code != 201:
        assert answer.json()["error"]


@REUSED
@given(st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "BREW"]), paths, bodies)
def test_whatever_anybody_sends_anywhere_gets_an_answer(kiosk, method, path, body):
    url = httpx.URL(str(kiosk.http.base_url))
    headers = {"Origin": f"{url.scheme}://{url.netloc.decode()}", "Content-Type": "application/x-www-form-urlencoded"}
    try:
        url = url.copy_with(raw_path=path.encode())
    except httpx.InvalidURL:
        return
    with httpx.stream(method, url, content=body, headers=headers, timeout=20) as answer:
        assert answer.status_code < 500
        if answer.status_code != 400:  # 400: not HTTP at all, and uvicorn's own answer
            assert "default-src 'none'" in answer.headers["content-security-policy"]


@REUSED
@given(st.binary(min_size=1, max_size=300))
def test_what_is_not_http_leaves_the_desk_standing(kiosk, sent):
    with socket.create_connection((kiosk.http.base_url.host, kiosk.http.base_url.port), timeout=20) as line:
        line.sendall(sent + b"\r\n\r\n")
        line.shutdown(socket.SHUT_WR)
        while line.recv(4096):
            pass
    assert kiosk.http.get("/api/hours").status_code == 200
