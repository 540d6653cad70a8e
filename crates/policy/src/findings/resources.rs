//! `Resource` and `NotResource`.

use super::Report;
use super::draft::{Draft, Node};
use super::pattern::{MOST, covered};
use crate::kind::PolicyKind;
use crate::validate::{PARTITIONS, S3_REGIONAL};

/// The parts of a text that has at least the prefix of an ARN; parts that are not there are empty.
struct Parts<'a> {
    partition: &'a str,
    service: &'a str,
    region: &'a str,
    account: &'a str,
    resource: &'a str,
}

fn texts<'a, 't>(draft: &'a Draft<'t>) -> impl Iterator<Item = (&'a str, &'a Node<'t>)> {
    let elements = draft.statements().filter_map(|statement| statement.resources());
    elements
        .flat_map(|element| element.texts())
        .filter(|(text, _)| *text != "*")
}

fn arns<'a, 't>(draft: &'a Draft<'t>) -> impl Iterator<Item = (Parts<'a>, &'a Node<'t>)> {
    texts(draft).filter_map(|(text, node)| {
        let mut parts = text.splitn(6, ':');
        if parts.next() != Some("arn") {
            return None;
        }
        let [partition, service, region, account, resource] =
            std::array::from_fn(|_| parts.next().unwrap_or_default());
        let parts = Parts {
            partition,
            service,
            region,
            account,
            resource,
        };
        Some((parts, node))
    })
}

fn is_wild(part: &str) -> bool {
    part.contains(['*', '?']) || part.contains("${")
}

pub(super) fn missing_resource(draft: &Draft<'_>, report: &mut Report) {
    if draft.kind == PolicyKind::Trust {
        return;
    }
    for statement in draft.statements() {
        if statement.resources().is_none() {
            report.add(&[], statement.place());
        }
    }
}

pub(super) fn invalid_prefix(draft: &Draft<'_>, report: &mut Report) {
    for (text, node) in texts(draft) {
        if !text.starts_with("arn:") && !text.starts_with("${") {
            report.add(&[], &node.place);
        }
    }
}

/// A short text that ends in `*` is completed by it.
pub(super) fn missing_field(draft: &Draft<'_>, report: &mut Report) {
    for (text, node) in texts(draft).filter(|(text, _)| text.starts_with("arn:")) {
        if text.bytes().filter(|b| *b == b':').count() < 5 && !text.ends_with('*') {
            report.add(&[], &node.place);
        }
    }
}

pub(super) fn invalid_partition(draft: &Draft<'_>, report: &mut Report) {
    for (arn, node) in arns(draft) {
        if !is_wild(arn.partition) && !PARTITIONS.contains(&arn.partition) {
            report.add(&[arn.service, arn.partition, &PARTITIONS.join(", ")], &node.place);
        }
    }
}

pub(super) fn service_case(draft: &Draft<'_>, report: &mut Report) {
    for (arn, node) in arns(draft) {
        if arn.service.bytes().any(|b| b.is_ascii_uppercase()) {
            report.add(&[], &node.place);
        }
    }
}

/// Twelve digits, nothing, or the word for what AWS owns.
pub(super) fn invalid_account(draft: &Draft<'_>, report: &mut Report) {
    for (arn, node) in arns(draft) {
        let is_number = arn.account.len() == 12 && arn.account.bytes().all(|b| b.is_ascii_digit());
        let is_word = matches!(
            arn.account,
            "" | "aws" | "aws-marketplace" | "third-party" | "cloudfront" | "amazon"
        );
        if !is_number && !is_word && !is_wild(arn.account) {
            report.add(&[arn.account], &node.place);
        }
    }
}

fn is_regional_s3(resource: &str) -> bool {
    is_wild(resource.split('/').next().unwrap_or_default())
        || S3_REGIONAL.iter().any(|kind| resource.starts_with(kind))
}

pub(super) fn region_not_allowed(draft: &Draft<'_>, report: &mut Report) {
    for (arn, node) in arns(draft) {
        let is_bound = match arn.service {
            "iam" => true,
            "s3" => !is_regional_s3(arn.resource),
            _ => false,
        };
        if is_bound && !matches!(arn.region, "" | "*") {
            report.add(&[arn.service], &node.place);
        }
    }
}

/// Names of buckets are unique in a partition.
pub(super) fn account_not_allowed(draft: &Draft<'_>, report: &mut Report) {
    for (arn, node) in arns(draft) {
        let is_bucket = arn.service == "s3" && !is_regional_s3(arn.resource);
        if is_bucket && !matches!(arn.account, "" | "*") {
            report.add(&[arn.service], &node.place);
        }
    }
}

pub(super) fn empty_array(draft: &Draft<'_>, report: &mut Report) {
    for element in draft.statements().filter_map(|statement| statement.resources()) {
        if element.value.is_empty() {
            report.add(&[], &element.value.place);
        }
    }
}

pub(super) fn redundant_resource(draft: &Draft<'_>, report: &mut Report) {
    if draft.text.len() > MOST {
        return;
    }
    for element in draft.statements().filter_map(|statement| statement.resources()) {
        let resources: Vec<_> = element.texts().collect();
        let patterns: Vec<String> = resources.iter().map(|(text, _)| (*text).to_owned()).collect();
        let found: Vec<_> = covered(&patterns)
            .into_iter()
            .filter_map(|at| resources.get(at))
            .collect();
        if let Some((first, _)) = found.first() {
            let places = found.iter().map(|(_, node)| node.place.clone()).collect();
            report.add_all(&[&found.len().to_string(), first], places);
        }
    }
}

/// IAM's lists are authorized on such texts; elsewhere nothing is named so.
pub(super) fn ends_with_separator(draft: &Draft<'_>, report: &mut Report) {
    for (arn, node) in arns(draft) {
        if arn.service != "iam" && arn.resource.len() > 1 && arn.resource.ends_with(['/', ':']) {
            report.add(&[], &node.place);
        }
    }
}
