//! Passwords of keys and of their parents, and how seldom a wrong one is sent.

use std::fs;

use tegata_crypto::KeyKind;

use crate::machine::{assert_refused, key_file, password, person, source, spec, try_sign};
use crate::swtpm::Swtpm;

#[test]
fn passwords_of_keys() {
    let tpm = Swtpm::start();
    tpm.persistent_parent(None);
    tpm.persistent_key("-G ecc256 -p secret");
    let handle = "handle:0x81000002";

    let mut given = spec(&tpm, handle);
    given.tpm_password = password("secret");
    assert_eq!(
        try_sign(&mut source(given, &person(&tpm, &[]))),
        Ok(KeyKind::P256)
    );

    // Asked for once, however often it signs.
    let asked = person(&tpm, &["secret"]);
    let mut lasting = source(spec(&tpm, handle), &asked);
    assert_eq!(try_sign(&mut lasting), Ok(KeyKind::P256));
    assert_eq!(try_sign(&mut lasting), Ok(KeyKind::P256));
    assert_eq!(
        *asked.questions.lock().unwrap(),
        ["Password of the TPM key handle:0x81000002: "]
    );

    let result = try_sign(&mut source(spec(&tpm, handle), &person(&tpm, &[])));
    assert_refused(
        &result,
        "there is no terminal to ask for it; name the file, env:NAME or fd:NUMBER that has it with --tpm-key-password-from",
    );

    // A key file whose key has a password, and one that says that it has none.
    let file = spec(&tpm, tpm.key_file(true));
    assert_eq!(
        try_sign(&mut source(file, &person(&tpm, &["secret"]))),
        Ok(KeyKind::P256)
    );
    let mut needless = spec(&tpm, tpm.key_file(false));
    needless.tpm_password = password("secret");
    let result = try_sign(&mut source(needless, &person(&tpm, &[])));
    assert_refused(&result, "the key file says that the key has no password");
}

/// A TPM counts wrong passwords, so that one is sent to it once, by however many loads.
#[test]
fn a_wrong_password_is_sent_once() {
    let tpm = Swtpm::start();
    tpm.persistent_parent(None);
    tpm.persistent_key("-G ecc256 -p secret");
    tpm.tool("tpm2_dictionarylockout -Q --setup-parameters --max-tries=3 --recovery-time=1000 --lockout-recovery-time=1000");
    let mut wrong = spec(&tpm, "handle:0x81000002");
    wrong.tpm_password = password("guess");
    let mut lasting = source(wrong, &person(&tpm, &[]));
    for _ in 0..4 {
        assert_refused(
            &try_sign(&mut lasting),
            "the key's password is wrong; it is not tried again",
        );
    }
    let variable = tpm.tool("tpm2_getcap properties-variable");
    let counter = variable
        .lines()
        .find(|line| line.contains("LOCKOUT_COUNTER"))
        .unwrap();
    assert!(counter.ends_with("0x1"), "{counter}");

    // The person may answer again after a wrong answer.
    let asked = person(&tpm, &["guess", "secret"]);
    let mut lasting = source(spec(&tpm, "handle:0x81000002"), &asked);
    assert_refused(&try_sign(&mut lasting), "the key's password is wrong");
    assert_eq!(try_sign(&mut lasting), Ok(KeyKind::P256));

    // Two more guesses lock it, for the right password too.
    for guess in ["one", "two", "three", "four"] {
        let mut wrong = spec(&tpm, "handle:0x81000002");
        wrong.tpm_password = password(guess);
        assert!(try_sign(&mut source(wrong, &person(&tpm, &[]))).is_err());
    }
    let mut right = spec(&tpm, "handle:0x81000002");
    right.tpm_password = password("secret");
    let result = try_sign(&mut source(right, &person(&tpm, &[])));
    assert_refused(&result, "the TPM is locked after too many wrong passwords");
    assert_refused(&result, "tpm2_dictionarylockout --clear-lockout");
}

#[test]
fn passwords_of_parents() {
    let tpm = Swtpm::start();
    tpm.persistent_parent(Some("of-parent"));
    tpm.create("-C 0x81000001 -P of-parent -G ecc256");
    let file = tpm.path("key.pem");
    fs::write(&file, key_file(&tpm, "81000001")).unwrap();
    tpm.tool("chmod 600 key.pem");

    let mut given = spec(&tpm, &file);
    given.tpm_parent_password = password("of-parent");
    assert_eq!(
        try_sign(&mut source(given, &person(&tpm, &[]))),
        Ok(KeyKind::P256)
    );

    let asked = person(&tpm, &["of-parent"]);
    let mut lasting = source(spec(&tpm, &file), &asked);
    assert_eq!(try_sign(&mut lasting), Ok(KeyKind::P256));
    assert_eq!(try_sign(&mut lasting), Ok(KeyKind::P256));
    assert_eq!(
        *asked.questions.lock().unwrap(),
        ["Password of the parent key 0x81000001: "]
    );

    let mut lasting = source(spec(&tpm, &file), &person(&tpm, &[]));
    for _ in 0..2 {
        assert_refused(
            &try_sign(&mut lasting),
            "that has it with --tpm-parent-password-from",
        );
    }
    let mut wrong = spec(&tpm, &file);
    wrong.tpm_parent_password = password("guess");
    let result = try_sign(&mut source(wrong, &person(&tpm, &[])));
    assert_refused(&result, "the password of the parent key 0x81000001 is wrong");

    // That of a hierarchy.
    tpm.create_primary("-C o");
    tpm.create("-C parent.ctx -G ecc256");
    tpm.tool("tpm2_changeauth -Q -c o of-owner");
    fs::write(&file, key_file(&tpm, "40000001")).unwrap();
    let mut given = spec(&tpm, &file);
    given.tpm_parent_password = password("of-owner");
    assert_eq!(
        try_sign(&mut source(given, &person(&tpm, &[]))),
        Ok(KeyKind::P256)
    );
    let result = try_sign(&mut source(spec(&tpm, &file), &person(&tpm, &[])));
    assert_refused(&result, "the owner hierarchy needs a password");
    assert_eq!(tpm.loaded(), 0);
}
