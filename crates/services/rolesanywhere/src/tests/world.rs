//! A world in which Roles Anywhere answers, with the roles and users of IAM that its operations know.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use tegata_authz::{Identity, Possession};
use tegata_base::{EntityKind, Tags, UniqueId};
use tegata_operation::ServiceError;
use tegata_pki::Certificate;
use tegata_state::{Entity as _, InlinePolicy, PolicyDoc, Role, User};
pub(super) use tegata_testkit::world::{ACCOUNT, World, account, allow, each, members};

use super::certificates::Ca;
use crate::{REFUSAL, ROWS, SERVICE};

/// What a machine's role must allow Roles Anywhere to do.
pub(super) const TRUST: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"rolesanywhere.amazonaws.com"},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}}"#;

pub(super) fn world() -> World {
    World::new(SERVICE, REFUSAL, ROWS)
}

/// `arn:aws:rolesanywhere:us-east-1:111122223333:<resource>`
pub(super) fn arn(resource: &str) -> String {
    format!("arn:aws:rolesanywhere:us-east-1:{ACCOUNT}:{resource}")
}

/// `arn:aws:iam::111122223333:role/<path and name>`
pub(super) fn role_arn(name: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/{name}")
}

pub(super) fn bundle(authorities: &[&Ca]) -> Json {
    let pem: String = authorities.iter().map(|ca| ca.pem()).collect();
    source("CERTIFICATE_BUNDLE", &pem)
}

pub(super) fn source(kind: &str, pem: &str) -> Json {
    json!({"sourceType": kind, "sourceData": {"x509CertificateData": pem}})
}

/// Puts a role in, or one of its name in its place, as IAM would.
pub(super) fn put_role(world: &mut World, name: &str, trust: &str) {
    if let Some(old) = world.snapshot.role_named(account(), name).cloned() {
        world.commit(&[old.delete()]);
    }
    let number = world.snapshot.revision().0;
    let role = Role {
        account: account(),
        id: unique_id(EntityKind::Role, number),
        name: name.into(),
        path: "/".into(),
        created: world.now,
        trust: PolicyDoc::new(trust),
        description: None,
        max_session_seconds: 3600,
        tags: Tags::new(),
        boundary: None,
        inline: Vec::new(),
        attached: Vec::new(),
    };
    world.commit(&[role.put()]);
}

/// Puts a user in who may do what the policy says; answers with the user as a caller.
pub(super) fn user_with(world: &mut World, policy: &str) -> Identity {
    let number = world.snapshot.revision().0;
    let user = User {
        account: account(),
        id: unique_id(EntityKind::User, number),
        name: "caller".into(),
        path: "/".into(),
        created: world.now,
        tags: Tags::new(),
        boundary: None,
        inline: vec![InlinePolicy {
            name: "own".into(),
            document: PolicyDoc::new(policy),
        }],
        attached: Vec::new(),
        groups: Vec::new(),
    };
    if let Some(old) = world.snapshot.user_named(account(), "caller").cloned() {
        world.commit(&[old.delete()]);
    }
    world.commit(&[user.put()]);
    world.as_user("caller")
}

fn unique_id(kind: EntityKind, number: u64) -> UniqueId {
    UniqueId::generate(kind, account(), &mut tegata_testkit::world::Chance(number))
}

/// Makes a call that must be refused as invalid, and answers with the message.
#[track_caller]
pub(super) fn invalid(world: &mut World, operation: &str, input: Json) -> String {
    let before = world.snapshot.revision();
    let error = world
        .call(&Identity::Root(account()), operation, input)
        .expect_err(operation);
    assert_eq!(
        (error.code.as_ref(), error.status),
        ("ValidationException", 400),
        "{}",
        error.message
    );
    assert_eq!(
        world.snapshot.revision(),
        before,
        "a refused call changed something"
    );
    error.message
}

/// Makes a call that must find nothing of this noun.
#[track_caller]
pub(super) fn missing(world: &mut World, operation: &str, input: Json, noun: &str) {
    let message = format!("{noun} not found.");
    world.refused(operation, input, "ResourceNotFoundException", 404, &message);
}

/// A trust anchor, a profile and a role that belong together.
pub(super) struct Setting {
    pub(super) world: World,
    pub(super) ca: Ca,
    pub(super) anchor: Json,
    pub(super) profile: Json,
}

impl Setting {
    pub(super) fn new() -> Self {
        Self::with(json!({}))
    }

    /// With these parameters of CreateProfile besides.
    pub(super) fn with(parameters: Json) -> Self {
        let mut world = world();
        put_role(&mut world, "machine", TRUST);
        let ca = Ca::root("Example Root");
        let anchor = world.ok(
            "CreateTrustAnchor",
            json!({"name": "anchor", "source": bundle(&[&ca]), "enabled": true}),
        );
        let mut profile = json!({"name": "profile", "roleArns": [role_arn("machine")], "enabled": true});
        for (key, value) in parameters.as_object().unwrap() {
            profile[key] = value.clone();
        }
        let profile = world.ok("CreateProfile", profile);
        Self {
            world,
            ca,
            anchor: anchor["trustAnchor"].clone(),
            profile: profile["profile"].clone(),
        }
    }

    /// Calls CreateSession with a certificate and these parameters besides the three ARNs.
    pub(super) fn session(
        &mut self,
        leaf: &Certificate,
        chain: &[&Ca],
        parameters: Json,
    ) -> Result<Json, ServiceError> {
        let mut input = json!({
            "trustAnchorArn": self.anchor["trustAnchorArn"],
            "profileArn": self.profile["profileArn"],
            "roleArn": role_arn("machine"),
            "cert": data_encoding::BASE64.encode(leaf.der()),
        });
        for (key, value) in parameters.as_object().unwrap() {
            input[key] = value.clone();
        }
        let possession = Possession {
            leaf: leaf.clone(),
            chain: chain.iter().map(|ca| ca.certificate.clone()).collect(),
        };
        self.world.call(
            &Identity::Certificate(Arc::new(possession)),
            "CreateSession",
            input,
        )
    }

    /// Calls CreateSession, which must be refused; answers with the refusal.
    #[track_caller]
    pub(super) fn refused(&mut self, leaf: &Certificate, chain: &[&Ca], parameters: Json) -> ServiceError {
        let error = self.session(leaf, chain, parameters).expect_err("CreateSession");
        assert_eq!(
            (error.code.as_ref(), error.status),
            ("AccessDeniedException", 403)
        );
        error
    }

    pub(super) fn anchor_id(&self) -> Json {
        json!({"trustAnchorId": self.anchor["trustAnchorId"]})
    }

    pub(super) fn profile_id(&self) -> Json {
        json!({"profileId": self.profile["profileId"]})
    }

    /// Imports a CRL for the anchor.
    pub(super) fn import(&mut self, pem: &str, enabled: bool) -> Json {
        let input = json!({
            "name": "crl", "crlData": pem, "trustAnchorArn": self.anchor["trustAnchorArn"], "enabled": enabled,
        });
        self.world.ok("ImportCrl", input)["crl"].clone()
    }
}

/// One object with the members of both.
pub(super) fn with(mut one: Json, other: &Json) -> Json {
    for (key, value) in other.as_object().unwrap() {
        one[key] = value.clone();
    }
    one
}
