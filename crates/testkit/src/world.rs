//! A small identity plane in memory: calls the rows of one service with JSON inputs, commits what they
//! return, folds what their events tell, and checks after every change that the rows rebuild the same
//! snapshot.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "runs in tests alone, where a broken expectation ends the test"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use tegata_authz::mfa::Attempts;
use tegata_authz::{Caller, Identity, RequestFacts};
use tegata_base::{AccountId, Region, Rng, Secret};
use tegata_crypto::kek::Kek;
use tegata_operation::{
    Ctx, Effect, EventFacts, Fetch, Fetched, Limits, PathCache, Refusal, Row, Scope, ServiceError,
};
use tegata_session::KeyRing;
use tegata_state::{Account, Builder, Entity as _, PolicyCache, Role, Snapshot, User};
use tegata_store::{Change, Key, ObservationQuery, Observed, Revision, fold};
use tegata_wire::schema::{Kind, Shape};
use tegata_wire::{Service, Value, ValueWriter};

/// The account of every world.
pub const ACCOUNT: &str = "111122223333";

/// The account of every world.
#[must_use]
pub fn account() -> AccountId {
    ACCOUNT.parse().unwrap()
}

/// A policy of one statement that allows this action on this resource.
#[must_use]
pub fn allow(action: &str, resource: &str) -> String {
    let statement = json!({"Effect": "Allow", "Action": action, "Resource": resource});
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

/// Randomness that is repeatable and well mixed.
pub struct Chance(pub u64);

impl Rng for Chance {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            *byte = ((mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 56) as u8;
        }
    }
}

/// The plane: configuration, what was observed, the clock, the keys.
pub struct World {
    /// The configuration.
    pub snapshot: Snapshot,
    /// Its rows.
    pub rows: BTreeMap<Key, String>,
    /// The clock; each call moves it on by a second.
    pub now: Timestamp,
    /// The region that calls are signed for.
    pub region: Region,
    /// Quotas.
    pub limits: Limits,
    /// What events told.
    pub observed: BTreeMap<Key, Observed>,
    /// Seals long-term secrets.
    pub kek: Kek,
    /// Seals session tokens.
    pub ring: KeyRing,
    /// The facts of the last call's event, a refusal's included.
    pub event: EventFacts,
    /// How many changes the last call made.
    pub changed: usize,
    service: &'static Service,
    refusal: Refusal,
    table: &'static [Row],
    rng: Chance,
    policies: PolicyCache,
    paths: PathCache,
    attempts: Attempts,
}

impl World {
    /// A plane with nothing but its account, in which this service answers.
    #[must_use]
    pub fn new(service: &'static Service, refusal: Refusal, table: &'static [Row]) -> Self {
        let now = Timestamp::from_second(1_767_323_045).unwrap();
        let mut rng = Chance(7);
        let ring = KeyRing::generate(&mut rng, now);
        let mut world = Self {
            snapshot: Snapshot::default(),
            rows: BTreeMap::new(),
            now,
            region: "us-east-1".parse().unwrap(),
            limits: Limits::default(),
            observed: BTreeMap::new(),
            kek: Kek::new(&Secret::new([9; 32])),
            ring,
            event: EventFacts::default(),
            changed: 0,
            service,
            refusal,
            table,
            rng,
            policies: PolicyCache::new(1 << 20),
            paths: PathCache::new(4),
            attempts: Attempts::default(),
        };
        let account = Account {
            id: account(),
            region: world.region.clone(),
            created: now,
        };
        world.commit(&[account.put()]);
        world
    }

    /// Makes a call as the root user; it must be answered.
    #[track_caller]
    pub fn ok(&mut self, operation: &str, input: Json) -> Json {
        match self.call(&Identity::Root(account()), operation, input) {
            Ok(answer) => answer,
            Err(error) => panic!("{operation}: {error:?}"),
        }
    }

    /// Makes a call as the root user; it must be refused with this code, status and message.
    #[track_caller]
    pub fn refused(&mut self, operation: &str, input: Json, code: &str, status: u16, message: &str) {
        let before = self.snapshot.revision();
        let error = self
            .call(&Identity::Root(account()), operation, input)
            .expect_err(operation);
        let found = (error.code.as_ref(), error.status, error.message.as_str());
        assert_eq!(found, (code, status, message));
        assert_eq!(
            self.snapshot.revision(),
            before,
            "a refused call changed something"
        );
    }

    /// Makes a call: validate, decode, authorise, fetch, run, commit.
    ///
    /// # Errors
    /// The refusal.
    pub fn call(&mut self, who: &Identity, operation: &str, input: Json) -> Result<Json, ServiceError> {
        self.now += SignedDuration::from_secs(1);
        let row = self.row(operation);
        let value = value(row.operation.input, &input);
        if let Err(error) = tegata_wire::validate(self.service, row.operation.input, &value) {
            let reply = error.reply(self.service.protocol);
            let message = reply.message.unwrap();
            return Err(ServiceError::new(reply.code, reply.status, message));
        }
        let caller = self.caller(who);
        let answered = self.run(row, &caller, &value);
        if let Err(error) = &answered {
            self.event = error.event.as_deref().cloned().unwrap_or_default();
        }
        for observation in &self.event.observations {
            let key = observation.key().clone();
            let folded = fold(self.observed.remove(&key), observation);
            self.observed.insert(key, folded);
        }
        let (changes, answer) = answered?;
        self.changed = changes.len();
        self.commit(&changes);
        Ok(answer)
    }

