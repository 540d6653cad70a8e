//! A machine that holds a certificate, and the trust anchor, profile and role that let it in.

use data_encoding::{BASE64, HEXLOWER};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tegata_base::Secret;
use tegata_base::time::iso_basic;
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::{HashKind, KeyKind, OsRng};
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{CrlTemplate, Template, issue, issue_crl, self_signed};
use tegata_pki::pem::{self, Label};
use tegata_pki::{Certificate, Name};
use tegata_sigv4::{Algorithm, Scope, authorize};

use crate::caller::{Caller, Request, borrowed, encode, now};
use crate::process::REGION;

/// The trust that Roles Anywhere needs.
pub(crate) const MACHINE_TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
    "Principal":{"Service":"rolesanywhere.amazonaws.com"},
    "Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}]}"#;

/// A certificate authority and a machine that it certified.
pub(crate) struct Machine {
    authority: Certificate,
    authority_key: PrivateKey,
    pub(crate) certificate: Certificate,
    key: PrivateKey,
    /// The machine's key in PKCS#8.
    pub(crate) pkcs8: Secret<Vec<u8>>,
}

/// What a machine asks for a session with.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    pub(crate) role: String,
    pub(crate) anchor: String,
    pub(crate) profile: String,
}

impl Machine {
    pub(crate) fn new() -> Self {
        let day = SignedDuration::from_hours(24);
        let dates = (now() - day, now() + day);
        let name = |cn| Name::from_pairs(&[("CN", cn)]).unwrap();
        let serial = || SerialNumber::random(&mut OsRng);
        let (authority_key, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
        let template = Template::ca(serial(), name("Authority"), dates, None);
        let authority = self_signed(&template, &authority_key).unwrap();
        let (key, pkcs8) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
        let template = Template::end_entity(serial(), name("machine"), dates, &[]);
        let spki = key.public_spki().unwrap();
        let certificate = issue(&template, &spki, &authority, &authority_key).unwrap();
        Self {
            authority,
            authority_key,
            certificate,
            key,
            pkcs8,
        }
    }

    /// A CRL of the authority that revokes nothing, in PEM.
    pub(crate) fn crl(&self) -> String {
        let (this_update, next_update) = (now(), now() + SignedDuration::from_hours(24));
        let template = CrlTemplate {
            number: 1,
            this_update,
            next_update,
            revoked: Vec::new(),
        };
        let crl = issue_crl(&template, &self.authority, &self.authority_key).unwrap();
        pem::encode(Label::Crl, crl.der())
    }

    pub(crate) fn certificate_pem(&self) -> String {
        pem::encode(Label::Certificate, self.certificate.der())
    }

    pub(crate) fn key_pem(&self) -> String {
        let text = BASE64.encode(self.pkcs8.expose());
        let lines: Vec<_> = text
            .as_bytes()
            .chunks(64)
            .map(|line| std::str::from_utf8(line).unwrap())
            .collect();
        format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            lines.join("\n")
        )
    }

    /// Makes the role, the anchor and the profile.
    pub(crate) fn admit(&self, root: &mut Caller, name: &str) -> Setting {
        let created = root.call(&Request::iam(
            "CreateRole",
            &[("RoleName", name), ("AssumeRolePolicyDocument", MACHINE_TRUST)],
        ));
        let role = created.text("Arn");
        let bundle = pem::encode(Label::Certificate, self.authority.der());
        let anchor = root.call(&Request::rolesanywhere(
            "POST",
            "/trustanchors",
            &json!({ "name": name, "enabled": true, "source": {
                "sourceType": "CERTIFICATE_BUNDLE",
                "sourceData": { "x509CertificateData": bundle },
            }}),
        ));
        let profile = root.call(&Request::rolesanywhere(
            "POST",
            "/profiles",
            &json!({ "name": name, "enabled": true, "roleArns": [role] }),
        ));
        let arn = |body: &Value, kind: &str| body[kind][format!("{kind}Arn")].as_str().unwrap().to_owned();
        Setting {
            role,
            anchor: arn(&anchor.json(), "trustAnchor"),
            profile: arn(&profile.json(), "profile"),
        }
    }

    /// A CreateSession request, signed with the certificate's key.
    pub(crate) fn create_session(
        &self,
        setting: &Setting,
        host: &str,
        agent: &str,
        at: Timestamp,
    ) -> Vec<u8> {
        let date = iso_basic(at);
        let arns = [
            ("profileArn", &setting.profile),
            ("roleArn", &setting.role),
            ("trustAnchorArn", &setting.anchor),
        ];
        let query: Vec<_> = arns
            .iter()
            .map(|(name, arn)| format!("{name}={}", encode(arn)))
            .collect();
        let mut request = Request::rolesanywhere("POST", "/sessions", &json!({ "durationSeconds": 900 }));
        request.query = query.join("&");
        let mut headers = vec![
            ("Host", host.to_owned()),
            ("X-Amz-Date", date.clone()),
            ("X-Amz-X509", BASE64.encode(self.certificate.der())),
        ];
        headers.append(&mut request.headers.clone());
        let scope = Scope {
            date: &date[..8],
            region: REGION,
            service: "rolesanywhere",
        };
        let serial = self.certificate.serial().to_decimal();
        let authorization = {
            let headers = borrowed(&headers);
            let to_sign = request.to_sign(&headers);
            authorize(
                &to_sign,
                Algorithm::of_key(KeyKind::P256),
                &serial,
                &scope,
                |text| self.key.sign(HashKind::Sha256, text),
            )
            .unwrap()
        };
        headers.push(("Authorization", authorization));
        request.bytes(agent, &headers)
    }

    /// What of the private key could be found in the clear somewhere: its own bytes, and its encodings.
    pub(crate) fn key_in_the_clear(&self) -> Vec<Vec<u8>> {
        let der = self.pkcs8.expose();
        // The 32 bytes of a P-256 key follow the header of its inner structure (RFC 5915).
        let at = der
            .windows(5)
            .position(|part| part == [0x02, 0x01, 0x01, 0x04, 0x20])
            .unwrap()
            + 5;
        let scalar = &der[at..at + 32];
        let lines = self.key_pem();
        let lines = lines
            .lines()
            .filter(|line| !line.starts_with('-') && line.len() >= 40);
        let mut forms = vec![scalar.to_vec(), HEXLOWER.encode(scalar).into_bytes()];
        forms.extend(lines.map(|line| line.as_bytes().to_vec()));
        forms
    }
}
