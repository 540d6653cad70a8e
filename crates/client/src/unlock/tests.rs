use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use tegata_base::{AskError, Secret};
use tegata_vault::{Ask, Backend, Item, ItemName, StoreError, Unlocked as _};

use super::agent::Agent;
use super::asking::{Agents, Silent};
use super::peer::Peer;
use super::place::Store;
use super::protocol::Handover;
use crate::Environment;
use crate::keystore::KeystoreArgs;

/// Says the same to every question.
struct Says(Option<&'static str>);

impl Ask for Says {
    fn ask(&self, _question: &str) -> Result<Secret<String>, AskError> {
        let said = self.0.map(|text| Secret::new(text.to_owned()));
        said.ok_or(AskError::NoTerminal)
    }
}

/// A home, and what is in it.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn environment(&self, more: &[(&str, &str)]) -> Environment {
        let path = self.0.path().to_str().unwrap();
        let own = [("HOME", path), ("XDG_RUNTIME_DIR", path)];
        Environment::new(
            own.iter()
                .chain(more)
                .map(|(name, value)| ((*name).to_owned(), *value)),
        )
    }

    fn agents(&self) -> Agents {
        Agents::of(&self.environment(&[]))
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join(".awsvault/keys")
    }

    fn store(&self) -> Store {
        Store::new(Backend::File, &self.folder())
    }

    fn item(&self, says: Option<&'static str>, more: &[(&str, &str)]) -> Result<Option<Item>, StoreError> {
        let args = KeystoreArgs {
            backend: Some(Backend::File),
            ..KeystoreArgs::default()
        };
        let keystore = args.open(&self.environment(more), Arc::new(Says(says))).unwrap();
        keystore.store().unwrap().get(&ItemName::parse("a").unwrap())
    }

    /// A store with an item under a passphrase.
    fn with_item() -> Self {
        let home = Self::new();
        let args = KeystoreArgs {
            backend: Some(Backend::File),
            ..KeystoreArgs::default()
        };
        let keystore = args
            .open(&home.environment(&[]), Arc::new(Says(Some("p"))))
            .unwrap();
        let item = Item::new(ItemName::parse("a").unwrap(), Secret::new(b"1".to_vec())).unwrap();
        keystore.store().unwrap().set(&item).unwrap();
        home
    }

    /// An agent, on threads of this process.
    fn agent(&self, opener: &str, lasting: Duration) -> thread::JoinHandle<()> {
        let store = self.store();
        let agent = Agent::listen(&Handover {
            socket: self.agents().places.make(&store).unwrap(),
            store,
            lasting,
            opener: Secret::new(opener.as_bytes().to_vec()),
        });
        let agent = agent.unwrap();
        thread::spawn(move || agent.serve())
    }

    fn socket(&self) -> PathBuf {
        self.agents().places.make(&self.store()).unwrap()
    }
}

const LONG: Duration = Duration::from_secs(600);

fn is_asked_for(read: Result<Option<Item>, StoreError>) -> bool {
    matches!(read, Err(StoreError::NoPassphrase { .. }))
}

#[test]
fn a_keystore_asks_the_agent_and_only_then_the_person() {
    let home = Home::with_item();
    assert!(is_asked_for(home.item(None, &[])));
    let agent = home.agent("p", LONG);
    assert_eq!(home.item(None, &[]).unwrap().unwrap().data.expose(), b"1");
    let wrong = home.item(None, &[("AWS_VAULT_FILE_PASSPHRASE", "wrong")]);
    assert!(
        matches!(wrong, Err(StoreError::WrongPassphrase { .. })),
        "the variable outranks it"
    );
    let (statuses, _) = home.agents().statuses();
    let [status] = &statuses[..] else {
        panic!("{} are unlocked", statuses.len())
    };
    assert_eq!(status.store, home.store());
    assert!(status.left <= LONG && status.left > Duration::from_secs(500));
    assert_eq!(home.agents().lock(&home.store()), Ok(true));
    assert!(is_asked_for(home.item(None, &[])), "locked at once");
    assert!(!home.socket().exists());
    assert_eq!(home.agents().lock(&home.store()), Ok(false));
    agent.join().unwrap();
}

#[test]
fn an_agent_of_another_store_gives_nothing() {
    let home = Home::with_item();
    let agent = home.agent("p", LONG);
    let elsewhere = home.0.path().join("elsewhere");
    assert!(home.agents().opener(Backend::File, &elsewhere).is_none());
    assert!(
        home.agents()
            .opener(Backend::TegataFile, &home.folder())
            .is_none()
    );
    // Not even where its socket bears the other's name.
    let other = Store::new(Backend::File, &elsewhere);
    let renamed = home.agents().places.make(&other).unwrap();
    std::os::unix::fs::symlink(home.socket(), renamed).unwrap();
    assert!(home.agents().opener(Backend::File, &elsewhere).is_none());
    // A link on the way to the store makes no difference.
    let link = home.0.path().join("link");
    std::os::unix::fs::symlink(home.folder(), &link).unwrap();
    assert!(home.agents().opener(Backend::File, &link).is_some());
    assert_eq!(home.agents().lock_all(), Ok(1));
    agent.join().unwrap();
}

#[test]
fn it_ends_with_its_time_and_with_its_socket() {
    let home = Home::with_item();
    home.agent("p", Duration::from_millis(100)).join().unwrap();
    assert!(is_asked_for(home.item(None, &[])));
    assert!(!home.socket().exists());
    let agent = home.agent("p", LONG);
    fs::remove_file(home.socket()).unwrap();
    agent.join().unwrap();
    // A socket that another agent has made since stays.
    let agent = home.agent("p", LONG);
    fs::remove_file(home.socket()).unwrap();
    let successor = home.agent("p", LONG);
    agent.join().unwrap();
    assert!(home.item(None, &[]).unwrap().is_some());
    assert_eq!(home.agents().lock(&home.store()), Ok(true));
    successor.join().unwrap();
}

