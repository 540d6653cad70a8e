//! A line, taken apart: its documents as they stand, and its request.

use std::borrow::Cow;
use std::ops::Range;

use tegata_base::AccountId;
use tegata_policy::PolicyType;

use super::circumstances::{Given, Held};
use super::error::{LineError, Place};
use super::json::Cursor;

/// One question with all that it needs.
pub(super) struct Line<'t> {
    pub(super) id: Option<&'t str>,
    pub(super) policies: Policies<'t>,
    pub(super) request: Request<'t>,
}

/// The documents, in order of appearance, and which of them are what.
#[derive(Default)]
pub(super) struct Policies<'t> {
    pub(super) documents: Vec<Document<'t>>,
    pub(super) identity: Range<usize>,
    pub(super) resource: Option<usize>,
    pub(super) boundary: Range<usize>,
    pub(super) session: Range<usize>,
    pub(super) service_control: Vec<Range<usize>>,
    pub(super) resource_control: Vec<Range<usize>>,
}

/// A document as it stands in the line: an object, or a string that holds one.
pub(super) struct Document<'t> {
    pub(super) place: Place,
    pub(super) raw: &'t str,
}

pub(super) struct Request<'t> {
    pub(super) principal: Cow<'t, str>,
    pub(super) action: Cow<'t, str>,
    pub(super) resource: Cow<'t, str>,
    /// The account that owns the resource, if said.
    pub(super) account: Option<AccountId>,
    pub(super) context: Given<'t>,
}

/// Reads a line.
pub(super) fn read(text: &str) -> Result<Line<'_>, LineError> {
    let mut cursor = Cursor::new(text);
    cursor.enter(b'{', "it does not begin with a brace")?;
    let (mut id, mut policies, mut request) = (None, None, None);
    while let Some(key) = cursor.key()? {
        match key.as_ref() {
            "id" => once(&mut id, cursor.checked()?, "id")?,
            "policies" => once(&mut policies, read_policies(&mut cursor)?, "policies")?,
            "request" => once(&mut request, read_request(&mut cursor)?, "request")?,
            // Lines may carry what is somebody else's.
            _ => {
                cursor.checked()?;
            }
        }
    }
    cursor.end()?;
    Ok(Line {
        id,
        policies: policies.ok_or(LineError::Missing("policies"))?,
        request: request.ok_or(LineError::Missing("request"))?,
    })
}

/// The id of a line that could not be read, as far as one can be made out.
pub(super) fn id_of(text: &str) -> Option<&str> {
    let mut cursor = Cursor::new(text);
    cursor.enter(b'{', "").ok()?;
    while let Some(key) = cursor.key().ok()? {
        if key == "id" {
            return cursor.checked().ok();
        }
        cursor.raw().ok()?;
    }
    None
}

fn once<T>(slot: &mut Option<T>, value: T, name: &str) -> Result<(), LineError> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(LineError::Twice(name.to_owned())),
    }
}

/// An object by type of policy; a bare array is identity policies.
fn read_policies<'t>(cursor: &mut Cursor<'t>) -> Result<Policies<'t>, LineError> {
    let mut policies = Policies::default();
    match cursor.peek() {
        Some(b'[') => policies.identity = policies.list(cursor, PolicyType::Identity, None)?,
        Some(b'{') => read_members(cursor, &mut policies)?,
        _ => {
            return Err(LineError::WrongType {
                element: "policies",
                wanted: "an object, or an array of identity policies",
            });
        }
    }
    Ok(policies)
}

fn read_members<'t>(cursor: &mut Cursor<'t>, policies: &mut Policies<'t>) -> Result<(), LineError> {
    cursor.enter(b'{', "")?;
    let mut seen = 0_u8;
    while let Some(key) = cursor.key()? {
        let bit = match key.as_ref() {
            "identity" => 1,
            "resource" => 2,
            "boundary" => 4,
            "session" => 8,
            "scp" => 16,
            "rcp" => 32,
            _ => return Err(LineError::Unknown("policies", key.into_owned())),
        };
        if seen & bit != 0 {
            return Err(LineError::Twice(key.into_owned()));
        }
        seen |= bit;
        // Null is the same as leaving it out.
        if cursor.peek() == Some(b'n') {
            cursor.checked()?;
            continue;
        }
        match bit {
            1 => policies.identity = policies.list(cursor, PolicyType::Identity, None)?,
            2 => policies.resource = Some(policies.one(cursor, PolicyType::Resource, None, 0)?),
            4 => policies.boundary = policies.list(cursor, PolicyType::Boundary, None)?,
            8 => policies.session = policies.list(cursor, PolicyType::Session, None)?,
            16 => policies.service_control = policies.levels(cursor, PolicyType::ServiceControl)?,
            _ => policies.resource_control = policies.levels(cursor, PolicyType::ResourceControl)?,
        }
    }
    Ok(())
}

impl<'t> Policies<'t> {
    fn one(
        &mut self,
        cursor: &mut Cursor<'t>,
        policy_type: PolicyType,
        level: Option<usize>,
        index: usize,
    ) -> Result<usize, LineError> {
        let place = Place {
            policy_type,
            level,
            index,
        };
        self.documents.push(Document {
            place,
            raw: cursor.raw()?,
        });
        Ok(self.documents.len() - 1)
    }

