use std::path::Path;

use super::{INSTALL_IT, LIBRARY, NAME_IT, candidates, file_names};
use crate::pkcs11::Options;

/// What would be tried for a URI, without and with the flag.
fn tried(uri: &str, flag: Option<&str>) -> (Vec<String>, &'static str) {
    let options = Options {
        module: flag.map(Into::into),
        ..Options::default()
    };
    let (libraries, advice) = candidates(&uri.parse().unwrap(), &options);
    let libraries = libraries.iter().map(|library| library.display().to_string());
    (libraries.collect(), advice)
}

#[test]
fn row_08_p11_kit_is_looked_for_where_homebrew_has_it() {
    let (libraries, advice) = tried("pkcs11:", None);
    let proxy = format!("p11-kit-proxy{}", LIBRARY.1);
    assert_eq!(libraries[0], proxy, "by the loader's path first");
    assert_eq!(advice, INSTALL_IT);
    assert!(libraries.iter().all(|library| library.ends_with(&proxy)));
    assert!(
        libraries
            .iter()
            .skip(1)
            .all(|library| Path::new(library).is_absolute())
    );
    if cfg!(target_os = "macos") {
        assert_eq!(libraries[1], "/opt/homebrew/lib/p11-kit-proxy.dylib");
    }
    // An empty flag is as good as none, as for AWS's helper.
    assert_eq!(tried("pkcs11:", Some("")).0, libraries);
}

#[test]
fn the_flag_is_stronger_than_the_uri() {
    let table = [
        ("pkcs11:?module-path=/a.so", None, "/a.so"),
        ("pkcs11:?module-path=/a.so&module-name=b", None, "/a.so"),
        ("pkcs11:?module-path=/a.so", Some("c.so"), "c.so"),
        ("pkcs11:?module-name=b", Some("c.so"), "c.so"),
    ];
    for (uri, flag, library) in table {
        assert_eq!(tried(uri, flag), (vec![library.to_owned()], NAME_IT), "{uri}");
    }
    let (libraries, _) = tried("pkcs11:?module-name=softhsm2", None);
    let names = file_names("softhsm2");
    assert_eq!(libraries[..names.len()], names);
    let folder = tempfile::tempdir().unwrap();
    let (libraries, _) = tried(
        &format!("pkcs11:?module-path={}&module-name=b", folder.path().display()),
        None,
    );
    assert_eq!(Path::new(&libraries[0]), folder.path().join(&file_names("b")[0]));
}
