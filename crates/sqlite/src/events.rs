//! The event trail: stored once, found by any attribute, newest first.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};
use tegata_store::{
    EventAttribute, EventCursor, EventPage, EventQuery, EventRow, IssuedSession, SpoolPosition, StoreError,
};

use crate::configuration::{account_number, number, read_account};
use crate::connection::store_error;
use crate::observations;

/// Stores events that are not stored yet, and folds what they tell.
pub(crate) fn insert<'a>(
    connection: &Connection,
    events: impl IntoIterator<Item = &'a EventRow>,
) -> Result<(), StoreError> {
    let mut news = Vec::new();
    for event in events {
        if insert_one(connection, event)? {
            news.extend(&event.observations);
        }
    }
    observations::apply(connection, news)
}

pub(crate) fn spool_position(connection: &Connection) -> Result<SpoolPosition, StoreError> {
    connection
        .prepare_cached("SELECT spool_segment, spool_offset FROM head")
        .and_then(|mut statement| {
            statement.query_row((), |row| {
                Ok(SpoolPosition {
                    segment: row.get::<_, i64>(0)?.cast_unsigned(),
                    offset: row.get::<_, i64>(1)?.cast_unsigned(),
                })
            })
        })
        .map_err(store_error)
}

pub(crate) fn set_spool_position(connection: &Connection, position: SpoolPosition) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE head SET spool_segment = ?1, spool_offset = ?2")
        .and_then(|mut update| update.execute((number(position.segment), number(position.offset))))
        .map_err(store_error)?;
    Ok(())
}

/// Finds events, newest first.
pub(crate) fn find(connection: &Connection, query: &EventQuery) -> Result<EventPage, StoreError> {
    let (sql, params) = select(query);
    let mut statement = connection.prepare_cached(&sql).map_err(store_error)?;
    let mut rows = statement.query(params_from_iter(params)).map_err(store_error)?;
    let mut page = EventPage::default();
    let mut last = None;
    while let Some(row) = rows.next().map_err(store_error)? {
        // One more than the limit was asked for, to learn whether there is more.
        if page.events.len() == query.limit {
            page.next = last;
            break;
        }
        let event = read(row)?;
        last = Some(EventCursor {
            time: event.time.as_microsecond(),
            sequence: row.get::<_, i64>("seq").map_err(store_error)?.cast_unsigned(),
        });
        page.events.push(event);
    }
    Ok(page)
}

fn insert_one(connection: &Connection, event: &EventRow) -> Result<bool, StoreError> {
    let resources = serde_json::to_string(&event.resources)
        .map_err(|error| StoreError::Invalid(format!("resources cannot be written as JSON: {error}")))?;
    let time = event.time.as_microsecond();
    let issued = event.issued.as_ref();
    let added = connection
        .prepare_cached(
            "INSERT INTO events (event_id, time, account, region, event_name, event_source, read_only,
                username, access_key_id, session_id, session_name, issued_session_id,
                issued_access_key_id, issued_session_name, issued_expires, resources, record)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
             ON CONFLICT (event_id) DO NOTHING",
        )
        .and_then(|mut insert| {
            insert.execute(params![
                event.event_id,
                time,
                account_number(event.account),
                event.region.as_str(),
                event.event_name,
                event.event_source,
                event.read_only,
                event.username,
                event.access_key_id,
                event.session_id,
                event.session_name,
                issued.map(|issued| &issued.session_id),
                issued.map(|issued| &issued.access_key_id),
                issued.and_then(|issued| issued.session_name.as_ref()),
                issued
                    .and_then(|issued| issued.expires)
                    .map(jiff::Timestamp::as_microsecond),
                resources,
                event.record,
            ])
        })
        .map_err(store_error)?;
    if added == 0 {
        return Ok(false);
    }
    let seq = connection.last_insert_rowid();
    for resource in &event.resources {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO event_resources (name, time, event, type) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.execute(params![resource.name, time, seq, resource.resource_type]))
            .map_err(store_error)?;
    }
    Ok(true)
}

