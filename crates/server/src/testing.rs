//! For the unit tests: a service of four operations, a node over the store in memory, and signing.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use arc_swap::ArcSwap;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::{SignedDuration, Timestamp};
use tegata_audit::SpoolOptions;
use tegata_authz::{Access, Caller, Permit};
use tegata_base::time::iso_basic;
use tegata_base::{AccessKeyId, AccountId, EntityKind, Secret, UniqueId};
use tegata_crypto::OsRng;
use tegata_crypto::kek::Kek;
use tegata_operation::{
    Ctx, Effect, Input, Limits, Operation, Outcome, Output, Pace, PathCache, Refusal, Row, ServiceError,
};
use tegata_session::KeyRing;
use tegata_sigv4::{Scope, SigningKey, authorize_hmac};
use tegata_state::{AccessKey, Account, Entity as _, KeyOwner, PolicyCache, User};
use tegata_store::testing::MemoryStore;
use tegata_store::{Batch, Change, Record, Revision, SpoolPosition, Store};
use tegata_wire::schema::{Auth, Http, Member, Protocol, Service, Shape};
use tegata_wire::{Call, Fields, Read, ReadError, Typed, Value, Write, Writer, write_structure};

use crate::authenticate::Authenticator;
use crate::clock::Clock;
use crate::indexer::Indexed;
use crate::journal::Journal;
use crate::metrics::Metrics;
use crate::node::{self, Node, seal_ring};
use crate::pipeline::Pipeline;
use crate::rates::Rates;
use crate::raw::Raw;
use crate::services::{Services, Table};
use crate::slow::{Bounds, Slow};
use crate::writer::Writer as WriterThread;

pub(crate) const ACCOUNT: &str = "111122223333";
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
pub(crate) const KEY_ID: &str = "AKIARTX3GSDSWHAIDOO3";

/// One slow operation at a time, and two that wait, of which one may be the same caller's.
const SLOW: Bounds = Bounds {
    running: 1,
    waiting: 2,
    of_one: 2,
    waits: Duration::from_secs(3600),
};

/// A clock that a test sets, in seconds.
pub(crate) struct TestClock(AtomicI64);

impl TestClock {
    pub(crate) fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(SeqCst)).unwrap()
    }
}

