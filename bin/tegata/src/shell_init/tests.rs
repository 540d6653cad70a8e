use super::*;

const ALL: [Shell; 4] = [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::Powershell];

#[test]
fn nothing_is_left_to_put_in() {
    for shell in ALL {
        let script = shell.script("tegata", "tg", true);
        let left = ["@NAME@", "@IDENTITY@", "@PLACE@", "@TEGATA@"];
        assert!(left.iter().all(|mark| !script.contains(mark)), "{shell:?}");
        assert!(script.contains("AWS_SESSION_TOKEN") && script.contains(".tegata"));
        assert!(
            !shell.script("tegata", "tg", false).contains("directory"),
            "{shell:?}"
        );
    }
}

#[test]
fn the_path_of_the_program_is_quoted() {
    let path = "/opt/it's $(x)/tegata";
    let expected = [
        r"command '/opt/it'\''s $(x)/tegata'",
        r"command '/opt/it'\''s $(x)/tegata'",
        r"'/opt/it\'s $(x)/tegata'",
        "& '/opt/it''s $(x)/tegata'",
    ];
    for (shell, expected) in ALL.into_iter().zip(expected) {
        let script = shell.script(path, "tg", false);
        assert!(script.contains(expected), "{shell:?}\n{script}");
        assert_eq!(
            script.matches("$(x)").count(),
            script.matches(expected.trim_start_matches("& ")).count()
        );
    }
}

/// PowerShell is not run by any test.
#[test]
fn powershell_is_this_text() {
    let script = Shell::Powershell.script("tegata", "tg", false);
    for line in [
        "function global:tg {",
        "function global:tg_prompt {",
        "    $text = & 'tegata' export --format=powershell @flags '--' $account",
        "    Invoke-Expression ($text -join \"`n\")",
        "    $free = @('AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_ENDPOINT_URL') | Where-Object { $null -eq [Environment]::GetEnvironmentVariable($_) }",
    ] {
        assert!(script.lines().any(|found| found == line), "{line}\n{script}");
    }
}

#[test]
fn names_are_words() {
    for good in ["tg", "_t", "a1", "awsv"] {
        assert!(function_name(good).is_ok(), "{good}");
    }
    for bad in ["", "1a", "a b", "a;b", "$(x)", "é", "tegata", &"a".repeat(33)] {
        assert!(function_name(bad).is_err(), "{bad}");
    }
}
