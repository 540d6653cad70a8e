//! A call as CloudTrail records it (AWS: *CloudTrail record contents*), and as the store finds it.

pub(crate) mod identity;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};
use tegata_base::time::iso_seconds;
use tegata_base::{AccountId, Arn, Region};
use tegata_store::{EventResource, EventRow, IssuedSession, Observation, Revision};

use identity::UserIdentity;

/// The version of the record format.
pub const EVENT_VERSION: &str = "1.11";

/// What stands in a record for a value that must not be shown.
pub const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// Bytes of `userAgent`, `errorCode`, `errorMessage` and `sourceIPAddress`; the rest is cut off.
const MAX_TEXT: usize = 1024;

/// Bytes of `requestParameters` and of `responseElements`; a larger one is left out.
const MAX_PARAMETERS: usize = 100 * 1024;

/// Bytes of `additionalEventData` and of `serviceEventDetails`.
const MAX_ADDITIONAL: usize = 28 * 1024;

/// One finished call, or a notice of the service itself. Parameters and response are already free of
/// secrets: whoever knows the shapes leaves them out or writes [`HIDDEN`].
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// A fresh UUID.
    pub event_id: String,
    /// When the call was completed.
    pub time: Timestamp,
    /// The account whose trail it goes to.
    pub account: AccountId,
    /// The region that answered.
    pub region: Region,
    /// `iam.amazonaws.com`
    pub event_source: String,
    /// The operation.
    pub event_name: String,
    /// Whether the operation only reads.
    pub read_only: bool,
    /// What kind of event it is.
    pub event_type: EventType,
    /// Who called.
    pub identity: UserIdentity,
    /// The peer's address, or the DNS name of the service that called.
    pub source_address: String,
    /// As sent.
    pub user_agent: Option<String>,
    /// The id in the answer's header.
    pub request_id: Option<String>,
    /// The same in the records that one call leaves in several accounts.
    pub shared_event_id: Option<String>,
    /// Why the call failed, if it did.
    pub failure: Option<Failure>,
    /// The request in camel case, as JSON text; `None` where there is none.
    pub request_parameters: Option<String>,
    /// The response in camel case, as JSON text, of calls that change something; else `None`.
    pub response_elements: Option<String>,
    /// `serviceEventDetails` of an [`EventType::AwsServiceEvent`]; else `Null`.
    pub service_event_details: Value,
    /// What Tegata adds.
    pub additional: AdditionalEventData,
    /// What the call was about. Those named by an ARN are listed in the record too.
    pub resources: Vec<EventResource>,
    /// The session that the call produced.
    pub issued: Option<IssuedSession>,
    /// What the store folds.
    pub observations: Vec<Observation>,
    /// Of a call over TLS.
    pub tls: Option<TlsDetails>,
}

/// `eventType`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum EventType {
    /// A call of an operation.
    AwsApiCall,
    /// A notice of the service, not caused by one call.
    AwsServiceEvent,
    /// A sign-in to the console.
    AwsConsoleSignIn,
}

/// `errorCode` and `errorMessage`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// `AccessDenied`
    pub code: String,
    /// The message as answered.
    pub message: String,
}

/// `additionalEventData`: what `who` and `why` walk by.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AdditionalEventData {
    /// The session that made the call, in lower-case hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// The sessions it came from, the nearest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ancestors: Vec<String>,
    /// The revision of the configuration that judged the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<Revision>,
    /// Of a denied call: the deciding statement and policy, and the context keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub denial: Option<Value>,
    /// What the operation adds.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// `tlsDetails`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsDetails {
    /// `TLSv1.3`
    pub tls_version: String,
    /// `TLS_AES_128_GCM_SHA256`
    pub cipher_suite: String,
    /// The `Host` header.
    pub client_provided_host_header: String,
}

impl Event {
    /// A call that succeeded and says no more than this; the other fields are filled in after.
    #[must_use]
    pub fn new(
        event_id: String,
        time: Timestamp,
        (account, region): (AccountId, Region),
        (event_source, event_name): (impl Into<String>, impl Into<String>),
        identity: UserIdentity,
    ) -> Self {
        Self {
            event_id,
            time,
            account,
            region,
            event_source: event_source.into(),
            event_name: event_name.into(),
            read_only: false,
            event_type: EventType::AwsApiCall,
            identity,
            source_address: String::new(),
            user_agent: None,
            request_id: None,
            shared_event_id: None,
            failure: None,
            request_parameters: None,
            response_elements: None,
            service_event_details: Value::Null,
            additional: AdditionalEventData::default(),
            resources: Vec::new(),
            issued: None,
            observations: Vec::new(),
            tls: None,
        }
    }

    /// The record as JSON text: at most 256 KB, since each part is limited.
    #[must_use]
    #[expect(clippy::expect_used, reason = "JSON is text")]
    pub fn record(&mut self) -> String {
        // Room for most records at once.
        let mut text = Vec::with_capacity(2048);
        self.write_record(&mut text);
        String::from_utf8(text).expect("JSON is text")
    }

    /// Appends [`Event::record`].
    pub(crate) fn write_record(&mut self, out: &mut Vec<u8>) {
        let start = out.len();
        self.write_parts(out);
        // No part can be too large in a record that is not larger than the smallest limit.
        if out.len() - start > MAX_ADDITIONAL {
            self.limit_parts();
            out.truncate(start);
            self.write_parts(out);
        }
    }

