//! Requests as bytes, signed ahead.

use serde_json::Value;
use tegata_base::Secret;
use tegata_base::time::iso_basic;
use tegata_sigv4::{Algorithm, Request, Scope, SigningKey, authorize, authorize_hmac};

use crate::fleet::Machine;
use crate::server::REGION;
use crate::{Result, machine};

/// An access key, perhaps of a session.
pub(crate) struct Credentials {
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: Secret<String>,
    session_token: Option<String>,
}

impl Credentials {
    /// From JSON whose members are named as in `credential_process` or as in CreateSession.
    pub(crate) fn read(json: &Value) -> Option<Self> {
        let member = |name: &str, other: &str| {
            json.get(name)
                .or_else(|| json.get(other))
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        Some(Self {
            access_key_id: member("AccessKeyId", "accessKeyId")?,
            secret_access_key: Secret::new(member("SecretAccessKey", "secretAccessKey")?),
            session_token: member("SessionToken", "sessionToken"),
        })
    }

    /// From the elements of an IAM or STS answer.
    pub(crate) fn from_xml(xml: &str) -> Option<Self> {
        Some(Self {
            access_key_id: element(xml, "AccessKeyId")?.to_owned(),
            secret_access_key: Secret::new(element(xml, "SecretAccessKey")?.to_owned()),
            session_token: element(xml, "SessionToken").map(str::to_owned),
        })
    }
}

/// The text of the first element of this name.
pub(crate) fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(text, _)| text)
}

/// A request without its signature.
pub(crate) struct Unsigned<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) content_type: &'a str,
    pub(crate) body: &'a str,
}

impl Unsigned<'_> {
    /// Signed with a secret key.
    pub(crate) fn signed(
        &self,
        host: &str,
        service: &str,
        by: &Credentials,
        number: usize,
    ) -> Result<Vec<u8>> {
        let date = iso_basic(machine::now());
        let scope = scope(&date, service);
        let key = SigningKey::derive(&by.secret_access_key, &scope);
        let token = by
            .session_token
            .as_deref()
            .map(|token| ("X-Amz-Security-Token", token));
        let number = number.to_string();
        let headers = self.headers(host, &date, &number, token);
        let authorization = authorize_hmac(
            &self.request(&borrowed(&headers)),
            &by.access_key_id,
            &scope,
            &key,
        )?;
        Ok(self.bytes(&headers, &authorization))
    }

    /// Signed with a certificate's key.
    fn signed_by_machine(&self, host: &str, by: &Machine<'_>) -> Result<Vec<u8>> {
        let date = iso_basic(machine::now());
        let certificate = data_encoding::BASE64.encode(by.certificate.der());
        let headers = self.headers(host, &date, "1", Some(("X-Amz-X509", &certificate)));
        let sign = |text: &[u8]| by.key.sign(tegata_crypto::HashKind::Sha256, text);
        let authorization = authorize(
            &self.request(&borrowed(&headers)),
            Algorithm::of_key(by.key.kind()),
            &by.certificate.serial().to_decimal(),
            &scope(&date, "rolesanywhere"),
            sign,
        )?;
        Ok(self.bytes(&headers, &authorization))
    }

    fn headers<'h>(
        &'h self,
        host: &'h str,
        date: &'h str,
        invocation: &'h str,
        proof: Option<(&'h str, &'h str)>,
    ) -> Vec<(&'h str, &'h str)> {
        let mut headers = vec![
            ("Host", host),
            ("User-Agent", "tegata-bench"),
            ("X-Amz-Date", date),
            ("Amz-Sdk-Invocation-Id", invocation),
            ("Content-Type", self.content_type),
        ];
        headers.extend(proof);
        headers
    }

    fn request<'r>(&'r self, headers: &'r [(&'r str, &'r [u8])]) -> Request<'r> {
        Request {
            method: self.method,
            path: self.path,
            query: self.query,
            headers,
            body: self.body.as_bytes(),
        }
    }

    fn bytes(&self, headers: &[(&str, &str)], authorization: &str) -> Vec<u8> {
        let question = if self.query.is_empty() { "" } else { "?" };
        let mut text = format!(
            "{} {}{question}{} HTTP/1.1\r\n",
            self.method, self.path, self.query
        );
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!(
            "Authorization: {authorization}\r\nContent-Length: {}\r\n\r\n{}",
            self.body.len(),
            self.body
        ));
        text.into_bytes()
    }
}

/// A call of a query service (IAM, STS): its form, signed.
pub(crate) fn query_call(
    host: &str,
    service: &str,
    parameters: &[(&str, &str)],
    by: &Credentials,
    number: usize,
) -> Result<Vec<u8>> {
    let version = if service == "iam" {
        "2010-05-08"
    } else {
        "2011-06-15"
    };
    let mut body = format!("Version={version}");
    for (name, value) in parameters {
        body.push_str(&format!("&{name}={}", encoded(value)));
    }
    let unsigned = Unsigned {
        method: "POST",
        path: "/",
        query: "",
        content_type: "application/x-www-form-urlencoded; charset=utf-8",
        body: &body,
    };
    unsigned.signed(host, service, by, number)
}

/// What a machine asks `CreateSession` for.
pub(crate) struct Place {
    pub(crate) trust_anchor_arn: String,
    pub(crate) profile_arn: String,
    pub(crate) role_arn: String,
}

/// `CreateSession`, signed by the certificate's key.
pub(crate) fn create_session(host: &str, place: &Place, by: &Machine<'_>) -> Result<Vec<u8>> {
    let query = format!(
        "profileArn={}&roleArn={}&trustAnchorArn={}",
        encoded(&place.profile_arn),
        encoded(&place.role_arn),
        encoded(&place.trust_anchor_arn)
    );
    let unsigned = Unsigned {
        method: "POST",
        path: "/sessions",
        query: &query,
        content_type: "application/json",
        body: r#"{"durationSeconds":3600}"#,
    };
    unsigned.signed_by_machine(host, by)
}

fn scope<'a>(date: &'a str, service: &'a str) -> Scope<'a> {
    Scope {
        date: date.get(..8).unwrap_or_default(),
        region: REGION,
        service,
    }
}

fn borrowed<'a>(headers: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a [u8])> {
    headers
        .iter()
        .map(|(name, value)| (*name, value.as_bytes()))
        .collect()
}

/// Percent-encoding of everything but RFC 3986's unreserved characters.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
