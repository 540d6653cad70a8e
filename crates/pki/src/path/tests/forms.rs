//! What each certificate of a path must be: usages, constraints, extensions; and what an anchor must be.

use super::*;

#[test]
fn usages_of_each_certificate() {
    let ca = root("Root");
    let silent = ca.leaf_with("silent", |template| {
        template.extensions.retain(|known| known.oid() != "2.5.29.15");
    });
    let encipher = ca.leaf_with("encipher", |template| {
        replace(template, Extension::key_usage(KeyUsages::KeyEncipherment));
    });
    for (leaf, cn) in [(silent, "silent"), (encipher, "encipher")] {
        refused(
            verify(&leaf, &[], &ca.certificate),
            &format!(
                "the end-entity certificate `CN={cn}` may not sign requests: its key usage does not \
                 include digitalSignature"
            ),
            InsufficientCertificate,
        );
    }
    refused(
        verify(&ca.sub("One").certificate, &[], &ca.certificate),
        "the end-entity certificate `CN=One` is a CA certificate; use an end-entity certificate",
        InsufficientCertificate,
    );

    let crl_only = |template: &mut crate::issue::Template| {
        replace(template, Extension::key_usage(KeyUsages::CRLSign));
    };
    let one = ca.sub_with("One", crl_only);
    refused(
        verify(&one.leaf("machine"), &[&one.certificate], &ca.certificate),
        "the intermediate certificate `CN=One` may not issue certificates: its key usage does not include \
         keyCertSign",
        UntrustedSigningCertificate,
    );
    let mute = root_with("Mute", KeyKind::P256, crl_only);
    refused(
        verify(&mute.leaf("machine"), &[], &mute.certificate),
        "the trust anchor `CN=Mute` may not issue certificates: its key usage does not include keyCertSign",
        UntrustedSigningCertificate,
    );
    // An intermediate without key usage may do everything (RFC 5280 section 4.2.1.3).
    let free = ca.sub_with("Free", |template| {
        template.extensions.retain(|known| known.oid() != "2.5.29.15");
    });
    assert_eq!(
        found(verify(
            &free.leaf("machine"),
            &[&free.certificate],
            &ca.certificate
        ))
        .len(),
        3
    );
}

#[test]
fn issuers_that_are_no_ca() {
    let ca = root("Root");
    for change in [
        Extension::basic_constraints(false, None),
        // Basic constraints under another identifier: none at all.
        Extension::raw("1.2.3.4", false, &[5, 0]),
    ] {
        let one = ca.sub_with("One", |template| {
            template.extensions.retain(|known| known.oid() != "2.5.29.19");
            template.extensions.push(change);
        });
        refused(
            verify(&one.leaf("machine"), &[&one.certificate], &ca.certificate),
            "the intermediate certificate `CN=One` issued a certificate but is not a CA: its basic \
             constraints do not say so",
            UntrustedSigningCertificate,
        );
    }
    let plain = root_with("Plain", KeyKind::P256, |template| {
        replace(template, Extension::basic_constraints(false, None));
    });
    refused(
        verify(&plain.leaf("machine"), &[], &plain.certificate),
        "the trust anchor `CN=Plain` issued a certificate but is not a CA: its basic constraints do not say \
         so",
        UntrustedSigningCertificate,
    );
}

#[test]
fn forms_of_the_end_entity_certificate() {
    let ca = root("Root");
    let nobody = ca.leaf_with("x", |template| {
        template.subject = Name::from_pairs(&[]).unwrap();
        template
            .extensions
            .push(Extension::alternative_names(&[AlternativeName::Dns(
                "a.example".into(),
            )]));
    });
    refused(
        verify(&nobody, &[], &ca.certificate),
        "the end-entity certificate has an empty subject; give it at least a common name",
        InsufficientCertificate,
    );
    // Extended key usage is not asked for, nor are basic constraints.
    for change in [
        None,
        Some(&["1.3.6.1.5.5.7.3.1"][..]),
        Some(&["1.3.6.1.5.5.7.3.2"]),
    ] {
        let leaf = ca.leaf_with("machine", |template| {
            template.extensions.retain(|known| known.oid() == "2.5.29.15");
            template
                .extensions
                .extend(change.map(Extension::extended_key_usage));
        });
        assert_eq!(found(verify(&leaf, &[], &ca.certificate)).len(), 2);
    }
}

