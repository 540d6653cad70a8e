use std::io::Write as _;
use std::os::unix::net::UnixListener;

use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType, bind, listen, socket_with};

use super::*;

const SHORT: Duration = Duration::from_millis(50);

/// With a queue of one place, so that it is full soon.
fn listener() -> (tempfile::TempDir, PathBuf, UnixListener) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tpm.sock");
    let socket = socket_with(
        AddressFamily::UNIX,
        SocketType::STREAM,
        SocketFlags::CLOEXEC,
        None,
    )
    .unwrap();
    bind(&socket, &SocketAddrUnix::new(&path).unwrap()).unwrap();
    listen(&socket, 1).unwrap();
    (directory, path, socket.into())
}

#[test]
fn a_socket_that_does_not_answer_is_given_up() {
    let (_directory, path, _listener) = listener();
    let mut socket = socket::Socket::connect(&path, SHORT).unwrap();
    assert!(matches!(
        socket.transmit(b"command"),
        Err(TpmError::Silent { .. })
    ));
}

/// A byte now and then is not an answer: without one deadline, this one would come to its end.
#[test]
fn a_socket_that_answers_by_drops_is_given_up() {
    let (_directory, path, listener) = listener();
    let mut socket = socket::Socket::connect(&path, SHORT).unwrap();
    let (mut tpm, _) = listener.accept().unwrap();
    let drops = std::thread::spawn(move || {
        let mut answer = vec![0x80, 1, 0, 0, 0, 40, 0, 0, 0, 0];
        answer.resize(40, 0);
        for byte in answer {
            std::thread::sleep(SHORT / 5);
            if tpm.write_all(&[byte]).is_err() {
                break;
            }
        }
    });
    assert!(matches!(
        socket.transmit(b"command"),
        Err(TpmError::Silent { .. })
    ));
    drop(socket);
    drops.join().unwrap();
}

/// Neither is one that takes no more of the command waited for.
#[test]
fn a_socket_that_takes_nothing_is_given_up() {
    let (_directory, path, _listener) = listener();
    let mut socket = socket::Socket::connect(&path, SHORT).unwrap();
    assert!(matches!(
        socket.transmit(&vec![0; 8 << 20]),
        Err(TpmError::Silent { .. })
    ));
}

/// Neither is one whose queue is full waited for without end.
#[test]
fn a_full_queue_is_given_up() {
    let (_directory, path, _listener) = listener();
    let mut waiting = Vec::new();
    let refused = loop {
        match socket::Socket::connect(&path, SHORT) {
            Ok(socket) => waiting.push(socket),
            Err(error) => break error,
        }
        assert!(waiting.len() < 100);
    };
    assert!(matches!(refused, TpmError::Silent { .. }), "{refused}");
}

#[test]
fn answers_of_any_length_are_bounded() {
    for (answer, understood) in [
        (&[0x80, 1, 0, 0, 0, 10, 0, 0, 0, 0][..], true),
        (&[0x80, 1, 0, 0, 0x10, 1, 0, 0, 0, 0], false),
        (&[0x80, 1, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], false),
        (&[0x80, 1, 0, 0, 0, 9, 0, 0, 0, 0], false),
    ] {
        let (_directory, path, listener) = listener();
        let mut socket = socket::Socket::connect(&path, SHORT).unwrap();
        let (mut tpm, _) = listener.accept().unwrap();
        tpm.write_all(answer).unwrap();
        match socket.transmit(b"command") {
            Ok(response) => assert!(understood && response == answer),
            Err(error) => assert!(
                !understood && matches!(error, TpmError::NotATpm { .. }),
                "{error}"
            ),
        }
    }
}

#[test]
fn refusals_of_the_system_say_what_to_do() {
    for (kind, words) in [
        (ErrorKind::NotFound, "the TPM /dev/tpm0 is not there"),
        (ErrorKind::PermissionDenied, "add the user to the group `tss`"),
        (
            ErrorKind::ResourceBusy,
            "is in use by another program; stop that program, or use /dev/tpmrm0",
        ),
        (ErrorKind::ConnectionRefused, "nobody listens"),
        (ErrorKind::TimedOut, "does not answer"),
        (ErrorKind::BrokenPipe, "the TPM /dev/tpm0 cannot be used: "),
    ] {
        let message = failed(Path::new("/dev/tpm0"), kind.into()).to_string();
        assert!(message.contains(words), "no {words:?} in {message}");
        assert!(!message.contains('\n'));
    }
}

#[test]
fn resource_managers_are_known_by_their_name() {
    for (path, managed) in [
        ("/dev/tpmrm0", true),
        ("/dev/tpmrm1", true),
        ("/dev/tpm0", false),
        ("/run/tpm.sock", false),
    ] {
        let device = Device::find(Some(path.into())).unwrap();
        assert_eq!(device.is_managed(), managed, "{path}");
    }
}
