//! Between the wire's shapes and the domain.

use tegata_api_sts as api;
use tegata_authz::Issued;
use tegata_base::Secret;
use tegata_operation::EventFacts;
use tegata_store::{EventResource, IssuedSession};

/// The credentials as STS answers them.
pub(crate) fn credentials(issued: &Issued) -> api::Credentials {
    let minted = &issued.credentials;
    api::Credentials {
        access_key_id: minted.access_key_id.to_string(),
        secret_access_key: Secret::new(minted.secret_access_key.expose().clone()),
        session_token: minted.session_token.expose().clone(),
        expiration: minted.expires,
    }
}

/// What the event says of an issued session.
pub(crate) fn issued_facts(issued: &Issued, resources: Vec<EventResource>) -> EventFacts {
    let claims = &issued.claims;
    EventFacts {
        resources,
        issued: Some(IssuedSession {
            session_id: claims.id.to_string(),
            access_key_id: claims.access_key_id.to_string(),
            session_name: claims.name.clone(),
            expires: Some(claims.expires),
        }),
        ..EventFacts::default()
    }
}
