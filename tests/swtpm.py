"""A software TPM of a test's own: swtpm behind a Unix socket, and the tools that make keys in it."""

import os
import socket
import subprocess

from cryptography.hazmat.primitives import serialization

from tegata import until


class PublicOnly:
    """The public half of a key that the TPM keeps to itself, for an authority to certify."""

    def __init__(self, der):
        self.key = serialization.load_der_public_key(der)

    def public_key(self):
        return self.key


class Swtpm:
    def __init__(self, directory):
        self.directory = directory
        self.socket = directory / "tpm.sock"
        (directory / "state").mkdir(parents=True)
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [
                "swtpm", "socket", "--tpm2", "--flags", "not-need-init,startup-clear",
                "--tpmstate", f"dir={self.directory / 'state'}", "--server", f"type=unixio,path={self.socket}",
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until(self._listens, "swtpm listening")

    def _listens(self):
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(str(self.socket)) == 0

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.socket.unlink(missing_ok=True)

    @property
    def environment(self):
        return {"TPM_DEVICE": self.socket}

    def tool(self, *words):
        tcti = f"cmd:socat - UNIX-CONNECT:{self.socket}"
        done = subprocess.run(
            [str(word) for word in words],
            env={**os.environ, "TPM2TOOLS_TCTI": tcti, "TPM2OPENSSL_TCTI": tcti, "TSS2_LOG": "all+none"},
            cwd=self.directory, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return done.stdout

    def key_file(self, *options):
        """A key of OpenSSL's provider under the owner hierarchy: its file and its public half."""
        key, public = self.directory / "key.pem", self.directory / "key.der"
        provider = ["-provider", "tpm2", "-provider", "default"]
        self.tool("openssl", "genpkey", "-quiet", *provider, "-out", key, *options)
        form = ["-pubout", "-outform", "der", "-out", public]
        self.tool("openssl", "pkey", *provider, "-in", key, "-passin", "pass:secret", *form)
        return key, PublicOnly(public.read_bytes())

    def persistent_key(self, *options, handle="0x81000002"):
        """A key of tpm2-tools that the TPM keeps: its handle and its public half."""
        public = self.directory / "key.der"
        self.tool("tpm2_createprimary", "-Q", "-C", "o", "-g", "sha256", "-G", "ecc", "-c", "parent.ctx")
        self.tool(
            "tpm2_create", "-Q", "-C", "parent.ctx", "-u", "key.pub", "-r", "key.priv", "-f", "der", "-o", public, *options
        )  # fmt: skip
        self.tool("tpm2_flushcontext", "-t")
        self.tool("tpm2_load", "-Q", "-C", "parent.ctx", "-u", "key.pub", "-r", "key.priv", "-c", "key.ctx")
        self.tool("tpm2_evictcontrol", "-Q", "-C", "o", "-c", "key.ctx", handle)
        self.tool("tpm2_flushcontext", "-t")
        self.tool("tpm2_flushcontext", "-l")
        return f"handle:{handle}", PublicOnly(public.read_bytes())

    def loaded(self):
        """Handles of the keys that somebody left loaded."""
        return self.tool("tpm2_getcap", "handles-transient").split()
