//! Writes the api crates anew: `cargo run -p tegata-codegen`.
#![forbid(unsafe_code)]

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let done = tegata_codegen::generate(&workspace)
        .and_then(|files| tegata_codegen::write(&workspace, &files).map(|()| files.len()));
    match done {
        Ok(count) => {
            #[expect(clippy::print_stdout, reason = "a development tool's answer")]
            {
                println!("{count} files");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "a development tool's refusal")]
            {
                eprintln!("{error}");
            }
            ExitCode::FAILURE
        }
    }
}
