"""A password store of `pass`, encrypted to a GnuPG key that needs no passphrase."""

import contextlib
import pathlib
import shutil
import subprocess

from tegata import environment


@contextlib.contextmanager
def gnupg():
    """A home of GnuPG with a key."""
    # A socket's path has at most 107 bytes, so it is not below pytest's folder.
    home = pathlib.Path(subprocess.check_output(["mktemp", "-d", "/tmp/gnupg.XXXXXX"], text=True).strip())
    env = environment(home, GNUPGHOME=home)
    generate = ["gpg", "--batch", "--passphrase", "", "--quick-generate-key", "test@example.com", "default", "default"]
    try:
        subprocess.run(generate, env=env, check=True, capture_output=True, timeout=120)
        yield home
    finally:
        subprocess.run(["gpgconf", "--kill", "all"], env=env, check=True, timeout=60)
        shutil.rmtree(home)


def initialised(home, gnupg):
    """A store in a home, and the variables that lead to it."""
    env = {"GNUPGHOME": gnupg, "PASSWORD_STORE_DIR": home / "store"}
    pass_(["init", "test@example.com"], home, env)
    return env


def pass_(words, home, env, stdin=None):
    """What `pass` itself prints."""
    whole = environment(home, **env)
    done = subprocess.run(["pass", *words], env=whole, input=stdin, text=True, check=True, capture_output=True, timeout=60)
    return done.stdout
