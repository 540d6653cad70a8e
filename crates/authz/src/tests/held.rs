//! What a policy that is held is compiled into.

use tegata_policy::{PolicyKind, PolicyType};
use tegata_state::{PolicyCache, PolicyDoc};

use crate::{HeldPolicy, Holding};

/// Documents that come with a request would push those of other requests out of the cache.
#[test]
fn given_policies_leave_the_cache_as_it_is() {
    let cache = PolicyCache::new(1 << 20);
    let mut held = HeldPolicy {
        policy_type: PolicyType::Identity,
        kind: PolicyKind::Managed,
        name: "PolicyInputList.1".into(),
        holding: Holding::Given,
        version: None,
        document: PolicyDoc::new(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#,
        ),
    };
    held.compiled(&cache).unwrap();
    assert_eq!(cache.memory(), 0);
    held.holding = Holding::Session;
    held.compiled(&cache).unwrap();
    assert_ne!(cache.memory(), 0);
}
