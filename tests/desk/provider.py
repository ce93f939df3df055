"""A municipality's log-in, small but real: OpenID Connect over HTTP with signed tokens, and a switch for each fault."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import dumps
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "desk", "a secret of the municipality"


@dataclass
class Provider:
    """``claims`` replace those of the token; ``key`` signs."""

    claims: dict = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1", "use": "sig"}))
    stranger: RSAKey | None = None
    codes: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)

    def __post_init__(self) -> None:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.get(self)

            def do_POST(self) -> None:
                provider.post(self)

            def log_message(self, *_) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def get(self, call: BaseHTTPRequestHandler) -> None:
        path, query = urlsplit(call.path).path, parse_qs(urlsplit(call.path).query)
        if path == "/.well-known/openid-configuration":
            return self.answer(call, {
                "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/login",
                "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": ["RS256"]})
        if path == "/keys":
            return self.answer(call, {"keys": [self.key.as_dict(private=False)]})
        self.asked.append({name: values[0] for name, values in query.items()})  # /login: the person agrees at once
        code = secrets.token_hex(8)
        self.codes[code] = self.asked[-1]
        call.send_response(302)
        back = urlencode({"code": code, "state": self.asked[-1]["state"]})
        call.send_header("Location", f"{self.asked[-1]['redirect_uri']}?{back}")
        call.end_headers()

    def post(self, call: BaseHTTPRequestHandler) -> None:
        form = parse_qs(call.rfile.read(int(call.headers["Content-Length"])).decode())
        asked = self.codes.pop(form["code"][0], None)
        client = base64.b64decode(call.headers.get("Authorization", "Basic ").split()[1] + "==").decode()
        verified = base64.urlsafe_b64encode(
            hashlib.sha256(form.get("code_verifier", [""])[0].encode()).digest()).rstrip(b"=").decode()
        if asked is None or client != f"{CLIENT}:{SECRET.replace(' ', '+')}" and client != f"{CLIENT}:{SECRET}" \
                or asked["code_challenge"] != verified:
            return self.answer(call, {"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": "geheim-77", "aud": CLIENT, "iat": now, "exp": now + 300,
                  "nonce": asked["nonce"], "name": "Karin Canariepiet", "email": "karin@canarie.example"} | self.claims
        token = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.stranger or self.key)
        self.answer(call, {"access_token": "x", "token_type": "Bearer", "id_token": token, "expires_in": 300})

    @staticmethod
    def answer(call: BaseHTTPRequestHandler, body: dict, status: int = 200) -> None:
        data = dumps(body).encode()
        call.send_response(status)
        call.send_header("Content-Type", "application/json")
        call.send_header("Content-Length", str(len(data)))
        call.end_headers()
        call.wfile.write(data)
