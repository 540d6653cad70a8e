//! A software TPM (swtpm) of a test's own, and the tools that make keys in it: tpm2-tools and the
//! OpenSSL provider of tpm2-openssl, which reach it through socat.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A running TPM with its own state, ended and removed with the value.
pub(crate) struct Swtpm {
    directory: TempDir,
    socket: &'static str,
    process: Option<Child>,
}

impl Swtpm {
    /// Without a resource manager, which is how swtpm is.
    pub(crate) fn start() -> Self {
        Self::named("tpm.sock")
    }

    /// Under a name that says that there is one.
    pub(crate) fn start_as_managed() -> Self {
        Self::named("tpmrm0")
    }

    fn named(socket: &'static str) -> Self {
        let mut tpm = Self {
            directory: tempfile::tempdir().unwrap(),
            socket,
            process: None,
        };
        fs::create_dir(tpm.path("state")).unwrap();
        tpm.run();
        tpm
    }

    fn run(&mut self) {
        let process = Command::new("swtpm")
            .args([
                "socket",
                "--tpm2",
                "--flags",
                "not-need-init,startup-clear",
                "--tpmstate",
            ])
            .arg(format!("dir={}", self.path("state").display()))
            .arg("--server")
            .arg(format!("type=unixio,path={}", self.socket().display()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("swtpm is needed; run: apt-get install swtpm");
        self.process = Some(process);
        let deadline = Instant::now() + Duration::from_secs(30);
        while UnixStream::connect(self.socket()).is_err() {
            assert!(Instant::now() < deadline, "swtpm does not listen");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
        let _ = fs::remove_file(self.socket());
    }

    /// As a machine that was switched off and on: what was loaded is gone, persistent keys are not.
    pub(crate) fn restart(&mut self) {
        self.stop();
        self.run();
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.path(self.socket)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Runs a tool in the TPM's directory and returns its output; the words are separated by spaces.
    pub(crate) fn tool(&self, words: &str) -> String {
        let output = self.command(words).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words}: {stderr}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn command(&self, words: &str) -> Command {
        let mut words = words.split_whitespace();
        let tcti = format!("cmd:socat - UNIX-CONNECT:{}", self.socket().display());
        let mut command = Command::new(words.next().unwrap());
        command
            .args(words)
            .current_dir(self.directory.path())
            .env("TPM2TOOLS_TCTI", &tcti)
            .env("TPM2OPENSSL_TCTI", &tcti)
            .env("TSS2_LOG", "all+none");
        command
    }

    /// A storage key kept under 0x81000001, and nothing else loaded.
    pub(crate) fn persistent_parent(&self, password: Option<&str>) {
        let password = password.map_or(String::new(), |password| format!(" -p {password}"));
        self.create_primary(&format!("-C o{password}"));
        self.tool("tpm2_evictcontrol -Q -C o -c parent.ctx 0x81000001");
        self.flush();
    }

    /// A storage key of the template that key files under a hierarchy go by, as `parent.ctx`.
    pub(crate) fn create_primary(&self, options: &str) {
        let attributes = "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|restricted|decrypt";
        self.tool(&format!(
            "tpm2_createprimary -Q -g sha256 -G ecc -a {attributes} -c parent.ctx {options}"
        ));
    }

    /// Removes what the tools leave loaded: objects and sessions.
    pub(crate) fn flush(&self) {
        self.tool("tpm2_flushcontext -t");
        self.tool("tpm2_flushcontext -l");
    }

    /// A key under a parent, as the files `key.pub` and `key.priv`.
    pub(crate) fn create(&self, options: &str) {
        self.tool(&format!(
            "tpm2_create -Q -u key.pub -r key.priv -f der -o key.der {options}"
        ));
        self.flush();
    }

    /// A key under 0x81000001 that is itself kept under 0x81000002.
    pub(crate) fn persistent_key(&self, options: &str) {
        self.create(&format!("-C 0x81000001 {options}"));
        self.tool("tpm2_load -Q -C 0x81000001 -u key.pub -r key.priv -c key.ctx");
        self.tool("tpm2_evictcontrol -Q -C o -c key.ctx 0x81000002");
        self.flush();
    }

    /// The created key as a key file. tpm2-tools 5 means by `-p` that there is no password.
    pub(crate) fn key_file(&self, password: bool) -> PathBuf {
        let flag = if password { "" } else { "-p" };
        self.tool(&format!(
            "tpm2_encodeobject -C 0x81000001 -u key.pub -r key.priv -o key.pem {flag}"
        ));
        self.private("key.pem")
    }

    /// A key file made by OpenSSL's provider.
    pub(crate) fn genpkey(&self, options: &str) -> PathBuf {
        self.tool(&format!(
            "openssl genpkey -quiet -provider tpm2 -provider default -out key.pem {options}"
        ));
        self.tool("openssl pkey -provider tpm2 -provider default -in key.pem -passin pass:secret -pubout -outform der -out key.der");
        self.private("key.pem")
    }

    fn private(&self, name: &str) -> PathBuf {
        let path = self.path(name);
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        path
    }

    /// Handles of loaded objects.
    pub(crate) fn loaded(&self) -> usize {
        self.tool("tpm2_getcap handles-transient").lines().count()
    }

    /// The SubjectPublicKeyInfo of the created or generated key, as those tools write it.
    pub(crate) fn spki(&self) -> Vec<u8> {
        fs::read(self.path("key.der")).unwrap()
    }
}

impl Drop for Swtpm {
    fn drop(&mut self) {
        self.stop();
    }
}
