use tegata_base::Region;
use tegata_profiles::given::Given;

use super::*;

fn endpoint(service: Service, region: &str) -> plan::Endpoint {
    plan::Endpoint {
        service,
        region: Given::built_in(region.parse::<Region>().unwrap()),
        url: None,
        global: service == Service::Iam,
        fips: false,
        dual_stack: false,
        ca_bundle: None,
    }
}

#[test]
fn hosts_are_named_as_aws_names_them() {
    let table = [
        (Service::Sts, "eu-west-1", "https://sts.eu-west-1.amazonaws.com"),
        (
            Service::Sts,
            "cn-north-1",
            "https://sts.cn-north-1.amazonaws.com.cn",
        ),
        (Service::Iam, "eu-west-1", "https://iam.amazonaws.com"),
        (Service::Iam, "us-gov-east-1", "https://iam.us-gov.amazonaws.com"),
        (
            Service::Iam,
            "cn-north-1",
            "https://iam.cn-north-1.amazonaws.com.cn",
        ),
        (
            Service::Sso,
            "eu-west-1",
            "https://portal.sso.eu-west-1.amazonaws.com",
        ),
        (
            Service::SsoOidc,
            "eu-west-1",
            "https://oidc.eu-west-1.amazonaws.com",
        ),
        (
            Service::RolesAnywhere,
            "eu-west-1",
            "https://rolesanywhere.eu-west-1.amazonaws.com",
        ),
        (
            Service::Signin,
            "eu-west-1",
            "https://eu-west-1.signin.aws.amazon.com",
        ),
        (
            Service::Signin,
            "cn-north-1",
            "https://cn-north-1.signin.amazonaws.cn",
        ),
        (
            Service::Signin,
            "us-gov-west-1",
            "https://us-gov-west-1.signin.amazonaws-us-gov.com",
        ),
    ];
    for (service, region, expected) in table {
        let found = Endpoint::of_plan(&endpoint(service, region)).unwrap();
        assert_eq!(found.to_string(), expected);
    }
    let legacy = plan::Endpoint {
        global: true,
        ..endpoint(Service::Sts, "eu-west-1")
    };
    assert_eq!(
        Endpoint::of_plan(&legacy).unwrap().to_string(),
        "https://sts.amazonaws.com"
    );
}
