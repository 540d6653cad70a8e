use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;

use rustix::net::sockopt;

use crate::serve::hosts::Hosts;
use crate::serve::listen::{ListenError, Listener, Place, Rules, SocketMode, prepare};

fn rules() -> Rules {
    Rules {
        allow_remote: false,
        socket_mode: "0660".parse().unwrap(),
    }
}

#[test]
fn places() {
    let tcp = |host: &str, port| Place::Tcp {
        host: host.into(),
        port,
    };
    for (text, place) in [
        ("127.0.0.1:9911", tcp("127.0.0.1", 9911)),
        ("localhost:0", tcp("localhost", 0)),
        ("[::1]:80", tcp("::1", 80)),
        ("unix:/run/t.sock", Place::Unix("/run/t.sock".into())),
    ] {
        assert_eq!(text.parse(), Ok(place.clone()));
        assert_eq!(place.to_string(), text);
    }
    for text in [
        "",
        "9911",
        "127.0.0.1",
        ":9911",
        "::1:80",
        "[::1:80",
        "a:b",
        "a:65536",
        "unix:",
    ] {
        assert!(text.parse::<Place>().is_err(), "{text:?}");
    }
}

#[test]
fn modes() {
    assert_eq!("660".parse::<SocketMode>(), "0660".parse());
    for text in ["", "0400", "999", "01777", "rw"] {
        assert!(text.parse::<SocketMode>().is_err(), "{text:?}");
    }
}

#[test]
fn other_machines_are_let_in_on_request_alone() {
    let everywhere: Place = "0.0.0.0:0".parse().unwrap();
    assert!(matches!(
        Listener::open(&everywhere, rules()),
        Err(ListenError::Remote(_))
    ));
    let allowed = Rules {
        allow_remote: true,
        ..rules()
    };
    let listeners = Listener::open(&everywhere, allowed).unwrap();
    assert!(listeners[0].url().unwrap().starts_with("http://127.0.0.1:"));
}

#[test]
fn a_leftover_socket_is_replaced_and_one_in_use_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.sock");
    let place = Place::Unix(path.clone());
    // Its process is gone and left the file.
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    let first = Listener::open(&place, rules()).unwrap();
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o660);
    assert!(UnixStream::connect(&path).is_ok());
    assert!(matches!(
        Listener::open(&place, rules()),
        Err(ListenError::Taken(_))
    ));
    drop(first);
    assert!(!path.exists());
    std::fs::write(&path, "precious").unwrap();
    assert!(matches!(
        Listener::open(&place, rules()),
        Err(ListenError::NotASocket(_))
    ));
    assert_eq!(std::fs::read(&path).unwrap(), b"precious");
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("elsewhere", &path).unwrap();
    assert!(matches!(
        Listener::open(&place, rules()),
        Err(ListenError::NotASocket(_))
    ));
    assert!(path.is_symlink());
}

#[test]
fn a_socket_takes_nothing_from_its_neighbours() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.sock");
    let place = Place::Unix(path.clone());
    let neighbour = folder.path().join("t.sock.new");
    std::fs::write(&neighbour, "precious").unwrap();
    // Whoever looks after the folder may have it locked for long.
    let locked = std::fs::File::open(folder.path()).unwrap();
    locked.lock().unwrap();
    let listeners = Listener::open(&place, rules()).unwrap();
    assert_eq!(listeners[0].place(), format!("unix:{}", path.display()));
    let mut names: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["t.sock", "t.sock.lock", "t.sock.new"]);
    assert_eq!(std::fs::read(&neighbour).unwrap(), b"precious");
}

/// A path of as many bytes, its name of so many, and the folder of it.
fn path_of(folder: &tempfile::TempDir, bytes: usize, name: usize) -> std::path::PathBuf {
    let above = folder.path().as_os_str().len();
    let between = bytes - above - name - 2;
    let inner = folder.path().join("d".repeat(between));
    std::fs::create_dir_all(&inner).unwrap();
    inner.join("S".repeat(name))
}

