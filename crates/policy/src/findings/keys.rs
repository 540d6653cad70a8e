//! Global condition keys (IAM user guide, "AWS global condition context keys").

use super::Report;
use super::draft::{Condition, Draft};
use crate::operator::{Comparison, SetQualifier};

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Text,
    /// Several texts.
    Texts,
    Arn,
    Bool,
    Number,
    Date,
    /// A date, or seconds since 1970.
    Epoch,
    Address,
    /// Text, and only with a tag's key behind it.
    Tag,
}

/// Every global key.
const GLOBAL: [(&str, Known); 59] = [
    ("aws:AssumedRoot", Known::Bool),
    ("aws:CalledVia", Known::Texts),
    ("aws:CalledViaAWSMCP", Known::Text),
    ("aws:CalledViaFirst", Known::Text),
    ("aws:CalledViaLast", Known::Text),
    ("aws:ChatbotSourceArn", Known::Arn),
    ("aws:CurrentTime", Known::Date),
    ("aws:Ec2InstanceSourcePrivateIPv4", Known::Address),
    ("aws:Ec2InstanceSourceVpc", Known::Text),
    ("aws:EpochTime", Known::Epoch),
    ("aws:FederatedProvider", Known::Text),
    ("aws:IsMcpServiceAction", Known::Bool),
    ("aws:MultiFactorAuthAge", Known::Number),
    ("aws:MultiFactorAuthPresent", Known::Bool),
    ("aws:PrincipalAccount", Known::Text),
    ("aws:PrincipalArn", Known::Arn),
    ("aws:PrincipalIsAWSService", Known::Bool),
    ("aws:PrincipalOrgID", Known::Text),
    ("aws:PrincipalOrgPaths", Known::Texts),
    ("aws:PrincipalServiceName", Known::Text),
    ("aws:PrincipalServiceNamesList", Known::Texts),
    ("aws:PrincipalTag", Known::Tag),
    ("aws:PrincipalType", Known::Text),
    ("aws:RequestTag", Known::Tag),
    ("aws:RequestedRegion", Known::Text),
    ("aws:ResourceAccount", Known::Text),
    ("aws:ResourceOrgID", Known::Text),
    ("aws:ResourceOrgPaths", Known::Texts),
    ("aws:ResourceTag", Known::Tag),
    ("aws:SecureTransport", Known::Bool),
    ("aws:SignInSessionArn", Known::Arn),
    ("aws:SourceAccount", Known::Text),
    ("aws:SourceArn", Known::Arn),
    ("aws:SourceIdentity", Known::Text),
    ("aws:SourceIp", Known::Address),
    ("aws:SourceOrgID", Known::Text),
    ("aws:SourceOrgPaths", Known::Texts),
    ("aws:SourceOwner", Known::Text),
    ("aws:SourceVpc", Known::Text),
    ("aws:SourceVpcArn", Known::Arn),
    ("aws:SourceVpce", Known::Text),
    ("aws:TagKeys", Known::Texts),
    ("aws:TokenIssueTime", Known::Date),
    ("aws:UserAgent", Known::Text),
    ("aws:ViaAWSMCPService", Known::Bool),
    ("aws:ViaAWSService", Known::Bool),
    ("aws:VpcSourceIp", Known::Address),
    ("aws:VpceAccount", Known::Text),
    ("aws:VpceOrgID", Known::Text),
    ("aws:VpceOrgPaths", Known::Texts),
    ("aws:referer", Known::Text),
    ("aws:userid", Known::Text),
    ("aws:username", Known::Text),
    // Of STS and IAM, which every account has.
    ("iam:PassedToService", Known::Text),
    ("iam:PermissionsBoundary", Known::Arn),
    ("iam:PolicyARN", Known::Arn),
    ("sts:ExternalId", Known::Text),
    ("sts:RoleSessionName", Known::Text),
    ("sts:TransitiveTagKeys", Known::Texts),
];

/// The key that AWS no longer fills in.
const DEPRECATED: &str = "aws:ARN";

