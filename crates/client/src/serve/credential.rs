//! A session as it is handed out: the bodies of both protocols, written once when it comes.

use bytes::Bytes;
use jiff::Timestamp;
use serde_json::Value;
use tegata_api_rolesanywhere::CredentialResponse;
use tegata_base::time::iso_seconds;
use zeroize::Zeroizing;

/// Credentials, ready to be sent.
pub(super) struct Credential {
    /// The JSON of IMDS, its keys in the order of AWS's helper, with a line end.
    pub(super) imds: Bytes,
    /// The JSON of the ECS protocol.
    pub(super) ecs: Bytes,
    /// `arn:aws:sts::…:assumed-role/…`
    pub(super) assumed_role: String,
    /// When they came.
    pub(super) obtained: Timestamp,
    /// When they end.
    pub(super) expiration: Timestamp,
}

impl Credential {
    /// Writes the bodies. Their memory is wiped with the last answer that uses them.
    pub(super) fn new(response: &CredentialResponse, obtained: Timestamp) -> Self {
        let credentials = &response.credentials;
        let text = |value: &str| Zeroizing::new(Value::from(value).to_string());
        let id = text(&credentials.access_key_id);
        let secret = text(credentials.secret_access_key.expose());
        let token = text(&credentials.session_token);
        let role = text(&response.role_arn);
        let (id, secret, token, role) = (id.as_str(), secret.as_str(), token.as_str(), role.as_str());
        let expiration = iso_seconds(credentials.expiration);
        let updated = iso_seconds(obtained);
        let imds = format!(
            r#"{{"AccessKeyId":{id},"SecretAccessKey":{secret},"Token":{token},"Code":"Success","Type":"AWS-HMAC","Expiration":"{expiration}","LastUpdated":"{updated}"}}{}"#,
            '\n'
        );
        let ecs = format!(
            r#"{{"RoleArn":{role},"AccessKeyId":{id},"SecretAccessKey":{secret},"Token":{token},"Expiration":"{expiration}"}}"#
        );
        Self {
            imds: wiped(imds),
            ecs: wiped(ecs),
            assumed_role: response.assumed_role_user.arn.clone(),
            obtained,
            expiration: credentials.expiration,
        }
    }

    /// Whether they are of use now.
    pub(super) fn is_good(&self, now: Timestamp) -> bool {
        now < self.expiration
    }
}

fn wiped(body: String) -> Bytes {
    Bytes::from_owner(Zeroizing::new(body.into_bytes()))
}
