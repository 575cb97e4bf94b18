//! `koppel serve`.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use tokio::signal::unix::{SignalKind, signal};

use super::logs;
use crate::config::Config;
use crate::serve::{Surroundings, install_metrics, serve};

/// Runs the server until SIGTERM or SIGINT.
pub async fn run(file: Option<&Path>) -> Result<ExitCode> {
    let config = Config::load(file, std::env::vars())?;
    logs::start(&config.log);
    let metrics = config.server.metrics_bind.map(|_| install_metrics()).transpose()?;
    let mut terminate = signal(SignalKind::terminate())?;
    let running = serve(config, Surroundings { metrics, ..Surroundings::default() }).await?;
    tokio::select! {
        _ = terminate.recv() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    tracing::info!("stopping: requests in flight may finish");
    running.shutdown().await;
    Ok(ExitCode::SUCCESS)
}
