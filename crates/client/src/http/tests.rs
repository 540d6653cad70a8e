//! Which roots are read, and when.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tegata_pki::Certificate;
use ureq::tls;

use super::roots::{self, Roots};
use super::{HttpAnswer, HttpClient, HttpError, HttpRequest, Way};
use crate::tests::transport::{hello, over_tls, tls_server};

/// All that the system has, and how often it was read.
static EVERY_ROOT: Mutex<Vec<tls::Certificate<'static>>> = Mutex::new(Vec::new());
static READ: AtomicUsize = AtomicUsize::new(0);

fn every_root() -> Vec<tls::Certificate<'static>> {
    READ.fetch_add(1, Ordering::Relaxed);
    EVERY_ROOT.lock().unwrap().clone()
}

fn root(certificate: &Certificate) -> tls::Certificate<'static> {
    tls::Certificate::from_der(certificate.der()).to_owned()
}

fn fetch(client: &HttpClient) -> Result<HttpAnswer, HttpError> {
    client.send(&HttpRequest {
        method: "GET",
        path: "/x",
        query: "",
        headers: &[("Host", client.endpoint().host())],
        body: b"",
    })
}

#[test]
fn every_root_is_read_only_for_a_service_that_those_at_hand_do_not_vouch_for() {
    let (ours, config) = tls_server();
    let (other, _) = tls_server();
    let server = over_tls(hello, config);
    let endpoint = format!("https://127.0.0.1:{}", server.port).parse().unwrap();
    let knowing = |at_hand: &[&Certificate]| {
        let roots = Roots {
            at_hand: at_hand.iter().map(|certificate| root(certificate)).collect(),
            read_all: Some(every_root),
        };
        HttpClient::trusting(&endpoint, roots, Way::default())
    };
    let client = knowing(&[&other, &ours]);
    assert_eq!(*fetch(&client).unwrap().body, b"hello /x");
    assert_eq!(READ.load(Ordering::Relaxed), 0);

    // Neither the one at hand, which has the same name, nor any other vouches for it.
    let error = fetch(&knowing(&[&other])).err().unwrap();
    assert!(matches!(error, HttpError::Untrusted { .. }), "{error:?}");
    assert_eq!(READ.load(Ordering::Relaxed), 1);

    EVERY_ROOT.lock().unwrap().push(root(&ours));
    let client = knowing(&[&other]);
    assert_eq!(*fetch(&client).unwrap().body, b"hello /x");
    // They are remembered.
    assert_eq!(*fetch(&client).unwrap().body, b"hello /x");
    assert_eq!(READ.load(Ordering::Relaxed), 2);
    // What was refused was not sent.
    assert_eq!(server.seen().len(), 3);
}

#[test]
fn a_file_of_roots_that_cannot_be_read_as_a_whole_is_left_to_the_reader_of_all() {
    let files = tempfile::tempdir().unwrap();
    let (ours, _) = tls_server();
    let load = |text: Option<&str>, every_root| {
        let path = files.path().join("roots.pem");
        let _ = std::fs::remove_file(&path);
        text.iter().for_each(|text| std::fs::write(&path, text).unwrap());
        roots::of_system(Some(path), every_root).map(|roots| (roots.at_hand.len(), roots.read_all.is_some()))
    };
    let whole = ours.to_pem() + &ours.to_pem();
    let cut = whole.trim_end().trim_end_matches('-');
    let (none, two): (roots::ReadAll, roots::ReadAll) = (Vec::new, || {
        let (one, other) = (tls_server().0, tls_server().0);
        vec![root(&one), root(&other)]
    });
    assert_eq!(load(Some(&whole), none), Ok((2, true)));
    assert_eq!(load(Some(cut), two), Ok((2, false)));
    assert_eq!(load(None, two), Ok((2, false)));
    assert_eq!(load(Some(cut), none), Err(HttpError::NoRoots));
    assert_eq!(load(None, none), Err(HttpError::NoRoots));
}

#[test]
fn a_bundle_is_all_that_is_trusted() {
    let files = tempfile::tempdir().unwrap();
    let bundle = files.path().join("bundle.pem");
    let (ours, _) = tls_server();
    std::fs::write(&bundle, ours.to_pem()).unwrap();
    let loaded = roots::load(Some(Path::new(&bundle))).unwrap();
    assert_eq!((loaded.at_hand.len(), loaded.read_all.is_none()), (1, true));
}
