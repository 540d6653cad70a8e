//! A world in which IAM answers, and what its tests put in and take out of it.

use std::ops::{Deref, DerefMut};

use serde_json::{Value as Json, json};
pub(super) use tegata_testkit::world::{ACCOUNT, account, allow, each, members};

use crate::{REFUSAL, ROWS, SERVICE};

pub(super) const EC2_TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
pub(super) const READ: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:Get*","Resource":"*"}]}"#;

/// `arn:aws:iam::111122223333:<resource>`
pub(super) fn arn(resource: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:{resource}")
}

/// A trust policy for this `AWS` principal.
pub(super) fn trust(principal: &str) -> String {
    let statement = json!({"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"});
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

pub(super) struct World(tegata_testkit::world::World);

impl World {
    pub(super) fn new() -> Self {
        Self(tegata_testkit::world::World::new(SERVICE, REFUSAL, ROWS))
    }
}

impl Deref for World {
    type Target = tegata_testkit::world::World;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for World {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

/// A percent-encoded document of an answer, decoded.
pub(super) fn decoded(document: &Json) -> String {
    percent_encoding::percent_decode_str(document.as_str().unwrap())
        .decode_utf8()
        .unwrap()
        .into_owned()
}
