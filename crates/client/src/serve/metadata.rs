//! The tree under `/latest/` of an instance's metadata: the role's credentials, and on request what
//! some SDKs and tools look for beside them.
//!
//! Nothing is there that was not asked for, since this is no EC2 instance: a region comes from what is
//! signed for, an account from the role, an instance id from the certificate or a flag, and a zone from
//! a flag or, made up, from the region. What nobody knows is `null`.

use jiff::Timestamp;
use serde_json::json;
use tegata_base::time::iso_seconds;
use tegata_base::{Arn, Region};

use super::args::AnswerArgs;
use super::snapshot::Snapshot;

/// What is told beside credentials.
pub(super) struct Metadata {
    /// The last part of the role's ARN, as AWS's helper names it.
    pub(super) role_name: String,
    account: String,
    region: String,
    zone: Option<String>,
    has_document: bool,
    instance_id: Option<String>,
    start: Timestamp,
}

/// A place in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// Text: an index, a name, a document.
    Text(String),
    /// The credentials of the role.
    Credentials,
    /// Known once the certificate was read.
    NotYet,
}

impl Metadata {
    pub(super) fn new(role_arn: &str, region: &Region, args: &AnswerArgs, start: Timestamp) -> Self {
        let account = role_arn.parse::<Arn>().map(|arn| arn.account().to_owned());
        let region = region.as_str().to_owned();
        let zone = args.placement.then(|| {
            args.availability_zone
                .clone()
                .unwrap_or_else(|| format!("{region}a"))
        });
        Self {
            role_name: role_arn.rsplit('/').next().unwrap_or_default().to_owned(),
            account: account.unwrap_or_default(),
            region,
            zone,
            has_document: args.identity_document,
            instance_id: args.instance_id.clone(),
            start,
        }
    }

    /// What is at a path below `/latest`, without a slash at either end.
    pub(super) fn find(&self, path: &str, snapshot: &Snapshot) -> Option<Node> {
        let text = |text: &str| Some(Node::Text(text.to_owned()));
        let placed = |text: &str| self.zone.as_ref().map(|_| Node::Text(text.to_owned()));
        let documented = |text: &str| self.has_document.then(|| Node::Text(text.to_owned()));
        match path {
            "" if self.has_document => text("dynamic\nmeta-data"),
            "" => text("meta-data"),
            "meta-data" => Some(Node::Text(self.index())),
            "meta-data/iam" => text("security-credentials/"),
            "meta-data/iam/security-credentials" => text(&self.role_name),
            "meta-data/placement" => placed("availability-zone\nregion"),
            "meta-data/placement/availability-zone" => self.zone.clone().map(Node::Text),
            "meta-data/placement/region" => placed(&self.region),
            "meta-data/instance-id" => self.has_document.then(|| self.with_id(snapshot, Node::Text)),
            "dynamic" => documented("instance-identity/"),
            "dynamic/instance-identity" => documented("document"),
            "dynamic/instance-identity/document" => self
                .has_document
                .then(|| self.with_id(snapshot, |id| Node::Text(self.document(&id)))),
            path => {
                let role = path.strip_prefix("meta-data/iam/security-credentials/")?;
                let role = percent_encoding::percent_decode_str(role).decode_utf8().ok()?;
                (role == self.role_name.as_str()).then_some(Node::Credentials)
            }
        }
    }

    fn index(&self) -> String {
        let entries = [
            ("iam/", true),
            ("instance-id", self.has_document),
            ("placement/", self.zone.is_some()),
        ];
        let there = entries.into_iter().filter(|(_, there)| *there);
        there.map(|(name, _)| name).collect::<Vec<_>>().join("\n")
    }

    fn with_id(&self, snapshot: &Snapshot, then: impl FnOnce(String) -> Node) -> Node {
        let serial = || Some(snapshot.certificate.as_ref()?.serial().to_hex());
        self.instance_id
            .clone()
            .or_else(serial)
            .map_or(Node::NotYet, then)
    }

    fn document(&self, id: &str) -> String {
        let architecture = match std::env::consts::ARCH {
            "aarch64" => "arm64",
            other => other,
        };
        let document = json!({
            "accountId": self.account,
            "architecture": architecture,
            "availabilityZone": self.zone,
            "billingProducts": null,
            "devpayProductCodes": null,
            "marketplaceProductCodes": null,
            "imageId": null,
            "instanceId": id,
            "instanceType": null,
            "kernelId": null,
            "pendingTime": iso_seconds(self.start),
            "privateIp": null,
            "ramdiskId": null,
            "region": self.region,
            "version": "2017-09-30",
        });
        format!("{document:#}")
    }
}
