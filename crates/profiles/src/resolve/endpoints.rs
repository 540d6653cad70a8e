//! Which host a profile's calls go to.

use super::values::{Values, wrong};
use crate::catalog::{Catalog, Dialect};
use crate::error::ResolveError;
use crate::file::Value;
use crate::given::{Given, Origin};
use crate::plan::{Endpoint, Region, Service};

/// What a profile says of endpoints.
#[derive(Debug, Clone)]
pub(crate) struct Endpoints {
    pub(crate) region: Option<Given<Region>>,
    /// `endpoint_url`, of all services.
    pub(crate) url: Option<Given<String>>,
    /// Those of single services.
    of_services: Vec<(Service, Given<String>)>,
    /// `sts_regional_endpoints = legacy`.
    legacy_sts: bool,
    fips: bool,
    dual_stack: bool,
    /// A file of the roots that are trusted instead of the system's.
    pub(crate) ca_bundle: Option<Given<String>>,
}

/// The regions whose STS was once reached by the global host.
const LEGACY_REGIONS: [&str; 16] = [
    "ap-northeast-1",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "aws-global",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

impl Endpoints {
    pub(crate) fn read(values: &Values<'_, '_, '_>, catalog: &Catalog<'_>) -> Result<Self, ResolveError> {
        let ignored = values.is_true(
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
            "ignore_configured_endpoint_urls",
        )?;
        let mut found = Self {
            region: values.region()?,
            url: None,
            of_services: Vec::new(),
            legacy_sts: legacy_sts(values)?,
            fips: values.is_true("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")?,
            dual_stack: values.is_true("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")?,
            ca_bundle: values.string(&[], "ca_bundle")?,
        };
        if ignored {
            return Ok(found);
        }
        found.url = checked(values.string(&["AWS_ENDPOINT_URL"], "endpoint_url")?)?;
        let global = found.url.as_ref().map(|url| &url.origin);
        let from_environment = matches!(global, Some(Origin::Variable(_)));
        for service in Service::ALL {
            let variable = service.variable();
            if let Some(value) = (values.request.variable)(variable) {
                let origin = Origin::Variable(variable);
                let url = checked(Some(Given { value, origin }))?;
                found.of_services.extend(url.map(|url| (service, url)));
            }
        }
        // As botocore has it, any variable outranks any file.
        if !from_environment {
            found.read_services(values, catalog)?;
        }
        Ok(found)
    }

    /// The `[services NAME]` section that the profile names.
    fn read_services(
        &mut self,
        values: &Values<'_, '_, '_>,
        catalog: &Catalog<'_>,
    ) -> Result<(), ResolveError> {
        let key = "services";
        let Some(Given { value: name, origin }) = values.string(&[], key)? else {
            return Ok(());
        };
        let Some(held) = catalog.service_section(&name) else {
            return Err(ResolveError::MissingSection { origin, key, name });
        };
        for service in Service::ALL {
            if self.of_services.iter().any(|(known, _)| *known == service) {
                continue;
            }
            let Some(Value::Block(nested)) = held.setting(service.key()).map(|setting| setting.value())
            else {
                continue;
            };
            let found = nested.iter().rev().find(|nested| nested.key == "endpoint_url");
            let url = found.map(|nested| Given {
                value: nested.value.to_owned(),
                origin: Origin::File {
                    place: held.file.place(nested.line),
                    inherited: false,
                },
            });
            self.of_services.extend(checked(url)?.map(|url| (service, url)));
        }
        Ok(())
    }

    /// Where a call goes to a service in a region of its own.
    pub(crate) fn of_region(&self, service: Service, region: &Given<Region>) -> Endpoint {
        Endpoint {
            region: region.clone(),
            ..self.of(service, region)
        }
    }

    /// Where a call to a service goes; `otherwise` is the region when none is set.
    pub(crate) fn of(&self, service: Service, otherwise: &Given<Region>) -> Endpoint {
        let own = self.of_services.iter().find(|(known, _)| *known == service);
        let url = own.map(|(_, url)| url).or(self.url.as_ref()).cloned();
        let region = self.region.as_ref().unwrap_or(otherwise).clone();
        // The old host has neither variant: botocore takes the region's own for either.
        let has_variant = self.fips || self.dual_stack;
        let legacy = service == Service::Sts
            && self.legacy_sts
            && !has_variant
            && LEGACY_REGIONS.contains(&region.value.as_str());
        let global = url.is_none() && (legacy || service == Service::Iam);
        Endpoint {
            service,
            url,
            // The host of all regions signs for one of them.
            region: match global {
                true => region.map(|region| region.partition().into()),
                false => region,
            },
            global,
            fips: self.fips,
            dual_stack: self.dual_stack,
            ca_bundle: self.ca_bundle.clone(),
        }
    }
}

fn legacy_sts(values: &Values<'_, '_, '_>) -> Result<bool, ResolveError> {
    let key = "sts_regional_endpoints";
    let Some(given) = values.text(&["AWS_STS_REGIONAL_ENDPOINTS"], key)? else {
        return Ok(false);
    };
    match given.value.as_ref() {
        "legacy" => Ok(true),
        "regional" => Ok(false),
        // aws-vault passes over any other value.
        _ if values.dialect() == Dialect::AwsVault => Ok(false),
        _ => Err(wrong(given.origin, key, "is neither regional nor legacy")),
    }
}

fn checked(url: Option<Given<String>>) -> Result<Option<Given<String>>, ResolveError> {
    let Some(url) = url else {
        return Ok(None);
    };
    let host = ["https://", "http://"]
        .iter()
        .find_map(|scheme| url.value.strip_prefix(scheme));
    let sound = host.is_some_and(|host| {
        !host.is_empty() && !host.starts_with('/') && !host.contains(['@', ' ']) && host.is_ascii()
    });
    match sound {
        true => Ok(Some(url)),
        false => Err(wrong(
            url.origin,
            "endpoint_url",
            "is not a URL such as https://example.com or http://127.0.0.1:8181",
        )),
    }
}
