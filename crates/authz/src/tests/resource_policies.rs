//! A second kind of resource policy beside trust policies: a box with a policy of its own.

use tegata_policy::ResourceMode;

use super::*;
use crate::ResourcePolicySource;

const BOX: &str = "arn:aws:boxes:us-east-1:111122223333:box/one";
const OTHER: &str = "444455556666";

pub(super) struct Crate {
    pub(super) policy: Option<PolicyDoc>,
    pub(super) mode: ResourceMode,
}

impl ResourcePolicySource for Crate {
    fn resource_policy(&self) -> Option<&PolicyDoc> {
        self.policy.as_ref()
    }

    fn resource_mode(&self) -> ResourceMode {
        self.mode
    }
}

fn allows(effect: &str, principal: &str) -> Option<PolicyDoc> {
    let statement =
        format!(r#"{{"Effect":"{effect}","Principal":{principal},"Action":"boxes:Open","Resource":"*"}}"#);
    Some(PolicyDoc::new(format!(
        r#"{{"Version":"2012-10-17","Statement":{statement}}}"#
    )))
}

/// What becomes of opening the box that `owner` owns.
fn opened(
    caller: &Caller,
    policy: Option<PolicyDoc>,
    mode: ResourceMode,
    owner: &str,
) -> Result<(), Box<Denied>> {
    let arn = BOX.replace("111122223333", owner);
    let check =
        Check::on_text("boxes:Open", arn, owner.parse().unwrap()).governed_by(&Crate { policy, mode });
    let permitted = permit::<Operation>(
        caller,
        Access::Checks(vec![check]),
        &Snapshot::default(),
        &PolicyCache::new(1 << 20),
    );
    match permitted {
        Ok(_) => Ok(()),
        Err(AuthzError::Denied(denied)) => Err(denied),
        Err(other) => panic!("{other}"),
    }
}

const OPEN: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"boxes:*","Resource":"*"}}"#;
const ALICE: &str = r#"{"AWS":"arn:aws:iam::111122223333:user/alice"}"#;
const ACCOUNT: &str = r#"{"AWS":"111122223333"}"#;
const OWN: &str = "111122223333";

/// A box's policy names alice by her unique id, as a service resolves it when it is saved.
fn naming_alice(effect: &str) -> Option<PolicyDoc> {
    let text = allows(effect, ALICE).unwrap().text().to_owned();
    let ids = [("arn:aws:iam::111122223333:user/alice".to_owned(), alice().id)];
    Some(PolicyDoc::with_principals(text, ids.into()))
}

/// (the caller's own policy, the box's policy) → allowed, for an ordinary box, one whose policy must
/// allow, and an ordinary one of another account.
#[test]
fn the_rules_of_same_and_other_accounts_hold() {
    type Row = (Option<&'static str>, fn() -> Option<PolicyDoc>, [bool; 3]);
    let rows: [Row; 8] = [
        (None, || None, [false, false, false]),
        (Some(OPEN), || None, [true, false, false]),
        (None, || naming_alice("Allow"), [true, true, false]),
        (Some(OPEN), || naming_alice("Allow"), [true, true, true]),
        (None, || allows("Allow", ACCOUNT), [false, false, false]),
        (Some(OPEN), || allows("Allow", ACCOUNT), [true, true, true]),
        (Some(OPEN), || naming_alice("Deny"), [false, false, false]),
        (
            Some(OPEN),
            || allows("Allow", r#"{"AWS":"999988887777"}"#),
            [true, false, false],
        ),
    ];
    for (number, (own, policy, expected)) in rows.into_iter().enumerate() {
        let found = [
            (ResourceMode::Ordinary, OWN),
            (ResourceMode::MustAllow, OWN),
            (ResourceMode::Ordinary, OTHER),
        ]
        .map(|(mode, owner)| opened(&user(own), policy(), mode, owner).is_ok());
        assert_eq!(found, expected, "row {number}");
    }
}

#[test]
fn a_refusal_names_the_resources_policy() {
    let denied = opened(
        &user(Some(OPEN)),
        naming_alice("Deny"),
        ResourceMode::Ordinary,
        OWN,
    )
    .unwrap_err();
    assert_eq!(
        denied.message,
        format!(
            "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: boxes:Open on resource: \
             {BOX} with an explicit deny in a resource-based policy"
        )
    );
    assert_eq!(
        (denied.policy_type, denied.policy.as_deref()),
        (Some("resource"), Some(BOX))
    );
    let trace = denied.trace().unwrap();
    let names: Vec<_> = trace
        .policies
        .iter()
        .map(|held| (held.type_name(), held.name.as_str()))
        .collect();
    assert_eq!(
        names,
        [
            ("identity", "arn:aws:iam::111122223333:user/alice/p"),
            ("resource", BOX)
        ]
    );
    let found: Vec<_> = trace
        .statements
        .iter()
        .map(|s| (s.policy, s.outcome.word()))
        .collect();
    assert_eq!(found, [(1, "matched"), (0, "matched")]);

    let denied = opened(
        &user(None),
        allows("Allow", ACCOUNT),
        ResourceMode::MustAllow,
        OWN,
    )
    .unwrap_err();
    assert!(
        denied
            .message
            .ends_with("because no identity-based policy allows the boxes:Open action")
    );
    let denied = opened(&user(Some(OPEN)), None, ResourceMode::MustAllow, OWN).unwrap_err();
    assert!(
        denied
            .message
            .ends_with("because no resource-based policy allows the boxes:Open action")
    );
}
