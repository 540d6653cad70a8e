//! A small identity plane in memory: calls rows with JSON inputs, commits what they return, and checks
//! after every change that the rows rebuild the same snapshot.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use tegata_authz::{Caller, Identity, RequestFacts};
use tegata_base::{AccountId, Rng, Secret};
use tegata_crypto::kek::Kek;
use tegata_operation::{
    Ctx, Effect, EventFacts, Fetch, Fetched, Limits, PathCache, Row, Scope, ServiceError,
};
use tegata_session::KeyRing;
use tegata_state::{Account, Builder, Entity as _, PolicyCache, Role, Snapshot, User};
use tegata_store::{Change, Key, Observed, Revision};
use tegata_wire::schema::{Kind, Protocol, Shape};
use tegata_wire::{Value, ValueWriter};

use crate::{REFUSAL, ROWS, SERVICE};

pub(super) const ACCOUNT: &str = "111122223333";
pub(super) const EC2_TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
pub(super) const READ: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:Get*","Resource":"*"}]}"#;

pub(super) fn account() -> AccountId {
    ACCOUNT.parse().unwrap()
}

/// `arn:aws:iam::111122223333:<resource>`
pub(super) fn arn(resource: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:{resource}")
}

/// A policy of one statement that allows these.
pub(super) fn allow(action: &str, resource: &str) -> String {
    let statement = json!({"Effect": "Allow", "Action": action, "Resource": resource});
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

/// A trust policy for this `AWS` principal.
pub(super) fn trust(principal: &str) -> String {
    let statement = json!({"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"});
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

/// Repeatable and well mixed.
pub(super) struct Chance(pub(super) u64);

impl Rng for Chance {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            *byte = ((mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 56) as u8;
        }
    }
}

pub(super) struct World {
    pub(super) snapshot: Snapshot,
    pub(super) rows: BTreeMap<Key, String>,
    pub(super) now: Timestamp,
    pub(super) limits: Limits,
    pub(super) observed: BTreeMap<Key, Observed>,
    pub(super) kek: Kek,
    /// The facts of the last call's event.
    pub(super) event: EventFacts,
    /// How many changes the last call made.
    pub(super) changed: usize,
    rng: Chance,
    ring: KeyRing,
    policies: PolicyCache,
    paths: PathCache,
}

impl World {
    pub(super) fn new() -> Self {
        let now = Timestamp::from_second(1_767_323_045).unwrap();
        let mut rng = Chance(7);
        let ring = KeyRing::generate(&mut rng, now);
        let mut world = Self {
            snapshot: Snapshot::default(),
            rows: BTreeMap::new(),
            now,
            limits: Limits::default(),
            observed: BTreeMap::new(),
            kek: Kek::new(&Secret::new([9; 32])),
            event: EventFacts::default(),
            changed: 0,
            rng,
            ring,
            policies: PolicyCache::new(1 << 20),
            paths: PathCache::new(4),
        };
        let account = Account {
            id: account(),
            region: "us-east-1".parse().unwrap(),
            created: now,
        };
        world.commit(&[account.put()]);
        world
    }

    /// Makes a call as the root user; it must be answered.
    pub(super) fn ok(&mut self, operation: &str, input: Json) -> Json {
        self.call(&Identity::Root(account()), operation, input)
            .unwrap_or_else(|error| panic!("{operation}: {error:?}"))
    }

    /// Makes a call as the root user; it must be refused with this code, status and message.
    #[track_caller]
    pub(super) fn refused(&mut self, operation: &str, input: Json, code: &str, status: u16, message: &str) {
        let before = self.snapshot.revision();
        let error = self
            .call(&Identity::Root(account()), operation, input)
            .expect_err(operation);
        assert_eq!(
            (error.code.as_ref(), error.status, error.message.as_str()),
            (code, status, message)
        );
        assert_eq!(
            self.snapshot.revision(),
            before,
            "a refused call changed something"
        );
    }

    /// Makes a call: validate, decode, authorise, fetch, run, commit.
    pub(super) fn call(
        &mut self,
        who: &Identity,
        operation: &str,
        input: Json,
    ) -> Result<Json, ServiceError> {
        self.now += SignedDuration::from_secs(1);
        let row = row(operation);
        let value = value(row.operation.input, &input);
        if let Err(error) = tegata_wire::validate(SERVICE, row.operation.input, &value) {
            let reply = error.reply(Protocol::Query);
            return Err(ServiceError::new(
                reply.code,
                reply.status,
                reply.message.unwrap(),
            ));
        }
        let input = row.decode(&value).unwrap();
        let caller = self.caller(who);
        let fetched = match row.fetch(&input, &caller, &self.snapshot)? {
            None => Fetched::Nothing,
            Some(Fetch::Observed(keys)) => {
                Fetched::Observed(keys.iter().map(|key| self.observed.get(key).cloned()).collect())
            }
            Some(other) => panic!("{operation} fetches {other:?}"),
        };
        let scope = Scope {
            account: caller.account(),
            region: caller.request.region.clone(),
        };
        let mut ctx = Ctx {
            snapshot: &self.snapshot,
            policies: &self.policies,
            paths: &self.paths,
            now: self.now,
            scope: &scope,
            rng: &mut self.rng,
            limits: &self.limits,
            kek: &self.kek,
            ring: &self.ring,
            fetched: &fetched,
        };
        let reply = row.run(&input, &caller, &mut ctx, &REFUSAL)?;
        assert!(
            reply.changes.is_empty() || row.effect == Effect::Writes,
            "{operation} only reads, yet changes"
        );
        assert!(reply.records.is_empty());
        let mut writer = ValueWriter::default();
        reply.output.write(&mut writer);
        (self.event, self.changed) = (reply.event, reply.changes.len());
        self.commit(&reply.changes);
        Ok(shown(&writer.finish()))
    }

    pub(super) fn commit(&mut self, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        let revision = self.snapshot.revision().next();
        self.snapshot.apply(revision, changes).unwrap();
        for change in changes {
            match change {
                Change::Put { key, document } => drop(self.rows.insert(key.clone(), document.clone())),
                Change::Delete { key } => drop(self.rows.remove(key)),
            }
        }
        assert_eq!(
            self.rebuilt(revision).contents(),
            self.snapshot.contents(),
            "rows rebuild another snapshot"
        );
    }

    fn rebuilt(&self, revision: Revision) -> Snapshot {
        let mut builder = Builder::default();
        for (key, document) in &self.rows {
            builder.row(key, document).unwrap();
        }
        builder.finish(revision)
    }

    pub(super) fn user(&self, name: &str) -> Arc<User> {
        Arc::clone(self.snapshot.user_named(account(), name).expect(name))
    }

    pub(super) fn role(&self, name: &str) -> Arc<Role> {
        Arc::clone(self.snapshot.role_named(account(), name).expect(name))
    }

    /// A user by name, as a caller.
    pub(super) fn as_user(&self, name: &str) -> Identity {
        Identity::User(self.user(name))
    }

    /// A session of a role, as a caller.
    pub(super) fn as_role(&self, name: &str) -> Identity {
        Identity::Role {
            role: self.role(name),
            session_name: "session".into(),
        }
    }

    fn caller(&self, who: &Identity) -> Caller {
        Caller {
            identity: who.clone(),
            access_key_id: None,
            session: None,
            request: RequestFacts {
                now: self.now,
                request_id: "0b2f6d5e-6a0c-4c4b-8f2a-2d8f3c1b7a10".into(),
                source_ip: "127.0.0.1".parse().unwrap(),
                user_agent: None,
                referer: None,
                secure_transport: false,
                region: "us-east-1".parse().unwrap(),
                default_account: account(),
            },
        }
    }
}

pub(super) fn row(operation: &str) -> &'static Row {
    ROWS.iter()
        .find(|row| row.operation.name == operation)
        .expect(operation)
}

