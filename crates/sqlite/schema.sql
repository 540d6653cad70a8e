-- The whole schema as all migrations leave it; a test compares the two.

CREATE TABLE schema_version (
    version INTEGER PRIMARY KEY,
    checksum TEXT NOT NULL
) STRICT;

-- One row: where the total order is, and how far the spool has been stored.
CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    revision INTEGER NOT NULL,
    spool_segment INTEGER NOT NULL,
    spool_offset INTEGER NOT NULL
) STRICT;

INSERT INTO head (one, revision, spool_segment, spool_offset) VALUES (1, 0, 0, 0);

-- The latest batches: their ids, and their changes as a JSON list for readers that follow.
CREATE TABLE batches (
    revision INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    changes TEXT NOT NULL
) STRICT;

CREATE TABLE configuration (
    account INTEGER NOT NULL,
    region TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (account, region, kind, id)
) STRICT;

CREATE TABLE records (
    account INTEGER NOT NULL,
    region TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (account, region, kind, id)
) STRICT;

CREATE TABLE observations (
    account INTEGER NOT NULL,
    region TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (account, region, kind, id)
) STRICT;

-- Times are microseconds since 1970. `seq` is the order of arrival and settles equal times; SQLite
-- appends it to every index, so each index below lists its events in that order.
CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE,
    time INTEGER NOT NULL,
    account INTEGER NOT NULL,
    region TEXT NOT NULL,
    event_name TEXT NOT NULL,
    event_source TEXT NOT NULL,
    read_only INTEGER NOT NULL,
    username TEXT,
    access_key_id TEXT,
    session_id TEXT,
    session_name TEXT,
    issued_session_id TEXT,
    issued_access_key_id TEXT,
    issued_session_name TEXT,
    issued_expires INTEGER,
    resources TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;

CREATE INDEX events_by_account ON events (account, time);
CREATE INDEX events_by_name ON events (event_name, time);
CREATE INDEX events_by_username ON events (username, time) WHERE username IS NOT NULL;
CREATE INDEX events_by_access_key ON events (access_key_id, time) WHERE access_key_id IS NOT NULL;
CREATE INDEX events_by_session ON events (session_id, time) WHERE session_id IS NOT NULL;
CREATE INDEX events_by_session_name ON events (session_name, time) WHERE session_name IS NOT NULL;
CREATE INDEX events_by_issued_session ON events (issued_session_id, time)
    WHERE issued_session_id IS NOT NULL;
CREATE INDEX events_by_issued_access_key ON events (issued_access_key_id, time)
    WHERE issued_access_key_id IS NOT NULL;
CREATE INDEX events_by_issued_session_name ON events (issued_session_name, time)
    WHERE issued_session_name IS NOT NULL;

CREATE TABLE event_resources (
    name TEXT NOT NULL,
    time INTEGER NOT NULL,
    event INTEGER NOT NULL,
    type TEXT NOT NULL,
    PRIMARY KEY (name, time, event, type)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_resources_by_type ON event_resources (type, time, event);