/// A node, its pipeline, and what a test holds of them.
pub(crate) struct Bench {
    pub(crate) node: Arc<Node>,
    pub(crate) store: Arc<MemoryStore>,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) pipeline: Arc<Pipeline>,
    writer: Option<WriterThread>,
    pub(crate) dir: tempfile::TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::with(1024)
    }

    /// With room for so many waiting writes.
    pub(crate) fn with(queued: usize) -> Self {
        Self::built(queued, &[])
    }

    /// With so many requests a second of some operations.
    pub(crate) fn limited(rates: &[(&str, u32)]) -> Self {
        Self::built(1024, rates)
    }

    fn built(queued: usize, rates: &[(&str, u32)]) -> Self {
        let store = Arc::new(MemoryStore::new());
        let clock = Arc::new(TestClock(AtomicI64::new(1_767_323_045)));
        let kek = Kek::new(&Secret::new([7; 32]));
        let account: AccountId = ACCOUNT.parse().unwrap();
        let row = Account {
            id: account,
            region: "us-east-1".parse().unwrap(),
            created: clock.now(),
        };
        let ring = seal_ring(
            account,
            &KeyRing::generate(&mut OsRng, clock.now()),
            &kek,
            &mut OsRng,
        );
        let changes = vec![
            row.put(),
            access_key(KeyOwner::Root, KEY_ID, &kek).put(),
            ring.put(),
        ];
        store
            .commit(
                Revision(0),
                &[Batch {
                    id: [1; 16],
                    changes,
                    ..Batch::default()
                }],
            )
            .unwrap();
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(
            &dir.path().join("spool"),
            SpoolOptions::default(),
            SpoolPosition::default(),
            clock.now(),
        );
        let mut tables = crate::services::all();
        tables.push(Table {
            service: &SERVICE,
            refusal: Refusal::JSON,
            rows: ROWS,
        });
        let services = Services::new(tables);
        let node = Arc::new(Node {
            account,
            region: row.region,
            metrics: Metrics::new(&services),
            services,
            authenticator: Authenticator::new(SignedDuration::from_mins(5)),
            published: ArcSwap::from_pointee(node::load(&*store, &kek).unwrap()),
            store: Arc::clone(&store) as Arc<dyn Store>,
            policies: PolicyCache::new(1 << 20),
            paths: PathCache::new(100),
            attempts: tegata_authz::mfa::Attempts::default(),
            kek,
            limits: Limits::default(),
            rates: Rates::new(
                rates
                    .iter()
                    .map(|(name, rate)| ((*name).to_owned(), *rate))
                    .collect(),
            ),
            journal: journal.unwrap(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            store_failing: AtomicBool::new(false),
        });
        let (writer, queue) = WriterThread::start(Arc::clone(&node), queued).unwrap();
        let pipeline = Pipeline {
            node: Arc::clone(&node),
            writer: queue,
            indexed: Arc::new(Indexed::default()),
            slow: Slow::new(SLOW),
        };
        Self {
            node,
            store,
            clock,
            pipeline: Arc::new(pipeline),
            writer: Some(writer),
            dir,
        }
    }

    /// Stores changes behind the writer's back and publishes what the store holds then.
    pub(crate) fn store_changes(&self, changes: Vec<Change>) {
        let mut id = [0; 16];
        tegata_base::Rng::fill(&mut OsRng, &mut id);
        let batch = Batch {
            id,
            changes,
            ..Batch::default()
        };
        self.store.commit(self.node.revision(), &[batch]).unwrap();
        let loaded = node::load(&*self.store, &self.node.kek).unwrap();
        self.node.published.store(Arc::new(loaded));
    }

    /// A signed request of the test service by the root user.
    pub(crate) fn request(&self, operation: &str, name: &str) -> Raw {
        self.request_by(KEY_ID, operation, name)
    }

    /// The same by the owner of a key of the same secret.
    pub(crate) fn request_by(&self, key_id: &str, operation: &str, name: &str) -> Raw {
        let body = format!(r#"{{"name":"{name}"}}"#);
        let target = format!("Things_1.{operation}");
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", &target),
        ];
        let mut raw = raw("POST", "/", &headers, &body);
        sign(&mut raw, self.clock.now(), key_id, SECRET, "things", None);
        raw
    }

    /// Status, code and body of the answer.
    pub(crate) async fn answer(&self, raw: Raw) -> (u16, String) {
        use http_body_util::BodyExt as _;
        let response = Arc::clone(&self.pipeline).serve(raw).await;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    /// Everything in the spool, in order.
    pub(crate) fn spooled(&self) -> Vec<tegata_store::EventRow> {
        let end = self.node.journal.flush().unwrap();
        let mut reader =
            tegata_audit::SpoolReader::new(&self.dir.path().join("spool"), SpoolPosition::default());
        reader.read(end, 10_000).unwrap()
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        if let Some(writer) = self.writer.take() {
            writer.stop();
        }
    }
}

/// A long-term key of the secret [`SECRET`].
pub(crate) fn access_key(owner: KeyOwner, id: &str, kek: &Kek) -> AccessKey {
    let mut key = AccessKey {
        account: ACCOUNT.parse().unwrap(),
        id: id.parse::<AccessKeyId>().unwrap(),
        owner,
        sealed_secret: Vec::new(),
        active: true,
        created: Timestamp::UNIX_EPOCH,
    };
    let place = key.key().to_string();
    key.sealed_secret = kek.seal(&mut OsRng, &place, AccessKey::SECRET_FIELD, SECRET.as_bytes());
    key
}

pub(crate) fn user(name: &str) -> User {
    let account = ACCOUNT.parse().unwrap();
    User {
        account,
        id: UniqueId::generate(EntityKind::User, account, &mut OsRng),
        name: name.to_owned(),
        path: "/".to_owned(),
        created: Timestamp::UNIX_EPOCH,
        tags: tegata_base::Tags::new(),
        boundary: None,
        inline: Vec::new(),
        attached: Vec::new(),
        groups: Vec::new(),
    }
}

/// A request as the edge makes it.
pub(crate) fn raw(method: &str, uri: &str, headers: &[(&str, &str)], body: &str) -> Raw {
    let mut map = HeaderMap::new();
    map.insert(http::header::HOST, HeaderValue::from_static("127.0.0.1:8181"));
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        let value = HeaderValue::from_str(value).unwrap();
        if name == http::header::HOST {
            map.insert(name, value);
        } else {
            map.append(name, value);
        }
    }
    Raw {
        method: Method::from_bytes(method.as_bytes()).unwrap(),
        uri: uri.parse().unwrap(),
        headers: map,
        body: Bytes::from(body.to_owned()),
        peer: IpAddr::V4(Ipv4Addr::LOCALHOST),
        control: false,
        tls: None,
    }
}

