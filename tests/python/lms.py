"""A learning management system made with lti1p3platform: the other side of LTI 1.3.

lms.py PORT TOOL_ISSUER UPSTREAM_ID

Launches, keys, access tokens and answers to deep linking are the library's. The pages, the list of members and what goes
wrong on purpose are ours: POST /control takes a JSON object that is laid over STATE, GET /report tells what happened.
"""

import html
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.membership import Status
from lti1p3platform.message_launch import LTIAdvantageMessageLaunchAbstract
from lti1p3platform.oidc_login import OIDCLoginAbstract
from lti1p3platform.registration import Registration
from lti1p3platform.response import generate_next_link

port, tool, upstream = sys.argv[1:4]
issuer = f"http://localhost:{port}"
tool_url = f"{tool}/upstream/{upstream}/lti"
CLIENT, DEPLOYMENT, CONTEXT = "koppel", "1", "course-7"
MEMBERS = f"{issuer}/members"
SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"

STATE = {
    "page_size": 100,
    "delay": 0,  # seconds before every page
    "claims": {},  # laid over a launch's
    "lasts": 300,  # seconds; negative: it has ended
    "kid": None,  # another name of the key
    "alg": "RS256",  # or none
    "next": None,  # where every page says that the next one is
    "refuse": None,  # status of every page
    "members_url": MEMBERS,
    "differences": True,
    "by_form": False,  # whether the login is asked for by a form
    "deployment": DEPLOYMENT,  # from which one the tool is opened
}
PEOPLE = {}  # user_id: row
LOG = []  # (user_id, status) in the order of changes
REPORT = {"members": 0, "differences": 0, "tokens": 0, "elsewhere": 0, "items": None, "data": None}
JTIS = set()


class Platform(LTI1P3PlatformConfAbstract):
    """One registration: the broker."""

    def init_platform_config(self, **kwargs):
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = serialization.Encoding.PEM
        private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        public = key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
        self._registration = (
            Registration()
            .set_iss(issuer)
            .set_client_id(CLIENT)
            .set_deployment_id(DEPLOYMENT)
            .set_launch_url(f"{tool_url}/launch")
            .set_deeplink_launch_url(f"{tool_url}/launch")
            .set_oidc_login_url(f"{tool_url}/login")
            .set_tool_key_set_url(f"{tool}/jwks")
            .set_platform_public_key(public.decode())
            .set_platform_private_key(private.decode())
        )

    def get_registration_by_params(self, **kwargs):
        return self._registration


class Login(OIDCLoginAbstract):
    def set_lti_message_hint(self, **kwargs):
        self._lti_message_hint = kwargs["hint"]

    def get_redirect(self, url):
        return url


class Launch(LTIAdvantageMessageLaunchAbstract):
    """The request is the dictionary of its parameters."""

    def get_preflight_response(self):
        return self._request

    def prepare_launch(self, preflight_response):
        assert preflight_response["scope"] == "openid" and preflight_response["prompt"] == "none"
        assert preflight_response["response_type"] == "id_token"
        assert preflight_response["response_mode"] == "form_post"
        person = PEOPLE[preflight_response["login_hint"]]
        self.set_user_data(person["user_id"], person["roles"], person["name"], person.get("email"))
        self.set_launch_context_claim(CONTEXT, [], "5A matemaatika", "5A")
        self.set_nrps(STATE["members_url"])
        if preflight_response["lti_message_hint"] == "deep":
            self.set_dl(f"{issuer}/return", accept_types={"ltiResourceLink"}, extra_data={"kept": "as it was"})
        else:
            self.set_resource_link_claim("link-1")

    def get_launch_data(self):
        message, state = super().get_launch_data()
        message.update(STATE["claims"])
        return message, state

    def generate_launch_request(self):
        self.set_id_token_expiration(STATE["lasts"])
        made = super().generate_launch_request()
        claims = jwt.decode(made["id_token"], options={"verify_signature": False})
        if STATE["kid"]:
            key = self._registration.get_platform_private_key()
            made["id_token"] = jwt.encode(claims, key, "RS256", {"kid": STATE["kid"]})
        if STATE["alg"] == "none":
            made["id_token"] = jwt.encode(claims, None, "none", {"kid": self._registration.get_kid()})
        return made

    def render_launch_form(self, launch_data, **kwargs):
        fields = {"id_token": launch_data["id_token"], "state": launch_data["state"]}
        return form(launch_data["launch_url"], fields)


platform = Platform()


def form(action, fields):
    inputs = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
        for name, value in fields.items()
    )
    return f'<title>LMS</title><form method="post" action="{html.escape(action)}">{inputs}<button id="launch">Go</button></form>'


