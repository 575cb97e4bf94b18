//! What everything costs: every row of docs/performance.md on both stores, beside a bare axum handler and npm
//! oidc-provider in the same run. `benches/run.sh` starts what it needs; alone: `cargo bench --bench rows`.
//!
//! * `--quick`: one short run instead of the median of three.
//! * `--only TEXT`: rows whose name holds the text. `--on TEXT`: columns whose name does.

#![expect(clippy::unwrap_used, reason = "a bench may fail loudly")]

mod bare;
mod broker;
mod column;
#[path = "../load/mod.rs"]
mod load;
mod memory;
mod passwords;
mod plan;
mod process;
mod store;
mod table;
mod work;

use plan::Plan;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, host] = arguments.as_slice()
        && first == "--bare-axum"
    {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        return runtime.block_on(bare::serve(host));
    }
    process::pin_load();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(Plan::of(&arguments).run());
}
