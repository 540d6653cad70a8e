//! For every check a document that it speaks of, and the text that it points at.

use super::super::checks::CHECKS;
use super::super::{OWN_CODES, findings, findings_within};
use super::{codes, shown};
use crate::kind::PolicyKind::{self, Managed, Resource, ResourceControl, ServiceControl, Trust};

struct Example {
    code: &'static str,
    kind: PolicyKind,
    text: &'static str,
    /// What the first location is.
    place: &'static str,
}

const fn example(code: &'static str, kind: PolicyKind, text: &'static str, place: &'static str) -> Example {
    Example {
        code,
        kind,
        text,
        place,
    }
}

#[rustfmt::skip]
const EXAMPLES: &[Example] = &[
    example("DATA_TYPE_MISMATCH", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":[7],"Resource":"*"}}"#, r#"7"#),
    example("DATA_TYPE_MISMATCH", Managed, r#"[]"#, r#"[]"#),
    example("DATA_TYPE_MISMATCH", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"a:b":{}}}}}"#, r#"{}"#),
    example("INVALID_POLICY_ELEMENT", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Effct":1}}"#, r#""Effct""#),
    example("INVALID_VERSION", Managed, r#"{"Version":"2013-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}"#, r#""2013-10-17""#),
    example("MISSING_VERSION", Managed, r#"{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}"#, r#"{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}"#),
    example("OLDER_VERSION", Resource, r#"{"Version":"2008-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}"#, r#""2008-10-17""#),
    example("MISSING_STATEMENT", Managed, r#"{"Version":"2012-10-17","Statement":[]}"#, r#"[]"#),
    example("MISSING_STATEMENT", Managed, r#"{"Version":"2012-10-17"}"#, r#"{"Version":"2012-10-17"}"#),
    example("MISSING_EFFECT", Managed, r#"{"Version":"2012-10-17","Statement":{"Action":"s3:GetObject","Resource":"*"}}"#, r#"{"Action":"s3:GetObject","Resource":"*"}"#),
    example("INVALID_EFFECT", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"allow","Action":"s3:GetObject","Resource":"*"}}"#, r#""allow""#),
    example("UNSUPPORTED_ELEMENT_COMBINATION", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","NotAction":[],"Resource":"*"}}"#, r#""Action""#),
    example("UNSUPPORTED_SID", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Sid":"a b"}}"#, r#""a b""#),
    example("UNIQUE_SIDS_REQUIRED", Managed, r#"{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Action":"s3:GetObject","Resource":"*"},{"Effect":"Deny","Action":"s3:*","Resource":"*","Sid":"a"}]}"#, r#""a""#),
    example("UNIQUE_SIDS_RECOMMENDED", Resource, r#"{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Action":"s3:GetObject","Resource":"*"},{"Effect":"Deny","Action":"s3:*","Resource":"*","Sid":"a"}]}"#, r#""a""#),
    example("EMPTY_SID_VALUE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Sid":""}}"#, r#""""#),
    example("REDUNDANT_STATEMENT", Managed, r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":"*"},{"Resource":"*","Sid":"b","Action":"s3:GetObject","Effect":"Allow"}]}"#, r#"{"Effect":"Allow","Action":["s3:GetObject"],"Resource":"*"}"#),
    example("MISSING_PRINCIPAL", Resource, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}"#, r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}"#),
    example("UNSUPPORTED_PRINCIPAL", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Principal":"*"}}"#, r#""Principal""#),
    example("SCP_SYNTAX_ERROR_PRINCIPAL", ServiceControl, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","NotPrincipal":"*"}}"#, r#""NotPrincipal""#),
    example("INVALID_PRINCIPAL_FORMAT", Resource, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"111122223333","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}"#, r#""111122223333""#),
    example("INVALID_PRINCIPAL_KEY", Resource, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Aws":"111122223333"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}"#, r#""Aws""#),
    example("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", Resource, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/*"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}"#, r#""arn:aws:iam::111122223333:user/*""#),
    example("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", Trust, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"*"},"Action":"sts:AssumeRole"}}"#, r#""*""#),
    example("MISMATCHED_ACTION_FOR_PRINCIPAL", Trust, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRoleWithWebIdentity"}}"#, r#""sts:AssumeRoleWithWebIdentity""#),
    example("MISMATCHED_ACTION_FOR_PRINCIPAL", Trust, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/x"},"Action":"sts:AssumeRoleWithSAML"}}"#, r#""sts:AssumeRoleWithSAML""#),
    example("MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", Trust, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"rolesanywhere.amazonaws.com"},"Action":["sts:AssumeRole","sts:TagSession"]}}"#, r#""rolesanywhere.amazonaws.com""#),
    example("ALLOW_WITH_NOT_PRINCIPAL", Resource, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}"#, r#""NotPrincipal""#),
    example("ALLOW_WITH_STAR_PRINCIPAL", Resource, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}"#, r#""*""#),
    example("ALLOW_WITH_STAR_PRINCIPAL", Resource, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["111122223333","*"]},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}"#, r#""*""#),
    example("RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", Resource, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}"#, r#""cloudtrail.amazonaws.com""#),
    example("INVALID_ROLE_REFERENCE", Resource, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"AROAAAAAAAAAAAAAAAAAR"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}"#, r#""AROAAAAAAAAAAAAAAAAAR""#),
    example("INVALID_USER_REFERENCE", Resource, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"AIDAAAAAAAAAAAAAAABOB"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}"#, r#""AIDAAAAAAAAAAAAAAABOB""#),
    example("EMPTY_ARRAY_PRINCIPAL", Resource, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":[]},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}"#, r#"[]"#),
    example("EMPTY_OBJECT_PRINCIPAL", Resource, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}"#, r#"{}"#),
    example("ALLOW_WITH_NOT_ACTION", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"iam:*","Resource":"arn:aws:s3:::b/*"}}"#, r#""iam:*""#),
    example("MISSING_ACTION", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Resource":"*"}}"#, r#"{"Effect":"Allow","Resource":"*"}"#),
    example("INVALID_ACTION", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"GetObject","Resource":"*"}}"#, r#""GetObject""#),
    example("INVALID_ACTION", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get,s3:Put","Resource":"*"}}"#, r#""s3:Get,s3:Put""#),
    example("EMPTY_ARRAY_ACTION", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":[],"Resource":"*"}}"#, r#"[]"#),
    example("REDUNDANT_ACTION", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:List*","IAM:Get*","iam:GetCredentialReport","iam:*CredentialReport"],"Resource":"*"}}"#, r#""iam:GetCredentialReport""#),
    example("WILDCARD_IN_SERVICE_NAME", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s*:GetObject","Resource":"*"}}"#, r#""s*:GetObject""#),
    example("WILDCARD_IN_SERVICE_NAME", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:*code*::111122223333:*"}}"#, r#""arn:aws:*code*::111122223333:*""#),
    example("PASS_ROLE_WITH_NOT_RESOURCE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:PassRole","NotResource":"arn:aws:iam::111122223333:role/x"}}"#, r#""iam:PassRole""#),
    example("PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","NotResource":"arn:aws:iam::111122223333:role/x"}}"#, r#""iam:*""#),
    example("PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"s3:*","NotResource":"arn:aws:iam::111122223333:role/x"}}"#, r#""s3:*""#),
    example("PASS_ROLE_WITH_STAR_IN_RESOURCE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/*"}}"#, r#""iam:PassRole""#),
    example("PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}"#, r#""iam:*""#),
    example("PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"s3:*","Resource":"*"}}"#, r#""s3:*""#),
    example("CREATE_SLR_WITH_NOT_RESOURCE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:CreateServiceLinkedRole","NotResource":"arn:aws:iam::111122223333:role/x"}}"#, r#""iam:CreateServiceLinkedRole""#),
    example("CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","NotResource":"arn:aws:iam::111122223333:role/x"}}"#, r#""*""#),
    example("CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"iam:PassRole","NotResource":"arn:aws:iam::111122223333:role/x"}}"#, r#""iam:PassRole""#),
    example("CREATE_SLR_WITH_STAR_IN_RESOURCE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:CreateServiceLinkedRole","Resource":"arn:aws:iam::111122223333:role/*"}}"#, r#""iam:CreateServiceLinkedRole""#),
    example("CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#, r#""*""#),
    example("CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"iam:PassRole","Resource":"*"}}"#, r#""iam:PassRole""#),
    example("MISSING_RESOURCE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject"}}"#, r#"{"Effect":"Allow","Action":"s3:GetObject"}"#),
    example("INVALID_ARN_PREFIX", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"b/x"}}"#, r#""b/x""#),
    example("MISSING_ARN_FIELD", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:b"}}"#, r#""arn:aws:s3:b""#),
    example("INVALID_PARTITION", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aw:s3:::b"}}"#, r#""arn:aw:s3:::b""#),
    example("INVALID_ARN_SERVICE_CASE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:SQS:us-east-1:111122223333:q"}}"#, r#""arn:aws:SQS:us-east-1:111122223333:q""#),
    example("INVALID_ARN_ACCOUNT", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:sqs:us-east-1:1111-2222-3333:q"}}"#, r#""arn:aws:sqs:us-east-1:1111-2222-3333:q""#),
    example("ARN_REGION_NOT_ALLOWED", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:iam:us-east-1:111122223333:role/x"}}"#, r#""arn:aws:iam:us-east-1:111122223333:role/x""#),
    example("ARN_ACCOUNT_NOT_ALLOWED", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3::111122223333:b"}}"#, r#""arn:aws:s3::111122223333:b""#),
    example("EMPTY_ARRAY_RESOURCE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":[]}}"#, r#"[]"#),
    example("REDUNDANT_RESOURCE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":["arn:aws:iam::111122223333:role/jane-admin","arn:aws:iam::111122223333:role/jane*"]}}"#, r#""arn:aws:iam::111122223333:role/jane-admin""#),
    example("RESOURCE_ENDS_WITH_SEPARATOR", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/home/"}}"#, r#""arn:aws:s3:::b/home/""#),
    example("INVALID_CONDITION_OPERATOR", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEqual":{"a:b":"c"}}}}"#, r#""StringEqual""#),
    example("NULL_WITH_IF_EXISTS", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"NullIfExists":{"aws:TagKeys":"true"}}}}"#, r#""NullIfExists""#),
    example("NULL_WITH_QUALIFIER", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"ForAnyValue:Null":{"aws:TagKeys":"true"}}}}"#, r#""ForAnyValue:Null""#),
    example("INVALID_CONDITION_KEY_FORMAT", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"username":"c"}}}}"#, r#""username""#),
    example("DUPLICATE_KEYS_WITH_DIFFERENT_CASE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:username":"c","aws:UserName":"d"}}}}"#, r#""aws:UserName""#),
    example("INVALID_CONDITION_MULTIPLE_BOOLEAN", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":["true","false"]}}}}"#, r#"["true","false"]"#),
    example("TYPE_MISMATCH_BOOLEAN", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"yes"}}}}"#, r#""yes""#),
    example("TYPE_MISMATCH_BOOLEAN", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"Null":{"aws:TagKeys":"absent"}}}}"#, r#""absent""#),
    example("TYPE_MISMATCH_DATE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"DateLessThan":{"aws:CurrentTime":"tomorrow"}}}}"#, r#""tomorrow""#),
    example("TYPE_MISMATCH_IP_RANGE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":["203.0.113.0/33"]}}}}"#, r#""203.0.113.0/33""#),
    example("TYPE_MISMATCH_NUMBER", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"NumericEquals":{"s3:max-keys":"ten"}}}}"#, r#""ten""#),
    example("TYPE_MISMATCH_STRING", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"BinaryEquals":{"k:v":"%%%"}}}}"#, r#""%%%""#),
    example("INVALID_DATE_VALUE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"DateLessThan":{"aws:CurrentTime":"1700000000"}}}}"#, r#""1700000000""#),
    example("WILDCARD_WITHOUT_LIKE_OPERATOR", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/a":"admin-*"}}}}"#, r#""admin-*""#),
    example("FORALLVALUES_WITHOUT_NULL_CHECK", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["a"]}}}}"#, r#""aws:TagKeys""#),
    example("EMPTY_OBJECT_CONDITION", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{}}}"#, r#"{}"#),
    example("EMPTY_OBJECT_CONDITION", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{}}}}"#, r#"{}"#),
    example("EMPTY_ARRAY_CONDITION", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:username":[]}}}}"#, r#"[]"#),
    example("EMPTY_ARRAY_CONDITION_FORALLVALUES", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":[]}}}}"#, r#"[]"#),
    example("EMPTY_ARRAY_CONDITION_FORANYVALUE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"aws:TagKeys":[]}}}}"#, r#"[]"#),
    example("EMPTY_ARRAY_CONDITION_IFEXISTS", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEqualsIfExists":{"aws:username":[]}}}}"#, r#"[]"#),
    example("REDUNDANT_CONDITION_VALUE_NUM", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"NumericLessThan":{"aws:MultiFactorAuthAge":["2700","3600"]}}}}"#, r#"["2700","3600"]"#),
    example("INVALID_GLOBAL_CONDITION_KEY", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:Username2":"c"}}}}"#, r#""aws:Username2""#),
    example("DEPRECATED_GLOBAL_CONDITION_KEY", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"ArnLike":{"aws:ARN":"arn:aws:iam::111122223333:role/x"}}}}"#, r#""aws:ARN""#),
    example("MISSING_TAG_KEY_IN_CONDITION", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag":"c"}}}}"#, r#""aws:ResourceTag""#),
    example("MISSING_QUALIFIER", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:TagKeys":"c"}}}}"#, r#""aws:TagKeys""#),
    example("TYPE_MISMATCH_ARN", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"ArnNotLike":{"aws:PrincipalArn":["arn:aws:iam::111122223333:role/*","*"]}}}}"#, r#""*""#),
    example("TYPE_MISMATCH", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:SourceIp":"203.0.113.7"}}}}"#, r#""aws:SourceIp""#),
    example("TYPE_MISMATCH", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"ArnLike":{"aws:SourceAccount":"111122223333"}}}}"#, r#""aws:SourceAccount""#),
    example("FORALLVALUES_WITH_SINGLE_VALUED_KEY", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:ResourceTag/env":"c"}}}}"#, r#""aws:ResourceTag/env""#),
    example("PRIVATE_IP_ADDRESS", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","fd00::/8"]}}}}"#, r#"["10.0.0.0/8","fd00::/8"]"#),
    example("PRIVATE_NOT_IP_ADDRESS", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":"192.168.0.1"}}}}"#, r#""192.168.0.1""#),
    example("PRIVATE_IP_ADDRESS_SUBSET", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","203.0.113.0/24"]}}}}"#, r#"["10.0.0.0/8","203.0.113.0/24"]"#),
    example("PRIVATE_NOT_IP_ADDRESS_SUBSET", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":["10.0.0.0/8","203.0.113.0/24"]}}}}"#, r#"["10.0.0.0/8","203.0.113.0/24"]"#),
    example("IMPROVE_IP_RANGE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.7/24"}}}}"#, r#""203.0.113.7/24""#),
    example("IMPROVE_IP_RANGE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"2001:db8::1/32"}}}}"#, r#""2001:db8::1/32""#),
    example("VARIABLE_UNSUPPORTED_IN_VERSION", Resource, r#"{"Version":"2008-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"StringEquals":{"aws:username":"${saml:sub}"}}}}"#, r#""${saml:sub}""#),
    example("VARIABLE_UNSUPPORTED_IN_ELEMENT", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:${aws:username}","Resource":"*"}}"#, r#""s3:${aws:username}""#),
    example("INVALID_VARIABLE_FOR_OPERATOR", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"NumericEquals":{"s3:max-keys":"${aws:EpochTime}"}}}}"#, r#""${aws:EpochTime}""#),
    example("MISSING_BRACE_IN_VARIABLE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${aws:username"}}"#, r#""arn:aws:s3:::b/${aws:username""#),
    example("MISSING_QUOTE_IN_VARIABLE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${aws:username, x}"}}"#, r#""arn:aws:s3:::b/${aws:username, x}""#),
    example("UNSUPPORTED_SPACE_IN_VARIABLE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${aws: username}"}}"#, r#""arn:aws:s3:::b/${aws: username}""#),
    example("EMPTY_VARIABLE", Managed, r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${}"}}"#, r#""arn:aws:s3:::b/${}""#),
];

#[test]
fn each_check_points_at_its_place() {
    for Example {
        code,
        kind,
        text,
        place,
    } in EXAMPLES
    {
        let found = findings(text, *kind);
        let finding = found.iter().find(|finding| finding.issue_code == *code);
        let finding = finding.unwrap_or_else(|| panic!("{code} is not among {:?} of {text}", codes(&found)));
        assert_eq!(shown(text, finding), *place, "{code}");
        assert!(!finding.details.contains("{}"), "{}", finding.details);
    }
}

#[test]
fn every_check_has_an_example() {
    // Those need long documents, and have tests of their own.
    let long = [
        "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
        "POLICY_SIZE_EXCEEDS_TRUST_POLICY_QUOTA",
        "POLICY_SIZE_EXCEEDS_SCP_QUOTA",
        "POLICY_SIZE_EXCEEDS_RCP_QUOTA",
    ];
    for check in CHECKS {
        let has_example = EXAMPLES.iter().any(|example| example.code == check.code);
        assert!(has_example || long.contains(&check.code), "{}", check.code);
    }
}

#[test]
fn sizes_are_counted_as_quotas_count() {
    let text = |characters: usize| {
        let head = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::"#;
        format!("{head}{}\"  }}}}", "b".repeat(characters - head.len() - 3))
    };
    let is_told = |kind, characters, code| codes(&findings(&text(characters), kind)).contains(&code);
    for (kind, most, code) in [
        (Managed, 6_144, "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA"),
        (
            PolicyKind::Inline,
            10_240,
            "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
        ),
        (
            PolicyKind::Session,
            2_048,
            "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
        ),
        (Trust, 2_048, "POLICY_SIZE_EXCEEDS_TRUST_POLICY_QUOTA"),
        (ServiceControl, 5_120, "POLICY_SIZE_EXCEEDS_SCP_QUOTA"),
        (ResourceControl, 5_120, "POLICY_SIZE_EXCEEDS_RCP_QUOTA"),
    ] {
        assert!(!is_told(kind, most, code), "{kind:?}");
        assert!(is_told(kind, most + 1, code), "{kind:?}");
    }
    let found = codes(&findings(&text(100_000), Resource));
    assert!(!found.iter().any(|code| code.contains("QUOTA")), "{found:?}");
}

#[test]
fn another_quota_may_be_in_force() {
    let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}"#;
    let told = |kind, quota| findings_within(text, kind, quota);
    let count = text.len();
    for kind in [PolicyKind::Inline, Trust, Resource] {
        assert_eq!(told(kind, Some(count)), told(kind, None), "{kind:?}");
    }
    let found = told(PolicyKind::Inline, Some(count - 1));
    assert_eq!(codes(&found), ["POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA"]);
    let told = format!(
        "The {count} characters in the identity policy, excluding whitespace, exceed the {} ",
        count - 1
    );
    assert!(found[0].details.starts_with(&told), "{}", found[0].details);
}

#[test]
fn words_are_filled_in() {
    let details = |code: &str| {
        let example = EXAMPLES.iter().find(|example| example.code == code).unwrap();
        let found = findings(example.text, example.kind);
        found
            .into_iter()
            .find(|finding| finding.issue_code == code)
            .unwrap()
            .details
    };
    assert_eq!(
        details("REDUNDANT_ACTION"),
        "The 1 action(s) are redundant because they provide similar permissions. Update the policy to remove the \
         redundant action such as: iam:GetCredentialReport."
    );
    assert_eq!(
        details("IMPROVE_IP_RANGE"),
        "The non-zero bits in the IP address after the masked bits are ignored. Replace address with 203.0.113.0/24."
    );
    assert_eq!(
        details("TYPE_MISMATCH"),
        "Use the operator type IpAddress instead of operator StringEquals for the condition key aws:SourceIp."
    );
    assert_eq!(
        details("REDUNDANT_CONDITION_VALUE_NUM"),
        "Multiple values in aws:MultiFactorAuthAge are redundant. Replace with the greatest single value for \
         aws:MultiFactorAuthAge."
    );
    assert_eq!(
        details("VARIABLE_UNSUPPORTED_IN_ELEMENT"),
        "Policy variables are supported in the Resource and Condition elements. Remove the policy variable \
         ${aws:username} from this element."
    );
}

#[test]
fn a_guard_silences_a_check() {
    let guarded = [
        (
            "PASS_ROLE_WITH_STAR_IN_RESOURCE",
            r#""Action":"iam:PassRole","Resource":"*","Condition":{"StringLike":{"iam:passedtoservice":"*"}}"#,
        ),
        (
            "FORALLVALUES_WITHOUT_NULL_CHECK",
            r#""Action":"s3:*","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":"a"},"Null":{"AWS:tagkeys":false}}"#,
        ),
        (
            "WILDCARD_WITHOUT_LIKE_OPERATOR",
            r#""Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:username":"a${*}b"}}"#,
        ),
    ];
    for (code, body) in guarded {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow",{body}}}}}"#);
        assert!(!codes(&findings(&text, Managed)).contains(&code), "{code}");
    }
    let denied = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
    assert_eq!(codes(&findings(denied, Managed)), Vec::<&str>::new());
    assert!(OWN_CODES.iter().all(|code| !code.is_empty()));
}
