use super::{Table, Takes};

#[test]
fn takes_show_their_median_and_their_spread() {
    let takes = |values: &[f64]| values.iter().copied().collect::<Takes>();
    assert_eq!(takes(&[]).show(1), "–");
    assert_eq!(takes(&[2.0]).show(1), "2.0");
    assert_eq!(takes(&[3.0, 1.0, 2.0]).show(0), "2 (1–3)");
    assert_eq!(takes(&[4.0, 1.0, 3.0, 2.0]).show(1), "2.5 (1.0–4.0)");
}

#[test]
fn a_table_is_markdown() {
    let mut table = Table::new(["what", "figure"]);
    table.row(["one".to_owned(), "1".to_owned()]);
    assert_eq!(table.finish(), "| what | figure |\n| --- | ---: |\n| one | 1 |\n");
}