    /// What is text already stands between two halves, and is copied.
    fn write_parts(&self, out: &mut Vec<u8>) {
        write_json(&RecordHead::of(self), out);
        out.pop();
        for (name, part) in [
            ("requestParameters", &self.request_parameters),
            ("responseElements", &self.response_elements),
        ] {
            out.extend_from_slice(b",\"");
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(b"\":");
            out.extend_from_slice(part.as_deref().unwrap_or("null").as_bytes());
        }
        let tail = out.len();
        write_json(&RecordTail::of(self), out);
        // Both halves have members always.
        if let Some(brace) = out.get_mut(tail) {
            *brace = b',';
        }
    }

    fn limit_parts(&mut self) {
        for (part, name) in [
            (&mut self.request_parameters, "requestParameters"),
            (&mut self.response_elements, "responseElements"),
        ] {
            let size = part.as_ref().map_or(0, String::len);
            if size > MAX_PARAMETERS {
                *part = Some(omitted(size, name).to_string());
            }
        }
        let size = json_size(&self.service_event_details);
        if size > MAX_ADDITIONAL {
            self.service_event_details = omitted(size, "serviceEventDetails");
        }
        let size = json_size(&self.additional);
        if size > MAX_ADDITIONAL {
            self.additional.denial = None;
            self.additional.more = match omitted(size, "additionalEventData") {
                Value::Object(members) => members,
                _ => Map::new(),
            };
        }
    }

    /// The record and what it is found by, for the batch of a change.
    #[must_use]
    pub fn into_row(mut self) -> EventRow {
        EventRow {
            record: self.record(),
            username: self.identity.username().map(str::to_owned),
            access_key_id: self.identity.access_key_id().map(str::to_owned),
            session_name: self.identity.session_name().map(str::to_owned),
            session_id: self.additional.session_id,
            event_id: self.event_id,
            time: self.time,
            account: self.account,
            region: self.region,
            event_name: self.event_name,
            event_source: self.event_source,
            read_only: self.read_only,
            resources: self.resources,
            issued: self.issued,
            observations: self.observations,
        }
    }
}

/// The record in the order of members that CloudTrail writes, up to `requestParameters`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RecordHead<'a> {
    event_version: &'static str,
    user_identity: &'a UserIdentity,
    event_time: String,
    event_source: &'a str,
    event_name: &'a str,
    aws_region: &'a Region,
    #[serde(rename = "sourceIPAddress")]
    source_ip_address: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<&'a str>,
}

/// The record after `responseElements`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RecordTail<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_event_data: Option<&'a AdditionalEventData>,
    #[serde(rename = "requestID", skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    #[serde(rename = "eventID")]
    event_id: &'a str,
    read_only: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resources: Vec<RecordResource<'a>>,
    event_type: EventType,
    management_event: bool,
    recipient_account_id: AccountId,
    #[serde(rename = "sharedEventID", skip_serializing_if = "Option::is_none")]
    shared_event_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Value::is_null")]
    service_event_details: &'a Value,
    event_category: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tls_details: Option<RecordTls<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RecordTls<'a> {
    tls_version: &'a str,
    cipher_suite: &'a str,
    client_provided_host_header: &'a str,
}

impl<'a> RecordTls<'a> {
    fn of(tls: &'a TlsDetails) -> Self {
        Self {
            tls_version: &tls.tls_version,
            cipher_suite: &tls.cipher_suite,
            client_provided_host_header: cut(&tls.client_provided_host_header),
        }
    }
}

#[derive(Serialize)]
struct RecordResource<'a> {
    #[serde(rename = "ARN")]
    arn: &'a str,
    #[serde(rename = "accountId", skip_serializing_if = "Option::is_none")]
    account: Option<AccountId>,
    #[serde(rename = "type")]
    resource_type: &'a str,
}

impl<'a> RecordHead<'a> {
    fn of(event: &'a Event) -> Self {
        let failure = event.failure.as_ref();
        Self {
            event_version: EVENT_VERSION,
            user_identity: &event.identity,
            event_time: iso_seconds(event.time),
            event_source: &event.event_source,
            event_name: &event.event_name,
            aws_region: &event.region,
            source_ip_address: cut(&event.source_address),
            user_agent: event.user_agent.as_deref().map(cut),
            error_code: failure.map(|failure| cut(&failure.code)),
            error_message: failure.map(|failure| cut(&failure.message)),
        }
    }
}

impl<'a> RecordTail<'a> {
    fn of(event: &'a Event) -> Self {
        Self {
            additional_event_data: (event.additional != AdditionalEventData::default())
                .then_some(&event.additional),
            request_id: event.request_id.as_deref(),
            event_id: &event.event_id,
            read_only: event.read_only,
            resources: event.resources.iter().filter_map(RecordResource::of).collect(),
            event_type: event.event_type,
            management_event: true,
            recipient_account_id: event.account,
            shared_event_id: event.shared_event_id.as_deref(),
            service_event_details: &event.service_event_details,
            event_category: "Management",
            tls_details: event.tls.as_ref().map(RecordTls::of),
        }
    }
}

impl<'a> RecordResource<'a> {
    fn of(resource: &'a EventResource) -> Option<Self> {
        let arn: Arn = resource.name.parse().ok()?;
        Some(Self {
            arn: &resource.name,
            account: arn.account_id(),
            resource_type: &resource.resource_type,
        })
    }
}

fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_TEXT)).unwrap_or(text)
}

/// What CloudTrail writes in the place of something too large.
fn omitted(size: usize, name: &str) -> Value {
    json!({ "omitted": true, "originalSize": size, "reason": format!("{name} too large") })
}

fn json_size(value: &impl Serialize) -> usize {
    let mut text = Vec::new();
    write_json(value, &mut text);
    text.len()
}

#[expect(
    clippy::expect_used,
    reason = "text, numbers, booleans and JSON values under text names always serialise"
)]
fn write_json(value: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(out, value).expect("plain data");
}
