//! Complaints about `Resource` and `NotResource` texts.

use super::Complaint;

/// Partitions that AWS has (botocore's `partitions.json`).
pub(crate) const PARTITIONS: [&str; 8] = [
    "aws",
    "aws-cn",
    "aws-us-gov",
    "aws-eusc",
    "aws-iso",
    "aws-iso-b",
    "aws-iso-e",
    "aws-iso-f",
];

/// How the sixth part of an IAM resource may begin.
const IAM_PATHS: [&str; 13] = [
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
];

/// S3 resources that live in a region (service authorization reference, Amazon S3); buckets and
/// objects do not.
pub(crate) const S3_REGIONAL: [&str; 6] = [
    "accesspoint/",
    "access-grants/",
    "async-request/",
    "job/",
    "storage-lens/",
    "storage-lens-group/",
];

/// Whether IAM's old parser fails on the text: parts that are empty or missing. It looks only at
/// ARNs of known partitions.
pub(crate) fn fails_legacy(text: &str) -> bool {
    let mut parts = text.split(':').skip(1);
    let (Some(partition), Some(service)) = (parts.next(), parts.next()) else {
        return false;
    };
    let colons = text.bytes().filter(|b| *b == b':').count();
    is_partition(partition) && (service.is_empty() || (colons < 5 && text.contains("::")))
}

pub(super) fn check(text: &str) -> Result<(), Complaint> {
    if text == "*" {
        return Ok(());
    }
    let Some((_, rest)) = text.split_once(':') else {
        return Err(Complaint::NotAnArn(text.into()));
    };
    let mut parts = rest.splitn(5, ':');
    let partition = parts.next().unwrap_or_default();
    let [service, region, _account, resource] = std::array::from_fn(|_| parts.next().unwrap_or("*"));
    if !is_partition(partition) {
        let missing = 4_usize.saturating_sub(rest.bytes().filter(|b| *b == b':').count());
        return Err(Complaint::Partition {
            partition: partition.into(),
            shown: format!("arn:{rest}{}", ":*".repeat(missing)),
        });
    }
    if service.contains(['*', '?']) {
        return Err(Complaint::ResourceVendor);
    }
    match service {
        "iam" if !region.is_empty() => Err(Complaint::IamRegion(text.into())),
        "iam" if !is_iam_path(resource) => Err(Complaint::IamPath),
        "s3" if !region.is_empty() && !S3_REGIONAL.iter().any(|kind| resource.starts_with(kind)) => {
            Err(Complaint::S3Region(text.into()))
        }
        _ => Ok(()),
    }
}

/// A known partition, or a pattern.
pub(crate) fn is_partition(text: &str) -> bool {
    text.contains(['*', '?']) || PARTITIONS.contains(&text)
}

fn is_iam_path(resource: &str) -> bool {
    matches!(resource, "*" | "root") || IAM_PATHS.iter().any(|kind| resource.starts_with(kind))
}
