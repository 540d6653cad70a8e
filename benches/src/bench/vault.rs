//! What the vault's commands cost beside `openssl version` in the same run: keys and sessions in aws-vault's
//! encrypted files, the service at hand.
//!
//! An item of such a file costs a PBKDF2 of 8,192 rounds whoever opens it, so `exec` is reported without it, too:
//! what this program takes to derive as many keys is taken away.

use std::fs;
use std::num::NonZeroU32;
use std::path::Path;

use tegata_crypto::password::{PasswordHash, pbkdf2};

use crate::Result;
use crate::account::{self, Root};
use crate::command::{self, Command, utf8};
use crate::options::Options;
use crate::report::complain;
use crate::request::Credentials;
use crate::server::{Home, Process, REGION};
use crate::tls::TlsFiles;

/// The rounds that go-jose and aws-vault ask for.
const ROUNDS: NonZeroU32 = NonZeroU32::new(8192).unwrap();
/// Items that `exec` with a cached session opens: the session, and the key that it was made from.
const OPENED: usize = 2;
/// Profiles in the config file that have nothing stored.
const OTHERS: usize = 20;

/// A person's home directory: their config file, and their key in the file store.
struct Person<'a> {
    home: &'a Path,
}

pub(crate) fn run(options: &Options) -> Result<String> {
    let plain = Home::init()?;
    let server = plain.start(&[])?;
    let person = Person { home: plain.folder() };
    let root = Root {
        home: &plain,
        server: &server,
    };
    let key = root.user("ada", "sts:AssumeRole")?;
    let role = root.role("deploy", &account::account_trust())?;
    person.write_config(&role)?;
    person.add(&key)?;
    // Kept from here on, for an hour.
    person.exec("a first session", &["ada"], &server)?.run(1)?;

    let this = std::env::current_exe()?;
    let derive = |count: usize| {
        let name = format!("PBKDF2 of {count} items and nothing else");
        Command::new(&name, &this, &["pbkdf2", &count.to_string()])
    };
    let mut commands = command::standards();
    let pbkdf2 = commands.len();
    commands.extend([derive(0), derive(OPENED)]);
    commands.push(person.command("`list`", &["list"])?);
    commands.push(person.exec("`exec --no-session`", &["--no-session", "ada"], &server)?);
    let cached = commands.len();
    commands.push(person.exec("`exec`, cached session", &["ada"], &server)?);

    // The same account over TLS: a server holds its data directory alone.
    let files = TlsFiles::write(plain.folder())?;
    let flags = [
        "--tls-cert",
        utf8(&files.certificate)?,
        "--tls-key",
        utf8(&files.key)?,
    ];
    server.stop()?;
    let server = plain.start(&flags)?;
    let uncached = ["--no-session", "--session-cache", "off", "deploy"];
    for (roots, variable, file) in [
        ("one CA in `AWS_CA_BUNDLE`", "AWS_CA_BUNDLE", &files.ca),
        ("the system's roots", "SSL_CERT_FILE", &files.system),
    ] {
        let name = format!("`exec`, AssumeRole over TLS, {roots}");
        commands.push(person.exec(&name, &uncached, &server)?.with(variable, file));
    }

    complain("vault");
    command::measure(&mut commands, options)?;
    server.stop()?;
    if let [nothing, whole] = commands.get(pbkdf2..pbkdf2 + 2).unwrap_or_default()
        && let Some(cached) = commands.get(cached)
    {
        let left = cached.less(
            "`exec`, cached session, less the PBKDF2 of its items",
            whole,
            nothing,
        );
        commands.push(left);
    }
    Ok(command::report("vault", &commands))
}

impl Person<'_> {
    fn write_config(&self, role: &str) -> Result<()> {
        let folder = self.home.join(".aws");
        fs::create_dir_all(&folder)?;
        let mut text = format!(
            "[profile ada]\nregion = {REGION}\n\n[profile deploy]\nsource_profile = ada\nregion = {REGION}\nrole_arn = {role}\n"
        );
        for number in 0..OTHERS {
            text += &format!(
                "\n[profile other-{number}]\nsource_profile = ada\nregion = {REGION}\nrole_arn = {role}\n"
            );
        }
        Ok(fs::write(folder.join("config"), text)?)
    }

    /// Stores the key, as a person does who has it in the environment.
    fn add(&self, key: &Credentials) -> Result<()> {
        let command = self.command("`add`", &["add", "--env", "ada"])?;
        let command = command.with("AWS_ACCESS_KEY_ID", &key.access_key_id);
        command
            .with("AWS_SECRET_ACCESS_KEY", key.secret_access_key.expose())
            .run(1)?;
        Ok(())
    }

    fn command(&self, name: &str, arguments: &[&str]) -> Result<Command> {
        Ok(Command::tegata(name, arguments)?
            .with("HOME", self.home)
            .with("AWS_VAULT_BACKEND", "file")
            .with("AWS_VAULT_FILE_PASSPHRASE", "a passphrase of a bench"))
    }

    /// `exec` of `true`, at the server.
    fn exec(&self, name: &str, arguments: &[&str], server: &Process) -> Result<Command> {
        let arguments = [&["exec"], arguments, &["--", "true"]].concat();
        Ok(self
            .command(name, &arguments)?
            .with("AWS_ENDPOINT_URL", server.url()))
    }
}

/// `tegata-bench pbkdf2 COUNT`: derives so many keys as the file store does.
pub(crate) fn derive(arguments: &[String]) -> Result<()> {
    let [count] = arguments else {
        return Err("usage: pbkdf2 COUNT".into());
    };
    for _ in 0..count.parse::<usize>()? {
        let mut key = [0; 16];
        pbkdf2(
            PasswordHash::Sha256,
            b"a passphrase of a bench",
            b"PBES2-HS256+A128KW\0a salt of a file",
            ROUNDS,
            &mut key,
        );
        std::hint::black_box(key);
    }
    Ok(())
}
