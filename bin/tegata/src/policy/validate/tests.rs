use serde_json::json;
use tegata_policy::{PolicyKind, findings};

use super::{as_json, as_text};

const TEXT: &str = "{\"Version\": \"2012-10-17\",\n \"Statement\": {\"Sid\": \"\", \"Effect\": \"Allow\",\n  \
    \"Action\": \"\u{9b}31m\\u001bx\", \"Resource\": \"*\"}}";

#[test]
fn a_finding_is_a_line() {
    let found = findings(TEXT, PolicyKind::Managed);
    let expected = "p.json:2:23: suggestion: Add a value to the empty string in the Sid element. [EMPTY_SID_VALUE]\n\
        p.json:3:13: error: Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. \
        [MALFORMED_POLICY_DOCUMENT]\n\
        p.json:3:13: error: The action \\u{9b}31m\\u{1b}x does not exist. Use the format service:action. \
        [INVALID_ACTION]\n";
    assert_eq!(as_text("p.json", &found), expected);
    assert_eq!(as_text("p.json", &[]), "");
}

#[test]
fn json_is_access_analyzers() {
    let found = findings(TEXT, PolicyKind::Managed);
    let answer = as_json(&found);
    let expected = json!({
        "findingDetails": "Add a value to the empty string in the Sid element.",
        "findingType": "SUGGESTION",
        "issueCode": "EMPTY_SID_VALUE",
        "locations": [{
            "path": [{"value": "Statement"}, {"value": "Sid"}],
            "span": {
                "start": {"line": 2, "column": 22, "offset": 48},
                "end": {"line": 2, "column": 24, "offset": 50},
            },
        }],
    });
    assert_eq!(answer["findings"][0], expected);
    assert_eq!(as_json(&[]), json!({"findings": []}));
}
