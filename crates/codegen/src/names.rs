//! From AWS's names to Rust's.

/// `assumeRolePolicyDocument`, `AssumeRolePolicyDocument` → `assume_role_policy_document`.
pub(crate) fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        // A word begins after a small letter or digit, and with the last capital of a run.
        let begins = before.is_some_and(|before| {
            c.is_ascii_uppercase()
                && (!before.is_ascii_uppercase() || after.is_some_and(char::is_ascii_lowercase))
        });
        if begins && !out.ends_with('_') {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out.replace('-', "_")
}

/// The same in capitals.
pub(crate) fn screaming(name: &str) -> String {
    snake(name).to_ascii_uppercase()
}

/// A structure's name as a Rust type: the first letter in upper case.
pub(crate) fn type_name(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map(|first| first.to_ascii_uppercase())
        .into_iter()
        .chain(letters)
        .collect()
}

/// A member's name as a field.
pub(crate) fn field(name: &str) -> String {
    let name = snake(name);
    match name.as_str() {
        "type" | "match" | "ref" | "use" | "where" | "enum" | "struct" | "fn" | "mod" | "move" | "loop" => {
            format!("r#{name}")
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart() {
        for (aws, rust) in [
            ("Path", "path"),
            ("assumeRolePolicyDocument", "assume_role_policy_document"),
            ("SSHPublicKeyId", "ssh_public_key_id"),
            ("AddClientIDToProvider", "add_client_id_to_provider"),
            ("x509CertificateData", "x509_certificate_data"),
            ("HTTPStatus2XX", "http_status2_xx"),
            ("crlDpRevocationEnabled", "crl_dp_revocation_enabled"),
        ] {
            assert_eq!(snake(aws), rust);
        }
        assert_eq!(field("Type"), "r#type");
        assert_eq!(type_name("userDetail"), "UserDetail");
        assert_eq!(screaming("tagListType"), "TAG_LIST_TYPE");
    }
}
