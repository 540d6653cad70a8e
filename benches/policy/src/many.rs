//! Roles with five hundred statements, in twenty managed policies of the greatest length that IAM
//! takes.

use std::fmt::Write as _;

const POLICIES: usize = 20;
const STATEMENTS: usize = 25;

const SERVICES: [&str; 25] = [
    "s3",
    "ec2",
    "wafv2",
    "sts",
    "kms",
    "sqs",
    "sns",
    "ssm",
    "ecr",
    "ecs",
    "eks",
    "rds",
    "logs",
    "events",
    "states",
    "lambda",
    "dynamodb",
    "cloudwatch",
    "cloudtrail",
    "secretsmanager",
    "elasticache",
    "route53",
    "athena",
    "glue",
    "kinesis",
];

/// How the statements are spread.
#[derive(Clone, Copy)]
pub(crate) enum Spread {
    /// Over as many services as a policy has statements.
    Services,
    /// Over the actions of one service.
    Actions,
}

/// The documents.
pub(crate) fn documents(spread: Spread) -> Vec<String> {
    let document = |policy: usize| {
        let mut statements = String::new();
        for at in 0..STATEMENTS {
            let comma = if at == 0 { "" } else { "," };
            let statement = statement(spread, policy, at);
            write!(statements, "{comma}{statement}").expect("a string takes everything");
        }
        format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#)
    };
    (0..POLICIES).map(document).collect()
}

/// Statement 250 allows what is asked; a tenth of them deny.
fn statement(spread: Spread, policy: usize, at: usize) -> String {
    let number = policy * STATEMENTS + at;
    let service = match spread {
        Spread::Services => SERVICES[at % SERVICES.len()],
        Spread::Actions => "s3",
    };
    let action = if number == 250 {
        "s3:GetObject".to_owned()
    } else {
        format!("{service}:GetThing{number}")
    };
    let effect = if number % 10 == 9 { "Deny" } else { "Allow" };
    format!(
        r#"{{"Sid":"S{number}","Effect":"{effect}","Action":["{action}","{service}:List{number}*"],"Resource":"arn:aws:{service}:::photos-prod/*","Condition":{{"StringEquals":{{"aws:PrincipalTag/team":"photos"}}}}}}"#
    )
}
