//! The rules of ARCHITECTURE.md that a machine can check: the arrows between crates, the purity of
//! the pure ones, and the list of places that open a secret.

#![expect(
    clippy::unwrap_used,
    reason = "a test whose ground is missing should stop there"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Workspace package → the workspace packages it uses (not for tests).
fn arrows(metadata: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let members: BTreeSet<String> = metadata["workspace_members"]
        .as_array()
        .unwrap()
        .iter()
        .map(text)
        .collect();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let own: Vec<&Value> = packages
        .filter(|package| members.contains(&text(&package["id"])))
        .collect();
    let names: BTreeSet<String> = own.iter().map(|package| text(&package["name"])).collect();
    own.iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().unwrap().iter();
            let used = dependencies
                .filter(|d| d["kind"].is_null())
                .map(|d| text(&d["name"]));
            (
                text(&package["name"]),
                used.filter(|name| names.contains(name)).collect(),
            )
        })
        .collect()
}

/// The rows `| crate | may use |` between the two markers of ARCHITECTURE.md.
fn drawn() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, rest) = text.split_once("<!-- arrows -->").unwrap();
    let (table, _) = rest.split_once("<!-- end of arrows -->").unwrap();
    let package = |name: &str| match name.trim() {
        "tegata" => "tegata".to_owned(),
        name => format!("tegata-{}", name.replace('/', "-")),
    };
    table
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| crate") && !line.starts_with("| ---"))
        .map(|line| {
            let mut cells = line.trim_matches('|').split('|').map(str::trim);
            let name = package(cells.next().unwrap());
            let used = cells
                .next()
                .unwrap()
                .split(',')
                .map(str::trim)
                .filter(|cell| *cell != "–");
            (name, used.map(package).collect())
        })
        .collect()
}

#[test]
fn the_arrows_are_those_of_the_table() {
    let (built, drawn) = (arrows(&metadata()), drawn());
    for (name, used) in &built {
        let allowed = drawn
            .get(name)
            .unwrap_or_else(|| panic!("{name} has no row in ARCHITECTURE.md"));
        assert_eq!(
            used, allowed,
            "arrows of {name} (left: Cargo.toml, right: ARCHITECTURE.md)"
        );
    }
    for name in drawn.keys() {
        assert!(
            built.contains_key(name),
            "{name} has a row in ARCHITECTURE.md but is no crate"
        );
    }
}

#[test]
fn every_dependency_has_its_line() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let (_, table) = manifest.split_once("[workspace.dependencies]").unwrap();
    let (table, _) = table.split_once("[workspace.lints").unwrap();
    let architecture = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    for line in table
        .lines()
        .filter(|line| line.contains(" = ") && !line.starts_with("tegata-"))
    {
        let name = line.split(" = ").next().unwrap();
        assert!(
            architecture.contains(&format!("`{name}`")),
            "{name} has no line in ARCHITECTURE.md"
        );
    }
}

#[test]
fn pure_crates_know_no_runtime_and_no_files() {
    let metadata = metadata();
    let arrows = arrows(&metadata);
    let pure = [
        "base",
        "sigv4",
        "pki",
        "policy",
        "profiles",
        "wire",
        "api-iam",
        "api-sts",
        "api-rolesanywhere",
        "api-cloudtrail",
        "api-signin",
        "api-sso",
        "api-sso-oidc",
        "session",
        "store",
        "state",
        "authz",
    ];
    let banned = [
        "tokio",
        "hyper",
        "ureq",
        "rustix",
        "rusqlite",
        "tracing",
        "rustls-native-certs",
        "tempfile",
    ];
    let packages = metadata["packages"].as_array().unwrap();
    for name in pure {
        let name = format!("tegata-{name}");
        let mut closure = BTreeSet::from([name.clone()]);
        let mut open = vec![name.clone()];
        while let Some(next) = open.pop() {
            open.extend(
                arrows[&next]
                    .iter()
                    .filter(|used| closure.insert((*used).clone()))
                    .cloned(),
            );
        }
        for package in packages
            .iter()
            .filter(|p| closure.contains(p["name"].as_str().unwrap()))
        {
            for dependency in package["dependencies"].as_array().unwrap() {
                let used = dependency["name"].as_str().unwrap();
                let normal = dependency["kind"].is_null() && dependency["optional"] == false;
                assert!(
                    !(normal && banned.contains(&used)),
                    "{name} reaches {used} through {}",
                    package["name"]
                );
            }
        }
        for file in sources(
            &root()
                .join("crates")
                .join(name.trim_start_matches("tegata-").replace("api-", "api/")),
        ) {
            let text = fs::read_to_string(&file).unwrap();
            for word in [
                "std::fs",
                "std::net::Tcp",
                "std::env",
                "std::process",
                "std::thread",
                "SystemTime",
            ] {
                assert!(!text.contains(word), "{} names {word}", file.display());
            }
        }
    }
}

#[test]
fn one_crate_names_each_engine() {
    for (library, home) in [
        ("aws_lc_rs", "crates/crypto"),
        ("rusqlite", "crates/sqlite"),
        ("rpds", "crates/state"),
    ] {
        for top in ["crates", "bin"] {
            for file in sources(&root().join(top)) {
                let inside = file.starts_with(root().join(home));
                let named = fs::read_to_string(&file).unwrap().lines().any(|line| {
                    let line = line.trim_start();
                    !line.starts_with("//") && line.contains(&format!("{library}::"))
                });
                let other_meaning = library == "aws_lc_rs" && file.starts_with(root().join("crates/pki"));
                assert!(
                    inside || other_meaning || !named,
                    "{} names {library}",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn only_a_grant_mints_a_session() {
    for file in sources(&root().join("crates")) {
        let home = file.starts_with(root().join("crates/session")) || file.ends_with("authz/src/grant.rs");
        let text = fs::read_to_string(&file).unwrap();
        let named = ["tegata_session::mint", "session::mint("]
            .iter()
            .any(|name| text.contains(name));
        let imported = text.contains("tegata_session::") && text.contains(" mint(&");
        assert!(home || !(named || imported), "{} mints a session", file.display());
    }
}

/// Each line of docs/secrets.txt: `path: count: why`. The count is of `.expose()` calls in the file.
#[test]
fn every_opened_secret_is_listed() {
    let list = fs::read_to_string(root().join("docs/secrets.txt")).unwrap();
    let listed: BTreeMap<String, usize> = list
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let mut parts = line.splitn(3, ':').map(str::trim);
            let path = parts.next().unwrap().to_owned();
            let count = parts.next().unwrap().parse().unwrap();
            assert!(
                parts.next().is_some_and(|why| !why.is_empty()),
                "{path} has no reason"
            );
            (path, count)
        })
        .collect();
    let mut found = BTreeMap::new();
    for top in ["crates", "bin"] {
        for file in sources(&root().join(top)) {
            let count = fs::read_to_string(&file).unwrap().matches(".expose()").count();
            if count > 0 {
                found.insert(
                    file.strip_prefix(root()).unwrap().to_str().unwrap().to_owned(),
                    count,
                );
            }
        }
    }
    assert_eq!(found, listed, "left: the code, right: docs/secrets.txt");
}

/// The Rust sources under a folder that are not tests.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && !["tests", "testing", "testkit", "target", "benches"].contains(&name.as_str())
            {
                open.push(path);
            } else if name.ends_with(".rs") && name != "tests.rs" && !name.ends_with("_tests.rs") {
                files.push(path);
            }
        }
    }
    files
}
