#!/usr/bin/env bash
# All tests, from nothing but Debian, Rust and a C compiler: installs what they need, starts PostgreSQL and Redis, runs
# `cargo test`, and stops what it started. Arguments go to cargo: tests/run.sh --test it storage::
# With --full [ID…] it runs the tests of the catalogue with its own counts, and writes docs/catalogue.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=tests/servers.sh
source tests/servers.sh

need_cargo
PATH=$PATH:/usr/sbin # where haproxy and apache2 are
wanted=(redis-server:redis-server chromium:chromium chromedriver:chromium-driver node:nodejs npm:npm openssl:openssl
    haproxy:haproxy apache2:apache2 /usr/lib/apache2/modules/mod_auth_openidc.so:libapache2-mod-auth-openidc)
[ -n "$(postgres_bin)" ] || wanted+=(postgres:postgresql-15)
python3 -c 'import ensurepip, venv' 2>/dev/null || wanted+=(ensurepip:python3-venv)
install_missing "${wanted[@]}"

install_node_packages
if [ ! -x target/python/bin/python ] || ! cmp -s tests/python/requirements.txt target/python/requirements.txt; then
    python3 -m venv --clear target/python
    target/python/bin/pip install --quiet --disable-pip-version-check --no-deps -r tests/python/requirements.txt >&2
    cp tests/python/requirements.txt target/python/ # last: an interrupted installation begins again
fi

data=$(mktemp -d "${TMPDIR:-/tmp}/koppel-servers.XXXXXX")
trap 'stop_servers "$data"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
start_servers "$data" >"$data/env"
# shellcheck source=/dev/null
source "$data/env"

if [ "${1:-}" = --full ]; then
    cargo test --locked --profile full --test catalogue -- "$@"
else
    cargo test --locked "$@"
fi
