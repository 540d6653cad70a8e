#!/usr/bin/env bash
# Builds the targets as cargo-fuzz does with `--sanitizer none`, which needs neither that program nor a
# nightly compiler. There is no unsafe code in what they run, so an address sanitizer has nothing to find.
#
#   fuzz/build.sh && target/fuzz/x86_64-unknown-linux-gnu/release/policy_parse fuzz/corpus/policy_parse
set -euo pipefail
cd "$(dirname "$0")"
host=$(rustc -vV | sed -n 's/^host: //p')
export RUSTFLAGS="--cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares
    -Cllvm-args=-sanitizer-coverage-stack-depth -Cllvm-args=-simplifycfg-branch-fold-threshold=0"
RUSTFLAGS=${RUSTFLAGS//$'\n'/ }
# With the target named, build scripts and macros stay as they are.
cargo build --release --bins --target "$host" --target-dir "${CARGO_TARGET_DIR:-$PWD/../target}/fuzz" "$@"
