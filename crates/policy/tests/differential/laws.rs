//! Laws that hold for every case, whoever asks and whatever kinds of policy there are.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;
use tegata_policy::{PolicyType, Verdict};

use crate::case::{Caller, Case};
use crate::generate;

impl Case {
    /// Every document of the case.
    fn documents(&mut self) -> impl Iterator<Item = &mut Value> {
        let own = self.identity.iter_mut();
        let own = own.chain(self.boundary.iter_mut().flatten());
        let own = own.chain(self.session.iter_mut().flatten());
        let levels = self.service_control.iter_mut().chain(&mut self.resource_control);
        let attached = self.resource.iter_mut().map(|attached| &mut attached.document);
        own.chain(levels.flatten()).chain(attached)
    }
}

fn statements(document: &mut Value) -> &mut Vec<Value> {
    let statements = &mut document["Statement"];
    if !statements.is_array() {
        *statements = Value::Array(vec![statements.take()]);
    }
    statements.as_array_mut().unwrap()
}

fn any_case() -> impl Strategy<Value = Case> {
    vec(any::<u8>(), 64..320).prop_map(|bytes| generate::case(&bytes))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn another_deny_never_allows(case in any_case(), which in any::<prop::sample::Index>()) {
        let before = case.ask_engine().verdict;
        let mut more = case;
        for document in more.documents() {
            let statements = statements(document);
            let mut denial = which.get(statements).clone();
            denial["Effect"] = "Deny".into();
            statements.push(denial);
        }
        let after = more.ask_engine().verdict;
        prop_assert!(after == before || after == Verdict::ExplicitlyDenied, "{before:?} became {after:?}");
    }

    #[test]
    fn order_does_not_matter(case in any_case()) {
        let mut reversed = case.clone();
        for document in reversed.documents() {
            statements(document).reverse();
        }
        reversed.identity.reverse();
        reversed.service_control.reverse();
        reversed.service_control.iter_mut().for_each(|level| level.reverse());
        reversed.resource_control.reverse();
        reversed.resource_control.iter_mut().for_each(|level| level.reverse());
        prop_assert_eq!(case.ask_engine().verdict, reversed.ask_engine().verdict);
    }

    #[test]
    fn without_its_session_policies_a_session_may_do_no_less(case in any_case()) {
        prop_assume!(!matches!(case.request.caller, Caller::FederatedUser { .. }));
        let with = case.ask_engine().verdict;
        let without = Case { session: None, ..case }.ask_engine().verdict;
        prop_assert!(with != Verdict::Allowed || without == Verdict::Allowed);
    }

    #[test]
    fn without_session_policies_a_federated_user_has_nothing_of_its_own(case in any_case()) {
        prop_assume!(matches!(case.request.caller, Caller::FederatedUser { .. }));
        let without = Case { session: None, ..case }.ask_engine();
        let is_own = without.deciding.is_some_and(|place| place.policy_type == PolicyType::Identity);
        prop_assert!(without.verdict != Verdict::Allowed || !is_own);
    }

    #[test]
    fn without_its_boundary_a_caller_may_do_no_less(case in any_case()) {
        let with = case.ask_engine().verdict;
        let without = Case { boundary: None, ..case }.ask_engine().verdict;
        prop_assert!(with != Verdict::Allowed || without == Verdict::Allowed);
    }
}
