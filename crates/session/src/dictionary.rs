//! What session policies and session tags are made of, the likeliest last, where deflate reaches it
//! with the shortest distance. Part of the token's format: to change it, add a second dictionary
//! under a new marker, or living tokens stop opening.

/// The dictionary of marker 1.
pub(crate) const DICTIONARY: &str = concat!(
    r#"arn:aws-us-gov:arn:aws-cn:secretsmanager:GetSecretValuessm:GetParameterkms:Decryptsq"#,
    r#"s:SendMessagesns:Publishdynamodb:GetItemdynamodb:PutItemlogs:PutLogEventsec2:Describ"#,
    r#"elambda:InvokeFunctioniam:PassRoleiam:Getiam:Liststs:AssumeRolests:TagSessionsts:Get"#,
    r#"CallerIdentitys3:DeleteObjects3:PutObjects3:ListBuckets3:GetObjectarn:aws:s3:::arn:a"#,
    r#"ws:kms:arn:aws:secretsmanager:arn:aws:ssm:arn:aws:sts::arn:aws:iam:::role/:user/:sec"#,
    r#"ret:us-east-1us-west-2eu-west-1eu-central-1ap-southeast-1job-function/service-role/R"#,
    r#"eadOnlyAccessAdministratorAccessPowerUserAccessFullAccessaws:RequestedRegionaws:Prin"#,
    r#"cipalArnaws:SourceIpaws:TokenIssueTimeaws:CurrentTimeaws:MultiFactorAuthPresentaws:S"#,
    r#"ecureTransportaws:ResourceTag/aws:RequestTag/aws:TagKeys${aws:PrincipalTag/${aws:use"#,
    r#"rname}DepartmentCostCenterEnvironmentproductionProjectOwnerTeamName"ForAllValues:"Fo"#,
    r#"rAnyValue:"ArnNotLike":"ArnLike":"DateLessThan":"DateGreaterThan":"NumericLessThan":"#,
    r#""IpAddress":"NotIpAddress":"Null":"Bool":"StringNotLike":"StringNotEquals":"StringEq"#,
    r#"ualsIgnoreCase":"StringLike":"StringEquals":"NotResource":"NotAction":"Condition":{""#,
    r#"Principal":"Sid":""Version":"2008-10-17""Effect":"Deny","Action":["Effect":"Allow",""#,
    r#"Action":""Effect": "Deny""Effect": "Allow""Action": ["Resource": "*""Resource":"arn:"#,
    r#"aws:","Resource":""Resource":"*"}{"Version": "2012-10-17", "Statement": [{{"Version""#,
    r#":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*"],"Resource":"*"}]}x509SAN"#,
    r#"/Name/CNx509SAN/Name/Ox509SAN/Emailx509SAN/URIspiffe://x509SAN/IPx509SAN/DNSx509Subj"#,
    r#"ect/SERIALNUMBERx509Subject/GIVENNAMEx509Subject/SURNAMEx509Subject/TITLEx509Subject"#,
    r#"/UIDx509Subject/DCx509Subject/STREETx509Subject/Lx509Subject/STx509Subject/Cx509Subj"#,
    r#"ect/Ox509Subject/OUx509Subject/CNx509Issuer/Lx509Issuer/STx509Issuer/Cx509Issuer/Ox5"#,
    r#"09Issuer/OUx509Issuer/CN"#,
);