#[test]
fn critical_extensions_that_nobody_knows() {
    let unknown = || Extension::raw("1.3.6.1.4.1.99999.1", true, &[5, 0]);
    let ca = root("Root");
    let leaf = ca.leaf_with("machine", |template| template.extensions.push(unknown()));
    refused(
        verify(&leaf, &[], &ca.certificate),
        "the end-entity certificate `CN=machine` has the critical extension 1.3.6.1.4.1.99999.1, which is \
         not supported",
        InsufficientCertificate,
    );
    let one = ca.sub_with("One", |template| template.extensions.push(unknown()));
    refused(
        verify(&one.leaf("machine"), &[&one.certificate], &ca.certificate),
        "the intermediate certificate `CN=One` has the critical extension 1.3.6.1.4.1.99999.1, which is not \
         supported",
        UntrustedSigningCertificate,
    );
    // Not critical: passed over.
    let leaf = ca.leaf_with("machine", |template| {
        template
            .extensions
            .push(Extension::raw("1.3.6.1.4.1.99999.1", false, &[5, 0]));
    });
    assert_eq!(found(verify(&leaf, &[], &ca.certificate)).len(), 2);
}

fn dns(text: &str) -> GeneralName {
    GeneralName::DnsName(Ia5String::new(text).unwrap())
}

fn uri(text: &str) -> GeneralName {
    GeneralName::UniformResourceIdentifier(Ia5String::new(text).unwrap())
}

#[test]
fn name_constraints_on_dns_and_ip() {
    let ca = root("Root");
    let network = der::asn1::OctetString::new([10, 0, 0, 0, 255, 0, 0, 0]).unwrap();
    let one = ca.sub_with("One", |template| {
        template.extensions.push(name_constraints(
            vec![dns("example.com"), GeneralName::IpAddress(network)],
            vec![dns("secret.example.com")],
        ));
    });
    let with = |names: &[AlternativeName]| {
        let leaf = one.leaf_with("machine", |template| {
            template.extensions.push(Extension::alternative_names(names));
        });
        verify(&leaf, &[&one.certificate], &ca.certificate)
    };
    let dns_name = |text: &str| AlternativeName::Dns(text.to_owned());
    for good in [
        vec![dns_name("example.com"), dns_name("a.b.EXAMPLE.com")],
        vec![AlternativeName::Uri("spiffe://elsewhere/x".into())],
        vec![AlternativeName::Ip([10, 1, 2, 3].into())],
    ] {
        assert_eq!(found(with(&good)).len(), 3, "{good:?}");
    }
    for (bad, shown) in [
        (dns_name("example.org"), "example.org"),
        (dns_name("badexample.com"), "badexample.com"),
        (dns_name("a.secret.example.com"), "a.secret.example.com"),
        (AlternativeName::Ip([11, 1, 2, 3].into()), "11.1.2.3"),
    ] {
        refused(
            with(&[dns_name("ok.example.com"), bad]),
            &format!(
                "the end-entity certificate `CN=machine` has the name `{shown}`, which the name constraints \
                 of `CN=One` do not allow"
            ),
            UntrustedSigningCertificate,
        );
    }
    // Of the anchor itself.
    let narrow = root_with("Narrow", KeyKind::P256, |template| {
        template
            .extensions
            .push(name_constraints(vec![dns("example.com")], vec![]));
    });
    let leaf = narrow.leaf_with("machine", |template| {
        template
            .extensions
            .push(Extension::alternative_names(&[dns_name("a.test")]));
    });
    refused(
        verify(&leaf, &[], &narrow.certificate),
        "the end-entity certificate `CN=machine` has the name `a.test`, which the name constraints of \
         `CN=Narrow` do not allow",
        UntrustedSigningCertificate,
    );
}