    /// A list of documents; one alone is a list of one.
    fn list(
        &mut self,
        cursor: &mut Cursor<'t>,
        policy_type: PolicyType,
        level: Option<usize>,
    ) -> Result<Range<usize>, LineError> {
        let start = self.documents.len();
        if cursor.peek() == Some(b'[') {
            cursor.enter(b'[', "")?;
            while cursor.item()? {
                let index = self.documents.len() - start;
                self.one(cursor, policy_type, level, index)?;
            }
        } else {
            self.one(cursor, policy_type, level, 0)?;
        }
        Ok(start..self.documents.len())
    }

    /// Lists of documents, one for each level of an organization.
    fn levels(
        &mut self,
        cursor: &mut Cursor<'t>,
        policy_type: PolicyType,
    ) -> Result<Vec<Range<usize>>, LineError> {
        let element = super::answer::name(policy_type);
        let wrong = LineError::WrongType {
            element,
            wanted: "an array of levels, each an array of documents",
        };
        if cursor.peek() != Some(b'[') {
            return Err(wrong);
        }
        cursor.enter(b'[', "")?;
        let mut levels = Vec::new();
        while cursor.item()? {
            if cursor.peek() != Some(b'[') {
                return Err(wrong);
            }
            levels.push(self.list(cursor, policy_type, Some(levels.len()))?);
        }
        Ok(levels)
    }
}

fn read_request<'t>(cursor: &mut Cursor<'t>) -> Result<Request<'t>, LineError> {
    if cursor.peek() != Some(b'{') {
        return Err(LineError::WrongType {
            element: "request",
            wanted: "an object",
        });
    }
    cursor.enter(b'{', "")?;
    let (mut principal, mut action, mut resource) = (None, None, None);
    let (mut account, mut context) = (None, None);
    while let Some(key) = cursor.key()? {
        match key.as_ref() {
            "principal" => once(&mut principal, text(cursor, "principal")?, "principal")?,
            "action" => once(&mut action, text(cursor, "action")?, "action")?,
            "resource" => once(&mut resource, text(cursor, "resource")?, "resource")?,
            "accountId" => once(&mut account, read_account(cursor)?, "accountId")?,
            "context" => once(&mut context, read_context(cursor)?, "context")?,
            _ => return Err(LineError::Unknown("request", key.into_owned())),
        }
    }
    let action = action.ok_or(LineError::Missing("action"))?;
    let resource = resource.ok_or(LineError::Missing("resource"))?;
    if !is_action(&action) {
        return Err(LineError::Action(action.into_owned()));
    }
    if !is_resource(&resource) {
        return Err(LineError::Resource(resource.into_owned()));
    }
    Ok(Request {
        principal: principal.ok_or(LineError::Missing("principal"))?,
        action,
        resource,
        account: account.flatten(),
        context: context.unwrap_or_default(),
    })
}

fn is_action(text: &str) -> bool {
    let named = text
        .split_once(':')
        .is_some_and(|(service, name)| !service.is_empty() && !name.is_empty());
    named && !text.bytes().any(|b| matches!(b, b'*' | b'?'))
}

fn is_resource(text: &str) -> bool {
    text == "*" || (text.starts_with("arn:") && text.bytes().filter(|b| *b == b':').count() >= 5)
}

fn text<'t>(cursor: &mut Cursor<'t>, element: &'static str) -> Result<Cow<'t, str>, LineError> {
    if cursor.peek() != Some(b'"') {
        return Err(LineError::WrongType {
            element,
            wanted: "text",
        });
    }
    cursor.string()
}

fn read_account(cursor: &mut Cursor<'_>) -> Result<Option<AccountId>, LineError> {
    match cursor.peek() {
        Some(b'n') => cursor.checked().map(|_| None),
        Some(b'"') => cursor.string()?.parse().map(Some).map_err(|_| LineError::Account),
        _ => Err(LineError::Account),
    }
}

fn read_context<'t>(cursor: &mut Cursor<'t>) -> Result<Given<'t>, LineError> {
    if cursor.peek() != Some(b'{') {
        return Err(LineError::WrongType {
            element: "context",
            wanted: "an object of condition keys",
        });
    }
    cursor.enter(b'{', "")?;
    let mut given = Given::default();
    while let Some(key) = cursor.key()? {
        let held = match cursor.peek() {
            Some(b'[') => {
                cursor.enter(b'[', "")?;
                let mut values = Vec::new();
                while cursor.item()? {
                    values.push(scalar(cursor, &key)?);
                }
                Held::Multi(values)
            }
            Some(b'n') => {
                cursor.checked()?;
                Held::Absent
            }
            _ => Held::Single(scalar(cursor, &key)?),
        };
        given.push(key, held);
    }
    given.sort().map_err(LineError::Twice)?;
    Ok(given)
}

/// Text, or the text of a number or boolean.
fn scalar<'t>(cursor: &mut Cursor<'t>, key: &str) -> Result<Cow<'t, str>, LineError> {
    match cursor.peek() {
        Some(b'"') => cursor.string(),
        Some(b'0'..=b'9' | b'-' | b't' | b'f') => cursor.checked().map(Cow::Borrowed),
        _ => Err(LineError::ContextValue(key.to_owned())),
    }
}