impl Known {
    pub(super) const fn is_multi_valued(self) -> bool {
        matches!(self, Self::Texts)
    }

    /// The operator family to use; `None` when this one is fine.
    fn better_than(self, found: Comparison) -> Option<&'static str> {
        let is_text = matches!(
            found,
            Comparison::String | Comparison::StringIgnoreCase | Comparison::StringLike
        );
        let (fits, family) = match self {
            Self::Text | Self::Texts | Self::Tag => (is_text, "String"),
            Self::Arn => (is_text || found == Comparison::Arn, "Arn"),
            Self::Bool => (found == Comparison::Bool, "Bool"),
            Self::Number => (matches!(found, Comparison::Numeric(_)), "Numeric"),
            Self::Date => (matches!(found, Comparison::Date(_)), "Date"),
            Self::Epoch => (
                matches!(found, Comparison::Date(_) | Comparison::Numeric(_)),
                "Date",
            ),
            Self::Address => (found == Comparison::IpAddress, "IpAddress"),
        };
        (!fits && found != Comparison::Null).then_some(family)
    }
}

/// What a key holds, when it is one of the table.
pub(super) fn known(key: &str) -> Option<Known> {
    let (name, tag) = key.split_once('/').unwrap_or((key, ""));
    let (_, found) = GLOBAL
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let has_tag = key.len() > name.len();
    match found {
        Known::Tag => Some(Known::Tag),
        _ if has_tag || !tag.is_empty() => None,
        _ => Some(*found),
    }
}

fn global<'a, 't>(draft: &'a Draft<'t>) -> impl Iterator<Item = Condition<'a, 't>> {
    draft.conditions().filter(|condition| {
        let head = condition.key.name.get(..4);
        head.is_some_and(|head| head.eq_ignore_ascii_case("aws:"))
    })
}

pub(super) fn invalid_global_key(draft: &Draft<'_>, report: &mut Report) {
    for condition in global(draft) {
        let key = &condition.key.name;
        if known(key).is_none() && !key.eq_ignore_ascii_case(DEPRECATED) {
            report.add(&[key], &condition.key.key);
        }
    }
}

pub(super) fn deprecated(draft: &Draft<'_>, report: &mut Report) {
    for condition in global(draft) {
        if condition.key.name.eq_ignore_ascii_case(DEPRECATED) {
            report.add(&[], &condition.key.key);
        }
    }
}

pub(super) fn missing_tag_key(draft: &Draft<'_>, report: &mut Report) {
    for condition in global(draft) {
        let key = &condition.key.name;
        let (name, tag) = key.split_once('/').unwrap_or((key, ""));
        if known(key) == Some(Known::Tag) && tag.is_empty() {
            report.add(&[name, name], &condition.key.key);
        }
    }
}

pub(super) fn missing_qualifier(draft: &Draft<'_>, report: &mut Report) {
    for condition in draft.conditions() {
        let Some(operator) = condition
            .operator
            .filter(|operator| operator.comparison != Comparison::Null)
        else {
            continue;
        };
        let key = &condition.key.name;
        if operator.set.is_none() && known(key).is_some_and(Known::is_multi_valued) {
            report.add(&[key], &condition.key.key);
        }
    }
}

pub(super) fn type_mismatch(draft: &Draft<'_>, report: &mut Report) {
    for condition in draft.conditions() {
        let key = &condition.key.name;
        let found = condition.operator.map(|operator| operator.comparison);
        let better = found.and_then(|found| known(key)?.better_than(found));
        if let Some(family) = better {
            report.add(&[family, condition.name, key], &condition.key.key);
        }
    }
}

pub(super) fn for_all_values_of_one(draft: &Draft<'_>, report: &mut Report) {
    for condition in draft
        .conditions()
        .filter(|condition| condition.statement.allows())
    {
        let key = &condition.key.name;
        let set = condition.operator.and_then(|operator| operator.set);
        let is_one = known(key).is_some_and(|known| !known.is_multi_valued());
        if set == Some(SetQualifier::ForAllValues) && is_one {
            report.add(&[key], &condition.key.key);
        }
    }
}