/// Signs a request in its header, in `us-east-1`.
pub(crate) fn sign(
    raw: &mut Raw,
    at: Timestamp,
    key_id: &str,
    secret: &str,
    service: &str,
    token: Option<&str>,
) {
    sign_in(raw, at, (key_id, secret), ("us-east-1", service), token);
}

/// The same in a region.
pub(crate) fn sign_in(
    raw: &mut Raw,
    at: Timestamp,
    (key_id, secret): (&str, &str),
    (region, service): (&str, &str),
    token: Option<&str>,
) {
    let date = iso_basic(at);
    raw.headers
        .insert("x-amz-date", HeaderValue::from_str(&date).unwrap());
    if let Some(token) = token {
        raw.headers
            .insert("x-amz-security-token", HeaderValue::from_str(token).unwrap());
    }
    let scope = Scope {
        date: date.get(..8).unwrap(),
        region,
        service,
    };
    let key = SigningKey::derive(&Secret::new(secret.to_owned()), &scope);
    let authorization = {
        let headers = raw.header_lists();
        authorize_hmac(&raw.signed(&headers), key_id, &scope, &key).unwrap()
    };
    raw.headers.insert(
        http::header::AUTHORIZATION,
        HeaderValue::from_str(&authorization).unwrap(),
    );
}

/// The service of the tests.
pub(crate) static SERVICE: Service = Service {
    id: "Things",
    signing_name: "things",
    endpoint_prefix: "things",
    api_version: "2026-01-01",
    protocol: Protocol::Json11,
    xml_namespace: "",
    target_prefix: "Things_1",
    echo_values: true,
    operations: &[&ADD_THING, &GET_THING, &PONDER_THING, &REMEMBER_THING, &UNBUILT],
};

static ROWS: &[Row] = &[
    Row::of::<AddThing>(),
    Row::of::<GetThing>(),
    Row::of::<PonderThing>(),
    Row::of::<RememberThing>(),
];

static NAME: Shape = Shape::string("Name").min(1).max(64);
static NAME_MEMBER: &[Member] = &[Member::new("name", &NAME).required()];
static THING_SHAPE: Shape = Shape::structure("Thing", NAME_MEMBER);

static ADD_THING: tegata_wire::Operation = operation("AddThing", false);
static GET_THING: tegata_wire::Operation = operation("GetThing", true);
static PONDER_THING: tegata_wire::Operation = operation("PonderThing", true);
static REMEMBER_THING: tegata_wire::Operation = operation("RememberThing", false);
static UNBUILT: tegata_wire::Operation = operation("Unbuilt", true);

const fn operation(name: &'static str, read_only: bool) -> tegata_wire::Operation {
    tegata_wire::Operation {
        name,
        http: Http {
            method: "POST",
            uri: "/",
            status: 200,
        },
        auth: Auth::Signature,
        input: &THING_SHAPE,
        output: &THING_SHAPE,
        result_wrapper: None,
        errors: &[],
        read_only,
        idempotent: false,
        paginator: None,
    }
}

pub(crate) struct Thing {
    name: String,
}

impl Read for Thing {
    fn read(value: &Value) -> Result<Self, ReadError> {
        Ok(Self {
            name: Fields::of(value)?.required("name")?,
        })
    }
}

impl Write for Thing {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(&THING_SHAPE, &[&self.name], out);
    }
}

impl Typed for Thing {
    const SHAPE: &'static Shape = &THING_SHAPE;
}

struct AddCall;

impl Call for AddCall {
    type Input = Thing;
    type Output = Thing;
    const OPERATION: &'static tegata_wire::Operation = &ADD_THING;
}

/// Makes a user of a name that must be free. `panic` panics, `denied` is denied.
struct AddThing;

impl Operation for AddThing {
    type Call = AddCall;
    const EFFECT: Effect = Effect::Writes;

    fn access(input: &Input<Self>, _: &Caller, _: &Ctx<'_>) -> Result<Access, ServiceError> {
        if input.name == "denied" {
            return Err(ServiceError::new("AccessDeniedException", 403, "no"));
        }
        Ok(Access::Open)
    }