#[test]
fn a_path_is_as_long_as_an_address_takes_and_no_longer() {
    let folder = tempfile::tempdir().unwrap();
    let most = (80..200)
        .take_while(|bytes| std::os::unix::net::SocketAddr::from_pathname("x".repeat(*bytes)).is_ok())
        .last()
        .unwrap();
    for name in [1, 2, 8, 9, 10, 30] {
        let path = path_of(&folder, most, name);
        let listeners = Listener::open(&Place::Unix(path.clone()), rules()).unwrap();
        assert!(UnixStream::connect(&path).is_ok(), "a name of {name} bytes");
        drop(listeners);
        assert!(!path.exists());
    }
    for (bytes, name) in [(most + 1, 1), (most + 1, 30), (most + 40, 60)] {
        let path = path_of(&folder, bytes, name);
        let refused = Listener::open(&Place::Unix(path.clone()), rules()).err().unwrap();
        assert!(refused.to_string().contains("name a shorter path"), "{refused}");
        let left = std::fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(left, 0, "nothing is made, no lock either");
    }
}

#[test]
fn no_lock_is_left_beside_what_is_no_socket() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("precious");
    std::fs::write(&path, "").unwrap();
    assert!(matches!(
        Listener::open(&Place::Unix(path), rules()),
        Err(ListenError::NotASocket(_))
    ));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// One whose process takes no connections: it is not waited for, and not replaced.
#[test]
fn a_socket_that_is_busy_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.sock");
    let _busy = std::os::unix::net::UnixListener::bind(&path).unwrap();
    let mut waiting = Vec::new();
    loop {
        let stream = rustix::net::socket(
            rustix::net::AddressFamily::UNIX,
            rustix::net::SocketType::STREAM,
            None,
        )
        .unwrap();
        rustix::io::ioctl_fionbio(&stream, true).unwrap();
        let address = rustix::net::SocketAddrUnix::new(&path).unwrap();
        let connected = rustix::net::connect(&stream, &address);
        waiting.push(stream);
        if connected.is_err() {
            break;
        }
    }
    let taken = Listener::open(&Place::Unix(path), rules());
    assert!(matches!(taken, Err(ListenError::Taken(_))), "{:?}", taken.err());
}

#[test]
fn the_hop_limit_is_the_connections() {
    for address in ["127.0.0.1:0", "[::1]:0", "[::]:0"] {
        let listener = TcpListener::bind(address).unwrap();
        let mut to = listener.local_addr().unwrap();
        if to.ip().is_unspecified() {
            to.set_ip(Ipv4Addr::LOCALHOST.into());
        }
        let _client = TcpStream::connect(to).unwrap();
        let (stream, _) = listener.accept().unwrap();
        prepare(&stream, 3).unwrap();
        if address.starts_with('[') {
            assert_eq!(sockopt::ipv6_unicast_hops(&stream).unwrap(), 3, "{address}");
        }
        if to.is_ipv4() {
            assert_eq!(sockopt::ip_ttl(&stream).unwrap(), 3, "{address}");
        }
    }
}

#[test]
fn hosts() {
    let hosts = Hosts::new(vec!["credentials".into()]);
    let local: IpAddr = "192.0.2.7".parse().unwrap();
    for allowed in [
        "localhost",
        "LOCALHOST:9911",
        "localhost.",
        "127.0.0.1:9911",
        "127.8.9.1",
        "[::1]:9911",
        "[::1]",
        "169.254.169.254",
        "[fd00:ec2::254]:80",
        "192.0.2.7:9911",
        "[::ffff:192.0.2.7]:1",
        "credentials:9911",
    ] {
        assert!(hosts.allow(allowed, local), "{allowed}");
    }
    for refused in [
        "",
        "evil.example",
        "evil.example:9911",
        "localhost.evil.example",
        "192.0.2.8",
        "[::2]",
        "[::1",
        "[::1]x",
        "localhost:9911:1",
        "localhost:x",
        "127.0.0.1.evil.example",
        "2130706433.evil.example",
        "[localhost",
    ] {
        assert!(!hosts.allow(refused, local), "{refused}");
    }
}
