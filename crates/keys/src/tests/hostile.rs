//! Texts and structures from somebody who means harm.

use proptest::prelude::{any, proptest};

use crate::private_key::{holds_private_key, read};

proptest! {
    #[test]
    fn hostile_texts_never_panic(
        text in "((-----(BEGIN|END) ((RSA |EC |ENCRYPTED )?PRIVATE KEY|CERTIFICATE)-----|[A-Za-z0-9+/=]{0,64}|Proc-Type: 4,ENCRYPTED|\\PC{0,20})\n){0,8}",
        der in any::<Vec<u8>>(),
        label in "(RSA |EC )?PRIVATE KEY",
    ) {
        let _ = read(text.as_bytes());
        let _ = holds_private_key(&der);
        let body = data_encoding::BASE64.encode(&der);
        let _ = read(format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----").as_bytes());
    }
}
