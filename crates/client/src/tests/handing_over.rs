//! What is handed over to programs and shells: a profile's plan, and its credentials.

use tegata_base::Secret;
use tegata_profiles::plan::{Plan, Purpose, Source, Step};

use crate::ApiCredentials;

/// The plan of a profile with these.
pub(crate) fn plan(profile: &str, region: Option<&str>, endpoint_url: Option<&str>) -> Plan {
    Plan {
        profile: profile.to_owned(),
        purpose: Purpose::Session,
        region: region.map(|region| region.parse().unwrap()),
        endpoint_url: endpoint_url.map(str::to_owned),
        source: Step {
            profile: profile.to_owned(),
            what: Source::Environment,
            endpoint: None,
            sign_in_endpoint: None,
            session: None,
            held: None,
        },
        calls: Vec::new(),
        notes: Vec::new(),
        rotation: None,
        onward: None,
    }
}

/// A session.
pub(crate) fn session() -> ApiCredentials {
    ApiCredentials {
        access_key_id: "ASIA1".into(),
        secret_access_key: Secret::new("a/b+<c>&'\\".into()),
        session_token: Some(Secret::new("tok=".into())),
        expires: "2026-01-02T03:04:05.9Z".parse().ok(),
    }
}

/// A long-lived key.
pub(crate) fn key() -> ApiCredentials {
    ApiCredentials {
        access_key_id: "AKIA1".into(),
        secret_access_key: Secret::new("secret".into()),
        session_token: None,
        expires: None,
    }
}
