#!/usr/bin/env bash
# PostgreSQL 15 and Redis for the tests, on free loopback ports with private, throw-away data.
#
#   tests/servers.sh start [DIR]   installs what is missing, starts both, prints `export …` lines
#   tests/servers.sh stop DIR      stops both and deletes their data
#
# As root the servers run as the users Debian made for them; PostgreSQL refuses to run as root.
# A commit does not wait for the disk here: durability is tested on SQLite and by killing processes, not by pulling plugs.
# POSTGRES_FSYNC=on lets it wait, for benches.
set -euo pipefail
POSTGRES_FSYNC=${POSTGRES_FSYNC:-off}

say() { printf '%s\n' "$*" >&2; }

need_cargo() {
    command -v cargo >/dev/null && return
    say "cargo is missing; hint: https://rustup.rs"
    exit 1
}

# install_missing COMMAND:PACKAGE… or FILE:PACKAGE… — one apt-get for everything that is not there yet.
install_missing() {
    local pair missing=()
    for pair in "$@"; do
        command -v "${pair%%:*}" >/dev/null || [ -f "${pair%%:*}" ] || missing+=("${pair#*:}")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        say "missing packages: ${missing[*]}; hint: sudo apt-get install --no-install-recommends ${missing[*]}"
        return 1
    fi
    say "installing ${missing[*]}"
    local refuse=/usr/sbin/policy-rc.d made=
    if [ ! -e "$refuse" ]; then # the packages' own services stay off
        printf '#!/bin/sh\nexit 101\n' >"$refuse" && chmod 755 "$refuse" && made=1
    fi
    local failed=0
    apt-get update -qq >&2 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 || failed=1
    [ -z "$made" ] || rm -f "$refuse"
    return $failed
}

# install_node_packages — tests/package-lock.json into tests/node_modules, with a Node.js of its own.
install_node_packages() {
    local done=tests/node_modules/.package-lock.json
    if [ ! -e $done ] || [ tests/package-lock.json -nt $done ]; then
        (cd tests && npm ci --no-audit --no-fund --loglevel=error >&2)
    fi
}

postgres_bin() {
    if [ -x /usr/lib/postgresql/15/bin/postgres ]; then echo /usr/lib/postgresql/15/bin; return; fi
    local found
    found=$(command -v postgres || true)
    if [ -n "$found" ]; then dirname "$(readlink -f "$found")"; fi
}

# as USER COMMAND… — as that user when we are root, as ourselves otherwise.
as() {
    local user=$1
    shift
    if [ "$(id -u)" = 0 ]; then runuser -u "$user" -- "$@"; else "$@"; fi
}

free_port() {
    local port
    for _ in $(seq 50); do
        port=$((20000 + RANDOM % 10000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then echo "$port"; return 0; fi
    done
    say "no free port found"
    return 1
}

start_postgres() {
    local dir=$1 bin port
    bin=$(postgres_bin)
    port=$(free_port)
    mkdir -p "$dir/pg"
    [ "$(id -u)" != 0 ] || chown postgres "$dir/pg"
    as postgres "$bin/initdb" -D "$dir/pg/data" -U koppel -A trust --locale=C --encoding=UTF8 >"$dir/initdb.log" 2>&1 || {
        cat "$dir/initdb.log" >&2
        return 1
    }
    as postgres "$bin/pg_ctl" -D "$dir/pg/data" -l "$dir/pg/log" -s -w -t 30 -o "-p $port -k $dir/pg \
        -c listen_addresses=127.0.0.1 -c max_connections=400 -c shared_buffers=64MB \
        -c fsync=$POSTGRES_FSYNC -c full_page_writes=$POSTGRES_FSYNC -c max_pred_locks_per_transaction=256" start >&2 || {
        cat "$dir/pg/log" >&2
        return 1
    }
    echo "export KOPPEL_TEST_POSTGRES=postgres://koppel@127.0.0.1:$port/postgres"
}

start_redis() {
    local dir=$1 port
    port=$(free_port)
    mkdir -p "$dir/redis"
    [ "$(id -u)" != 0 ] || chown redis "$dir/redis"
    as redis redis-server --port "$port" --bind 127.0.0.1 --dir "$dir/redis" --save '' --appendonly no \
        --daemonize yes --pidfile "$dir/redis/pid" --logfile "$dir/redis/log" >&2
    for _ in $(seq 100); do
        if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "export KOPPEL_TEST_REDIS=redis://127.0.0.1:$port"
            return 0
        fi
        sleep 0.1
    done
    cat "$dir/redis/log" >&2
    return 1
}

start_servers() {
    local dir=$1 wanted=(redis-server:redis-server)
    [ -n "$(postgres_bin)" ] || wanted+=(postgres:postgresql-15)
    install_missing "${wanted[@]}" || return 1
    # The PostgreSQL user comes with Debian's package; a hand-made installation may lack it.
    if [ "$(id -u)" = 0 ] && ! id postgres >/dev/null 2>&1; then useradd --system postgres; fi
    mkdir -p "$dir"
    chmod 755 "$dir"
    start_postgres "$dir" || return 1
    start_redis "$dir" || return 1
}

stop_servers() {
    local dir=$1
    if [ -e "$dir/pg/data/postmaster.pid" ]; then
        as postgres "$(postgres_bin)/pg_ctl" -D "$dir/pg/data" -s -m immediate stop >&2 || true
    fi
    if [ -e "$dir/redis/pid" ]; then kill "$(cat "$dir/redis/pid")" 2>/dev/null || true; fi
    rm -rf "$dir"
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    case "${1:-}" in
        start) start_servers "${2:-$(mktemp -d "${TMPDIR:-/tmp}/koppel-servers.XXXXXX")}" ;;
        stop) stop_servers "${2:?the directory given to start}" ;;
        *)
            say "usage: tests/servers.sh start [DIR] | stop DIR"
            exit 2
            ;;
    esac
fi