#[test]
fn folder_and_socket_are_for_their_owner_alone() {
    let home = Home::with_item();
    let agent = home.agent("p", LONG);
    let mode = |path: &Path| fs::symlink_metadata(path).unwrap().mode() & 0o777;
    assert_eq!(mode(&home.socket()), 0o600);
    let folder = home.0.path().join("tegata");
    assert_eq!(mode(&folder), 0o700);
    // One that others could put something into is passed over.
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o770)).unwrap();
    assert!(is_asked_for(home.item(None, &[])));
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(home.agents().lock_all(), Ok(1));
    agent.join().unwrap();
}

#[test]
fn sockets_that_are_no_agent_s_are_passed_over_and_never_a_hang() {
    let home = Home::with_item();
    let socket = home.socket();
    // Of a process that was killed.
    drop(UnixListener::bind(&socket).unwrap());
    assert!(is_asked_for(home.item(None, &[])));
    assert_eq!(home.agents().statuses(), (vec![], vec![]));
    assert_eq!(home.agents().lock_all(), Ok(0));
    assert!(!socket.exists(), "it is tidied");
    fs::write(&socket, "no socket").unwrap();
    assert!(is_asked_for(home.item(None, &[])));
    fs::remove_file(&socket).unwrap();
    // Of another program: it says too much, what is no answer, or nothing.
    for said in [&[0; 100_000][..], b"HTTP/1.1 400 Bad Request\r\n", b"TGU1", b""] {
        let listener = UnixListener::bind(&socket).unwrap();
        let talker = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.write_all(said);
        });
        assert!(is_asked_for(home.item(None, &[])));
        talker.join().unwrap();
        fs::remove_file(&socket).unwrap();
    }
    // One that takes nobody, with and without room in its queue.
    let _listener = UnixListener::bind(&socket).unwrap();
    assert!(is_asked_for(home.item(None, &[])));
    // It may keep something all the same: nobody is told that it is locked.
    let silent = Silent {
        socket: socket.clone(),
        process: cfg!(target_os = "linux").then(std::process::id),
    };
    assert_eq!(home.agents().statuses(), (vec![], vec![silent.clone()]));
    assert_eq!(home.agents().lock(&home.store()), Err(silent.clone()));
    assert_eq!(home.agents().lock_all(), Err(silent));
    let mut waiting = Vec::new();
    while let Ok(peer) = Peer::connect(&socket, Instant::now()) {
        waiting.push(peer);
    }
    assert!(is_asked_for(home.item(None, &[])));
}

#[test]
fn who_says_nothing_or_nonsense_holds_nobody_up() {
    let home = Home::with_item();
    let agent = home.agent("p", LONG);
    let mut silent: Vec<UnixStream> = (0..40)
        .map(|_| UnixStream::connect(home.socket()).unwrap())
        .collect();
    for (stream, nonsense) in
        silent
            .iter_mut()
            .zip([&b"TGU1\x01"[..], b"GET / HTTP/1.1\r\n\r\n", &[0xff; 30_000]])
    {
        let _ = stream.write_all(nonsense);
    }
    assert!(home.item(None, &[]).unwrap().is_some());
    // They are given up, and hear nothing.
    for mut stream in silent {
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut heard = Vec::new();
        let _ = stream.read_to_end(&mut heard);
        assert_eq!(heard, b"");
    }
    assert_eq!(home.agents().lock_all(), Ok(1));
    agent.join().unwrap();
}

#[test]
fn fifty_ask_at_once() {
    let home = Home::with_item();
    let agent = home.agent("p", LONG);
    thread::scope(|scope| {
        for _ in 0..50 {
            scope.spawn(|| assert!(home.agents().opener(Backend::File, &home.folder()).is_some()));
        }
    });
    assert_eq!(home.agents().lock_all(), Ok(1));
    agent.join().unwrap();
}

#[test]
fn without_a_runtime_folder_it_is_in_the_cache_and_paths_that_are_too_long_are_told() {
    let home = Home::new();
    let path = home.0.path().to_str().unwrap();
    let store = home.store();
    let made = |variables: &[(&str, &str)]| {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), *value));
        Agents::of(&Environment::new(variables)).places.make(&store)
    };
    let socket = made(&[("HOME", path)]).unwrap();
    assert_eq!(
        socket.parent().unwrap(),
        Path::new(path).join(".cache/tegata/unlocked")
    );
    // Nobody's, relative, or another's.
    for runtime in ["/nonexistent", "relative", "/proc/1"] {
        let socket = made(&[("HOME", path), ("XDG_RUNTIME_DIR", runtime)]);
        if let Ok(socket) = socket {
            assert!(socket.starts_with(path), "{}", socket.display());
        }
    }
    let long = format!("{path}/{}", "x".repeat(100));
    let error = made(&[("XDG_CACHE_HOME", &long)]).unwrap_err().to_string();
    assert!(
        error.ends_with("is too long for a socket's path; set XDG_RUNTIME_DIR to a shorter one"),
        "{error}"
    );
    let error = made(&[]).unwrap_err().to_string();
    assert_eq!(
        error,
        "there is no folder for the agent's socket; set XDG_RUNTIME_DIR or HOME"
    );
}
