//! Modules, their sessions, and tokens that come and go.

use std::fs;
use std::path::PathBuf;

use tegata_crypto::KeyKind;
use tegata_keys::SourceSpec;

use crate::authority::Pair;
use crate::softhsm::{MODULE, PIN, Terminal, alone, failure, signs, source, spy, with};
use crate::uri;

#[test]
fn a_module_without_plain_rsa_hashes_itself() {
    alone("modules::a_module_without_plain_rsa_hashes_itself", |hsm| {
        hsm.token("machine");
        hsm.put("machine", "machine", "01", &Pair::new(KeyKind::Rsa, "machine"));
        let module = hsm.locking_module();
        let options = |spec: &mut SourceSpec| spec.pkcs11.module = Some(module);
        let loaded = with(&uri("token=machine"), "", options, &Terminal::answering(&[])).load();
        assert!(signs(&loaded.unwrap().identity));
    });
}

#[test]
fn one_login_and_one_signature_a_request() {
    alone("modules::one_login_and_one_signature_a_request", |hsm| {
        hsm.token("machine");
        hsm.put("machine", "machine", "01", &Pair::new(KeyKind::Rsa, "machine"));
        let options = |spec: &mut SourceSpec| spec.pkcs11.module = Some(spy());
        let mut source = with(&uri("token=machine"), "", options, &Terminal::answering(&[]));
        for signatures in 1..=3 {
            assert!(signs(&source.load().unwrap().identity));
            assert_eq!(hsm.calls("C_Sign"), signatures);
        }
        assert_eq!((hsm.calls("C_Login"), hsm.calls("C_OpenSession")), (1, 1));
        drop(source);
        assert_eq!((hsm.calls("C_CloseSession"), hsm.calls("C_Finalize")), (1, 1));
    });
}

#[test]
fn a_token_that_is_taken_out_and_put_back() {
    alone("modules::a_token_that_is_taken_out_and_put_back", |hsm| {
        hsm.token("machine");
        hsm.put("machine", "machine", "01", &Pair::new(KeyKind::P256, "machine"));
        let mut source = source(&uri("token=machine"), "");
        let identity = source.load().unwrap().identity;
        assert!(signs(&identity));

        let away = hsm.folder.join("away");
        fs::rename(hsm.tokens(), &away).unwrap();
        fs::create_dir(hsm.tokens()).unwrap();
        let error = identity.sign(b"message").unwrap_err().to_string();
        assert_eq!(
            error,
            "the key cannot sign: the token \"machine\" is gone; put it back"
        );
        assert_eq!(
            failure(source.load()),
            "the token \"machine\" is gone; put it back"
        );

        fs::remove_dir(hsm.tokens()).unwrap();
        fs::rename(&away, hsm.tokens()).unwrap();
        assert!(signs(&identity));
        assert!(signs(&source.load().unwrap().identity));
    });
}

#[test]
fn many_threads_share_a_module() {
    alone("modules::many_threads_share_a_module", |hsm| {
        hsm.token("machine");
        hsm.put("machine", "machine", "01", &Pair::new(KeyKind::P256, "machine"));
        let place = uri("token=machine");
        let shared = source(&place, "").load().unwrap().identity;
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..5 {
                        assert!(signs(&shared));
                        assert!(signs(&source(&place, "").load().unwrap().identity));
                    }
                });
            }
        });
    });
}

#[test]
fn row_08_the_module_is_named_or_p11_kits() {
    alone("modules::row_08_the_module_is_named_or_p11_kits", |hsm| {
        hsm.token("machine");
        hsm.put("machine", "machine", "01", &Pair::new(KeyKind::P256, "machine"));
        let load = |module: Option<&str>, query: &str| {
            let place = format!("pkcs11:token=machine?pin-value={PIN}{query}");
            let options = |spec: &mut SourceSpec| spec.pkcs11.module = module.map(Into::into);
            with(&place, "", options, &Terminal::answering(&[])).load()
        };
        // p11-kit's proxy speaks for SoftHSM, whose package names it in p11-kit's configuration.
        assert!(signs(&load(None, "").unwrap().identity));
        let proxy = "pkcs11:token=machine;library-description=PKCS%2311%20Kit%20Proxy%20Module";
        let by_proxy = |spec: &mut SourceSpec| spec.pkcs11.module = None;
        assert!(
            with(
                &format!("{proxy}?pin-value={PIN}"),
                "",
                by_proxy,
                &Terminal::answering(&[])
            )
            .load()
            .is_ok()
        );
        for query in [
            format!("&module-path={MODULE}"),
            "&module-name=softhsm2".into(),
            "&module-path=/usr/lib/softhsm&module-name=softhsm2".into(),
        ] {
            assert!(signs(&load(None, &query).unwrap().identity), "{query}");
        }
        // The flag is stronger than the URI.
        assert!(load(Some(MODULE), "&module-path=/no/such/module.so").is_ok());
        let absent = failure(load(Some("/no/such/module.so"), ""));
        assert!(
            absent.starts_with("the PKCS#11 module /no/such/module.so cannot be loaded: "),
            "{absent}"
        );
        assert!(
            absent.ends_with("; name the token's library with --pkcs11-lib"),
            "{absent}"
        );
        assert_eq!(absent.lines().count(), 1);
        let broken = hsm.write("broken.so", "not a library");
        let broken = failure(load(broken.to_str(), ""));
        assert!(broken.contains("broken.so cannot be loaded: "), "{broken}");
        let error = failure(load(Some("libc.so.6"), ""));
        assert!(
            error.contains("libc.so.6 cannot be loaded: it is not a PKCS#11 module; "),
            "{error}"
        );

        let described = |rest: &str| source(&uri(&format!("token=machine;{rest}")), "").load();
        assert!(described("library-manufacturer=SoftHSM;library-version=2.6").is_ok());
        let error = failure(described("library-version=9.9"));
        assert!(
            error.contains("which the URI's library attributes do not match"),
            "{error}"
        );
    });
}