    fn handle(
        _: Permit<Self>,
        input: &Input<Self>,
        _: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        assert_ne!(input.name, "panic", "a handler's own");
        if ctx.snapshot.user_named(ctx.scope.account, &input.name).is_some() {
            return Err(ServiceError::new("EntityAlreadyExists", 409, "exists"));
        }
        Ok(Outcome::changed(
            Thing {
                name: input.name.clone(),
            },
            vec![user(&input.name).put()],
        ))
    }
}

struct GetCall;

impl Call for GetCall {
    type Input = Thing;
    type Output = Thing;
    const OPERATION: &'static tegata_wire::Operation = &GET_THING;
}

/// Finds a user.
struct GetThing;

impl Operation for GetThing {
    type Call = GetCall;
    const EFFECT: Effect = Effect::Reads;

    fn access(_: &Input<Self>, _: &Caller, _: &Ctx<'_>) -> Result<Access, ServiceError> {
        Ok(Access::Open)
    }

    fn handle(
        _: Permit<Self>,
        input: &Input<Self>,
        _: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        assert_ne!(input.name, "panic", "a handler's own");
        let found = ctx.snapshot.user_named(ctx.scope.account, &input.name);
        let found = found.ok_or_else(|| ServiceError::new("NoSuchEntity", 404, "none"))?;
        Ok(Outcome::answer(Thing {
            name: found.name.clone(),
        }))
    }
}

struct PonderCall;

impl Call for PonderCall {
    type Input = Thing;
    type Output = Thing;
    const OPERATION: &'static tegata_wire::Operation = &PONDER_THING;
}

/// Takes as long as a test wants: until the sender of [`pondering`] is gone.
struct PonderThing;

/// What tells that a pondering begins, and what ends it.
type Pondering = (mpsc::Sender<()>, mpsc::Receiver<()>);

/// By the names of their things.
static PONDERINGS: Mutex<BTreeMap<String, Pondering>> = Mutex::new(BTreeMap::new());

/// The next `PonderThing` of this name tells when it begins and goes on until the sender is dropped.
pub(crate) fn pondering(name: &str) -> (mpsc::Receiver<()>, mpsc::Sender<()>) {
    let (begins, begun) = mpsc::channel();
    let (end, ends) = mpsc::channel();
    PONDERINGS.lock().unwrap().insert(name.to_owned(), (begins, ends));
    (begun, end)
}

impl Operation for PonderThing {
    type Call = PonderCall;
    const EFFECT: Effect = Effect::Reads;
    const PACE: Pace = Pace::Slow;

    fn access(_: &Input<Self>, _: &Caller, _: &Ctx<'_>) -> Result<Access, ServiceError> {
        Ok(Access::Open)
    }

    fn handle(
        _: Permit<Self>,
        input: &Input<Self>,
        _: &Caller,
        _: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let (begins, ends) = PONDERINGS.lock().unwrap().remove(&input.name).unwrap();
        let _ = begins.send(());
        // On the runtime's only thread it would wait in vain for the test to go on.
        let ended = ends.recv_timeout(Duration::from_secs(20));
        assert_eq!(
            ended,
            Err(mpsc::RecvTimeoutError::Disconnected),
            "held up the test"
        );
        Ok(Outcome::answer(Thing {
            name: input.name.clone(),
        }))
    }
}

struct RememberCall;

impl Call for RememberCall {
    type Input = Thing;
    type Output = Thing;
    const OPERATION: &'static tegata_wire::Operation = &REMEMBER_THING;
}

/// Inserts a record whose key the snapshot does not know to be taken.
struct RememberThing;

impl Operation for RememberThing {
    type Call = RememberCall;
    const EFFECT: Effect = Effect::Writes;

    fn access(_: &Input<Self>, _: &Caller, _: &Ctx<'_>) -> Result<Access, ServiceError> {
        Ok(Access::Open)
    }

    fn handle(
        _: Permit<Self>,
        input: &Input<Self>,
        _: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let kind = tegata_store::Kind::of("thing");
        let key = tegata_store::Key::global(ctx.scope.account, kind, input.name.clone());
        let mut outcome = Outcome::answer(Thing {
            name: input.name.clone(),
        });
        outcome.records.push(Record {
            key,
            document: "{}".to_owned(),
        });
        Ok(outcome)
    }
}
