//! What the one who asks named, and in which ways that can be looked up.

use tegata_api_cloudtrail::GetLineageRequest;

/// One way to look a subject up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sought<'a> {
    /// `AKIA…` or `ASIA…`
    AccessKey(&'a str),
    /// A UUID.
    Event(&'a str),
    /// 128 bits in hexadecimal.
    Session(&'a str),
    /// Anything else.
    SessionName(&'a str),
    /// `arn:…`
    Resource(&'a str),
}

impl<'a> Sought<'a> {
    /// The ways to look `subject` up, the likeliest first. A session's name may look like anything:
    /// by default it is a serial number in hexadecimal, as a session's id is.
    pub(super) fn of(subject: &'a str) -> Vec<Self> {
        if subject.starts_with("arn:") {
            return vec![Self::Resource(subject)];
        }
        let special = if is_access_key(subject) {
            Some(Self::AccessKey(subject))
        } else if is_uuid(subject) {
            Some(Self::Event(subject))
        } else if is_session_id(subject) {
            Some(Self::Session(subject))
        } else {
            None
        };
        special.into_iter().chain([Self::SessionName(subject)]).collect()
    }

    pub(super) fn request(self) -> GetLineageRequest {
        let none = GetLineageRequest {
            access_key_id: None,
            session_id: None,
            event_id: None,
            session_name: None,
            resource_arn: None,
        };
        match self {
            Self::AccessKey(id) => GetLineageRequest {
                access_key_id: Some(id.to_owned()),
                ..none
            },
            Self::Event(id) => GetLineageRequest {
                event_id: Some(id.to_owned()),
                ..none
            },
            Self::Session(id) => GetLineageRequest {
                session_id: Some(id.to_owned()),
                ..none
            },
            Self::SessionName(name) => GetLineageRequest {
                session_name: Some(name.to_owned()),
                ..none
            },
            Self::Resource(arn) => GetLineageRequest {
                resource_arn: Some(arn.to_owned()),
                ..none
            },
        }
    }
}

/// `AKIA` or `ASIA` and sixteen letters and digits, as AWS and Tegata make them.
fn is_access_key(text: &str) -> bool {
    text.len() == 20
        && (text.starts_with("AKIA") || text.starts_with("ASIA"))
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// 8-4-4-4-12 hexadecimal digits (RFC 9562 section 4).
fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

fn is_session_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}
