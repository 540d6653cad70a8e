//! Which certificate, key and chain a URI means.

use std::fs;
use std::sync::Arc;

use tegata_crypto::KeyKind;
use tegata_keys::pkcs11::{Options, Uri, find_certificates};
use tegata_keys::{Selection, Selector, SourceSpec, Surroundings};

use crate::authority::{Authority, Pair};
use crate::softhsm::{MODULE, PIN, Terminal, alone, at, failure, signs, source, spy, with};
use crate::uri;

const KINDS: [(&str, KeyKind); 4] = [
    ("rsa", KeyKind::Rsa),
    ("p256", KeyKind::P256),
    ("p384", KeyKind::P384),
    ("p521", KeyKind::P521),
];

#[test]
fn every_kind_of_key_signs() {
    alone("searching::every_kind_of_key_signs", |hsm| {
        hsm.token("machine");
        for (number, (label, kind)) in KINDS.into_iter().enumerate() {
            hsm.put("machine", label, &format!("0{number}"), &Pair::new(kind, label));
        }
        for (label, kind) in KINDS {
            let loaded = source(&uri(&format!("token=machine;object={label}")), "")
                .load()
                .unwrap();
            assert_eq!(loaded.identity.key_kind(), kind);
            assert!(signs(&loaded.identity), "{label}");
            assert!(loaded.warnings.is_empty());
        }
    });
}

#[test]
fn certificate_and_key_are_found_by_every_attribute() {
    alone(
        "searching::certificate_and_key_are_found_by_every_attribute",
        |hsm| {
            hsm.token("machine");
            hsm.token("other");
            let (one, two) = (Pair::new(KeyKind::P256, "one"), Pair::new(KeyKind::P256, "two"));
            hsm.put_key("machine", "key of one", "01ff", &one.pkcs8, &[]);
            hsm.put_certificate("machine", "one", "01ff", &one.certificate, &[]);
            hsm.put("machine", "two", "02", &two);
            hsm.put("other", "one", "01ff", &two);
            let options = Options {
                module: Some(MODULE.into()),
                ..Options::default()
            };
            let terminal: Arc<dyn Surroundings> = Terminal::answering(&[]);
            let find =
                |uri: &str| find_certificates(&uri.parse::<Uri>().unwrap(), &options, &terminal).unwrap();
            assert_eq!(find("pkcs11:").len(), 3);
            assert_eq!(find("pkcs11:token=nobody").len(), 0);
            let found = find("pkcs11:token=machine;id=%01%ff");
            let [found] = &found[..] else {
                panic!("one certificate has this id")
            };
            assert_eq!(found.certificate, one.certificate);
            let full = found.uri.to_string();
            let serial = full.split(";serial=").nth(1).unwrap().split(';').next().unwrap();
            assert_eq!(
                full,
                format!(
                    "pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial={serial};token=machine;id=%01%FF;object=one;type=cert"
                )
            );

            let slot = hsm.slot_of("machine");
            for certificate in [
                full.trim_start_matches("pkcs11:").to_owned(),
                "token=machine;object=one".into(),
                "token=machine;id=%01%FF".into(),
                format!("serial={serial};id=%01%ff"),
                format!("slot-id={slot};object=one"),
                "token=machine;object=one;slot-manufacturer=SoftHSM%20project;vendor=ignored".into(),
            ] {
                // The key has another label: it is found by the certificate's id.
                let loaded = source(&uri(&certificate), "").load().unwrap();
                assert_eq!(*loaded.identity.certificate(), one.certificate, "{certificate}");
                assert!(signs(&loaded.identity), "{certificate}");
            }
            let loaded = source(
                "pkcs11:token=machine;object=one",
                &uri("object=key%20of%20one;type=private"),
            )
            .load();
            assert!(signs(&loaded.unwrap().identity));

            let table = [
                (
                    "token=nobody",
                    "no token matches pkcs11:token=nobody; there are: ",
                ),
                (
                    "token=machine;object=three",
                    "no certificate on the token matches pkcs11:token=machine;object=three; ",
                ),
                (
                    "token=machine",
                    "multiple matching certificates: 2 match pkcs11:token=machine; add id= or object= to the URI",
                ),
                (
                    "object=one",
                    "multiple matching certificates: 2 match pkcs11:object=one; ",
                ),
                (
                    "tokn=machine",
                    "multiple matching certificates: 3 match pkcs11:; ",
                ),
                (
                    "token=machine;objct=1;object=x",
                    "no certificate on the token matches ",
                ),
            ];
            for (place, message) in table {
                let error = failure(source(&uri(place), "").load());
                assert!(error.starts_with(message), "{error}");
                assert!(!error.contains(PIN), "{error}");
            }
            let error = failure(source(&uri("token=machine;objct=1;object=x"), "").load());
            assert!(
                error.ends_with("(of the URI, objct is not an attribute that is known)"),
                "{error}"
            );
            let key = |rest: &str| source(&uri("token=machine;object=two"), &uri(rest)).load();
            assert_eq!(
                failure(key("token=machine;object=key%20of%20one")),
                "the private key pkcs11:token=machine;object=key%20of%20one does not belong to the certificate `CN=two`; \
             give the key that the certificate was issued for"
            );
            // Nothing has the label, so the certificate's id leads to its key.
            assert!(signs(&key("token=machine;object=absent").unwrap().identity));
            assert_eq!(
                failure(key("token=machine;id=%09")),
                "no private key on the token \"machine\" matches pkcs11:token=machine;id=%09"
            );
            // Two tokens have it; the certificate's is meant.
            assert!(signs(&key("object=two").unwrap().identity));
            let file = hsm.write("two.pem", two.certificate.to_pem());
            let error = failure(source(file.to_str().unwrap(), &uri("id=%02")).load());
            assert_eq!(
                error,
                "2 tokens match pkcs11:id=%02; add token= or serial= to the URI"
            );
        },
    );
}

