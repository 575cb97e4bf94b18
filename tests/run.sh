#!/usr/bin/env bash
# All tests, from nothing but Debian, Rust and a C compiler: installs what they need, starts PostgreSQL and Redis, runs
# `cargo test`, and stops what it started. Arguments go to cargo: tests/run.sh --test it storage::
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=tests/servers.sh
source tests/servers.sh

command -v cargo >/dev/null || {
    say "cargo is missing; hint: https://rustup.rs"
    exit 1
}
wanted=(redis-server:redis-server chromium:chromium chromedriver:chromium-driver node:nodejs npm:npm openssl:openssl)
[ -n "$(postgres_bin)" ] || wanted+=(postgres:postgresql-15)
install_missing "${wanted[@]}"

if [ ! -e tests/node_modules/.package-lock.json ] || [ tests/package-lock.json -nt tests/node_modules/.package-lock.json ]; then
    (cd tests && npm ci --no-audit --no-fund --loglevel=error >&2)
fi

data=$(mktemp -d "${TMPDIR:-/tmp}/koppel-servers.XXXXXX")
trap 'stop_servers "$data"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
start_servers "$data" >"$data/env"
# shellcheck source=/dev/null
source "$data/env"

cargo test --locked "$@"
