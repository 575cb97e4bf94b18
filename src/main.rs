//! The command `koppel`.

use std::process::ExitCode;

fn main() -> ExitCode {
    // Before anything opens a connection: rustls must not have to guess which cryptography it uses.
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        eprintln!("error: cryptography was set up twice\nhint: this is a fault of the program");
        return ExitCode::FAILURE;
    }
    koppel::cli::run()
}
