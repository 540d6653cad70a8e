//! PINs: where they come from, and how seldom a wrong one is tried.

use std::sync::Arc;

use tegata_crypto::KeyKind;
use tegata_keys::{Permissions, SourceSpec};

use crate::authority::Pair;
use crate::softhsm::{PIN, Terminal, alone, failure, signs, source, spy, with};
use crate::uri;

#[test]
fn the_pin_is_given_read_or_asked_for() {
    alone("pins::the_pin_is_given_read_or_asked_for", |hsm| {
        hsm.token("machine");
        hsm.put("machine", "machine", "01", &Pair::new(KeyKind::P256, "machine"));
        let file = hsm.write("pin", format!("{PIN}\n"));
        for place in [file.display().to_string(), format!("file:{}", file.display())] {
            assert!(
                source(&format!("pkcs11:token=machine?pin-source={place}"), "")
                    .load()
                    .is_ok()
            );
        }
        let terminal = Terminal::answering(&[PIN]);
        let mut asked = with("pkcs11:token=machine", "", |_| {}, &terminal);
        for _ in 0..3 {
            assert!(signs(&asked.load().unwrap().identity));
        }
        drop(asked);
        assert_eq!(
            *terminal.questions.lock().unwrap(),
            ["PIN of the token \"machine\": "]
        );
        let error = failure(source("pkcs11:token=machine", "").load());
        assert_eq!(
            error,
            "the token \"machine\" needs its PIN: there is no terminal to ask for it; give it with pin-source in the \
             URI"
        );
    });
}

#[test]
fn a_wrong_pin_is_tried_once() {
    alone("pins::a_wrong_pin_is_tried_once", |hsm| {
        hsm.token("machine");
        hsm.token("hidden");
        hsm.put_private_certificate(
            "hidden",
            "machine",
            &Pair::new(KeyKind::P256, "machine").certificate,
        );
        hsm.put("machine", "machine", "01", &Pair::new(KeyKind::P256, "machine"));
        let place = "pkcs11:token=machine?pin-value=4321";
        let options = |spec: &mut SourceSpec| spec.pkcs11.module = Some(spy());
        let mut source = with(place, "", options, &Terminal::answering(&[]));
        assert_eq!(
            failure(source.load()),
            "the token \"machine\" refused the PIN; it is not tried again, since tokens lock"
        );
        assert_eq!(
            failure(source.load()),
            "the token \"machine\" refused this PIN before; it is not tried again, since tokens lock: correct it, or \
             restart the program if the token's PIN was changed to it"
        );
        assert_eq!(hsm.calls("C_Login"), 1);
        // Nor by another source of this process.
        let mut other = with(place, "", options, &Terminal::answering(&[]));
        assert!(failure(other.load()).contains("refused this PIN before"));
        assert_eq!(hsm.calls("C_Login"), 1);

        // Also where the login is for the certificate.
        let place = "pkcs11:token=hidden?pin-value=4321";
        let mut source = with(place, "", options, &Terminal::answering(&[]));
        assert!(failure(source.load()).contains("refused the PIN"));
        assert!(failure(source.load()).contains("refused this PIN before"));
        assert_eq!(hsm.calls("C_Login"), 2);
    });
}

#[test]
fn a_token_that_locks_warns_before() {
    alone("pins::a_token_that_locks_warns_before", |hsm| {
        hsm.token("machine");
        hsm.put("machine", "machine", "01", &Pair::new(KeyKind::P256, "machine"));
        let module = hsm.locking_module();
        let load = |terminal: &Arc<Terminal>| {
            let options = |spec: &mut SourceSpec| spec.pkcs11.module = Some(module.clone());
            with("pkcs11:token=machine", "", options, terminal).load()
        };
        let refused = "the token \"machine\" refused the PIN";
        let again = "; it is not tried again, since tokens lock";
        assert_eq!(
            failure(load(&Terminal::answering(&["1111"]))),
            format!("{refused}{again}")
        );
        let error = failure(load(&Terminal::answering(&["2222"])));
        assert_eq!(
            error,
            format!("{refused}, and one more wrong PIN locks it{again}")
        );
        let terminal = Terminal::answering(&["3333"]);
        assert_eq!(
            failure(load(&terminal)),
            format!("{refused} and is locked now{again}")
        );
        assert_eq!(
            *terminal.questions.lock().unwrap(),
            ["PIN of the token \"machine\" (last try: a wrong PIN locks the token): "]
        );
        // Nobody is asked for the PIN of a token that takes none.
        let terminal = Terminal::answering(&[PIN]);
        assert_eq!(
            failure(load(&terminal)),
            "the PIN of the token \"machine\" is locked after wrong tries; unlock it with its security officer's PIN \
             or PUK"
        );
        assert!(terminal.questions.lock().unwrap().is_empty());
    });
}

