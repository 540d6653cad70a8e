//! Accounts as the benches need them, set up through the API as its users would.

use serde_json::{Value, json};

use crate::Result;
use crate::exchange::{self, Answer};
use crate::fleet::Fleet;
use crate::request::{self, Credentials, Place, Unsigned, element};
use crate::server::{ACCOUNT, Home, Process};

/// The account's root user, at a running server.
pub(crate) struct Root<'a> {
    pub(crate) home: &'a Home,
    pub(crate) server: &'a Process,
}

impl Root<'_> {
    /// Lets a fleet in: a role that trusts its names, an anchor with a CRL, and a profile.
    pub(crate) fn admit(&self, fleet: &Fleet, name: &str) -> Result<Place> {
        let source = json!({
            "sourceType": "CERTIFICATE_BUNDLE",
            "sourceData": {"x509CertificateData": fleet.ca.to_pem()},
        });
        let anchor = json!({"name": name, "enabled": true, "source": source});
        let anchor = self.roles_anywhere("/trustanchors", &anchor)?;
        let trust_anchor_arn = text(&anchor, "/trustAnchor/trustAnchorArn")?;
        let crl = data_encoding::BASE64.encode(fleet.crl()?.to_pem().as_bytes());
        let crl = json!({"name": name, "enabled": true, "crlData": crl, "trustAnchorArn": trust_anchor_arn});
        self.roles_anywhere("/crls", &crl)?;
        let role_arn = self.role(name, &machine_trust(&trust_anchor_arn))?;
        let profile = json!({"name": name, "enabled": true, "roleArns": [role_arn]});
        let profile = self.roles_anywhere("/profiles", &profile)?;
        Ok(Place {
            trust_anchor_arn,
            profile_arn: text(&profile, "/profile/profileArn")?,
            role_arn,
        })
    }

    /// A role with this trust policy.
    pub(crate) fn role(&self, name: &str, trust: &str) -> Result<String> {
        let answer = self.iam(&[
            ("Action", "CreateRole"),
            ("RoleName", name),
            ("AssumeRolePolicyDocument", trust),
        ])?;
        self.iam(&[
            ("Action", "PutRolePolicy"),
            ("RoleName", name),
            ("PolicyName", "permissions"),
            ("PolicyDocument", &allow("s3:GetObject")),
        ])?;
        Ok(element(&answer, "Arn")
            .ok_or("CreateRole answered without an ARN")?
            .to_owned())
    }

    /// A user who may do this action, and its access key.
    pub(crate) fn user(&self, name: &str, action: &str) -> Result<Credentials> {
        self.iam(&[("Action", "CreateUser"), ("UserName", name)])?;
        self.iam(&[
            ("Action", "PutUserPolicy"),
            ("UserName", name),
            ("PolicyName", "permissions"),
            ("PolicyDocument", &allow(action)),
        ])?;
        let key = self.iam(&[("Action", "CreateAccessKey"), ("UserName", name)])?;
        Ok(Credentials::from_xml(&key).ok_or("CreateAccessKey answered without a key")?)
    }

    pub(crate) fn iam(&self, parameters: &[(&str, &str)]) -> Result<String> {
        let host = self.server.host();
        let request = request::query_call(&host, "iam", parameters, &self.home.root, 0)?;
        Ok(succeeded(exchange::send(self.server.address, &request)?, "IAM")?.text())
    }

    fn roles_anywhere(&self, path: &str, body: &Value) -> Result<Value> {
        let body = body.to_string();
        let unsigned = Unsigned {
            method: "POST",
            path,
            query: "",
            content_type: "application/json",
            body: &body,
        };
        let host = self.server.host();
        let request = unsigned.signed(&host, "rolesanywhere", &self.home.root, 0)?;
        let answer = succeeded(exchange::send(self.server.address, &request)?, path)?;
        Ok(serde_json::from_slice(&answer.body)?)
    }
}

/// The credentials that an answer of CreateSession holds.
pub(crate) fn session(answer: &Answer) -> Result<Credentials> {
    let json: Value = serde_json::from_slice(&answer.body)?;
    let credentials = json
        .pointer("/credentialSet/0/credentials")
        .and_then(Credentials::read);
    Ok(credentials.ok_or("CreateSession answered without credentials")?)
}

/// The answer, if it is one of success.
pub(crate) fn succeeded(answer: Answer, what: &str) -> Result<Answer> {
    if answer.status / 100 == 2 {
        return Ok(answer);
    }
    Err(format!("{what} was answered with {}: {}", answer.status, answer.text()).into())
}

/// The trust policy of a role for machines, as the user guide recommends: on the names in the
/// certificate and on the anchor.
fn machine_trust(trust_anchor_arn: &str) -> String {
    let statement = json!({
        "Effect": "Allow",
        "Principal": {"Service": "rolesanywhere.amazonaws.com"},
        "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
        "Condition": {
            "StringEquals": {
                "aws:PrincipalTag/x509Subject/OU": "bench",
                "aws:PrincipalTag/x509Issuer/CN": "Bench CA",
            },
            "ArnEquals": {"aws:SourceArn": trust_anchor_arn},
        },
    });
    policy(&statement)
}

/// The trust policy of a role for everybody in the account who may assume it.
pub(crate) fn account_trust() -> String {
    policy(&json!({
        "Effect": "Allow",
        "Principal": {"AWS": format!("arn:aws:iam::{ACCOUNT}:root")},
        "Action": "sts:AssumeRole",
    }))
}

fn allow(action: &str) -> String {
    policy(&json!({"Effect": "Allow", "Action": action, "Resource": "*"}))
}

fn policy(statement: &Value) -> String {
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

fn text(json: &Value, pointer: &str) -> Result<String> {
    let text = json.pointer(pointer).and_then(Value::as_str);
    Ok(text
        .ok_or_else(|| format!("an answer without {pointer}: {json}"))?
        .to_owned())
}