#[test]
fn row_07_the_chain_is_the_path_from_leaf_to_root() {
    alone(
        "searching::row_07_the_chain_is_the_path_from_leaf_to_root",
        |hsm| {
            hsm.token("machine");
            let root = Authority::root("root");
            // A CA of the same name and another key.
            let impostor = Authority::root("root");
            let first = root.intermediate("first");
            let second = first.intermediate("second");
            let leaf = second.leaf("machine");
            hsm.put("machine", "machine", "01", &leaf);
            for (number, authority) in [&impostor, &root, &first, &second].into_iter().enumerate() {
                hsm.put_certificate(
                    "machine",
                    &format!("ca {number}"),
                    "",
                    &authority.certificate,
                    &[],
                );
            }
            let place = uri("token=machine;object=machine");
            let identity = source(&place, "").load().unwrap().identity;
            let expected = [&second, &first, &root].map(|authority| authority.certificate.clone());
            assert_eq!(identity.chain(), expected);

            let file = hsm.write("intermediates.pem", second.certificate.to_pem());
            let intermediates = |spec: &mut SourceSpec| spec.intermediates = at(&file);
            let identity = with(&place, "", intermediates, &Terminal::answering(&[])).load();
            assert_eq!(
                identity.unwrap().identity.chain(),
                std::slice::from_ref(&second.certificate)
            );

            // Five intermediates and a root are one too many: the root is left out.
            let mut issuers = vec![root, first, second];
            for name in ["third", "fourth", "fifth"] {
                let next = issuers.last().unwrap().intermediate(name);
                hsm.put_certificate("machine", name, "", &next.certificate, &[]);
                issuers.push(next);
            }
            hsm.put("machine", "deep", "02", &issuers.last().unwrap().leaf("deep"));
            let identity = source(&uri("token=machine;object=deep"), "")
                .load()
                .unwrap()
                .identity;
            let expected: Vec<_> = issuers
                .iter()
                .skip(1)
                .rev()
                .map(|issuer| issuer.certificate.clone())
                .collect();
            assert_eq!(identity.chain(), expected);
        },
    );
}

