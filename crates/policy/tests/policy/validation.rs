//! The validation vectors, as IAM was seen to answer, by number; and what else is known of its complaints.

use serde_json::{Value, json};
use tegata_policy::{Complaint, PolicyError, PolicyKind, SizeLimit, character_count, read};

use crate::case::{allow, with};

const SYNTAX: &str = "Syntax errors in policy.";
const OLD: &str = "Policy document must be version 2012-10-17 or greater.";
const LEGACY: &str = "The policy failed legacy parsing";
const SIDS: &str = "Statement IDs (SID) in a single policy must be unique.";
const ACTIONS: &str = "Policy statement must contain actions.";
const RESOURCES: &str = "Policy statement must contain resources.";
const PREFACED: &str = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
const ONE_COLON: &str = "Actions/Condition can contain only one colon.";
const IAM_PATH: &str = "IAM resource path must either be \"*\", root, or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.";
const VALID: &str = "";

fn error(text: &str, kind: PolicyKind) -> Option<PolicyError> {
    read(text, kind).err()
}

/// IAM's complaint about a managed policy; empty when it is taken.
fn complaint(text: &str) -> String {
    match error(text, PolicyKind::Managed) {
        Some(error) => {
            assert_eq!(error.code(), "MalformedPolicyDocument");
            error.to_string()
        }
        None => VALID.into(),
    }
}

/// The base statement with these members changed; null takes one out.
fn statement(members: Value) -> Value {
    with(allow("s3:ListBucket", "arn:aws:s3:::example_bucket"), members)
}