#[test]
fn name_constraints_on_directory_and_uri_names_are_refused_even_when_satisfied() {
    let ca = root("Root");
    let directory =
        x509_cert::name::Name::from_der(Name::from_pairs(&[("O", "Example")]).unwrap().der()).unwrap();
    let one = ca.sub_with("One", |template| {
        template.extensions.push(name_constraints(
            vec![GeneralName::DirectoryName(directory)],
            vec![],
        ));
    });
    let leaf = one.leaf_with("x", |template| {
        template.subject = Name::from_pairs(&[("O", "Example"), ("CN", "machine")]).unwrap();
    });
    refused(
        verify(&leaf, &[&one.certificate], &ca.certificate),
        "the intermediate certificate `CN=One` constrains directory names, which is not supported; only DNS \
         and IP address constraints are",
        UntrustedSigningCertificate,
    );

    let two = ca.sub_with("Two", |template| {
        template
            .extensions
            .push(name_constraints(vec![uri(".example.com")], vec![]));
    });
    let leaf = two.leaf_with("machine", |template| {
        let inside = AlternativeName::Uri("https://host.example.com/x".into());
        template.extensions.push(Extension::alternative_names(&[inside]));
    });
    refused(
        verify(&leaf, &[&two.certificate], &ca.certificate),
        "the intermediate certificate `CN=Two` constrains URI names, which is not supported; only DNS and IP \
         address constraints are",
        UntrustedSigningCertificate,
    );
    // Without a URI in the path there is nothing to constrain.
    assert_eq!(
        found(verify(&two.leaf("machine"), &[&two.certificate], &ca.certificate)).len(),
        3
    );
}

#[test]
fn name_constraints_of_other_forms_fail_closed() {
    let ca = root("Root");
    let address = GeneralName::Rfc822Name(Ia5String::new("example.com").unwrap());
    let one = ca.sub_with("One", |template| {
        template.extensions.push(name_constraints(vec![address], vec![]));
    });
    let leaf = one.leaf_with("machine", |template| {
        let inside = AlternativeName::Email("root@example.com".into());
        template.extensions.push(Extension::alternative_names(&[inside]));
    });
    refused(
        verify(&leaf, &[&one.certificate], &ca.certificate),
        "no path from the end-entity certificate `CN=machine` to a trust anchor is acceptable \
         (NameConstraintViolation)",
        UntrustedSigningCertificate,
    );
}

#[test]
fn what_may_become_an_anchor() {
    let message = |ca: &Certificate| check_anchor(ca).unwrap_err().to_string();
    check_anchor(&root("Root").certificate).unwrap();
    check_anchor(&root("Root").sub("One").certificate).unwrap();
    let changed =
        |change: fn(&mut crate::issue::Template)| root_with("Root", KeyKind::P256, change).certificate;
    let cases = [
        (
            root("Root").leaf("machine"),
            "Incorrect basic constraints for CA certificate",
        ),
        (
            changed(|template| template.extensions.retain(|known| known.oid() != "2.5.29.19")),
            "Incorrect basic constraints for CA certificate",
        ),
        (
            changed(|template| template.extensions.retain(|known| known.oid() != "2.5.29.15")),
            "the CA certificate `CN=Root` has no key usage that includes keyCertSign",
        ),
        (
            changed(|template| replace(template, Extension::key_usage(FlagSet::from(KeyUsages::CRLSign)))),
            "the CA certificate `CN=Root` has no key usage that includes keyCertSign",
        ),
        (
            changed(|template| template.subject = Name::from_pairs(&[]).unwrap()),
            "the CA certificate has an empty subject",
        ),
        (
            Certificate::from_pem(fixture!("root-sha1.pem")).unwrap(),
            "the CA certificate `CN=Root SHA-1` is signed with SHA-1; SHA-256 or stronger is required",
        ),
        (
            Certificate::from_pem(fixture!("root-rsa1024.pem")).unwrap(),
            "the CA certificate `CN=Root RSA 1024` has an RSA key of 1024 bits; 2048 to 8192 are accepted",
        ),
        (
            Certificate::from_pem(fixture!("leaf-v1.pem")).unwrap(),
            "the CA certificate `CN=version 1` is of X.509 version 1; version 3 is required",
        ),
    ];
    for (certificate, reason) in cases {
        assert_eq!(message(&certificate), reason);
    }
}
