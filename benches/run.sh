#!/usr/bin/env bash
# What it costs, beside a bare axum handler and npm oidc-provider: builds, measures, prints markdown.
#
#   benches/run.sh [--quick] [--only ROW] [--on COLUMN]
#   benches/run.sh --rosters [--quick]          large rosters instead, beside plain SQL: hours, in a tenth minutes
#   benches/run.sh --morning [--scale 1/8] [--rate 10] [--on ENGINE]
#   benches/run.sh --console [--people N] [--rounds N]   the console's pages over 100,000 people instead: minutes
#
# Installs what is missing, starts PostgreSQL and Redis of its own (here a commit waits for the disk) on core 0, where the
# servers under test run too, and loads them from core 1. Needs two cores that have nothing else to do. After the build
# --quick takes some ten minutes, the whole less than an hour. Figures: docs/performance.md.
# --morning measures nothing but a morning in which all schools are due at once; --scale 1 is all 8,000 journals of it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=tests/servers.sh
source tests/servers.sh

need_cargo
wanted=(redis-server:redis-server npm:npm taskset:util-linux)
[ -n "$(postgres_bin)" ] || wanted+=(postgres:postgresql-15)
install_missing "${wanted[@]}"
install_node_packages

benches=(--bench rows --bench link_writes --bench roster)
case " $* " in *" --morning "*) benches=(--bench morning) ;; *" --console "*) benches=(--bench console) ;; esac
cargo bench --locked --no-run "${benches[@]}"

data=$(mktemp -d /var/tmp/koppel-bench.XXXXXX) # a disk, where /tmp may be memory
trap 'stop_servers "$data"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
export POSTGRES_FSYNC=on
taskset -c 0 tests/servers.sh start "$data" >"$data/env"
# shellcheck source=/dev/null
source "$data/env"
KOPPEL_BENCH_STORE="$(head -n 1 "$data/pg/data/postmaster.pid") $(cat "$data/redis/pid")"
export KOPPEL_BENCH_STORE

describe() {
    printf 'Machine: %s × %s, %s, %s, ' "$(nproc)" "$(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -n 1)" \
        "$(awk '/^MemTotal/ { printf "%d GiB", $2 / 1048576 }' /proc/meminfo)" "$(uname -sr)"
    printf '%s, Node.js %s, %s, Redis %s; load average before: %s\n\n' "$(rustc --version | cut -d ' ' -f 1-2)" \
        "$(tests/node_modules/.bin/node --version)" "$("$(postgres_bin)/postgres" --version | cut -d ' ' -f 2-3)" \
        "$(redis-server --version | sed 's/.*v=\([0-9.]*\).*/\1/')" "$(cut -d ' ' -f 1-3 /proc/loadavg)"
}

describe
if [ "${1:-}" = --rosters ]; then # much longer than everything else together
    shift
    taskset -c 0 cargo bench --locked --bench roster -- "$@"
    exit 0
fi
case " $* " in
*" --console "*)
    cargo bench --locked --bench console -- "$@"
    exit
    ;;
*" --morning "*)
    cargo bench --locked --bench morning -- "$@"
    exit
    ;;
esac
cargo bench --locked --bench rows -- "$@"
case " $* " in *" --only "* | *" --on "*) exit 0 ;; esac
printf '\nDurable links:\n\n'
cargo bench --locked --bench link_writes -- "$@"
