//! Devices and sockets, and places for keys in them.

use std::path::Path;
use std::sync::Arc;

use tegata_crypto::KeyKind;

use crate::machine::{Person, assert_refused, assert_verifies, person, source, spec, try_sign};
use crate::swtpm::Swtpm;

#[test]
fn a_key_that_is_kept_loaded_outlives_a_restart_of_the_tpm() {
    let mut tpm = Swtpm::start_as_managed();
    let key = tpm.genpkey("-algorithm EC -pkeyopt group:P-256");
    let mut lasting = source(spec(&tpm, key), &person(&tpm, &[]));
    let identity = lasting.load().unwrap().identity;
    assert_verifies(&identity, &identity.sign(b"message").unwrap());
    // It holds the connection, and the key with it: one command a signature.
    assert_verifies(&identity, &identity.sign(b"message").unwrap());
    tpm.restart();
    assert_verifies(&identity, &identity.sign(b"message").unwrap());
    assert_verifies(
        &lasting.load().unwrap().identity,
        &identity.sign(b"message").unwrap(),
    );
    drop(identity);
    drop(lasting);
    assert_eq!(tpm.loaded(), 0);
}

#[test]
fn a_full_table_of_keys() {
    let tpm = Swtpm::start();
    let key = tpm.genpkey("-algorithm EC -pkeyopt group:P-256");
    let spec = spec(&tpm, key);
    for _ in 0..3 {
        tpm.tool("tpm2_createprimary -Q -C o -c other.ctx");
    }
    let mut lasting = source(spec, &person(&tpm, &[]));
    assert_refused(&try_sign(&mut lasting), "tpm2_flushcontext -t");
    assert_eq!(tpm.loaded(), 3);
    tpm.tool("tpm2_flushcontext -t");
    // With one place only the primary key fits.
    for _ in 0..2 {
        tpm.tool("tpm2_createprimary -Q -C o -c other.ctx");
    }
    assert_refused(&try_sign(&mut lasting), "tpm2_flushcontext -t");
    assert_eq!(tpm.loaded(), 2, "the primary key was flushed");
    tpm.tool("tpm2_flushcontext -t");
    assert_eq!(try_sign(&mut lasting), Ok(KeyKind::P256));
}

#[test]
fn devices_that_cannot_be_used_say_why() {
    let mut tpm = Swtpm::start();
    let key = tpm.genpkey("-algorithm EC -pkeyopt group:P-256");
    tpm.stop();
    let with = |device: &Path| {
        let person = Arc::new(Person {
            device: device.into(),
            ..Person::default()
        });
        try_sign(&mut source(spec(&tpm, &key), &person))
    };
    assert_refused(&with(&tpm.socket()), "is not there; TPM_DEVICE names");
    assert_refused(
        &with(&tpm.path("certificate.pem")),
        "is neither a TPM device nor a Unix socket",
    );
    for other in ["/dev/null", "/dev/zero"] {
        assert_refused(
            &with(Path::new(other)),
            &format!("what {other} answers is no answer of a TPM; TPM_DEVICE names the device"),
        );
    }
    drop(std::os::unix::net::UnixListener::bind(tpm.socket()).unwrap());
    assert_refused(&with(&tpm.socket()), "nobody listens at the TPM's socket");
}

/// swtpm serves one client at a time, and the next waits.
#[test]
fn another_client_holds_the_socket_for_a_while() {
    let tpm = Swtpm::start();
    let key = tpm.genpkey("-algorithm EC -pkeyopt group:P-256");
    let spec = spec(&tpm, key);
    let other = std::os::unix::net::UnixStream::connect(tpm.socket()).unwrap();
    let holder = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(300));
        drop(other);
    });
    assert_eq!(try_sign(&mut source(spec, &person(&tpm, &[]))), Ok(KeyKind::P256));
    holder.join().unwrap();
}