def page_of(rows, start, since=None):
    """Body and links of one page of members."""
    size = STATE["page_size"]
    body = {
        "id": MEMBERS,
        "context": {"id": CONTEXT, "label": "5A", "title": "5A matemaatika"},
        "members": rows[start : start + size],
    }
    links = []
    more = {"from": start + size} | ({} if since is None else {"since": since})
    if STATE["next"]:
        links.append(generate_next_link(STATE["next"]))
    elif start + size < len(rows):
        links.append(generate_next_link(f"{MEMBERS}?{urlencode(more)}"))
    if STATE["differences"]:
        links.append(f'<{MEMBERS}?since={len(LOG)}>; rel="differences"')
    return body, links


def changed(since):
    """Who was changed since then, each once, as they are now."""
    users = list(dict.fromkeys(user for user, _ in LOG[since:]))
    gone = {"status": Status.DELETED.value, "roles": []}
    return [PEOPLE.get(user) or {"user_id": user} | gone for user in users]


def control(order):
    for person in order.pop("put", []):
        row = {"status": Status.ACTIVE.value} | person
        row["roles"] = [MEMBERSHIP + role for role in person["roles"]]
        PEOPLE[row["user_id"]] = row
        LOG.append((row["user_id"], row["status"]))
    for user in order.pop("remove", []):
        PEOPLE.pop(user)
        LOG.append((user, Status.DELETED.value))
    assert order.keys() <= STATE.keys(), order
    STATE.update(order)
    platform.get_registration_by_params().set_deployment_id(STATE["deployment"])


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def say(self, status, body, kind="text/html; charset=utf-8", headers=()):
        body = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        parts = urlsplit(self.path)
        params = dict(parse_qsl(parts.query))
        match parts.path:
            case "/open":
                self.open(params)
            case "/auth":
                self.say(200, Launch(params, platform).lti_launch())
            case "/jwks":
                self.say(200, platform.get_jwks(), "application/json")
            case "/members":
                self.members(params)
            case "/report":
                self.say(200, REPORT, "application/json")
            case _:
                self.say(404, "nothing here")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        match urlsplit(self.path).path:
            case "/control":
                control(json.loads(body))
                self.say(200, "{}", "application/json")
            case "/token":
                self.token(dict(parse_qsl(body.decode())))
            case "/return":
                self.returned(dict(parse_qsl(body.decode())))
            case _:
                self.say(404, "nothing here")

    def open(self, params):
        login = Login(params, platform)
        login.set_lti_message_hint(hint=params["kind"])
        url = login.initiate_login(params["user"])
        if STATE["by_form"]:
            parts = urlsplit(url)
            return self.say(200, form(parts._replace(query="").geturl(), dict(parse_qsl(parts.query))))
        self.say(302, "", headers=[("Location", url)])

    def token(self, asked):
        try:
            answer = platform.get_access_token(asked)
            claims = jwt.decode(asked["client_assertion"], options={"verify_signature": False})
            assert (claims["iss"], claims["sub"], claims["aud"]) == (CLIENT, CLIENT, f"{issuer}/token"), claims
            assert claims["exp"] - claims["iat"] <= 300 and claims["jti"] not in JTIS, claims
            JTIS.add(claims["jti"])
        except Exception as error:  # whatever it is, the tool is told no
            print(f"lms.py: {error!r}", file=sys.stderr, flush=True)
            return self.say(400, {"error": "invalid_client"}, "application/json")
        REPORT["tokens"] += 1
        self.say(200, answer, "application/json")

    def members(self, params):
        if not self.headers["Host"].startswith("localhost:"):
            REPORT["elsewhere"] += 1
        bearer = (self.headers["Authorization"] or "").removeprefix("Bearer ")
        kind = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
        try:
            assert platform.validate_token(bearer, [SCOPE]) and self.headers["Accept"] == kind
        except Exception:
            return self.say(401, {"error": "invalid_token"}, "application/json")
        if STATE["refuse"]:
            return self.say(STATE["refuse"], {"error": "refused"}, "application/json")
        time.sleep(STATE["delay"])
        since = int(params["since"]) if "since" in params else None
        REPORT["members" if since is None else "differences"] += 1
        rows = list(PEOPLE.values()) if since is None else changed(since)
        body, links = page_of(rows, int(params.get("from", 0)), since)
        self.say(200, body, kind, [("Link", ", ".join(links))] if links else [])

    def returned(self, fields):
        REPORT["items"] = platform.validate_deeplinking_resp(fields)
        claims = jwt.decode(fields["JWT"], options={"verify_signature": False})
        assert claims["aud"] == issuer and claims["iss"] == CLIENT, claims
        REPORT["data"] = claims["https://purl.imsglobal.org/spec/lti-dl/claim/data"]
        self.say(200, "<title>LMS</title><h1>The link is in the course</h1>")


ThreadingHTTPServer(("127.0.0.1", int(port)), Handler).serve_forever()
