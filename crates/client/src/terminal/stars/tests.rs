use super::*;

#[test]
fn a_star_for_each_character() {
    let mut stars = Stars::default();
    assert_eq!(stars.echo(b"a\xc3\xa9\x1b[Db"), b"***");
    assert_eq!(stars.echo(b"\x7f"), b"\x08 \x08");
    assert_eq!(stars.echo(b"\x15\x7f\r"), b"\x08 \x08\x08 \x08");
    assert_eq!(stars.echo("é".as_bytes()), b"*");
}