    fn run(
        &mut self,
        row: &Row,
        caller: &Caller,
        value: &Value,
    ) -> Result<(Vec<Change>, Json), ServiceError> {
        let input = row.decode(value).unwrap();
        let wanted = row.fetch(&input, caller, &self.snapshot)?;
        let fetched = self.fetch(wanted);
        let scope = Scope {
            account: caller.account(),
            region: caller.request.region.clone(),
        };
        let mut ctx = Ctx {
            snapshot: &self.snapshot,
            policies: &self.policies,
            paths: &self.paths,
            attempts: &self.attempts,
            now: self.now,
            scope: &scope,
            rng: &mut self.rng,
            limits: &self.limits,
            kek: &self.kek,
            ring: &self.ring,
            fetched: &fetched,
        };
        let reply = row.run(&input, caller, &mut ctx, &self.refusal)?;
        let name = row.operation.name;
        assert!(
            reply.changes.is_empty() || row.effect(&input) == Effect::Writes,
            "{name} only reads, yet changes"
        );
        assert!(reply.records.is_empty());
        let mut writer = ValueWriter::default();
        reply.output.write(&mut writer);
        self.event = reply.event;
        Ok((reply.changes, shown(&writer.finish())))
    }

    fn fetch(&self, wanted: Option<Fetch>) -> Fetched {
        match wanted {
            None => Fetched::Nothing,
            Some(Fetch::Observed(keys)) => {
                Fetched::Observed(keys.iter().map(|key| self.observed.get(key).cloned()).collect())
            }
            Some(Fetch::Observations(query)) => Fetched::Observations(self.listing(&query)),
            Some(other) => panic!("a world has no {other:?}"),
        }
    }

    fn listing(&self, query: &ObservationQuery) -> Vec<(Key, Observed)> {
        let found = self.observed.iter().filter(|(key, _)| query.selects(key));
        let found = found.map(|(key, observed)| (key.clone(), observed.clone()));
        found.take(query.limit).collect()
    }

    /// Takes changes in, as if an operation had returned them.
    pub fn commit(&mut self, changes: &[Change]) {
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

    /// The row of an operation.
    #[must_use]
    pub fn row(&self, operation: &str) -> &'static Row {
        let found = self.table.iter().find(|row| row.operation.name == operation);
        found.expect(operation)
    }

    /// A user by name.
    #[must_use]
    pub fn user(&self, name: &str) -> Arc<User> {
        Arc::clone(self.snapshot.user_named(account(), name).expect(name))
    }

    /// A role by name.
    #[must_use]
    pub fn role(&self, name: &str) -> Arc<Role> {
        Arc::clone(self.snapshot.role_named(account(), name).expect(name))
    }

    /// A user by name, as a caller.
    #[must_use]
    pub fn as_user(&self, name: &str) -> Identity {
        Identity::User(self.user(name))
    }

    /// A session of a role, as a caller.
    #[must_use]
    pub fn as_role(&self, name: &str) -> Identity {
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
                region: self.region.clone(),
                default_account: account(),
            },
        }
    }
}

/// What a codec makes of these parameters. A member that the model does not know is a slip of the test.
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
        (Kind::Map { value: shape, .. }, Json::Object(entries)) => Value::Map(
            entries
                .iter()
                .map(|(key, json)| (key.clone(), value(shape, json)))
                .collect(),
        ),
        (Kind::String { .. }, Json::String(text)) => Value::String(text.clone()),
        (Kind::Blob { .. }, Json::String(text)) => Value::Blob(text.clone().into_bytes()),
        (Kind::Integer { .. }, Json::Number(number)) => Value::Integer(number.as_i64().unwrap()),
        (Kind::Boolean, Json::Bool(value)) => Value::Boolean(*value),
        (_, json) => panic!("{json} is no {}", shape.name),
    }
}

/// An output as JSON: instants as text, blobs as the text they hold, or else their bytes.
fn shown(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(value) => json!(value),
        Value::Integer(value) => json!(value),
        Value::Double(value) => json!(value),
        Value::String(text) => json!(text),
        Value::Blob(bytes) => std::str::from_utf8(bytes).map_or_else(|_| json!(bytes), |text| json!(text)),
        Value::Timestamp(at) => json!(at.to_string()),
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
#[must_use]
pub fn members(json: &Json) -> Vec<&str> {
    let mut names: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// The texts under `member` in a list of objects.
#[must_use]
pub fn each<'a>(list: &'a Json, member: &str) -> Vec<&'a str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|entry| entry.get(member).unwrap().as_str().unwrap())
        .collect()
}
