use der::asn1::{Any, SetOfVec};
use der::{Encode as _, Tag};
use proptest::prelude::*;
use x509_cert::attr::AttributeTypeAndValue;

use super::*;

fn name(pairs: &[(&str, &str)]) -> Name {
    Name::from_pairs(pairs).unwrap()
}

/// A name of relative names of attributes, each with its string type.
fn of_types(rdns: &[&[(&str, Tag, &[u8])]]) -> Name {
    let rdns: Vec<SetOfVec<AttributeTypeAndValue>> = rdns
        .iter()
        .map(|rdn| {
            let members: Vec<_> = rdn
                .iter()
                .map(|(oid, tag, value)| AttributeTypeAndValue {
                    oid: ObjectIdentifier::new(oid).unwrap(),
                    value: Any::new(*tag, *value).unwrap(),
                })
                .collect();
            SetOfVec::try_from(members).unwrap()
        })
        .collect();
    Name::from_der(&rdns.to_der().unwrap()).unwrap()
}

#[test]
fn prints_the_most_special_first() {
    let subject = name(&[
        ("C", "US"),
        ("O", "Example"),
        ("OU", "a"),
        ("OU", "b"),
        ("CN", "host"),
        ("UID", "u1"),
    ]);
    assert_eq!(subject.to_string(), "UID=u1,CN=host,OU=b,OU=a,O=Example,C=US");
    assert_eq!(name(&[]).to_string(), "");
}

