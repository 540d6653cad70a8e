use super::*;

#[test]
fn the_question_is_one_word_and_no_part_of_a_script() {
    let question = "Enter MFA code for $(id) \"; do shell script \"id\":";
    for driver in [Driver::Kdialog, Driver::Osascript, Driver::Zenity] {
        for wanted in [Wanted::Code, Wanted::Passphrase] {
            let words = arguments(driver, wanted, question);
            let parts = words.iter().filter(|word| word.contains("$(id)")).count();
            assert_eq!((parts, words.last().map(String::as_str)), (1, Some(question)));
        }
    }
}

#[test]
fn a_passphrase_is_hidden_and_a_code_is_not() {
    let table = [
        (
            Driver::Kdialog,
            "--title tegata --inputbox Q",
            "--title tegata --password Q",
        ),
        (
            Driver::Zenity,
            "--entry --title tegata --text Q",
            "--entry --hide-text --title tegata --text Q",
        ),
    ];
    for (driver, code, passphrase) in table {
        assert_eq!(arguments(driver, Wanted::Code, "Q").join(" "), code);
        assert_eq!(arguments(driver, Wanted::Passphrase, "Q").join(" "), passphrase);
    }
    let hides = |wanted| {
        arguments(Driver::Osascript, wanted, "Q")
            .join(" ")
            .contains("with hidden answer")
    };
    assert_eq!((hides(Wanted::Code), hides(Wanted::Passphrase)), (false, true));
}

#[test]
fn zenity_shows_what_it_would_take_for_marks() {
    let words = arguments(Driver::Zenity, Wanted::Code, r"mfa/me_too\n:");
    assert_eq!(words.last().map(String::as_str), Some(r"mfa/me__too\\n:"));
}
