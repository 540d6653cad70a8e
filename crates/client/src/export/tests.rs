use super::*;
use crate::tests::handing_over::{key, plan, session};

#[test]
fn row_8_1_30_each_form_is_as_in_aws_vault() {
    let all = [
        (
            Format::Env,
            "AWS_ACCESS_KEY_ID=ASIA1\nAWS_SECRET_ACCESS_KEY=a/b+<c>&'\\\nAWS_SESSION_TOKEN=tok=\n\
             AWS_CREDENTIAL_EXPIRATION=2026-01-02T03:04:05Z\nAWS_REGION=eu-west-1\nAWS_DEFAULT_REGION=eu-west-1\n",
        ),
        (
            Format::ExportEnv,
            "export AWS_ACCESS_KEY_ID=ASIA1\nexport AWS_SECRET_ACCESS_KEY=a/b+<c>&'\\\n\
             export AWS_SESSION_TOKEN=tok=\nexport AWS_CREDENTIAL_EXPIRATION=2026-01-02T03:04:05Z\n\
             export AWS_REGION=eu-west-1\nexport AWS_DEFAULT_REGION=eu-west-1\n",
        ),
        (
            Format::Json,
            "{\n  \"Version\": 1,\n  \"AccessKeyId\": \"ASIA1\",\n  \"SecretAccessKey\": \
             \"a/b+\\u003cc\\u003e\\u0026'\\\\\",\n  \"SessionToken\": \"tok=\",\n  \"Expiration\": \
             \"2026-01-02T03:04:05Z\"\n}\n",
        ),
        (
            Format::Ini,
            "[a b]\naws_access_key_id=ASIA1\naws_secret_access_key=a/b+<c>&'\\\naws_session_token=tok=\n\
             aws_credential_expiration=2026-01-02T03:04:05Z\nregion=eu-west-1\n",
        ),
        (
            Format::Sh,
            "export AWS_ACCESS_KEY_ID='ASIA1'\nexport AWS_SECRET_ACCESS_KEY='a/b+<c>&'\\''\\'\n\
             export AWS_SESSION_TOKEN='tok='\nexport AWS_CREDENTIAL_EXPIRATION='2026-01-02T03:04:05Z'\n\
             export AWS_REGION='eu-west-1'\nexport AWS_DEFAULT_REGION='eu-west-1'\n",
        ),
        (
            Format::Fish,
            "set -gx AWS_ACCESS_KEY_ID 'ASIA1';\nset -gx AWS_SECRET_ACCESS_KEY 'a/b+<c>&\\'\\\\';\n\
             set -gx AWS_SESSION_TOKEN 'tok=';\nset -gx AWS_CREDENTIAL_EXPIRATION '2026-01-02T03:04:05Z';\n\
             set -gx AWS_REGION 'eu-west-1';\nset -gx AWS_DEFAULT_REGION 'eu-west-1';\n",
        ),
        (
            Format::Powershell,
            "$Env:AWS_ACCESS_KEY_ID = 'ASIA1'\n$Env:AWS_SECRET_ACCESS_KEY = 'a/b+<c>&''\\'\n\
             $Env:AWS_SESSION_TOKEN = 'tok='\n$Env:AWS_CREDENTIAL_EXPIRATION = '2026-01-02T03:04:05Z'\n\
             $Env:AWS_REGION = 'eu-west-1'\n$Env:AWS_DEFAULT_REGION = 'eu-west-1'\n",
        ),
    ];
    for (format, expected) in all {
        assert_eq!(
            written(format, &plan("a b", Some("eu-west-1"), None), &session()).as_str(),
            expected,
            "{format:?}"
        );
    }
}

#[test]
fn what_is_not_there_is_left_out() {
    let all = [
        (
            Format::Env,
            "AWS_ACCESS_KEY_ID=AKIA1\nAWS_SECRET_ACCESS_KEY=secret\n",
        ),
        (
            Format::Json,
            "{\n  \"Version\": 1,\n  \"AccessKeyId\": \"AKIA1\",\n  \"SecretAccessKey\": \"secret\"\n}\n",
        ),
        (
            Format::Ini,
            "[a b]\naws_access_key_id=AKIA1\naws_secret_access_key=secret\n",
        ),
    ];
    for (format, expected) in all {
        assert_eq!(
            written(format, &plan("a b", None, None), &key()).as_str(),
            expected,
            "{format:?}"
        );
    }
}

#[test]
fn row_8_1_30_shells_are_told_the_endpoint_and_evaluate_nothing() {
    let plan = plan("a b", None, Some("http://x/'$(y)\u{2019}\\"));
    let all = [
        (
            Format::Sh,
            "export AWS_ENDPOINT_URL='http://x/'\\''$(y)\u{2019}\\'",
        ),
        (
            Format::Fish,
            "set -gx AWS_ENDPOINT_URL 'http://x/\\'$(y)\u{2019}\\\\';",
        ),
        (
            Format::Powershell,
            "$Env:AWS_ENDPOINT_URL = 'http://x/''$(y)\u{2019}\u{2019}\\'",
        ),
    ];
    for (format, expected) in all {
        assert_eq!(
            written(format, &plan, &key()).lines().last(),
            Some(expected),
            "{format:?}"
        );
    }
    assert!(!written(Format::Env, &plan, &key()).contains("http"));
}
