//! Lines that cannot be answered, and what is told of them.

use serde_json::json;

use super::{allow_all, answer, document, error, statement};

/// A line, and its error.
const BAD_LINES: &[(&str, &str)] = &[
    (
        "[]",
        "the line is not a JSON object: it does not begin with a brace at byte 0",
    ),
    (
        "{",
        "the line is not a JSON object: a string is missing at byte 1",
    ),
    (
        r#"{"id":01}"#,
        "the line is not a JSON object: a value is malformed at byte 6",
    ),
    (
        r#"{"id":1,}"#,
        "the line is not a JSON object: a string is missing at byte 8",
    ),
    (
        r#"{"id":1} {"#,
        "the line is not a JSON object: unexpected text after the object at byte 9",
    ),
    (r#"{"id":1,"request":{}}"#, "`action` is missing"),
    (
        r#"{"request":{"principal":"anonymous","action":"s3:GetObject","resource":"*"}}"#,
        "`policies` is missing",
    ),
    (r#"{"policies":[]}"#, "`request` is missing"),
    (r#"{"policies":[],"policies":[]}"#, "`policies` is given twice"),
    (r#"{"policies":{"scp":[],"scp":[]}}"#, "`scp` is given twice"),
    (
        r#"{"policies":{"identities":[]}}"#,
        "`policies` has no member `identities`",
    ),
    (
        r#"{"policies":3}"#,
        "`policies` must be an object, or an array of identity policies",
    ),
    (
        r#"{"policies":{"scp":[{}]}}"#,
        "`scp` must be an array of levels, each an array of documents",
    ),
    (
        r#"{"request":{"Action":"x"}}"#,
        "`request` has no member `Action`",
    ),
    (r#"{"request":{"action":["x"]}}"#, "`action` must be text"),
    (r#"{"request":[]}"#, "`request` must be an object"),
    (
        r#"{"request":{"context":[]}}"#,
        "`context` must be an object of condition keys",
    ),
    (
        r#"{"request":{"accountId":111122223333}}"#,
        "`accountId` must be text of 12 digits",
    ),
    (
        r#"{"request":{"context":{"k":{}}}}"#,
        "the context key `k` must have text, a number, true or false, a list of these, or null",
    ),
    (r#"{"request":{"context":{"K":1,"k":2}}}"#, "`k` is given twice"),
];

#[test]
fn a_bad_line_says_what_is_wrong() {
    for (line, told) in BAD_LINES {
        assert_eq!(answer(line)["error"], *told, "{line}");
    }
}

#[test]
fn a_name_of_nothing_is_refused() {
    for action in ["GetObject", "s3:*", ":x", "s3:", "*"] {
        assert!(
            error(json!([]), json!({"action": action})).contains("is no action"),
            "{action}"
        );
    }
    for resource in ["b/x", "arn:aws:s3:b", ""] {
        assert!(
            error(json!([]), json!({"resource": resource})).contains("is no resource"),
            "{resource}"
        );
    }
    let nobodies = [
        "",
        "alice",
        "arn:aws:iam::111122223333:user/",
        "arn:aws:iam::1:user/a",
        "arn:aws:iam::111122223333:user/*",
        "arn:aws:iam::111122223333:group/g",
        "arn:aws:sts::111122223333:assumed-role/R",
        "arn:aws:s3::111122223333:user/a",
        "arn:aws:iam:us-east-1:111122223333:user/a",
        "11112222333",
        "*.amazonaws.com",
    ];
    for principal in nobodies {
        assert!(
            error(json!([]), json!({"principal": principal})).contains("is no principal"),
            "{principal}"
        );
    }
}

#[test]
fn malformed_documents_are_named() {
    let cases = [
        (
            json!([allow_all(), {}]),
            "identity policy 1 is malformed (MalformedPolicyDocument): the policy has no statement (line 1, column 1)",
        ),
        (
            json!([7]),
            "identity policy 0 is malformed (MalformedPolicyDocument): it is neither a JSON object nor the text of one",
        ),
        (
            json!(["{"]),
            "identity policy 0 is malformed (MalformedPolicyDocument): not valid JSON: the text ends inside a value (line 1, column 2)",
        ),
        (
            json!({"resource": document(statement("Allow", "*", "*"))}),
            "the resource policy is malformed (MalformedPolicyDocument): Missing required field Principal (line 1, column 37)",
        ),
        (
            json!({"scp": [[allow_all()], [allow_all(), document(json!({"Effect": "allow", "Action": "*", "Resource": "*"}))]]}),
            "scp policy 1 of level 1 is malformed (MalformedPolicyDocument): The policy failed legacy parsing (line 1, column 47)",
        ),
        (
            json!({"session": [document(json!({"Effect": "Allow", "Action": [], "Resource": "*"}))]}),
            "session policy 0 is malformed (MalformedPolicyDocument): Policy statement must contain actions. (line 1, column 64)",
        ),
        (
            json!({"boundary": [document(json!({"Effect": "Allow", "Action": "*"}))]}),
            "boundary policy 0 is malformed (MalformedPolicyDocument): Policy statement must contain resources. (line 1, column 37)",
        ),
        (
            json!([document(
                json!({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"})
            )]),
            "identity policy 0 is malformed (MalformedPolicyDocument): Policy document should not specify a principal. (line 1, column 67)",
        ),
        (
            json!([document(
                json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Equals": {"a": "b"}}})
            )]),
            "identity policy 0 is malformed (MalformedPolicyDocument): unknown condition operator `Equals` (line 1, column 96)",
        ),
    ];
    for (policies, told) in cases {
        assert_eq!(error(policies, json!({})), told);
    }
}