/// What the query codec makes of these parameters: members that the model does not know are ignored.
fn value(shape: &'static Shape, json: &Json) -> Value {
    match (shape.kind, json) {
        (Kind::Structure { members, .. }, Json::Object(given)) => {
            let unknown = given
                .keys()
                .find(|name| !members.iter().any(|member| member.name == name.as_str()));
            assert_eq!(unknown, None, "no such member of {}", shape.name);
            let present = members
                .iter()
                .filter_map(|member| Some((member, given.get(member.name)?)));
            Value::Structure(
                present
                    .map(|(member, json)| (member.name, value(member.shape, json)))
                    .collect(),
            )
        }
        (Kind::List { item, .. }, Json::Array(items)) => {
            Value::List(items.iter().map(|json| value(item, json)).collect())
        }
        (Kind::String { .. }, Json::String(text)) => Value::String(text.clone()),
        (Kind::Integer { .. }, Json::Number(number)) => Value::Integer(number.as_i64().unwrap()),
        (Kind::Boolean, Json::Bool(value)) => Value::Boolean(*value),
        (_, json) => panic!("{json} is no {}", shape.name),
    }
}

/// An output as JSON, instants as text.
fn shown(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(value) => json!(value),
        Value::Integer(value) => json!(value),
        Value::Double(value) => json!(value),
        Value::String(text) => json!(text),
        Value::Blob(bytes) => json!(bytes),
        Value::Timestamp(at) => json!(tegata_base::time::iso_seconds(*at)),
        Value::List(items) => Json::Array(items.iter().map(shown).collect()),
        Value::Map(entries) => Json::Object(entries.iter().map(|(k, v)| (k.clone(), shown(v))).collect()),
        Value::Structure(members) => Json::Object(
            members
                .iter()
                .map(|(name, value)| ((*name).to_owned(), shown(value)))
                .collect(),
        ),
    }
}

/// The names of the members of a JSON object, in order of the alphabet.
pub(super) fn members(json: &Json) -> Vec<&str> {
    let mut names: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// The texts under `member` in a list of objects.
pub(super) fn each<'a>(list: &'a Json, member: &str) -> Vec<&'a str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|entry| entry[member].as_str().unwrap())
        .collect()
}

/// A percent-encoded document of an answer, decoded.
pub(super) fn decoded(document: &Json) -> String {
    percent_encoding::percent_decode_str(document.as_str().unwrap())
        .decode_utf8()
        .unwrap()
        .into_owned()
}