#[test]
fn a_list_of_version_2_0_is_shorter() {
    alone("modules::a_list_of_version_2_0_is_shorter", |hsm| {
        hsm.token("machine");
        hsm.put("machine", "machine", "01", &Pair::new(KeyKind::P256, "machine"));
        let load = |module| {
            let options = |spec: &mut SourceSpec| spec.pkcs11.module = Some(module);
            with(&uri("token=machine"), "", options, &Terminal::answering(&[])).load()
        };
        assert!(signs(&load(hsm.module("short", "MAJOR=2")).unwrap().identity));
        // What a list of another age looks like nobody knows.
        let error = failure(load(hsm.module("short", "MAJOR=9")));
        assert!(
            error.contains("is of version 9.0, and 2 and 3 are known"),
            "{error}"
        );
    });
}

/// A session that is left open keeps its place on the token, of which many have few.
#[test]
fn a_session_outlives_the_restart_of_another_module() {
    let name = "modules::a_session_outlives_the_restart_of_another_module";
    alone(name, |hsm| {
        hsm.token("machine");
        hsm.put("machine", "machine", "01", &Pair::new(KeyKind::P256, "machine"));
        // A library of its own, with sessions of its own.
        let copy = hsm.folder.join("copy.so");
        fs::copy(MODULE, &copy).unwrap();
        let load = |module| {
            let options = |spec: &mut SourceSpec| spec.pkcs11.module = Some(module);
            let mut source = with(&uri("token=machine"), "", options, &Terminal::answering(&[]));
            let identity = source.load().unwrap().identity;
            assert!(signs(&identity));
            identity
        };
        let (kept, restarted) = (load(spy()), load(copy));
        let away = hsm.folder.join("away");
        for _ in 0..3 {
            fs::rename(hsm.tokens(), &away).unwrap();
            fs::create_dir(hsm.tokens()).unwrap();
            assert!(restarted.sign(b"message").is_err());
            fs::remove_dir(hsm.tokens()).unwrap();
            fs::rename(&away, hsm.tokens()).unwrap();
            assert!(signs(&restarted) && signs(&kept));
            assert_eq!(hsm.calls("C_OpenSession") - hsm.calls("C_CloseSession"), 1);
        }
        assert_eq!((hsm.calls("C_Initialize"), hsm.calls("C_Finalize")), (1, 0));
        drop((kept, restarted));
        assert_eq!(hsm.calls("C_OpenSession"), hsm.calls("C_CloseSession"));
    });
}

/// Whoever is done first must not end the sessions of the others.
#[test]
fn one_module_by_several_names_is_finalised_once() {
    alone("modules::one_module_by_several_names_is_finalised_once", |hsm| {
        hsm.token("machine");
        hsm.put("machine", "machine", "01", &Pair::new(KeyKind::P256, "machine"));
        let link = hsm.folder.join("link.so");
        std::os::unix::fs::symlink(spy(), &link).unwrap();
        let load = |module: Option<PathBuf>| {
            let options = |spec: &mut SourceSpec| spec.pkcs11.module = module;
            let mut source = with(&uri("token=machine"), "", options, &Terminal::answering(&[]));
            let identity = source.load().unwrap().identity;
            assert!(signs(&identity));
            identity
        };
        let calls = || (hsm.calls("C_Initialize"), hsm.calls("C_Finalize"));
        let by_path = load(Some(spy()));
        let by_link = load(Some(link.clone()));
        assert_eq!(calls(), (1, 0));
        drop(by_path);
        assert_eq!(calls(), (1, 0));
        // p11-kit's proxy speaks for SoftHSM too, which the spy stands before.
        let by_proxy = load(None);
        drop(by_link);
        assert_eq!(calls(), (1, 0));
        let sessions = hsm.calls("C_OpenSession");
        assert!(signs(&by_proxy));
        let again = load(Some(link));
        assert_eq!((calls(), hsm.calls("C_OpenSession")), ((1, 0), sessions + 1));
        drop(by_proxy);
        assert!(signs(&again));
        assert_eq!((calls(), hsm.calls("C_OpenSession")), ((1, 0), sessions + 1));
        drop(again);
        assert_eq!(calls(), (1, 1));
    });
}
