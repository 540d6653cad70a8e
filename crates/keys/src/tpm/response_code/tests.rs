use super::*;

#[test]
fn layers_handles_and_parameters_do_not_matter() {
    for (number, code) in [
        (0x98e, ResponseCode::AUTH_FAIL),        // session 1
        (0x18b, ResponseCode::HANDLE),           // handle 1
        (0x1df, ResponseCode::INTEGRITY),        // parameter 1
        (0xb_0902, ResponseCode::OBJECT_MEMORY), // of the kernel's resource manager
        (0x922, ResponseCode::RETRY),
        (0x910, ResponseCode::REFERENCE_H0),
        (0x921, ResponseCode::LOCKOUT),
    ] {
        assert_eq!(ResponseCode::new(number), code, "{number:#x}");
    }
}

#[test]
fn codes_are_told_by_their_names() {
    assert_eq!(
        ResponseCode::new(0x9a2).to_string(),
        "the password is wrong (TPM_RC_BAD_AUTH)"
    );
    assert_eq!(ResponseCode::new(0x149).to_string(), "response code 0x149");
    for (at, (code, name, meaning)) in NAMES.iter().enumerate() {
        assert!(!name.is_empty() && !meaning.is_empty());
        assert!(
            NAMES[..at].iter().all(|(other, ..)| other != code),
            "{name} is listed twice"
        );
    }
}
