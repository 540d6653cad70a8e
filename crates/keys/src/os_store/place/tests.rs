use super::{SystemStore, SystemStoreError};

#[test]
fn row_05_the_computers_stores_can_be_named() {
    let cases = [
        (None, None, r"CurrentUser\MY"),
        (Some(""), Some(""), r"CurrentUser\MY"),
        (Some("my"), None, r"CurrentUser\MY"),
        (Some("ROOT"), Some("currentuser"), r"CurrentUser\Root"),
        (Some("trust"), Some("LocalMachine"), r"LocalMachine\Trust"),
        (Some("Ca"), Some("LOCALMACHINE"), r"LocalMachine\CA"),
        (
            Some("WebHosting"),
            Some("LocalMachine"),
            r"LocalMachine\WebHosting",
        ),
        (Some("my "), None, r"CurrentUser\my "),
    ];
    for (name, location, expected) in cases {
        let store = SystemStore::parse(name, location).unwrap();
        assert_eq!(store.to_string(), expected, "{name:?} {location:?}");
    }
    assert_eq!(SystemStore::default(), SystemStore::parse(None, None).unwrap());
}

#[test]
fn stores_that_cannot_be() {
    for location in ["Services", "LocalMachine ", "CurrentUser\\MY"] {
        assert_eq!(
            SystemStore::parse(None, Some(location)),
            Err(SystemStoreError::Location)
        );
    }
    assert_eq!(
        SystemStore::parse(Some("MY\0x"), None),
        Err(SystemStoreError::Name)
    );
}
