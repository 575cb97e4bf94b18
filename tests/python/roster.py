"""A platform's server made with authlib and requests: a token for itself, its classes page by page.

roster.py ISSUER CLIENT_ID CLIENT_SECRET
"""

import json
import sys

import requests
from authlib.integrations.requests_client import OAuth2Session

CORE = "https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly"

issuer, client_id, secret = sys.argv[1:4]
metadata = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=10).json()
assert "client_credentials" in metadata["grant_types_supported"]
session = OAuth2Session(client_id, secret, scope=CORE)
token = session.fetch_token(metadata["token_endpoint"], grant_type="client_credentials")
assert "refresh_token" not in token and token["scope"] == CORE
pages = 0


def read(name):
    """Every record of a list, by the links of its pages."""
    global pages
    found, url = [], f"{metadata['koppel_oneroster_endpoint']}/{name}?limit=3"
    while url:
        answer = session.get(url)
        answer.raise_for_status()
        pages += 1
        found += answer.json()[name]
        total = int(answer.headers["X-Total-Count"])
        url = answer.links.get("next", {}).get("url")
    assert len(found) == total, name
    return found


lists = {name: read(name) for name in ("classes", "users", "enrollments")}
users = {user["sourcedId"]: user for user in lists["users"]}
seats = lists["enrollments"]
assert all(seat["user"]["sourcedId"] in users for seat in seats)
waiting = [seat for seat in seats if seat["metadata"]["koppel.seat"] == "waiting"]
assert all(not users[seat["user"]["sourcedId"]]["enabledUser"] for seat in waiting)
session.revoke_token(metadata["revocation_endpoint"], token=token["access_token"], token_type_hint="access_token")
after = session.get(f"{metadata['koppel_oneroster_endpoint']}/classes")
print(
    json.dumps(
        {
            **{name: len(records) for name, records in lists.items()},
            "waiting": len(waiting),
            "pages": pages,
            "afterRevocation": after.status_code,
        }
    )
)
