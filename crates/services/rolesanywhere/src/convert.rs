//! Between the wire and the configuration: resources as answers show them, and the traits that tie the
//! generated messages to the resource they are about.

use tegata_api_rolesanywhere as api;
use tegata_base::Tag;
use tegata_state::{AnchorSource, Crl, Profile, TrustAnchor, rolesanywhere_arn};
use tegata_wire::Blob;

use crate::notification_settings;
use crate::resource::Resource;

/// A resource that answers show whole.
pub(crate) trait Shown: Resource {
    type Detail;

    /// The resource as answers show it; `previous_alias` only where this call took that alias away.
    fn shown(&self, previous_alias: Option<String>) -> Self::Detail;
}

/// An input that names one resource.
pub(crate) trait Names {
    type Resource: Shown;

    fn name(&self) -> &str;
}

/// An output that is one resource, whole.
pub(crate) trait Whole {
    type Resource: Shown;

    fn whole(detail: <Self::Resource as Shown>::Detail) -> Self;
}

/// An output that is a page of resources.
pub(crate) trait Listing {
    type Resource: Shown;

    fn page(details: Vec<<Self::Resource as Shown>::Detail>, next_token: Option<String>) -> Self;
}

/// Implements [`Names`] from a table: input, member, resource.
macro_rules! names {
    ($($input:ident.$member:ident: $resource:ty;)*) => {$(
        impl Names for api::$input {
            type Resource = $resource;

            fn name(&self) -> &str {
                &self.$member
            }
        }
    )*};
}

names! {
    ScalarTrustAnchorRequest.trust_anchor_id: TrustAnchor;
    UpdateTrustAnchorRequest.trust_anchor_id: TrustAnchor;
    PutNotificationSettingsRequest.trust_anchor_id: TrustAnchor;
    ResetNotificationSettingsRequest.trust_anchor_id: TrustAnchor;
    ScalarProfileRequest.profile_id: Profile;
    UpdateProfileRequest.profile_id: Profile;
    PutAttributeMappingRequest.profile_id: Profile;
    DeleteAttributeMappingRequest.profile_id: Profile;
    ScalarCrlRequest.crl_id: Crl;
    UpdateCrlRequest.crl_id: Crl;
}

/// Implements [`Whole`] from a table: output, member, resource. The members of some outputs are optional.
macro_rules! wholes {
    ($($output:ident.$member:ident: $resource:ty;)*) => {$(
        impl Whole for api::$output {
            type Resource = $resource;

            fn whole(detail: <$resource as Shown>::Detail) -> Self {
                Self { $member: detail.into() }
            }
        }
    )*};
}

wholes! {
    TrustAnchorDetailResponse.trust_anchor: TrustAnchor;
    PutNotificationSettingsResponse.trust_anchor: TrustAnchor;
    ResetNotificationSettingsResponse.trust_anchor: TrustAnchor;
    ProfileDetailResponse.profile: Profile;
    PutAttributeMappingResponse.profile: Profile;
    DeleteAttributeMappingResponse.profile: Profile;
    CrlDetailResponse.crl: Crl;
}

/// Implements [`Listing`] from a table: output, member, resource.
macro_rules! listings {
    ($($output:ident.$member:ident: $resource:ty;)*) => {$(
        impl Listing for api::$output {
            type Resource = $resource;

            fn page(details: Vec<<$resource as Shown>::Detail>, next_token: Option<String>) -> Self {
                Self { $member: Some(details), next_token }
            }
        }
    )*};
}

listings! {
    ListTrustAnchorsResponse.trust_anchors: TrustAnchor;
    ListProfilesResponse.profiles: Profile;
    ListCrlsResponse.crls: Crl;
}

impl Shown for TrustAnchor {
    type Detail = api::TrustAnchorDetail;

    fn shown(&self, previous_alias: Option<String>) -> Self::Detail {
        api::TrustAnchorDetail {
            trust_anchor_id: Some(self.id.clone()),
            trust_anchor_arn: Some(self.arn().to_string()),
            name: Some(self.name.clone()),
            source: Some(source(&self.source)),
            enabled: Some(self.enabled),
            crl_dp_revocation_enabled: self.crl_dp_revocation,
            created_at: Some(self.created),
            updated_at: Some(self.updated),
            notification_settings: Some(notification_settings::shown(self)),
            alias_name: self.alias.clone(),
            alias_arn: alias_arn(self),
            previous_alias_name: previous_alias,
        }
    }
}