#[test]
fn row_06_a_selector_chooses_among_the_certificates_of_a_token() {
    alone(
        "searching::row_06_a_selector_chooses_among_the_certificates_of_a_token",
        |hsm| {
            hsm.token("machine");
            let root = Authority::root("root");
            let (web, old, new) = (
                root.leaf("web"),
                root.leaf("worker"),
                root.leaf_until("worker", "2035-01-01T00:00:00Z"),
            );
            hsm.put("machine", "web", "01", &web);
            hsm.put("machine", "old", "02", &old);
            hsm.put("machine", "new", "03", &new);
            hsm.put_certificate("machine", "ca", "", &root.certificate, &[]);
            let place = uri("token=machine");
            let selected = |certificate: &str, key: &str, selector: &str, latest: bool| {
                let choose = |spec: &mut SourceSpec| {
                    let selector = (!selector.is_empty())
                        .then(|| Selector::parse(selector, |path| fs::read(path)).unwrap());
                    spec.selection = Selection { selector, latest };
                };
                with(certificate, key, choose, &Terminal::answering(&[])).load()
            };
            for (selector, latest, chosen) in [
                ("Key=x509Subject,Value=CN=web", false, &web),
                ("Key=x509Subject,Value=cn = WEB", true, &web),
                ("Key=x509Subject,Value=CN=worker", true, &new),
                // A CA's is not meant, though it lasts longer.
                ("Key=x509Issuer,Value=CN=root", true, &new),
                ("", true, &new),
            ] {
                let identity = selected(&place, "", selector, latest).unwrap().identity;
                assert_eq!(*identity.certificate(), chosen.certificate, "{selector}");
                assert_eq!(identity.chain(), std::slice::from_ref(&root.certificate));
                assert!(signs(&identity), "{selector}");
            }
            let error = failure(selected(&place, "", "Key=x509Subject,Value=CN=worker", false));
            assert!(
                error.starts_with("multiple matching identities: `CN=worker` (serial number "),
                "{error}"
            );
            assert!(
                error.ends_with("say more in --cert-selector, or add --use-latest-expiring-certificate"),
                "{error}"
            );
            let error = failure(selected(&place, "", "Key=x509Subject,Value=CN=nobody", true));
            let none = "no certificate matches --cert-selector (Key=x509Subject,Value=CN=nobody); there are ";
            assert!(error.starts_with(none), "{error}");
            let error = failure(selected(
                &uri("token=machine;id=%09"),
                "",
                "Key=x509Subject,Value=CN=web",
                false,
            ));
            assert!(
                error.starts_with("no certificate on the token matches "),
                "{error}"
            );

            // Of a file with several certificates, the key on the token.
            let text = [&web, &old, &new].map(|pair| pair.certificate.to_pem()).concat();
            let file = hsm.write("all.pem", text + &root.certificate.to_pem());
            let file = file.to_str().unwrap();
            let chosen = selected(file, &place, "Key=x509Subject,Value=CN=worker", true)
                .unwrap()
                .identity;
            assert_eq!(*chosen.certificate(), new.certificate);
            assert_eq!(chosen.chain(), std::slice::from_ref(&root.certificate));
            assert!(signs(&chosen));
        },
    );
}

#[test]
fn certificate_or_key_may_be_in_a_file() {
    alone("searching::certificate_or_key_may_be_in_a_file", |hsm| {
        hsm.token("machine");
        let root = Authority::root("root");
        let issuer = root.intermediate("issuer");
        let pair = issuer.leaf("machine");
        hsm.put("machine", "machine", "01", &pair);
        let all = [pair.certificate.to_pem(), issuer.certificate.to_pem()].concat();
        let file = hsm.write("machine.pem", all);
        let identity = source(file.to_str().unwrap(), &uri("token=machine"))
            .load()
            .unwrap()
            .identity;
        assert_eq!(identity.chain(), std::slice::from_ref(&issuer.certificate));
        assert!(signs(&identity));

        let key = hsm.write("machine.key", hsm.pem(&pair.pkcs8));
        let loaded = source("pkcs11:token=machine;object=machine", key.to_str().unwrap())
            .load()
            .unwrap();
        assert!(signs(&loaded.identity));
        let other = hsm.write("other.key", hsm.pem(&Pair::new(KeyKind::P256, "other").pkcs8));
        let error = failure(source("pkcs11:token=machine", other.to_str().unwrap()).load());
        assert!(
            error.contains("does not belong to the certificate `CN=machine`"),
            "{error}"
        );
    });
}

#[test]
fn private_certificates_are_found_after_a_login() {
    alone("searching::private_certificates_are_found_after_a_login", |hsm| {
        hsm.token("machine");
        let pair = Pair::new(KeyKind::P256, "machine");
        hsm.put_key("machine", "machine", "01", &pair.pkcs8, &[]);
        hsm.put_private_certificate("machine", "machine", &pair.certificate);
        let options = Options {
            module: Some(MODULE.into()),
            ..Options::default()
        };
        let terminal: Arc<dyn Surroundings> = Terminal::answering(&[PIN]);
        let find = |uri: &str| {
            find_certificates(&uri.parse().unwrap(), &options, &terminal)
                .unwrap()
                .len()
        };
        assert_eq!(find("pkcs11:token=machine"), 0);
        assert_eq!(find(&uri("token=machine")), 1);
        assert!(signs(&source(&uri("token=machine"), "").load().unwrap().identity));
    });
}

#[test]
fn a_key_without_a_public_half_proves_itself_once() {
    alone(
        "searching::a_key_without_a_public_half_proves_itself_once",
        |hsm| {
            hsm.token("machine");
            let pair = Pair::new(KeyKind::P256, "machine");
            // Written by pkcs11-tool, there is no public key beside it.
            hsm.put_key("machine", "machine", "01", &pair.pkcs8, &["--usage-sign"]);
            hsm.put_certificate("machine", "machine", "01", &pair.certificate, &[]);
            let options = |spec: &mut SourceSpec| spec.pkcs11.module = Some(spy());
            let mut source = with(&uri("token=machine"), "", options, &Terminal::answering(&[]));
            for signatures in [2, 3, 4] {
                assert!(signs(&source.load().unwrap().identity));
                assert_eq!(hsm.calls("C_Sign"), signatures);
            }
        },
    );
}
