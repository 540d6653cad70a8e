use super::*;

#[test]
fn secrets_by_any_name() {
    for text in [
        "pin-value=1234",
        "token=a&PIN-Value=1234",
        "token=a;pin = 1234",
        "pin%2dvalue%3d1234",
        "pin%252Dvalue%253D1234",
        "pinvalue=1234",
        "pass:hunter2",
        "PASSWORD=hunter2",
        "my_pass_phrase=hunter2",
        "x?pwd=hunter2",
        "Secret: hunter2",
        "käse&pin-value=1234",
    ] {
        assert!(may_hold_a_secret(text), "{text}");
    }
    for text in [
        "",
        "/etc/tegata/pin",
        "/etc/tegata/pin-value",
        "env:PIN",
        "file:/run/secrets/key",
        "/home/pass/a=b.pem",
        "C:\\pins\\key.pem",
        "token=a;object=b",
        "100%",
        "%zz%",
    ] {
        assert!(!may_hold_a_secret(text), "{text}");
    }
}

#[test]
fn words_that_end_in_such_a_word_may_be_labels() {
    for label in ["Shipping: EU", "shopping=prod", "compass-v1:2"] {
        assert!(!label_may_hold_a_secret(label), "{label}");
    }
    for label in [
        "k&pin-value=1234",
        "kPIN-value=1234",
        "k;PASSWORD=hunter2",
        "pin: 1234",
        "k%26pin=1234",
    ] {
        assert!(label_may_hold_a_secret(label), "{label}");
    }
}

#[test]
fn uris_in_wrappings() {
    for text in [
        "pkcs11:",
        " PKCS11:a",
        "\t\"pkcs11:a\"",
        "pkcs11 :a",
        "PKCS11%3Atoken%3Da",
        "\u{feff}pkcs11:",
    ] {
        assert!(is_nearly_a_token(text), "{text}");
    }
    for text in ["./pkcs11:a", "pkcs11/a.pem", "pkcs11", "/etc/pkcs11:a"] {
        assert!(!is_nearly_a_token(text), "{text}");
    }
}
