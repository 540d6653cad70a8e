use jiff::Timestamp;
use tegata_api_cloudtrail::Hop;

use super::hops::{as_json, as_text};
use super::sought::Sought;
use crate::paint::{Paint, printable};

fn hop(kind: &str) -> Hop {
    Hop {
        kind: kind.into(),
        id: None,
        arn: None,
        serial: None,
        subject: None,
        issuer: None,
        fingerprint: None,
        time: Some(Timestamp::from_second(1_767_323_045).unwrap()),
        source: Some("192.0.2.1".into()),
        action: None,
        outcome: None,
    }
}

fn chain() -> Vec<Hop> {
    vec![
        Hop {
            arn: Some("arn:anchor".into()),
            serial: Some("0123".into()),
            subject: Some("CN=web-01".into()),
            issuer: Some("CN=Example CA".into()),
            fingerprint: Some("ab".into()),
            ..hop("certificate")
        },
        Hop {
            id: Some("ASIA1".into()),
            arn: Some("arn:role".into()),
            action: Some("CreateSession".into()),
            ..hop("role")
        },
        Hop {
            id: Some("event".into()),
            action: Some("iam:ListUsers".into()),
            outcome: Some("AccessDenied".into()),
            source: None,
            ..hop("action")
        },
    ]
}

#[test]
fn a_chain_as_text_is_aligned() {
    let expected = "\
certificate  subject       CN=web-01
             issuer        CN=Example CA
             serial        0123
             fingerprint   ab
             trust anchor  arn:anchor
             at            2026-01-02T03:04:05Z from 192.0.2.1
role         arn           arn:role
             access key    ASIA1
             by            CreateSession
             at            2026-01-02T03:04:05Z from 192.0.2.1
action       call          iam:ListUsers
             outcome       AccessDenied
             event         event
             at            2026-01-02T03:04:05Z
";
    assert_eq!(as_text(&chain(), Paint::off()), expected);
}

#[test]
fn colour_only_adds_to_the_text() {
    let painted = as_text(&chain(), Paint::on());
    assert!(painted.contains("\u{1b}[31mAccessDenied\u{1b}[0m"), "{painted:?}");
    let mut plain = painted;
    for code in ["1", "2", "31", "0"] {
        plain = plain.replace(&format!("\u{1b}[{code}m"), "");
    }
    assert_eq!(plain, as_text(&chain(), Paint::off()));
}

#[test]
fn a_chain_as_json_has_every_key_in_every_hop() {
    let json: serde_json::Value = serde_json::from_str(&as_json(&chain())).unwrap();
    let hops = json.as_array().unwrap();
    let keys = [
        "kind",
        "id",
        "arn",
        "serial",
        "subject",
        "fingerprint",
        "time",
        "source",
        "issuer",
        "action",
        "outcome",
    ];
    for hop in hops {
        assert!(hop.as_object().unwrap().keys().eq(keys), "{hop}");
    }
    assert_eq!(hops[0]["serial"], "0123");
    assert_eq!(hops[0]["time"], "2026-01-02T03:04:05Z");
    assert!(hops[0]["id"].is_null() && hops[2]["source"].is_null());
    assert_eq!(as_json(&[]), "[]\n");
}

#[test]
fn what_is_asked_about_is_told_by_its_form() {
    let uuid = "00000000-0000-4000-8000-00000000000a";
    let hex = "0123456789abcdef0123456789abcdef";
    let cases: [(&str, &[Sought<'_>]); 7] = [
        (
            "arn:aws:iam::111122223333:user/a",
            &[Sought::Resource("arn:aws:iam::111122223333:user/a")],
        ),
        (
            "ASIAIOSFODNN7EXAMPLE",
            &[
                Sought::AccessKey("ASIAIOSFODNN7EXAMPLE"),
                Sought::SessionName("ASIAIOSFODNN7EXAMPLE"),
            ],
        ),
        (uuid, &[Sought::Event(uuid), Sought::SessionName(uuid)]),
        (hex, &[Sought::Session(hex), Sought::SessionName(hex)]),
        ("AKIAalice", &[Sought::SessionName("AKIAalice")]),
        ("6c8a6488", &[Sought::SessionName("6c8a6488")]),
        ("0-0-0-0-0", &[Sought::SessionName("0-0-0-0-0")]),
    ];
    for (subject, expected) in cases {
        assert_eq!(Sought::of(subject), expected, "{subject}");
    }
}

#[test]
fn a_request_names_one_thing() {
    let request = Sought::Event("e").request();
    assert_eq!(request.event_id.as_deref(), Some("e"));
    let others = [
        request.access_key_id,
        request.session_id,
        request.session_name,
        request.resource_arn,
    ];
    assert_eq!(others, [None, None, None, None]);
}

#[test]
fn nothing_from_elsewhere_steers_the_terminal() {
    assert_eq!(
        printable("CN=\u{1b}[2Jx\u{202e}y ü"),
        "CN=\\u{1b}[2Jx\\u{202e}y ü"
    );
}
