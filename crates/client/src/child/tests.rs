use super::*;

#[test]
fn an_end_is_told_as_a_shell_or_as_aws_vault_tells_it() {
    for (ended, tegata, aws_vault) in [
        (Ended::Exited(0), 0, 0),
        (Ended::Exited(42), 42, 42),
        (Ended::Killed(15), 143, 255),
        (Ended::Killed(64), 192, 255),
    ] {
        assert_eq!(ended.exit_code(Habits::Tegata), tegata, "{ended:?}");
        assert_eq!(ended.exit_code(Habits::AwsVault), aws_vault, "{ended:?}");
    }
}
