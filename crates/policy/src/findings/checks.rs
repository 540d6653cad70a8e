//! The table of checks.

use super::FindingType::{Error, SecurityWarning, Suggestion, Warning};
use super::grants::{ActionForm as A, CREATE_SLR, PASS_ROLE, ResourceForm as R, grants};
use super::{Check, actions, addresses, conditions, keys, principals, resources, structure, variables};
use crate::kind::PolicyKind;

macro_rules! checks {
    ($($finding_type:ident $code:literal $details:literal $find:expr;)*) => {
        &[$(Check { code: $code, finding_type: $finding_type, details: $details, find: $find },)*]
    };
}

/// Every check, by subject.
pub(super) const CHECKS: &[Check] = checks! {
    // The grammar
    Error "DATA_TYPE_MISMATCH" "The text does not match the expected JSON data type {}." structure::data_type_mismatch;
    Error "INVALID_POLICY_ELEMENT" "The policy element {} is not valid." structure::invalid_policy_element;
    Error "INVALID_VERSION" "The version {} is not valid. Use one of the following versions: 2012-10-17, 2008-10-17" structure::invalid_version;
    Warning "MISSING_VERSION" "We recommend that you specify the Version element to help you with debugging permission issues." structure::missing_version;
    Suggestion "OLDER_VERSION" "The version 2008-10-17 is the older one, in which policy variables are plain text. Use 2012-10-17." structure::older_version;
    Error "MISSING_STATEMENT" "Add a statement to the policy" structure::missing_statement;
    Error "MISSING_EFFECT" "Add an Effect element to the policy statement with a value of Allow or Deny." structure::missing_effect;
    Error "INVALID_EFFECT" "The effect {} is not valid. Use Allow or Deny." structure::invalid_effect;
    Error "UNSUPPORTED_ELEMENT_COMBINATION" "The policy elements {} and {} can not be used in the same statement. Remove one of these elements." structure::unsupported_element_combination;
    Error "UNSUPPORTED_SID" "Update the characters in the Sid element to use one of the following character types: [a-z, A-Z, 0-9]" structure::unsupported_sid;
    Error "UNIQUE_SIDS_REQUIRED" "Duplicate statement IDs are not supported for this policy type. Update the Sid value." structure::unique_sids_required;
    Warning "UNIQUE_SIDS_RECOMMENDED" "We recommend that you use statement IDs that are unique to your policy. Update the Sid value." structure::unique_sids_recommended;
    Suggestion "EMPTY_SID_VALUE" "Add a value to the empty string in the Sid element." structure::empty_sid_value;
    Suggestion "REDUNDANT_STATEMENT" "The statements are redundant because they provide identical permissions. Update the policy to remove the redundant statement." structure::redundant_statement;
    Error "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA" "The {} characters in the identity policy, excluding whitespace, exceed the {} character maximum for inline and managed policies. We recommend that you use multiple granular policies." |d, r| structure::quota(d, r, &[PolicyKind::Managed, PolicyKind::Inline, PolicyKind::Session]);
    Error "POLICY_SIZE_EXCEEDS_TRUST_POLICY_QUOTA" "The {} characters in the trust policy, excluding whitespace, exceed the {} character maximum for trust policies." |d, r| structure::quota(d, r, &[PolicyKind::Trust]);
    Error "POLICY_SIZE_EXCEEDS_SCP_QUOTA" "The {} characters in the service control policy (SCP) exceed the {} character maximum for SCPs. We recommend that you use multiple granular policies." |d, r| structure::quota(d, r, &[PolicyKind::ServiceControl]);
    Error "POLICY_SIZE_EXCEEDS_RCP_QUOTA" "The {} characters in the resource control policy (RCP) exceed the {} character maximum for RCPs. We recommend that you use multiple granular policies." |d, r| structure::quota(d, r, &[PolicyKind::ResourceControl]);

    // Principals
    Error "MISSING_PRINCIPAL" "Add a Principal element to the policy statement." principals::missing_principal;
    Error "UNSUPPORTED_PRINCIPAL" "The policy type IDENTITY_POLICY does not support the Principal element. Remove the Principal element." principals::unsupported_principal;
    Error "SCP_SYNTAX_ERROR_PRINCIPAL" "SCPs do not support specifying principals. Remove the Principal or NotPrincipal element." principals::scp_principal;
    Error "INVALID_PRINCIPAL_FORMAT" "The Principal element contents are not valid. Specify a key-value pair in the Principal element." principals::invalid_format;
    Error "INVALID_PRINCIPAL_KEY" "The principal key {} is not valid." principals::invalid_key;
    Error "UNSUPPORTED_WILDCARD_IN_PRINCIPAL" "Wildcards (*, ?) are not supported with the principal key {}. Replace the wildcard with a valid principal value." principals::unsupported_wildcard;
    Error "MISMATCHED_ACTION_FOR_PRINCIPAL" "The {} action is invalid with the following principal(s): {}. Use a SAML provider principal with the sts:AssumeRoleWithSAML action or use an OIDC provider principal with the sts:AssumeRoleWithWebIdentity action. Ensure the provider is Federated if you use either of the two options." principals::mismatched_action;
    Error "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY" "The rolesanywhere.amazonaws.com service principal requires the sts:AssumeRole, sts:SetSourceIdentity, and sts:TagSession permissions to assume a role. Add the missing permissions to the policy." principals::roles_anywhere_actions;
    SecurityWarning "ALLOW_WITH_NOT_PRINCIPAL" "Using Allow with NotPrincipal can be overly permissive. We recommend that you use Principal instead." principals::allow_with_not_principal;
    SecurityWarning "ALLOW_WITH_STAR_PRINCIPAL" "Using Allow with the principal * and no condition grants access to everyone, anonymous callers included. Name the principals, or add a condition." principals::allow_with_star;
    SecurityWarning "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL" "Granting access to a service principal without specifying a source is overly permissive. Use aws:SourceArn, aws:SourceAccount, aws:SourceOrgID, or aws:SourceOrgPaths condition key to grant fine-grained access." principals::service_without_source;
    Warning "INVALID_ROLE_REFERENCE" "The Principal element includes the IAM role ID {}. We recommend that you use a role ARN instead." principals::role_id;
    Warning "INVALID_USER_REFERENCE" "The Principal element includes the IAM user ID {}. We recommend that you use a user ARN instead." principals::user_id;
    Suggestion "EMPTY_ARRAY_PRINCIPAL" "This statement includes no principals and does not affect the policy. Specify principals." principals::empty_array;
    Suggestion "EMPTY_OBJECT_PRINCIPAL" "This statement includes no principals and does not affect the policy. Specify principals." principals::empty_object;

    // Actions
    SecurityWarning "ALLOW_WITH_NOT_ACTION" "Using Allow with NotAction grants every action that is not listed, those of other services and of services to come included. We recommend that you use Action instead." actions::allow_with_not_action;
    Error "MISSING_ACTION" "Add an Action or NotAction element to the policy statement." actions::missing_action;
    Error "INVALID_ACTION" "The action {} does not exist. Use the format service:action." actions::invalid_action;
    Suggestion "EMPTY_ARRAY_ACTION" "This statement includes no actions and does not affect the policy. Specify actions." actions::empty_array;
    Suggestion "REDUNDANT_ACTION" "The {} action(s) are redundant because they provide similar permissions. Update the policy to remove the redundant action such as: {}." actions::redundant_action;
    Suggestion "WILDCARD_IN_SERVICE_NAME" "Avoid using wildcards (*, ?) in the service name because it might grant unintended access to other AWS services with similar names." actions::wildcard_in_service_name;

    // Grants that lead to more
    SecurityWarning "PASS_ROLE_WITH_NOT_RESOURCE" "Using the iam:PassRole action with NotResource can be overly permissive because it can allow iam:PassRole permissions on multiple resources. We recommend that you specify resource ARNs instead." |d, r| grants(d, r, &PASS_ROLE, A::Named, R::Not);
    SecurityWarning "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE" "Using an action with a wildcard (*) and NotResource can be overly permissive because it can allow iam:PassRole permissions on multiple resources. We recommend that you specify resource ARNs instead." |d, r| grants(d, r, &PASS_ROLE, A::Star, R::Not);
    SecurityWarning "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE" "Using NotAction with NotResource can be overly permissive because it can allow iam:PassRole permissions on multiple resources. We recommend that you specify resource ARNs instead." |d, r| grants(d, r, &PASS_ROLE, A::Not, R::Not);
    SecurityWarning "PASS_ROLE_WITH_STAR_IN_RESOURCE" "Using the iam:PassRole action with wildcards (*) in the resource can be overly permissive because it allows iam:PassRole permissions on multiple resources. We recommend that you specify resource ARNs or add the iam:PassedToService condition key to your statement." |d, r| grants(d, r, &PASS_ROLE, A::Named, R::Star);
    SecurityWarning "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE" "Using wildcards (*) in the action and the resource can be overly permissive because it allows iam:PassRole permissions on all resources. We recommend that you specify resource ARNs or add the iam:PassedToService condition key to your statement." |d, r| grants(d, r, &PASS_ROLE, A::Star, R::Star);
    SecurityWarning "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION" "Using a resource with wildcards (*) and NotAction can be overly permissive because it allows iam:PassRole permissions on all resources. We recommend that you specify resource ARNs or add the iam:PassedToService condition key to your statement." |d, r| grants(d, r, &PASS_ROLE, A::Not, R::Star);
    Warning "CREATE_SLR_WITH_NOT_RESOURCE" "Using the iam:CreateServiceLinkedRole action with NotResource can allow creation of unintended service-linked roles for multiple resources. We recommend that you specify resource ARNs instead." |d, r| grants(d, r, &CREATE_SLR, A::Named, R::Not);
    Warning "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE" "Using an action with a wildcard(*) and NotResource can allow creation of unintended service-linked roles because it can allow iam:CreateServiceLinkedRole permissions on multiple resources. We recommend that you specify resource ARNs instead." |d, r| grants(d, r, &CREATE_SLR, A::Star, R::Not);
    Warning "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE" "Using NotAction with NotResource can allow creation of unintended service-linked roles because it allows iam:CreateServiceLinkedRole permissions on multiple resources. We recommend that you specify resource ARNs instead." |d, r| grants(d, r, &CREATE_SLR, A::Not, R::Not);
    Warning "CREATE_SLR_WITH_STAR_IN_RESOURCE" "Using the iam:CreateServiceLinkedRole action with wildcards (*) in the resource can allow creation of unintended service-linked roles. We recommend that you specify resource ARNs instead." |d, r| grants(d, r, &CREATE_SLR, A::Named, R::Star);
    Warning "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE" "Using wildcards (*) in the action and the resource can allow creation of unintended service-linked roles because it allows iam:CreateServiceLinkedRole permissions on all resources. We recommend that you specify resource ARNs instead." |d, r| grants(d, r, &CREATE_SLR, A::Star, R::Star);
    Warning "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION" "Using a resource with wildcards (*) and NotAction can allow creation of unintended service-linked roles because it allows iam:CreateServiceLinkedRole permissions on all resources. We recommend that you specify resource ARNs instead." |d, r| grants(d, r, &CREATE_SLR, A::Not, R::Star);

    // Resources
    Error "MISSING_RESOURCE" "Add a Resource or NotResource element to the policy statement." resources::missing_resource;
    Error "INVALID_ARN_PREFIX" "Add the required prefix (arn) to the resource ARN." resources::invalid_prefix;
    Error "MISSING_ARN_FIELD" "Resource ARNs must include at least 6 fields in the following structure: arn:partition:service:region:account:resource" resources::missing_field;
    Error "INVALID_PARTITION" "The resource ARN for the service {} does not support the partition {}. Use the supported values: {}" resources::invalid_partition;
    Error "INVALID_ARN_SERVICE_CASE" "Update the service name in the resource ARN to use all lowercase letters." resources::service_case;
    Error "INVALID_ARN_ACCOUNT" "The resource ARN account ID {} is not valid. Provide a 12-digit account ID." resources::invalid_account;
    Error "ARN_REGION_NOT_ALLOWED" "The service {} does not support specifying a Region in the resource ARN." resources::region_not_allowed;
    Error "ARN_ACCOUNT_NOT_ALLOWED" "The service {} does not support specifying an account ID in the resource ARN." resources::account_not_allowed;
    Suggestion "EMPTY_ARRAY_RESOURCE" "This statement includes no resources and does not affect the policy. Specify resources." resources::empty_array;
    Suggestion "REDUNDANT_RESOURCE" "The {} resource ARN(s) are redundant because they reference the same resource. Review the use of wildcards (*) that cover: {}." resources::redundant_resource;
    Suggestion "RESOURCE_ENDS_WITH_SEPARATOR" "The resource ARN ends with a separator and does not match what is below it. If you meant that, add a wildcard (*) to its end." resources::ends_with_separator;

    // Conditions
    Error "INVALID_CONDITION_OPERATOR" "The condition operator {} is not valid. Use a valid condition operator." conditions::invalid_operator;
    Error "NULL_WITH_IF_EXISTS" "The Null condition operator cannot be used with the IfExists suffix. Update the operator or the suffix." conditions::null_with_if_exists;
    Suggestion "NULL_WITH_QUALIFIER" "Avoid using the Null condition operator with the ForAllValues or ForAnyValue qualifiers because they always return a true or false respectively." conditions::null_with_qualifier;
    Error "INVALID_CONDITION_KEY_FORMAT" "The condition key format is not valid. Use the format service:keyname." conditions::invalid_key_format;
    Error "DUPLICATE_KEYS_WITH_DIFFERENT_CASE" "The condition key {} appears more than once with different capitalization in the same condition block. Remove the duplicate condition keys." conditions::duplicate_keys;
    Error "INVALID_CONDITION_MULTIPLE_BOOLEAN" "The condition key {} does not support multiple Boolean values. Use a single Boolean value." conditions::multiple_boolean;
    Warning "TYPE_MISMATCH_BOOLEAN" "Add a valid Boolean value (true or false) for the condition operator {}." conditions::not_boolean;
    Warning "TYPE_MISMATCH_DATE" "The date condition operator is used with an invalid value. Specify a valid date using YYYY-MM-DD or other ISO 8601 date/time format." conditions::not_a_date;
    Warning "TYPE_MISMATCH_IP_RANGE" "The condition operator {} is used with an invalid IP range value. Specify the IP range in standard CIDR format." conditions::not_a_range;
    Warning "TYPE_MISMATCH_NUMBER" "Add a valid numeric value for the condition operator {}." conditions::not_a_number;
    Warning "TYPE_MISMATCH_STRING" "Add a valid base64-encoded string value for the condition operator {}." conditions::not_base64;
    Warning "TYPE_MISMATCH_ARN" "Add a valid ARN, of six parts, for the condition operator {}." conditions::not_an_arn;
    Warning "INVALID_DATE_VALUE" "The date {} might not resolve as expected. We recommend that you use the YYYY-MM-DD format." conditions::epoch_date;
    Warning "WILDCARD_WITHOUT_LIKE_OPERATOR" "Your condition value includes a * or ? character. If you meant to use a wildcard (*, ?), update the condition operator to include Like." conditions::wildcard_without_like;
    SecurityWarning "FORALLVALUES_WITHOUT_NULL_CHECK" "ForAllValues also matches requests without the condition key {}. Add a Null condition with the value false for the key." conditions::for_all_values_unguarded;
    Suggestion "EMPTY_OBJECT_CONDITION" "This condition block is empty and it does not affect the policy. Specify conditions." conditions::empty_object;
    Suggestion "EMPTY_ARRAY_CONDITION" "There are no values for the condition key {} and it does not affect the policy. Specify conditions." |d, r| conditions::empty_array(d, r, conditions::Empty::Plain);
    Suggestion "EMPTY_ARRAY_CONDITION_FORALLVALUES" "The ForAllValues prefix with an empty condition key matches only if the key {} is missing from the request context. To determine if the request context is empty, we recommend that you use the Null condition operator with the value of true instead." |d, r| conditions::empty_array(d, r, conditions::Empty::ForAllValues);
    Suggestion "EMPTY_ARRAY_CONDITION_FORANYVALUE" "The ForAnyValue prefix with an empty condition key {} never matches the request context and it does not affect the policy. Specify conditions." |d, r| conditions::empty_array(d, r, conditions::Empty::ForAnyValue);
    Suggestion "EMPTY_ARRAY_CONDITION_IFEXISTS" "The IfExists suffix with an empty condition key matches only if the key {} is missing from the request context. To determine if the request context is empty, we recommend that you use the Null condition operator with the value of true instead." |d, r| conditions::empty_array(d, r, conditions::Empty::IfExists);
    Suggestion "REDUNDANT_CONDITION_VALUE_NUM" "Multiple values in {} are redundant. Replace with the {} single value for {}." conditions::redundant_numbers;

    // Global condition keys
    Error "INVALID_GLOBAL_CONDITION_KEY" "The condition key {} does not exist. Use a valid condition key." keys::invalid_global_key;
    Warning "DEPRECATED_GLOBAL_CONDITION_KEY" "We recommend that you update aws:ARN to use the newer condition keys aws:PrincipalArn or aws:SourceArn." keys::deprecated;
    Error "MISSING_TAG_KEY_IN_CONDITION" "The condition key {} must include a tag key to control access based on tags. Use the format {}/tag-key and specify a key name for tag-key." keys::missing_tag_key;
    Error "MISSING_QUALIFIER" "The request context key {} has multiple values. Use the ForAllValues or ForAnyValue condition key qualifiers in your policy." keys::missing_qualifier;
    Warning "TYPE_MISMATCH" "Use the operator type {} instead of operator {} for the condition key {}." keys::type_mismatch;
    SecurityWarning "FORALLVALUES_WITH_SINGLE_VALUED_KEY" "Using ForAllValues qualifier with the single-valued condition key {} can be overly permissive. We recommend that you remove ForAllValues:." keys::for_all_values_of_one;

    // Addresses
    Error "PRIVATE_IP_ADDRESS" "aws:SourceIp works only for public IP address ranges. The values for condition key aws:SourceIp include only private IP addresses and will not have the desired effect. Update the value to include only public IP addresses." |d, r| addresses::private(d, r, false, true);
    Error "PRIVATE_NOT_IP_ADDRESS" "The values for condition key aws:SourceIp include only private IP addresses and has no effect. aws:SourceIp works only for public IP address ranges. Update the value to include only public IP addresses." |d, r| addresses::private(d, r, true, true);
    Suggestion "PRIVATE_IP_ADDRESS_SUBSET" "The values for condition key aws:SourceIp include a mix of private and public IP addresses. The private addresses will not have the desired effect. aws:SourceIp works only for public IP address ranges. To define permissions for private IP ranges, use aws:VpcSourceIp." |d, r| addresses::private(d, r, false, false);
    Suggestion "PRIVATE_NOT_IP_ADDRESS_SUBSET" "The values for condition key aws:SourceIp include a mix of private and public IP addresses. The private addresses have no effect. aws:SourceIp works only for public IP address ranges. To define permissions for private IP ranges, use aws:VpcSourceIp." |d, r| addresses::private(d, r, true, false);
    Suggestion "IMPROVE_IP_RANGE" "The non-zero bits in the IP address after the masked bits are ignored. Replace address with {}." addresses::improve_range;

    // Variables
    Error "VARIABLE_UNSUPPORTED_IN_VERSION" "To include variables in your policy, use the policy version 2012-10-17 or later." variables::unsupported_in_version;
    Error "VARIABLE_UNSUPPORTED_IN_ELEMENT" "Policy variables are supported in the Resource and Condition elements. Remove the policy variable {} from this element." variables::unsupported_in_element;
    Error "INVALID_VARIABLE_FOR_OPERATOR" "Policy variables can only be used with String and ARN operators." variables::unsupported_by_operator;
    Error "MISSING_BRACE_IN_VARIABLE" "The policy variable is missing a closing curly brace. Add } after the variable text." variables::missing_brace;
    Error "MISSING_QUOTE_IN_VARIABLE" "The policy variable default value must begin and end with a single quote. Add the missing quote." variables::missing_quote;
    Error "UNSUPPORTED_SPACE_IN_VARIABLE" "A space is not supported within the policy variable text. Remove the space." variables::space;
    Error "EMPTY_VARIABLE" "Empty policy variable. Remove the ${ } variable structure or provide a variable within the structure." variables::empty;
};