#[test]
fn escapes_what_would_be_misread() {
    for (value, printed) in [
        ("a,b", r"CN=a\,b"),
        (" a ", r"CN=\ a\ "),
        ("#a#", r"CN=\#a#"),
        (r#"a"+;<>\"#, r#"CN=a\"\+\;\<\>\\"#),
        ("a\nb\u{0}", r"CN=a\0ab\00"),
        ("\u{85}", r"CN=\c2\85"),
        ("名前", "CN=名前"),
    ] {
        assert_eq!(name(&[("CN", value)]).to_string(), printed);
    }
}

#[test]
fn short_names_and_object_identifiers() {
    let subject = name(&[
        ("emailAddress", "a@b.example"),
        ("2.5.4.97", "NTRUS-1"),
        ("OID.1.3.6.1.4.1.99999.7", "seven"),
        ("dc", "example"),
        ("serialNumber", "42"),
        ("T", "Dr"),
        ("GIVENNAME", "Ada"),
        ("SN", "L"),
        ("STREET", "1 Road"),
    ]);
    let labels: Vec<_> = subject
        .attributes()
        .iter()
        .map(|known| known.label().into_owned())
        .collect();
    assert_eq!(
        labels,
        [
            "EMAILADDRESS",
            "ORGANIZATIONIDENTIFIER",
            "1.3.6.1.4.1.99999.7",
            "DC",
            "SERIALNUMBER",
            "T",
            "GIVENNAME",
            "SN",
            "STREET"
        ]
    );
    let values = |attribute: &str| subject.values(attribute).collect::<Vec<_>>();
    assert_eq!(values("EmailAddress"), ["a@b.example"]);
    assert_eq!(values("OID.2.5.4.5"), ["42"]);
    assert_eq!(values("1.3.6.1.4.1.99999.7"), ["seven"]);
    assert!(values("CN").is_empty());
    assert!(values("no such").is_empty());
    assert_eq!(
        subject.attributes().first().unwrap().oid(),
        "1.2.840.113549.1.9.1"
    );
}

#[test]
fn refuses_values_that_the_type_does_not_allow() {
    assert_eq!(
        Name::from_pairs(&[("C", "Ü")]),
        Err(NameError::Value {
            attribute: "C".into()
        })
    );
    assert_eq!(
        Name::from_pairs(&[("DC", "ü")]),
        Err(NameError::Value {
            attribute: "DC".into()
        })
    );
    assert_eq!(
        Name::from_pairs(&[("XY", "a")]),
        Err(NameError::UnknownAttribute("XY".into()))
    );
}

#[test]
fn every_string_type_is_text_and_the_rest_is_hex() {
    const CN: &str = "2.5.4.3";
    for (tag, bytes, text) in [
        (Tag::Utf8String, "Zoë".as_bytes(), "Zoë"),
        (Tag::PrintableString, b"Zoe", "Zoe"),
        (Tag::Ia5String, b"Zoe", "Zoe"),
        (Tag::TeletexString, b"Zo\xeb", "Zoë"),
        (Tag::BmpString, b"\0Z\0o\0\xeb", "Zoë"),
        (Tag::NumericString, b"12", "12"),
    ] {
        let subject = of_types(&[&[(CN, tag, bytes)]]);
        assert_eq!(subject.values("CN").collect::<Vec<_>>(), [text]);
    }
    let other = of_types(&[&[(CN, Tag::Integer, &[7])]]);
    assert_eq!(other.to_string(), "CN=#020107");
    assert_eq!(other.values("CN").count(), 0);
    // Not what it says it is.
    let broken = of_types(&[&[(CN, Tag::Utf8String, &[0xff])]]);
    assert_eq!(broken.to_string(), "CN=#0c01ff");
}

#[test]
fn compares_by_meaning() {
    const CN: &str = "2.5.4.3";
    const O: &str = "2.5.4.10";
    let utf8 = of_types(&[
        &[(O, Tag::Utf8String, b"My  Company")],
        &[(CN, Tag::Utf8String, b"Host")],
    ]);
    let printable = of_types(&[
        &[(O, Tag::PrintableString, b"my company ")],
        &[(CN, Tag::PrintableString, b"HOST")],
    ]);
    assert_ne!(utf8, printable);
    assert!(utf8.means(&printable));
    assert!(!utf8.means(&name(&[("CN", "host"), ("O", "my company")])));
    assert!(!utf8.means(&name(&[("O", "my company")])));
    assert!(!utf8.means(&name(&[("O", "mycompany"), ("CN", "host")])));
    // Two attributes in one relative name are not two relative names.
    let joined = of_types(&[&[
        (CN, Tag::Utf8String, b"Host"),
        (O, Tag::Utf8String, b"My Company"),
    ]]);
    assert!(!utf8.means(&joined));
    assert_eq!(joined.to_string(), "CN=Host+O=My Company");
}

#[test]
fn keeps_the_order_of_a_relative_name_as_sent() {
    // SET { CN=b, CN=a }: not in DER's order.
    let member = |value: u8| [0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, 0x01, value];
    let mut der = vec![0x30, 0x16, 0x31, 0x14];
    der.extend(member(b'b'));
    der.extend(member(b'a'));
    let subject = Name::from_der(&der).unwrap();
    assert_eq!(subject.values("CN").collect::<Vec<_>>(), ["b", "a"]);
    assert_eq!(subject.der(), der);
}

#[test]
fn what_is_no_name_is_refused() {
    for der in [
        &[][..],
        &[0x31, 0],
        &[0x30, 2, 0x30, 0],
        &[0x30, 0, 0],
        &[0x30, 2, 0x31],
    ] {
        assert_eq!(Name::from_der(der), Err(NameError::Malformed), "{der:?}");
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(der in proptest::collection::vec(any::<u8>(), 0..64)) {
        if let Ok(name) = Name::from_der(&der) {
            let _ = name.to_string();
            prop_assert!(name.means(&name));
        }
    }

    #[test]
    fn what_is_built_is_read(values in proptest::collection::vec("\\PC{0,12}", 0..5)) {
        let pairs: Vec<(&str, &str)> = values.iter().map(|value| ("OU", value.as_str())).collect();
        let built = Name::from_pairs(&pairs).unwrap();
        prop_assert_eq!(built.values("OU").collect::<Vec<_>>(), values.iter().map(String::as_str).collect::<Vec<_>>());
        // x509-cert reads the same name, and prints it as it would be read back.
        let other = x509_cert::name::Name::from_der(built.der()).unwrap();
        prop_assert_eq!(other.iter().count(), values.len());
    }
}

/// Printed by `crypto/x509` of Go 1.19 for certificates with these subjects.
#[test]
fn as_go_prints_it() {
    let table = [
        (
            "3031310b30090603550406130255533110300e060355040a13074578616d706c653110300e060355040313076d616368696e65",
            "CN=machine,O=Example,C=US",
        ),
        (
            "3081a0310e300c060355040313056669727374310a3008060355040b130161310a3008060355040b130162310f300d060355040313067365636f6e64310a30080603550405130137310e300c060355041113053132333435310f300d06035504091306526f61642031310e300c060355040813055374617465310d300b06035504071304546f776e310b3009060355040613024445310c300a060355040a13034f7267",
            "SERIALNUMBER=7,CN=second,OU=a+OU=b,O=Org,POSTALCODE=12345,STREET=Road 1,L=Town,ST=State,C=DE",
        ),
        (
            "306631173015060a0992268993f22c64011913076578616d706c65310a300806035504031301783117301506092a864886f70d0109010c086140622e7465737431133011060a0992268993f22c64010113037569643111300f06035504040c0853c3bc726e616d65",
            "CN=x,2.5.4.4=#0c0853c3bc726e616d65,0.9.2342.19200300.100.1.1=#1303756964,1.2.840.113549.1.9.1=#0c086140622e74657374,0.9.2342.19200300.100.1.25=#13076578616d706c65",
        ),
        (
            "301e311c301a06035504030c132023612c622b6322645c653c663e673b682320",
            r#"CN=\ #a\,b\+c\"d\\e\<f\>g\;h#\ "#,
        ),
        (
            "3029310e300c06035504030c05236c65616431173015060355040a0c0ec39c6ec3af636f646520e2988320",
            r"CN=\#lead,O=Ünïcode ☃\ ",
        ),
        (
            "302f311d300c060355040313056d756c7469300d060355040b130676616c756564310e300c06035504040c05737461722a",
            "CN=multi,OU=valued,2.5.4.4=#0c05737461722a",
        ),
        ("3000", ""),
        ("300c310a30080603550403130120", r"CN=\ "),
        ("300b3109300706035504031300", ""),
    ];
    for (der, text) in table {
        let der = data_encoding::HEXLOWER.decode(der.as_bytes()).unwrap();
        assert_eq!(Name::from_der(&der).unwrap().to_go_string(), text);
    }
    // Whatever its string type was.
    let email = of_types(&[&[("1.2.840.113549.1.9.1", Tag::Ia5String, b"a@b.test")]]);
    assert_eq!(email.to_go_string(), "1.2.840.113549.1.9.1=#0c086140622e74657374");
}