/// A service would spend the last try at its next start.
#[test]
fn the_last_try_is_left_to_a_person() {
    alone("pins::the_last_try_is_left_to_a_person", |hsm| {
        hsm.token("machine");
        hsm.put("machine", "machine", "01", &Pair::new(KeyKind::P256, "machine"));
        let module = hsm.locking_module();
        let load = |place: &str, terminal: &Arc<Terminal>| {
            let options = |spec: &mut SourceSpec| spec.pkcs11.module = Some(module.clone());
            with(place, "", options, terminal).load()
        };
        let nobody = Terminal::answering(&[]);
        for wrong in ["1111", "2222"] {
            let place = format!("pkcs11:token=machine?pin-value={wrong}");
            let error = load(&place, &nobody).err().unwrap();
            assert!(error.is_permanent(), "{error}");
        }
        // The right one, but nobody knows that here.
        let file = hsm.write("pin", PIN);
        for configured in [
            uri("token=machine"),
            format!("pkcs11:token=machine?pin-source={}", file.display()),
        ] {
            let error = load(&configured, &nobody).err().unwrap();
            assert_eq!(
                error.to_string(),
                "one more wrong PIN locks the token \"machine\", so a PIN that nobody types is not tried: leave the PIN \
                 out of the URI and type it at a terminal once, with which the token forgets the wrong tries"
            );
            assert!(error.is_permanent());
        }
        assert!(signs(
            &load("pkcs11:token=machine", &Terminal::answering(&[PIN]))
                .unwrap()
                .identity
        ));
        assert!(signs(&load(&uri("token=machine"), &nobody).unwrap().identity));
    });
}

#[test]
fn a_pin_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    alone("pins::a_pin_file_is_its_owners_alone", |hsm| {
        hsm.token("machine");
        hsm.put("machine", "machine", "01", &Pair::new(KeyKind::P256, "machine"));
        let file = hsm.write("pin", PIN);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
        let place = format!("pkcs11:token=machine?pin-source=file:{}", file.display());
        let path = file.display();
        assert_eq!(
            failure(source(&place, "").load()),
            format!("{path} holds a PIN that others can read (mode 0640); run: chmod 600 {path}")
        );
        let lenient = |spec: &mut SourceSpec| spec.permissions = Permissions::Lenient;
        let loaded = with(&place, "", lenient, &Terminal::answering(&[]))
            .load()
            .unwrap();
        assert_eq!(loaded.warnings.len(), 1, "{:?}", loaded.warnings);
        assert!(signs(&loaded.identity));
    });
}

#[test]
fn a_token_without_a_user_pin() {
    alone("pins::a_token_without_a_user_pin", |hsm| {
        hsm.token_without_pin("fresh");
        let file = hsm.write(
            "certificate.pem",
            Pair::new(KeyKind::P256, "machine").certificate.to_pem(),
        );
        let error = failure(source(file.to_str().unwrap(), &uri("token=fresh")).load());
        assert_eq!(
            error,
            "the token \"fresh\" has no user PIN yet; set one, as with pkcs11-tool --init-pin"
        );
    });
}

/// A refused PIN leaves a signature begun, which is not to be ended for another key.
#[test]
fn a_signature_is_of_the_key_that_is_asked_for() {
    alone("pins::a_signature_is_of_the_key_that_is_asked_for", |hsm| {
        hsm.token("machine");
        let pairs = [("01", "one"), ("02", "two")].map(|(id, name)| {
            let pair = Pair::new(KeyKind::P256, name);
            hsm.put_key("machine", name, id, &pair.pkcs8, &["--always-auth"]);
            hsm.put_public_key("machine", id, pair.certificate.spki());
            pair.certificate.to_pem()
        });
        let [one, two] = pairs;
        let file = hsm.write("certificate.pem", one);
        let terminal = Terminal::answering(&[PIN, "4321"]);
        let mut source = with(file.to_str().unwrap(), &uri("token=machine"), |_| {}, &terminal);
        let first = source.load().unwrap().identity;
        hsm.write("certificate.pem", two);
        let second = source.load().unwrap().identity;
        let error = first.sign(b"message").unwrap_err();
        assert!(error.to_string().contains("refused the PIN"), "{error}");
        assert!(signs(&second));
        assert_eq!(terminal.questions.lock().unwrap().len(), 2);
    });
}

#[test]
fn keys_that_want_a_pin_for_each_signature() {
    alone("pins::keys_that_want_a_pin_for_each_signature", |hsm| {
        hsm.token("machine");
        let pair = Pair::new(KeyKind::P256, "machine");
        hsm.put_key("machine", "machine", "01", &pair.pkcs8, &["--always-auth"]);
        hsm.put_certificate("machine", "machine", "01", &pair.certificate, &[]);
        hsm.put_public_key("machine", "01", pair.certificate.spki());
        let load = |reuse: bool, terminal: &Arc<Terminal>| {
            let options = |spec: &mut SourceSpec| spec.pkcs11.reuse_pin = reuse;
            with(&uri("token=machine"), "", options, terminal)
                .load()
                .unwrap()
                .identity
        };
        let nobody = Terminal::answering(&[]);
        let error = load(false, &nobody).sign(b"message").unwrap_err().to_string();
        assert_eq!(
            error,
            "the key cannot sign: the token \"machine\" needs its PIN for each signature: there is no terminal to ask \
             for it; --reuse-pin gives it the user PIN"
        );
        let identity = load(true, &nobody);
        assert!(signs(&identity) && signs(&identity));
        assert_eq!(nobody.questions.lock().unwrap().len(), 1);

        let terminal = Terminal::answering(&[PIN]);
        let identity = load(false, &terminal);
        assert!(signs(&identity) && signs(&identity));
        assert_eq!(
            *terminal.questions.lock().unwrap(),
            ["PIN to sign of the token \"machine\": "]
        );

        let identity = load(false, &Terminal::answering(&[PIN, "4321"]));
        let error = identity.sign(b"message").unwrap_err();
        assert!(error.to_string().contains("refused the PIN"), "{error}");
        assert!(error.is_permanent());
        // What is typed next may be right.
        assert!(signs(&identity));
    });
}
