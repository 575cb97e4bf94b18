"""A platform made with authlib. It speaks as tests/node/site.mjs does; a wrong answer of the issuer makes it fail.

site.py ISSUER CLIENT_ID CLIENT_SECRET REDIRECT_URI POST_LOGOUT_REDIRECT_URI
"""

import json
import sys
import time
from urllib.parse import urlencode

from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import OpenIDProviderMetadata, get_well_known_url
from joserfc import jwt
from joserfc.jwk import KeySet

issuer, client_id, secret, redirect_uri, bye = sys.argv[1:6]
session = OAuth2Session(
    client_id,
    secret,
    scope="openid profile email koppel offline_access",
    redirect_uri=redirect_uri,
    code_challenge_method="S256",
)


def fetch(url):
    answer = session.request("GET", url, withhold_token=True)
    answer.raise_for_status()
    return answer.json()


def say(word):
    print(json.dumps(word), flush=True)


metadata = OpenIDProviderMetadata(fetch(get_well_known_url(issuer, external=True)))
if issuer.startswith("https:"):
    metadata.validate()  # allows no http
assert metadata["issuer"] == issuer
session.metadata["token_endpoint"] = metadata["token_endpoint"]
keys = KeySet.import_key_set(fetch(metadata["jwks_uri"]))


def claims_of(tokens, nonce=None):
    """The ID token's claims, validated."""
    decoded = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"])
    options = {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client_id}}
    params = {"client_id": client_id, "access_token": tokens["access_token"], "nonce": nonce, "max_age": 3600}
    claims = CodeIDToken(decoded.claims, decoded.header, options, params)
    claims.validate(now=int(time.time()), leeway=5)
    assert "at_hash" in claims
    return claims


def is_active(token):
    answer = session.introspect_token(metadata["introspection_endpoint"], token=token, token_type_hint="access_token")
    return answer.json()["active"]


extra = json.loads(sys.stdin.readline())
verifier, nonce = generate_token(48), generate_token(20)
request, state = session.create_authorization_url(
    metadata["authorization_endpoint"], code_verifier=verifier, nonce=nonce, max_age=3600, **extra
)
say({"go": request})

back = sys.stdin.readline().strip()
tokens = session.fetch_token(authorization_response=back, code_verifier=verifier, state=state)
claims = claims_of(tokens, nonce)
userinfo = session.get(metadata["userinfo_endpoint"]).json()
renewed = session.refresh_token(refresh_token=tokens["refresh_token"])
logout = {"id_token_hint": renewed["id_token"], "post_logout_redirect_uri": bye, "state": "bye"}
say(
    {
        "sub": claims["sub"],
        "userinfo": userinfo,
        "renewedSub": claims_of(renewed)["sub"],
        "isRotated": renewed["refresh_token"] != tokens["refresh_token"],
        "active": is_active(renewed["access_token"]),
        "go": metadata["end_session_endpoint"] + "?" + urlencode(logout),
    }
)

sys.stdin.readline()
try:
    session.refresh_token(refresh_token=renewed["refresh_token"])
    refused = "none"
except OAuthError as error:
    refused = error.error
say({"refreshError": refused, "active": is_active(renewed["access_token"])})
