use std::path::Path;
use std::sync::Arc;

use tegata_base::Secret;

use super::{PinSource, file_url};
use crate::Surroundings;
use crate::pkcs11::TokenError;
use crate::surroundings::testing::Unattended;

fn read(source: &str) -> Result<Secret<String>, TokenError> {
    let surroundings: Arc<dyn Surroundings> = Arc::new(Unattended(&[
        ("PIN", b"from the environment\n"),
        ("EMPTY", b""),
        ("LATIN1", b"gr\xfcn"),
    ]));
    PinSource {
        attribute: None,
        surroundings,
    }
    .read(source)
}

#[test]
fn file_urls() {
    let table = [
        ("/etc/pin", Some("/etc/pin")),
        ("///etc/pin", Some("/etc/pin")),
        ("//localhost/etc/pin", Some("/etc/pin")),
        ("///etc/my%20pin", Some("/etc/my pin")),
        ("//elsewhere/etc/pin", None),
        ("etc/pin", None),
        ("///etc/%", None),
        ("///etc/%zz", None),
        ("///etc/%ff", None),
    ];
    for (url, path) in table {
        assert_eq!(file_url(url).as_deref(), path, "{url}");
    }
}

#[test]
fn the_first_line_of_a_pin_source() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pin");
    let shown = path.display().to_string();
    for (text, pin) in [
        ("1234", "1234"),
        ("1234\n", "1234"),
        ("12 34\r\nmore", "12 34"),
        ("\u{feff}1234\r\n", "1234"),
    ] {
        std::fs::write(&path, text).unwrap();
        for source in [shown.clone(), format!("file:{shown}"), format!("file://{shown}")] {
            assert!(read(&source).unwrap() == Secret::new(pin.into()), "{source}");
        }
    }
    for text in [&b""[..], b"\n1234", b"\xff", &[b'1'; 5000]] {
        std::fs::write(&path, text).unwrap();
        assert!(matches!(read(&shown), Err(TokenError::PinSource { .. })));
    }
    assert!(read("env:PIN").unwrap() == Secret::new("from the environment".into()));
    for source in [
        "env:OTHER",
        "env:EMPTY",
        "env:LATIN1",
        "|/bin/sh",
        "/no/such/file",
        "file:relative",
        "/",
    ] {
        assert!(
            matches!(read(source), Err(TokenError::PinSource { .. })),
            "{source}"
        );
    }
}

/// Nobody may ever write into a pipe.
#[test]
fn a_pin_source_is_a_regular_file() {
    use rustix::fs::{CWD, Mode, mkfifoat};

    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    mkfifoat(CWD, &pipe, Mode::from_raw_mode(0o600)).unwrap();
    // Whoever waits for it is given a PIN.
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::write(pipe, "1234")
    });
    let regular = "it is not a regular file; name one, or a variable by env:NAME";
    for source in [pipe.as_path(), Path::new("/dev/null"), folder.path()] {
        let error = read(source.to_str().unwrap()).err().unwrap().to_string();
        assert!(error.ends_with(regular), "{error}");
    }
    // Whether it still waits, or has found nobody to read.
    let _other_end = std::fs::File::options()
        .read(true)
        .write(true)
        .open(pipe)
        .unwrap();
    let _ = writer.join().unwrap();
}

/// It may be the PIN itself.
#[test]
fn the_name_of_what_is_not_there_is_not_shown() {
    for source in ["hunter2", "env:hunter2", "file:/no/hunter2", "/dev/null/hunter2"] {
        let error = read(source).err().unwrap().to_string();
        assert!(error.contains("of its name, which is not shown"), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
    for source in ["file:hunter2", "|hunter2"] {
        let error = read(source).err().unwrap().to_string();
        assert!(!error.contains("hunter2"), "{error}");
    }
}