/// The statement and its parameters. The text depends only on which filters are set, so it stays in
/// the cache of prepared statements.
pub(crate) fn select(query: &EventQuery) -> (String, Vec<Value>) {
    let mut filters: Vec<&str> = Vec::new();
    let mut params: Vec<Value> = Vec::new();
    let mut filter = |sql, value: Value| {
        filters.push(sql);
        params.push(value);
    };
    let by_resource = matches!(
        query.attribute,
        Some(EventAttribute::ResourceType(_) | EventAttribute::ResourceName(_))
    );
    if let Some(attribute) = &query.attribute {
        let (sql, value) = attribute_filter(attribute);
        filter(sql, value);
    }
    if let Some(account) = query.account {
        filter("e.account = ?", account_number(account).into());
    }
    if let Some(region) = &query.region {
        filter("e.region = ?", region.as_str().to_owned().into());
    }
    // Resources lead with an index of their own, which carries the time.
    let (start, end, after) = if by_resource {
        ("r.time >= ?", "r.time <= ?", "(r.time, r.event) < (?, ?)")
    } else {
        ("e.time >= ?", "e.time <= ?", "(e.time, e.seq) < (?, ?)")
    };
    if let Some(at) = query.start {
        filter(start, at.as_microsecond().into());
    }
    if let Some(at) = query.end {
        filter(end, at.as_microsecond().into());
    }
    if let Some(cursor) = query.after {
        filters.push(after);
        params.extend([Value::from(cursor.time), Value::from(number(cursor.sequence))]);
    }
    let (from, order) = if by_resource {
        // An event may list several resources of one type: the group shows it once.
        (
            "event_resources r CROSS JOIN events e ON e.seq = r.event",
            "GROUP BY r.time, r.event ORDER BY r.time DESC, r.event DESC",
        )
    } else {
        ("events e", "ORDER BY e.time DESC, e.seq DESC")
    };
    let filters = if filters.is_empty() {
        "TRUE".to_owned()
    } else {
        filters.join(" AND ")
    };
    params.push(
        i64::try_from(query.limit)
            .unwrap_or(i64::MAX)
            .saturating_add(1)
            .into(),
    );
    (
        format!("SELECT e.* FROM {from} WHERE {filters} {order} LIMIT ?"),
        params,
    )
}

fn attribute_filter(attribute: &EventAttribute) -> (&'static str, Value) {
    use EventAttribute as A;
    let (sql, text) = match attribute {
        A::ReadOnly(read_only) => return ("e.read_only = ?", i64::from(*read_only).into()),
        A::EventId(text) => ("e.event_id = ?", text),
        A::EventName(text) => ("e.event_name = ?", text),
        A::Username(text) => ("e.username = ?", text),
        A::ResourceType(text) => ("r.type = ?", text),
        A::ResourceName(text) => ("r.name = ?", text),
        A::EventSource(text) => ("e.event_source = ?", text),
        A::AccessKeyId(text) => ("e.access_key_id = ?", text),
        A::SessionId(text) => ("e.session_id = ?", text),
        A::SessionName(text) => ("e.session_name = ?", text),
        A::IssuedSessionId(text) => ("e.issued_session_id = ?", text),
        A::IssuedAccessKeyId(text) => ("e.issued_access_key_id = ?", text),
        A::IssuedSessionName(text) => ("e.issued_session_name = ?", text),
    };
    (sql, text.clone().into())
}

fn read(row: &Row<'_>) -> Result<EventRow, StoreError> {
    let event_id: String = row.get("event_id").map_err(store_error)?;
    let damaged = |what: &str| StoreError::Corrupt(format!("event {event_id} has a damaged {what}"));
    let time = |micros| jiff::Timestamp::from_microsecond(micros).map_err(|_| damaged("time"));
    let issued_id: Option<String> = row.get("issued_session_id").map_err(store_error)?;
    let issued = match issued_id {
        Some(session_id) => Some(IssuedSession {
            session_id,
            access_key_id: row.get("issued_access_key_id").map_err(store_error)?,
            session_name: row.get("issued_session_name").map_err(store_error)?,
            expires: row
                .get::<_, Option<i64>>("issued_expires")
                .map_err(store_error)?
                .map(time)
                .transpose()?,
        }),
        None => None,
    };
    let resources: String = row.get("resources").map_err(store_error)?;
    let region: String = row.get("region").map_err(store_error)?;
    Ok(EventRow {
        time: time(row.get("time").map_err(store_error)?)?,
        account: read_account(row.get("account").map_err(store_error)?).ok_or_else(|| damaged("account"))?,
        region: region.parse().map_err(|_| damaged("region"))?,
        event_name: row.get("event_name").map_err(store_error)?,
        event_source: row.get("event_source").map_err(store_error)?,
        read_only: row.get("read_only").map_err(store_error)?,
        username: row.get("username").map_err(store_error)?,
        access_key_id: row.get("access_key_id").map_err(store_error)?,
        session_id: row.get("session_id").map_err(store_error)?,
        session_name: row.get("session_name").map_err(store_error)?,
        resources: serde_json::from_str(&resources).map_err(|_| damaged("list of resources"))?,
        issued,
        observations: Vec::new(),
        record: row.get("record").map_err(store_error)?,
        event_id,
    })
}
