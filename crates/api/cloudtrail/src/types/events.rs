//! Structures of events.
//!
//! Generated from `models/cloudtrail.json` by `tegata-codegen`; not to be edited.

use jiff::Timestamp;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `Event`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Event {
    /// `EventId`.
    pub event_id: Option<String>,
    /// `EventName`.
    pub event_name: Option<String>,
    /// `ReadOnly`.
    pub read_only: Option<String>,
    /// `AccessKeyId`.
    pub access_key_id: Option<String>,
    /// `EventTime`.
    pub event_time: Option<Timestamp>,
    /// `EventSource`.
    pub event_source: Option<String>,
    /// `Username`.
    pub username: Option<String>,
    /// `Resources`.
    pub resources: Option<Vec<Resource>>,
    /// `CloudTrailEvent`.
    pub cloud_trail_event: Option<String>,
}

impl Typed for Event {
    const SHAPE: &'static Shape = &schema::events::EVENT;
}

impl Read for Event {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            event_id: fields.optional("EventId")?,
            event_name: fields.optional("EventName")?,
            read_only: fields.optional("ReadOnly")?,
            access_key_id: fields.optional("AccessKeyId")?,
            event_time: fields.optional("EventTime")?,
            event_source: fields.optional("EventSource")?,
            username: fields.optional("Username")?,
            resources: fields.optional("Resources")?,
            cloud_trail_event: fields.optional("CloudTrailEvent")?,
        })
    }
}

impl Write for Event {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.event_id,
                &self.event_name,
                &self.read_only,
                &self.access_key_id,
                &self.event_time,
                &self.event_source,
                &self.username,
                &self.resources,
                &self.cloud_trail_event,
            ],
            out,
        );
    }
}

/// `LookupAttribute`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookupAttribute {
    /// `AttributeKey`: one of `EventId`, `EventName`, `ReadOnly`, `Username`, `ResourceType`, `ResourceName`, `EventSource`, `AccessKeyId`; required.
    pub attribute_key: String,
    /// `AttributeValue`: 1–2000 characters; required.
    pub attribute_value: String,
}

impl Typed for LookupAttribute {
    const SHAPE: &'static Shape = &schema::events::LOOKUP_ATTRIBUTE;
}

impl Read for LookupAttribute {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            attribute_key: fields.required("AttributeKey")?,
            attribute_value: fields.required("AttributeValue")?,
        })
    }
}

impl Write for LookupAttribute {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.attribute_key, &self.attribute_value], out);
    }
}

/// `LookupEventsRequest`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LookupEventsRequest {
    /// `LookupAttributes`.
    pub lookup_attributes: Option<Vec<LookupAttribute>>,
    /// `StartTime`.
    pub start_time: Option<Timestamp>,
    /// `EndTime`.
    pub end_time: Option<Timestamp>,
    /// `EventCategory`: one of `insight`.
    pub event_category: Option<String>,
    /// `MaxResults`: 1–50.
    pub max_results: Option<i32>,
    /// `NextToken`.
    pub next_token: Option<String>,
}

impl Typed for LookupEventsRequest {
    const SHAPE: &'static Shape = &schema::events::LOOKUP_EVENTS_REQUEST;
}

impl Read for LookupEventsRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            lookup_attributes: fields.optional("LookupAttributes")?,
            start_time: fields.optional("StartTime")?,
            end_time: fields.optional("EndTime")?,
            event_category: fields.optional("EventCategory")?,
            max_results: fields.optional("MaxResults")?,
            next_token: fields.optional("NextToken")?,
        })
    }
}

impl Write for LookupEventsRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.lookup_attributes,
                &self.start_time,
                &self.end_time,
                &self.event_category,
                &self.max_results,
                &self.next_token,
            ],
            out,
        );
    }
}

/// `LookupEventsResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LookupEventsResponse {
    /// `Events`.
    pub events: Option<Vec<Event>>,
    /// `NextToken`.
    pub next_token: Option<String>,
}

impl Typed for LookupEventsResponse {
    const SHAPE: &'static Shape = &schema::events::LOOKUP_EVENTS_RESPONSE;
}

impl Read for LookupEventsResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            events: fields.optional("Events")?,
            next_token: fields.optional("NextToken")?,
        })
    }
}

impl Write for LookupEventsResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.events, &self.next_token], out);
    }
}

/// `Resource`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resource {
    /// `ResourceType`.
    pub resource_type: Option<String>,
    /// `ResourceName`.
    pub resource_name: Option<String>,
}

impl Typed for Resource {
    const SHAPE: &'static Shape = &schema::events::RESOURCE;
}

impl Read for Resource {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            resource_type: fields.optional("ResourceType")?,
            resource_name: fields.optional("ResourceName")?,
        })
    }
}

impl Write for Resource {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.resource_type, &self.resource_name], out);
    }
}
