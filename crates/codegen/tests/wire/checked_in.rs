use std::path::Path;

#[test]
fn what_is_checked_in_is_what_the_models_say() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let files = tegata_codegen::generate(&workspace).expect("generated");
    assert!(files.len() > 50, "{} files", files.len());
    for file in &files {
        let known = std::fs::read_to_string(workspace.join(&file.path)).unwrap_or_default();
        assert!(
            known == file.text,
            "{} is out of date: cargo run -p tegata-codegen",
            file.path.display()
        );
        let lines = file.text.lines().count();
        assert!(
            lines <= 600,
            "{} has {lines} lines: split its group",
            file.path.display()
        );
    }
    let left = tegata_codegen::leftovers(&workspace, &files).expect("readable");
    assert_eq!(
        left,
        Vec::<std::path::PathBuf>::new(),
        "no model makes these files any more"
    );
}
