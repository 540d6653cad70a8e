mod callers;
mod checks;
mod context_keys;
mod federation;
mod held;
mod messages;
mod mfa;
mod resource_policies;
mod sessions;
mod traces;
mod trust;

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use jiff::Timestamp;
use tegata_base::{AccountId, Rng, Tag, Tags, UniqueId};
use tegata_crypto::OsRng;
use tegata_session::{Claims, KeyRing, Kind, Origin, Principal, SessionId};
use tegata_state::{
    AccessKey, Entity as _, InlinePolicy, KeyOwner, PolicyCache, PolicyDoc, Role, Snapshot, User,
};
use tegata_store::Revision;

use crate::{
    Access, AssumeError, AssumeRequest, AuthzError, Caller, Check, Denied, Grant, Identity, RequestFacts,
    ServiceCall, TokenRequest, permit,
};

struct Operation;

const TRUST_ALICE: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/alice"},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}}"#;
const TRUST_ACCOUNT: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}}"#;
const TRUST_ASSUME_ONLY: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}}"#;
const TRUST_SERVICE: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"rolesanywhere.amazonaws.com"},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"],"Condition":{"StringEquals":{"aws:PrincipalTag/x509Subject/CN":"vm"},"ArnEquals":{"aws:SourceArn":"arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/a"}}}}"#;
const ASSUME_ANYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:*","Resource":"*"}}"#;

fn account() -> AccountId {
    "111122223333".parse().unwrap()
}

fn unique_id(text: &str) -> UniqueId {
    text.parse().unwrap()
}

fn alice() -> User {
    User {
        account: account(),
        id: unique_id("AIDAAAAAAAAAAAAAAALIC"),
        name: "alice".into(),
        path: "/".into(),
        created: Timestamp::UNIX_EPOCH,
        tags: Tags::new(),
        boundary: None,
        inline: Vec::new(),
        attached: Vec::new(),
        groups: Vec::new(),
    }
}

fn role(name: &str, trust: &str) -> Role {
    let principals = [("arn:aws:iam::111122223333:user/alice".to_owned(), alice().id)];
    Role {
        account: account(),
        id: unique_id(&format!("AROAAAAAAAAAAAAAAA{:A>3}", name.to_uppercase())),
        name: name.into(),
        path: "/".into(),
        created: Timestamp::UNIX_EPOCH,
        trust: PolicyDoc::with_principals(trust, principals.into()),
        description: None,
        max_session_seconds: 7200,
        tags: Tags::new(),
        boundary: None,
        inline: Vec::new(),
        attached: Vec::new(),
    }
}

fn inline(document: &str) -> Vec<InlinePolicy> {
    vec![InlinePolicy {
        name: "p".into(),
        document: PolicyDoc::new(document),
    }]
}

fn caller(identity: Identity) -> Caller {
    Caller {
        identity,
        access_key_id: Some("AKIAIOSFODNN7EXAMPLE".parse().unwrap()),
        session: None,
        request: RequestFacts {
            now: Timestamp::from_second(1_767_323_045).unwrap(),
            request_id: "r".into(),
            source_ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            user_agent: None,
            referer: None,
            secure_transport: false,
            region: "us-east-1".parse().unwrap(),
            default_account: account(),
        },
    }
}

fn user(policy: Option<&str>) -> Caller {
    caller(Identity::User(Arc::new(User {
        inline: policy.map(inline).unwrap_or_default(),
        ..alice()
    })))
}

/// A session of `role` with these tags, all of them transitive, and this source identity.
fn role_session(role: Role, tags: &[(&str, &str)], source_identity: Option<&str>) -> Caller {
    let tags: Vec<Tag> = tags
        .iter()
        .map(|(key, value)| Tag {
            key: (*key).into(),
            value: (*value).into(),
        })
        .collect();
    let claims = Claims {
        id: SessionId::generate(&mut OsRng),
        access_key_id: "ASIAIOSFODNN7EXAMPLE".parse().unwrap(),
        account: account(),
        principal: Principal::Role(role.id.clone()),
        kind: Kind::AssumedRole,
        name: Some("hop".into()),
        transitive_tag_keys: tags.iter().map(|tag| tag.key.clone()).collect(),
        tags: Tags::from_list(tags).unwrap(),
        source_identity: source_identity.map(str::to_owned),
        policy: None,
        managed_policies: Vec::new(),
        mfa: None,
        issued: Timestamp::from_second(1_767_323_000).unwrap(),
        expires: Timestamp::from_second(1_767_326_600).unwrap(),
        origin: Origin::AccessKey("AKIAIOSFODNN7EXAMPLE".parse().unwrap()),
        ancestors: vec![SessionId::generate(&mut OsRng)],
        chained: false,
        revision: 1,
    };
    let identity = Identity::Role {
        role: Arc::new(role),
        session_name: "hop".into(),
    };
    Caller {
        session: Some(Arc::new(claims)),
        ..caller(identity)
    }
}

fn request(role: &str) -> AssumeRequest {
    AssumeRequest {
        role_arn: format!("arn:aws:iam::111122223333:role/{role}").parse().unwrap(),
        session_name: "session".into(),
        duration_seconds: None,
        tags: Vec::new(),
        transitive_tag_keys: Vec::new(),
        source_identity: None,
        external_id: None,
        policy: None,
        policy_arns: Vec::new(),
        mfa: None,
        service: None,
    }
}

fn tag(key: &str, value: &str) -> Tag {
    Tag {
        key: key.into(),
        value: value.into(),
    }
}

fn try_assume(caller: &Caller, roles: &[Role], request: AssumeRequest) -> Result<Grant, AuthzError> {
    let mut snapshot = Snapshot::default();
    let puts: Vec<_> = roles.iter().map(Role::put).collect();
    snapshot.apply(Revision(1), &puts).unwrap();
    let access = Access::Assume(Box::new(request));
    permit::<Operation>(caller, access, &snapshot, &PolicyCache::new(1 << 20))
        .map(|permit| permit.into_grant().unwrap())
}

fn claims(grant: Grant) -> Claims {
    let ring = KeyRing::generate(&mut OsRng, Timestamp::UNIX_EPOCH);
    grant.mint(&ring, 7, &mut OsRng).unwrap().claims
}

fn refusal(result: Result<Grant, AuthzError>) -> AssumeError {
    match result {
        Err(AuthzError::Assume(error)) => error,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("allowed"),
    }
}

fn denied_action(result: Result<Grant, AuthzError>) -> String {
    match result {
        Err(AuthzError::Denied(denied)) => denied.action,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("allowed"),
    }
}

/// Opening a box of `owner`, whose own policy has such a statement `Theirs`, and one that the request lacks
/// a key for.
fn boxed(effect: &str, owner: &str) -> Check {
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Sid":"Theirs","Effect":"{effect}","Principal":{{"AWS":"111122223333"}},"Action":"boxes:Open","Resource":"*"}},{{"Effect":"Allow","Principal":"*","Action":"boxes:*","Resource":"*","Condition":{{"StringEquals":{{"boxes:Lid":"theirs"}}}}}}]}}"#
    );
    let arn = format!("arn:aws:boxes:us-east-1:{owner}:box/one");
    Check::on_text("boxes:Open", arn, owner.parse().unwrap()).governed_by(&resource_policies::Crate {
        policy: Some(PolicyDoc::new(text)),
        mode: tegata_policy::ResourceMode::Ordinary,
    })
}