fn of_statements(statements: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn of(members: Value) -> Value {
    of_statements(statement(members))
}

/// The base document with these top-level members changed.
fn top(members: Value) -> Value {
    with(of(json!({})), members)
}

fn when(condition: Value) -> Value {
    of(json!({"Condition": condition}))
}

fn dated(text: &str) -> Value {
    when(json!({"DateLessThan": {"aws:CurrentTime": text}}))
}

/// One test for each line: name, documents, the one complaint about each.
macro_rules! complaints {
    ($($name:ident: [$($document:expr),* $(,)?] => $expected:expr;)*) => {
        $(
            #[test]
            fn $name() {
                for document in [$($document),*] {
                    assert_eq!(complaint(&document.to_string()), $expected, "{document}");
                }
            }
        )*
    };
}

complaints! {
    g01_not_json: ["This is not a json document", "", "{", "[]", "\"text\"", "{\"Version\": \"2012-10-17\",}"] => SYNTAX;
    g02_no_version: [top(json!({"Version": null}))] => OLD;
    g03_version_2008: [top(json!({"Version": "2008-10-17"}))] => OLD;
    g04_unknown_version: [top(json!({"Version": "2013-10-17"}))] => SYNTAX;
    g05_only_version: [json!({"Version": "2012-10-17"})] => SYNTAX;
    g06_statement_list: [of_statements(json!(["afd"])), of_statements(json!([]))] => SYNTAX;
    g07_extra_key: [top(json!({"Extra field": "value"})), of(json!({"Extra field": "value"}))] => SYNTAX;
    g08_id_type: [top(json!({"Id": ["a"]})), top(json!({"Id": {}}))] => SYNTAX;
    g09_unknown_effect: [of(json!({"Effect": "invalid"}))] => SYNTAX;
    g10_effect_casing:
        [of(json!({"Effect": "denY"})), of(json!({"Effect": "allow"})), of(json!({"Effect": "aLLow"}))] => LEGACY;
    g11_effect_casing_and_no_version: [with(of(json!({"Effect": "denY"})), json!({"Version": null}))] => OLD;
    g12_action_without_vendor: [of(json!({"Action": "invalid"}))] => PREFACED;
    g13_bad_action_without_resource: [of(json!({"Action": "invalid", "Resource": null}))] => RESOURCES;
    g14_empty_not_action: [of(json!({"Action": null, "NotAction": ""}))] => PREFACED;
    g15_vendor_with_a_blank: [of(json!({"Action": "a a:ListBucket"}))] => "Vendor a a is not valid";
    g16_two_colons: [
        of(json!({"Action": "s3:List:Bucket"})),
        of_statements(json!([statement(json!({"Action": "s3s:ListBucket"})), statement(json!({"Action": "s:3s:ListBucket"}))])),
    ] => ONE_COLON;
    g17_resource_before_action:
        [of(json!({"Action": "s:3:ListBucket", "Resource": "sdfsadf"}))] =>
            "Resource sdfsadf must be in ARN format or \"*\".";
    g18_empty_resource: [of(json!({"Resource": ""}))] => "Resource  must be in ARN format or \"*\".";
    g19_resource_type: [of(json!({"Resource": ["adfdf", {}]})), of(json!({"Resource": {"a": "*"}}))] => SYNTAX;
    g20_not_action_beside_empty_action: [of(json!({"NotAction": "s3s:ListBucket", "Action": []}))] => SYNTAX;
    g21_action_and_not_action: [of(json!({"NotAction": "iam:dsf"}))] => SYNTAX;
    g22_resource_and_not_resource: [of(json!({"NotResource": "*"})), of(json!({"NotResource": []}))] => SYNTAX;
    g23_no_actions: [
        of(json!({"Action": []})),
        of(json!({"Action": null})),
        of_statements(json!({"Effect": "Allow"})),
        of_statements(json!([{"Effect": "Deny"}, statement(json!({}))])),
    ] => ACTIONS;
    g24_no_resources: [of(json!({"Resource": []})), of(json!({"Resource": null}))] => RESOURCES;
    g25_action_type: [of(json!({"Action": [[]]})), of(json!({"Action": {}}))] => SYNTAX;
    g26_sid_before_actions: [of_statements(json!([statement(json!({"Sid": "sdf"})), {"Sid": "sdf", "Effect": "Allow"}]))] => SIDS;
    g27_version_before_sid: [json!({
        "Statement": [statement(json!({"Sid": "sdf"})), {"Sid": "sdf", "Effect": "Allow"}],
    })] => OLD;
    g28_sid_type: [of(json!({"Sid": {}})), of(json!({"Sid": []}))] => SYNTAX;
    g29_bad_date: [dated("sdfdsf")] => LEGACY;
    g30_bad_date_before_partition: [with(dated("sdfdsf"), json!({"Statement": {
        "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:error:s3:::example_bucket",
        "Condition": {"DateGreaterThan": {"a": "sdfdsf"}},
    }}))] => LEGACY;
    g31_version_before_bad_date: [with(dated("sdfdsf"), json!({"Version": null}))] => OLD;
    g32_legacy_arn_before_actions: [of(json!({"Action": null, "Resource": "arn:aws:s3::example_bucket"}))] => LEGACY;
    g33_iam_resource: [of(json!({"Resource": "arn:aws:iam:::user/x"}))] => VALID;
    g34_iam_resource_path: [of(json!({"Resource": "arn:aws:iam:::example_bucket"}))] => IAM_PATH;
    g35_resource_and_star: [of(json!({"Resource": ["arn:aws:s3:::b", "*"]}))] => VALID;
    g36_empty_sids: [of_statements(json!([statement(json!({"Sid": ""})), statement(json!({"Sid": ""}))]))] => VALID;
    g37_id: [top(json!({"Id": "sdfsdfsdf"}))] => VALID;
    g38_access_point: [of(json!({"Resource": "arn:aws:s3:us-west-2:123456789012:accesspoint/x"}))] => VALID;
    g39_not_action_and_not_resource:
        [of(json!({"Action": null, "NotAction": "s3:ListBucket", "Resource": null, "NotResource": "*"}))] => VALID;
    g40_action_prefixes: [
        of(json!({"Action": "s3-s:ListBucket"})),
        of(json!({"Action": "s3.s:ListBucket"})),
        of(json!({"Action": "aaaaaadsfdsafsadfsadfaaaaa:ListBucket"})),
    ] => VALID;

    missing_effect_is_a_syntax_error: [of(json!({"Effect": null}))] => SYNTAX;
    a_list_of_one_statement: [of_statements(json!([statement(json!({}))]))] => VALID;
    odd_action_names: [of(json!({"Action": "iam: asdf safdsf af "})), of(json!({"Action": "*"}))] => VALID;
    partition: [of(json!({"Resource": "a:bsdfdsafsad"}))] =>
        "Partition \"bsdfdsafsad\" is not valid for resource \"arn:bsdfdsafsad:*:*:*:*\".";
    partition_and_service: [of(json!({"Resource": "a:b:cadfsdf"}))] =>
        "Partition \"b\" is not valid for resource \"arn:b:cadfsdf:*:*:*\".";
    partition_of_a_long_text: [of(json!({"Resource": "a:b:c:d:e:f:g:h"}))] =>
        "Partition \"b\" is not valid for resource \"arn:b:c:d:e:f:g:h\".";
    partition_where_the_service_stands: [of(json!({"Resource": "aws:s3:::example_bucket"}))] =>
        "Partition \"s3\" is not valid for resource \"arn:s3:::example_bucket:*\".";
    partition_of_the_first_of_two:
        [of(json!({"Resource": ["arn:error:s3:::example_bucket", "arn:error:s3::example_bucket"]}))] =>
            "Partition \"error\" is not valid for resource \"arn:error:s3:::example_bucket\".";
    no_vendor: [of(json!({"Resource": "arn:aws"}))] =>
        "Resource vendor must be fully qualified and cannot contain regexes.";
    iam_region: [of(json!({"Resource": "arn:aws:iam:us-east-1::example_bucket"}))] =>
        "IAM resource arn:aws:iam:us-east-1::example_bucket cannot contain region information.";
    s3_region: [of(json!({"Resource": "arn:aws:s3:us-east-1::example_bucket"}))] =>
        "Resource arn:aws:s3:us-east-1::example_bucket can not contain region information.";
    other_partitions: [
        of(json!({"Resource": "arn:aws-cn:s3:::b"})),
        of(json!({"Resource": "arn:*:s3:::b"})),
        of(json!({"Resource": "arn:aws-iso-b:s3:::b"})),
    ] => VALID;
    odd_resources: [
        of(json!({"Resource": "arn:aws:fdsasf"})),
        of(json!({"Resource": "arn:aws:s33:::example_bucket"})),
        of(json!({"Resource": "arn:aws:invalid-service:us-east-1::example_bucket"})),
        of(json!({"Resource": "arn:aws:ec2:region:account-id:instance/*"})),
        of(json!({"Resource": "arn:aws:iam::*:user/${aws:username}"})),
    ] => VALID;
    legacy_resources: [
        of(json!({"Resource": "arn:aws::::example_bucket"})),
        of(json!({"Resource": "arn:aws::fdsasf"})),
        of(json!({"Resource": null, "NotResource": "arn:aws:s3::example_bucket"})),
    ] => LEGACY;
    effect_before_region: [of(json!({"Effect": "allow", "Action": null, "Resource": "arn:aws:s3:us-east-1::b"}))] => LEGACY;
    conditions_that_are_taken: [
        when(json!({})),
        when(json!({"x": {}, "y": {}})),
        when(json!({"DateGreaterThan": {}})),
        when(json!({"DateGreaterThan": {"a": []}})),
        when(json!({"StringEqualsIfExists": {"a": "asf"}})),
        when(json!({"ForAnyValue:StringEqualsIfExists": {"a": "asf"}})),
        when(json!({"Bool": {"aws:SecureTransport": true}, "NumericLessThan": {"k": 3.5}})),
    ] => VALID;
    conditions_that_are_not: [
        when(json!([])),
        when(json!("a")),
        when(json!({"a": "b"})),
        when(json!({"x": {"a": "1"}})),
        when(json!({"DateGreaterThan": []})),
        when(json!({"DateGreaterThan": {"a": {}}})),
        when(json!({"StringEquals": {"a": null}})),
        when(json!({"StringEquals": {"a": [["b"]]}})),
        when(json!({"ForAnyValue::StringEqualsIfExists": {"a": "asf"}})),
        when(json!({"NullIfExists": {"a": "true"}})),
        when(json!({"ForAnyValue:Null": {"a": "true"}})),
        when(json!([{"ForAllValues:StringEquals": {"aws:TagKeys": "Department"}}])),
    ] => SYNTAX;
    dates_that_are_taken: [
        dated("01T"),
        dated("2019-07-01T13:20:15Z"),
        dated("2016-12-13T21:20:37.593194+00:00"),
        dated("2016-12-13t2:00:00.593194+23"),
        dated("-292275054"),
        dated("9223372036854775807"),
    ] => VALID;
    dates_that_are_not: [
        dated("234-13"),
        dated("2016-12-13t2:00:00.593194+1"),
        dated("2016-12-13t2:00:00.1999999999+10:59"),
        dated("9223372036854775808"),
        dated("-292275055"),
    ] => LEGACY;
    blanks_before_the_document: [format!(" {}", of(json!({})))] => LEGACY;
    blanks_after_the_document: [format!("{}\n", of(json!({})))] => VALID;
    keys_given_twice: ["{\"Version\": \"2012-10-17\", \"Version\": \"2012-10-17\", \"Statement\": []}"] => SYNTAX;
    sid_of_a_managed_policy: [of(json!({"Sid": "a-b"}))] =>
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*";
    principal_in_an_identity_policy:
        [of(json!({"Principal": "*"})), of(json!({"NotPrincipal": {"AWS": "111122223333"}}))] =>
            "Policy document should not specify a principal.";
}

#[test]
fn sids_of_inline_policies_may_have_blanks() {
    let text = of(json!({"Sid": "a b"})).to_string();
    assert_eq!(error(&text, PolicyKind::Inline), None);
}

/// A trust policy with these members changed.
fn trust(members: Value) -> String {
    let statement = json!({
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
        "Action": "sts:AssumeRole",
    });
    of_statements(with(statement, members)).to_string()
}

fn trust_complaint(text: &str) -> String {
    error(text, PolicyKind::Trust).map_or_else(String::new, |error| error.to_string())
}

fn trusting(principal: Value) -> String {
    trust_complaint(&trust(json!({"Principal": principal})))
}

#[test]
fn trust_policies_that_are_taken() {
    for text in [
        trust(json!({})),
        trust(json!({"Principal": {"AWS": "*"}})),
        trust(json!({"Principal": {"AWS": ["111122223333", "arn:aws:sts::111122223333:assumed-role/R/s"]}})),
        trust(json!({"Principal": {"Service": ["ec2.amazonaws.com", "rolesanywhere.amazonaws.com"]}})),
        trust(
            json!({"Principal": {"Federated": "accounts.google.com"}, "Action": "sts:AssumeRoleWithWebIdentity"}),
        ),
        trust(json!({"Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]})),
        trust(json!({"Action": "sts:*"})),
        trust(json!({"Action": "sts:AssumeRole*"})),
        trust(json!({"Sid": ""})),
    ] {
        assert_eq!(trust_complaint(&text), VALID, "{text}");
    }
    for version in ["2008-10-17", "2012-10-17"] {
        let text = trust(json!({})).replace("2012-10-17", version);
        assert_eq!(trust_complaint(&text), VALID);
    }
}

#[test]
fn trust_policies_that_are_not_json() {
    assert_eq!(trust_complaint("not json"), "This policy contains invalid Json");
    assert_eq!(
        trust_complaint(&format!("\n{}", trust(json!({})))),
        "JSON strings must not have leading spaces"
    );
}

#[test]
fn trust_policies_with_elements_they_may_not_have() {
    for (members, field) in [
        (json!({"Resource": "*"}), "Resource"),
        (json!({"NotResource": "*"}), "NotResource"),
        (
            json!({"Action": null, "NotAction": "sts:AssumeRole"}),
            "NotAction",
        ),
        (
            json!({"Principal": null, "NotPrincipal": {"AWS": "111122223333"}}),
            "NotPrincipal",
        ),
    ] {
        assert_eq!(
            trust_complaint(&trust(members)),
            format!("Has prohibited field {field}")
        );
    }
    let without = trust_complaint(&trust(json!({"Principal": null})));
    assert_eq!(without, "Missing required field Principal");
}

#[test]
fn trust_policies_for_other_actions() {
    for action in [
        "s3:GetObject",
        "sts:GetCallerIdentity",
        "*",
        "sts:Get*",
        "s*:AssumeRole",
    ] {
        assert_eq!(
            trust_complaint(&trust(json!({"Action": action}))),
            "AssumeRole policy may only specify STS AssumeRole actions.",
            "{action}"
        );
    }
}

#[test]
fn trust_policies_for_nobody() {
    assert_eq!(
        trusting(json!("*")),
        "AssumeRolepolicy contained an invalid principal: \"STAR\":\"*\"."
    );
    for arn in [
        "arn:aws:iam::111122223333:user/*",
        "arn:aws:iam::111122223333:group/g",
        "arn:aws:sts::111122223333:assumed-role/R/*",
        "arn:aws:iam::1:root",
        "bob",
        "",
    ] {
        let expected = format!("Invalid principal in policy: \"AWS\":\"{arn}\"");
        assert_eq!(trusting(json!({"AWS": arn})), expected);
    }
    assert_eq!(
        trusting(json!({"Service": "*"})),
        "Invalid principal in policy: \"SERVICE\":\"*\""
    );
    assert_eq!(
        trusting(json!({"Federated": "*"})),
        "Federated principals must be valid domain names or SAML metadata ARNs"
    );
}

#[test]
fn complaints_know_their_place() {
    let text = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": {\n    \"Effect\": \"Allow\",\n    \"Action\": \"s3:*\",\n    \"Resource\": \"nothing\"\n  }\n}";
    let error = error(text, PolicyKind::Managed).unwrap();
    assert_eq!(error.complaint, Complaint::NotAnArn("nothing".into()));
    assert_eq!((error.location.line, error.location.column), (6, 17));
}

#[test]
fn syntax_errors_say_what_the_grammar_forbids() {
    let text = of(json!({"Acton": "s3:*"})).to_string();
    let error = error(&text, PolicyKind::Managed).unwrap();
    assert_eq!(error.syntax.unwrap().to_string(), "unknown element `Acton`");
}

#[test]
fn resource_control_policies_only_deny_named_actions_to_everyone() {
    let denial = json!({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"});
    let taken = |members| {
        let text = of_statements(with(denial.clone(), members)).to_string();
        read(&text, PolicyKind::ResourceControl).is_ok()
    };
    assert!(taken(json!({})));
    assert!(!taken(json!({"Effect": "Allow"})));
    assert!(!taken(json!({"Principal": {"AWS": "111122223333"}})));
    assert!(!taken(json!({"Action": "*"})));
    assert!(!taken(json!({"Action": null, "NotAction": "s3:*"})));
}

#[test]
fn quotas_do_not_count_blanks_outside_strings() {
    assert_eq!(character_count("{ \"a b\" :\n\t[ 1, \"\\\" \" ] }"), 17);
    assert_eq!(character_count("é\u{20}è"), 2);
}

#[test]
fn quota_messages() {
    let managed = SizeLimit::Managed { characters: 6_144 };
    assert_eq!(managed.check(6_144), Ok(()));
    let error = managed.check(6_145).unwrap_err();
    assert_eq!(error.to_string(), "Cannot exceed quota for PolicySize: 6144");
    assert_eq!(error.code(), "LimitExceeded");

    let inline = SizeLimit::Inline {
        entity: "role",
        name: "R",
        characters: 10_240,
    };
    let message = inline.check(10_241).unwrap_err().to_string();
    assert_eq!(message, "Maximum policy size of 10240 bytes exceeded for role R");

    let trust = SizeLimit::Trust { characters: 2_048 };
    let message = trust.check(3_000).unwrap_err().to_string();
    assert_eq!(message, "Cannot exceed quota for ACLSizePerRole: 2048");
}
