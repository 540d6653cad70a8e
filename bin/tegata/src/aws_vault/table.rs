//! The commands and flags of aws-vault (ByteNess 7.13), in the order in which completion offers them.

/// What a flag takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing; `--no-` before its name turns it off.
    Switch,
    Text,
    /// A duration in Go's grammar, with `d` and `w` besides.
    Duration,
    /// One of these words.
    Choice(&'static [&'static str]),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flag {
    pub(super) name: &'static str,
    pub(super) short: Option<char>,
    pub(super) kind: Kind,
    /// The variable that stands for the flag where it is not given.
    pub(super) variable: Option<&'static str>,
    pub(super) is_hidden: bool,
    pub(super) is_required: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Positional {
    pub(super) name: &'static str,
    pub(super) is_required: bool,
    /// Whether it takes all that is left.
    pub(super) is_rest: bool,
    /// Whether completion offers the profiles of the config file.
    pub(super) offers_profiles: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Command {
    pub(super) name: &'static str,
    pub(super) alias: Option<&'static str>,
    pub(super) is_hidden: bool,
    pub(super) flags: &'static [Flag],
    pub(super) positionals: &'static [Positional],
}

/// The name of the command that tells of the others.
pub(super) const HELP: &str = "help";

/// The stores that may be named. aws-vault leaves out those of D-Bus where there is none.
#[cfg(target_os = "linux")]
pub(super) const BACKENDS: &[&str] = &[
    "secret-service",
    "kwallet",
    "keyctl",
    "pass",
    "passage",
    "file",
    "op-connect",
    "op",
    "op-desktop",
    "proton-pass",
    "tegata-file",
];
/// The stores that may be named.
#[cfg(target_os = "macos")]
pub(super) const BACKENDS: &[&str] = &[
    "keychain",
    "pass",
    "passage",
    "file",
    "op-connect",
    "op",
    "op-desktop",
    "proton-pass",
    "tegata-file",
];
/// The stores that may be named.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) const BACKENDS: &[&str] = &["pass", "passage", "file", "proton-pass", "tegata-file"];

const FORMATS: &[&str] = &["env", "export-env", "json", "ini"];

/// The flags that stand before the command or after it.
pub(super) const GLOBAL: &[Flag] = &[
    switch("help"),
    switch("help-long").hidden(),
    switch("help-man").hidden(),
    switch("completion-bash").hidden(),
    switch("completion-script-bash").hidden(),
    switch("completion-script-zsh").hidden(),
    switch("version").short('v'),
    switch("debug"),
    flag("backend", Kind::Choice(BACKENDS)).or("AWS_VAULT_BACKEND"),
    text("prompt").or("AWS_VAULT_PROMPT"),
    text("keychain").or("AWS_VAULT_KEYCHAIN_NAME"),
    text("secret-service-collection").or("AWS_VAULT_SECRET_SERVICE_COLLECTION_NAME"),
    text("pass-dir").or("AWS_VAULT_PASS_PASSWORD_STORE_DIR"),
    text("pass-cmd").or("AWS_VAULT_PASS_CMD"),
    text("pass-prefix").or("AWS_VAULT_PASS_PREFIX"),
    text("file-dir").or("AWS_VAULT_FILE_DIR"),
    flag("op-timeout", Kind::Duration).or("AWS_VAULT_OP_TIMEOUT"),
    text("op-vault-id").or("AWS_VAULT_OP_VAULT_ID"),
    text("op-item-title-prefix").or("AWS_VAULT_OP_ITEM_TITLE_PREFIX"),
    text("op-item-tag").or("AWS_VAULT_OP_ITEM_TAG"),
    text("op-connect-host").or("AWS_VAULT_OP_CONNECT_HOST"),
    text("op-desktop-account-id").or("AWS_VAULT_OP_DESKTOP_ACCOUNT_ID"),
    text("proton-pass-share-id").or("AWS_VAULT_PROTON_PASS_SHARE_ID"),
    text("proton-pass-item-title-prefix").or("AWS_VAULT_PROTON_PASS_ITEM_TITLE_PREFIX"),
    text("proton-pass-api-base").or("AWS_VAULT_PROTON_PASS_API_BASE"),
    flag("proton-pass-timeout", Kind::Duration).or("AWS_VAULT_PROTON_PASS_TIMEOUT"),
    switch("biometrics").or("AWS_VAULT_BIOMETRICS"),
];

const DURATION: Flag = flag("duration", Kind::Duration)
    .short('d')
    .or("AWS_VAULT_DURATION");
const NO_SESSION: Flag = switch("no-session").short('n');
const REGION: Flag = text("region");
const MFA_TOKEN: Flag = text("mfa-token").short('t');
const STDOUT: Flag = switch("stdout").or("AWS_VAULT_STDOUT");

const PROFILE: Positional = Positional {
    name: "profile",
    is_required: false,
    is_rest: false,
    offers_profiles: true,
};

/// Every command.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        positionals: &[Positional {
            name: "command",
            is_rest: true,
            offers_profiles: false,
            ..PROFILE
        }],
        ..command(HELP)
    },
    Command {
        flags: &[switch("env"), switch("add-config")],
        positionals: &[Positional {
            is_required: true,
            offers_profiles: false,
            ..PROFILE
        }],
        ..command("add")
    },
    Command {
        alias: Some("rm"),
        flags: &[
            switch("sessions-only").short('s').hidden(),
            switch("force").short('f'),
        ],
        positionals: &[Positional {
            is_required: true,
            ..PROFILE
        }],
        ..command("remove")
    },
    Command {
        alias: Some("ls"),
        flags: &[switch("profiles"), switch("sessions"), switch("credentials")],
        ..command("list")
    },
    Command {
        flags: &[NO_SESSION],
        positionals: &[PROFILE],
        ..command("rotate")
    },
    Command {
        flags: &[
            DURATION,
            NO_SESSION,
            REGION,
            MFA_TOKEN,
            switch("json").short('j').hidden(),
            switch("server").short('s'),
            switch("ec2-server"),
            switch("ecs-server"),
            switch("lazy"),
            STDOUT,
            switch("profile-env").or("AWS_VAULT_PROFILE_ENV"),
        ],
        positionals: &[
            PROFILE,
            Positional {
                name: "cmd",
                offers_profiles: false,
                ..PROFILE
            },
            Positional {
                name: "args",
                is_rest: true,
                offers_profiles: false,
                ..PROFILE
            },
        ],
        ..command("exec")
    },
    Command {
        flags: &[
            DURATION,
            NO_SESSION,
            REGION,
            MFA_TOKEN,
            flag("format", Kind::Choice(FORMATS)),
            STDOUT,
        ],
        positionals: &[PROFILE],
        ..command("export")
    },
    Command {
        positionals: &[PROFILE],
        ..command("clear")
    },
    Command {
        flags: &[
            DURATION,
            NO_SESSION,
            switch("auto-logout").short('a').or("AWS_VAULT_AUTO_LOGOUT"),
            MFA_TOKEN,
            text("path"),
            REGION,
            STDOUT.short('s'),
        ],
        positionals: &[PROFILE],
        ..command("login")
    },
    Command {
        alias: Some("server"),
        is_hidden: true,
        flags: &[switch("stop")],
        ..command("proxy")
    },
    Command {
        flags: &[
            text("from").required(),
            text("to").required(),
            text("profile"),
            switch("dry-run"),
            switch("overwrite"),
            switch("delete-source"),
        ],
        ..command("migrate-backend")
    },
    command("version"),
];

/// The command of a name or an alias.
pub(super) fn find(name: &str) -> Option<&'static Command> {
    COMMANDS
        .iter()
        .find(|command| command.name == name || command.alias == Some(name))
}

const fn command(name: &'static str) -> Command {
    Command {
        name,
        alias: None,
        is_hidden: false,
        flags: &[],
        positionals: &[],
    }
}

const fn flag(name: &'static str, kind: Kind) -> Flag {
    Flag {
        name,
        short: None,
        kind,
        variable: None,
        is_hidden: false,
        is_required: false,
    }
}

const fn switch(name: &'static str) -> Flag {
    flag(name, Kind::Switch)
}

const fn text(name: &'static str) -> Flag {
    flag(name, Kind::Text)
}

impl Flag {
    const fn short(self, letter: char) -> Self {
        Self {
            short: Some(letter),
            ..self
        }
    }

    const fn or(self, variable: &'static str) -> Self {
        Self {
            variable: Some(variable),
            ..self
        }
    }

    const fn hidden(self) -> Self {
        Self {
            is_hidden: true,
            ..self
        }
    }

    const fn required(self) -> Self {
        Self {
            is_required: true,
            ..self
        }
    }
}