impl Shown for Profile {
    type Detail = api::ProfileDetail;

    fn shown(&self, previous_alias: Option<String>) -> Self::Detail {
        let mapping = |mapping: &tegata_state::AttributeMapping| api::AttributeMapping {
            certificate_field: Some(mapping.field.clone()),
            mapping_rules: Some(mapping.specifiers.iter().cloned().map(rule).collect()),
        };
        api::ProfileDetail {
            profile_id: Some(self.id.clone()),
            profile_arn: Some(self.arn().to_string()),
            name: Some(self.name.clone()),
            require_instance_properties: Some(self.require_instance_properties),
            enabled: Some(self.enabled),
            created_by: Some(self.created_by.clone()),
            session_policy: self
                .session_policy
                .as_ref()
                .map(|policy| policy.text().to_owned()),
            role_arns: Some(self.roles.iter().map(|role| role.arn.clone()).collect()),
            managed_policy_arns: Some(self.managed_policy_arns.clone()),
            created_at: Some(self.created),
            updated_at: Some(self.updated),
            duration_seconds: i32::try_from(self.duration_seconds).ok(),
            accept_role_session_name: Some(self.accept_role_session_name),
            attribute_mappings: Some(self.mappings.iter().map(mapping).collect()),
            alias_name: self.alias.clone(),
            alias_arn: alias_arn(self),
            previous_alias_name: previous_alias,
        }
    }
}

impl Shown for Crl {
    type Detail = api::CrlDetail;

    fn shown(&self, previous_alias: Option<String>) -> Self::Detail {
        let anchor = rolesanywhere_arn(&self.region, self.account, TrustAnchor::WORD, &self.trust_anchor);
        api::CrlDetail {
            crl_id: Some(self.id.clone()),
            crl_arn: Some(self.arn().to_string()),
            name: Some(self.name.clone()),
            enabled: Some(self.enabled),
            crl_data: Some(Blob(self.data.clone().into_bytes())),
            trust_anchor_arn: Some(anchor.to_string()),
            created_at: Some(self.created),
            updated_at: Some(self.updated),
            alias_name: self.alias.clone(),
            alias_arn: alias_arn(self),
            previous_alias_name: previous_alias,
        }
    }
}

fn alias_arn<R: Resource>(resource: &R) -> Option<String> {
    let kind = format!("alias/{}", R::WORD);
    let alias = resource.alias()?;
    Some(rolesanywhere_arn(resource.region()?, resource.account(), &kind, alias).to_string())
}

fn source(source: &AnchorSource) -> api::Source {
    let (source_type, bundle, pca) = match source {
        AnchorSource::CertificateBundle(pem) => ("CERTIFICATE_BUNDLE", Some(pem), None),
        AnchorSource::SelfSignedRepository(pem) => ("SELF_SIGNED_REPOSITORY", Some(pem), None),
        AnchorSource::AcmPca(arn) => ("AWS_ACM_PCA", None, Some(arn)),
    };
    api::Source {
        source_type: Some(source_type.to_owned()),
        source_data: Some(api::SourceData {
            x509_certificate_data: bundle.cloned(),
            acm_pca_arn: pca.cloned(),
        }),
    }
}

fn rule(specifier: String) -> api::MappingRule {
    api::MappingRule { specifier }
}

/// Tags of a request, not yet checked.
pub(crate) fn tags(tags: &[api::Tag]) -> Vec<Tag> {
    tags.iter()
        .map(|tag| Tag {
            key: tag.key.clone(),
            value: tag.value.clone(),
        })
        .collect()
}

/// Tags as answers show them, in the order in which they were set.
pub(crate) fn shown_tags(tags: &[Tag]) -> Vec<api::Tag> {
    tags.iter()
        .map(|tag| api::Tag {
            key: tag.key.clone(),
            value: tag.value.clone(),
        })
        .collect()
}
