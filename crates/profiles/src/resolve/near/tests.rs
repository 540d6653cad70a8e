//! Names that people mistype, and headers that they write.

use super::miss;
use crate::catalog::{Catalog, Dialect};
use crate::file::ConfigFile;

const CONFIG: &[u8] =
    b"[default]\n[profile shop-admin]\n[profile shop-read]\n[profile ab]\n[staging]\n[sso-session corp]\n";

fn told(name: &str) -> String {
    let parsed = |name, text| ConfigFile::parse(name, text).expect("it is right");
    let catalog = Catalog::new(
        parsed("config", CONFIG),
        parsed("credentials", b""),
        Dialect::AwsVault,
    );
    miss(&catalog.expect("it is right"), name).to_string()
}

#[test]
fn a_name_that_is_almost_there_is_told() {
    assert_eq!(told("shop-amdin"), "check its name: is \"shop-admin\" meant?");
    assert_eq!(told("shop_read"), "check its name: is \"shop-read\" meant?");
    assert_eq!(told("defualt"), "check its name: is \"default\" meant?");
}

#[test]
fn a_name_that_is_not_like_it_is_not_told() {
    for name in ["prod", "ac", "corp", "", "shop", "shop-write"] {
        assert_eq!(told(name), "check its name", "{name:?}");
    }
}

#[test]
fn a_header_as_in_the_credentials_file_is_told() {
    let sentence = "config:5 has [staging]; write [profile staging] there";
    assert_eq!(told("staging"), sentence);
}
