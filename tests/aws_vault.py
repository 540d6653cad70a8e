"""A home with the binary in it under aws-vault's name, over aws-vault's own encrypted files."""

import os

from tegata import binary, command

KEY = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}


class Vault:
    """A home of its own, and the binary in it under aws-vault's name."""

    def __init__(self, home):
        self.home = home
        self.program = home / "aws-vault"
        os.symlink(binary(), self.program)
        self.env = {"AWS_VAULT_BACKEND": "file", "AWS_VAULT_FILE_PASSPHRASE": "correct horse"}

    def __call__(self, *words, check=0, env=None, **options):
        env = {**self.env, **(env or {})}
        return command(*words, home=self.home, program=self.program, check=check, env=env, **options)

    def add(self, *profiles):
        for profile in profiles:
            self("add", "--env", profile, env=KEY)

    @property
    def config(self):
        return self.home / ".aws" / "config"
