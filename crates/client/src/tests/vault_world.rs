//! A home with a keystore of encrypted files, and a person who gives the answers that a test says.

use std::collections::VecDeque;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use tegata_base::{AskError, Secret};
use tegata_crypto::OsRng;
use tegata_vault::{Ask, Item, ItemName, LongTermKey, SecretStore};
use tempfile::TempDir;

use crate::keystore::KeystoreArgs;
use crate::{Edge, Environment, Person};

pub(crate) const ID: &str = "AKIAIOSFODNN7EXAMPLE";
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

pub(crate) struct World {
    pub(crate) home: TempDir,
    variables: Vec<(String, String)>,
    pub(crate) now: Timestamp,
}

/// How a command ended, and what it said where.
pub(crate) struct Ended<T, E> {
    pub(crate) result: Result<T, E>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) asked: Vec<String>,
}

#[derive(Default)]
struct Answers {
    answers: Mutex<VecDeque<String>>,
    asked: Mutex<Vec<String>>,
}

impl Answers {
    fn answer(&self, question: &str) -> Result<String, AskError> {
        self.asked.lock().unwrap().push(question.to_owned());
        self.answers
            .lock()
            .unwrap()
            .pop_front()
            .ok_or(AskError::NoTerminal)
    }
}

impl Ask for Answers {
    fn ask(&self, question: &str) -> Result<Secret<String>, AskError> {
        self.answer(question).map(Secret::new)
    }
}

impl Person for Answers {
    fn line(&self, question: &str) -> Result<String, AskError> {
        self.answer(question)
    }

    fn secret(&self, question: &str) -> Result<Secret<String>, AskError> {
        self.answer(question).map(Secret::new)
    }
}

impl World {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut world = Self {
            variables: Vec::new(),
            now: "2026-01-02T00:00:00.5Z".parse().unwrap(),
            home,
        };
        let home = world.home.path().to_str().unwrap().to_owned();
        world.set("HOME", &home);
        world.set("AWS_VAULT_BACKEND", "file");
        world.set("AWS_VAULT_FILE_PASSPHRASE", "p");
        world
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.into(), value.into()));
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn environment(&self) -> Environment {
        Environment::new(self.variables.iter().cloned())
    }

    /// Runs a command whose person gives these answers, and then none.
    pub(crate) fn run<T, E>(
        &self,
        answers: &[&str],
        command: impl FnOnce(&Arc<dyn Person>, &mut Edge<'_>) -> Result<T, E>,
    ) -> Ended<T, E> {
        let answering = Arc::new(Answers::default());
        let given = answers.iter().map(|answer| (*answer).to_owned());
        answering.answers.lock().unwrap().extend(given);
        let person: Arc<dyn Person> = Arc::clone(&answering) as Arc<dyn Person>;
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let now = self.now;
        let result = command(
            &person,
            &mut Edge {
                environment: &self.environment(),
                clock: &|| now,
                sleep: &|_| {},
                rng: &mut OsRng,
                stdout: &mut stdout,
                stderr: &mut stderr,
            },
        );
        Ended {
            result,
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
            asked: answering.asked.lock().unwrap().clone(),
        }
    }

    /// Does something with the keystore.
    pub(crate) fn with_store<T>(&self, work: impl FnOnce(&dyn SecretStore) -> T) -> T {
        let args = KeystoreArgs::default();
        let keystore = args
            .open(&self.environment(), Arc::new(Answers::default()))
            .unwrap();
        work(keystore.store().unwrap())
    }

    pub(crate) fn keep(&self, name: &str, data: &str) {
        let item = Item::new(ItemName::parse(name).unwrap(), Secret::new(data.into())).unwrap();
        self.with_store(|store| store.set(&item).unwrap());
    }

    pub(crate) fn keep_key(&self, profile: &str, id: &str, secret: &str) {
        let item = key(id, secret).to_item(profile).unwrap();
        self.with_store(|store| store.set(&item).unwrap());
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let names = self.with_store(|store| store.names().unwrap());
        names.iter().map(ToString::to_string).collect()
    }

    /// Id and secret that are kept for a profile.
    pub(crate) fn kept(&self, profile: &str) -> Option<(String, String)> {
        let name = ItemName::key(profile).unwrap();
        let item = self.with_store(|store| store.get(&name).unwrap())?;
        let key = LongTermKey::from_item(&item).unwrap();
        Some((key.access_key_id, key.secret.expose().clone()))
    }
}

pub(crate) fn key(id: &str, secret: &str) -> LongTermKey {
    LongTermKey {
        access_key_id: id.into(),
        secret: Secret::new(secret.into()),
    }
}
