//! Calls of services that want no signature: those that give credentials to who has none yet.

use tegata_wire::{Call, Service, encode_request};
use zeroize::Zeroizing;

use crate::api_client::read;
use crate::http::{HttpClient, HttpError, HttpOptions, HttpRequest};
use crate::retry::with_retries;
use crate::{CallError, Edge, Endpoint, Retries};

/// A client of one service.
pub(crate) struct UnsignedClient {
    service: &'static Service,
    http: HttpClient,
    retries: Retries,
}

/// Makes a header for an attempt at this URL.
pub(crate) type HeaderMaker<'h> =
    dyn Fn(&mut Edge<'_>, &str) -> Result<(&'static str, String), HttpError> + 'h;

impl UnsignedClient {
    /// A client of a service at `endpoint`. Warns where tokens and credentials could be read on the way.
    ///
    /// # Errors
    /// [`CallError`] for a variable, roots or a proxy that cannot be used.
    pub(crate) fn new(
        service: &'static Service,
        endpoint: &Endpoint,
        edge: &mut Edge<'_>,
    ) -> Result<Self, CallError> {
        if endpoint.is_exposed() {
            edge.tell(&format!(
                "warning: {endpoint} is not encrypted; whoever is on the way can read tokens and credentials"
            ));
        }
        let environment = edge.environment;
        let options = HttpOptions::from_environment(environment, endpoint, true)?;
        Ok(Self {
            service,
            http: HttpClient::new(endpoint, &options)?,
            retries: Retries::of_environment(environment)?,
        })
    }

    /// Calls an operation and waits for its output. Failures that may pass are tried again.
    ///
    /// # Errors
    /// [`CallError`].
    pub(crate) fn call<C: Call>(
        &self,
        input: &C::Input,
        edge: &mut Edge<'_>,
    ) -> Result<C::Output, CallError> {
        self.call_with::<C>(input, None, edge)
    }

    /// The same with a header that is made anew for each attempt.
    ///
    /// # Errors
    /// [`CallError`].
    pub(crate) fn call_with<C: Call>(
        &self,
        input: &C::Input,
        header: Option<&HeaderMaker<'_>>,
        edge: &mut Edge<'_>,
    ) -> Result<C::Output, CallError> {
        let prepared = encode_request(self.service, C::OPERATION, input);
        // Tokens are in there.
        let body = Zeroizing::new(prepared.body);
        let kept: Vec<(&str, Zeroizing<String>)> = prepared
            .headers
            .into_iter()
            .map(|(name, value)| (name, Zeroizing::new(value)))
            .collect();
        let endpoint = self.http.endpoint();
        let path = endpoint.path(&prepared.path);
        let answer = with_retries(self.service, self.retries, edge, |edge, _| {
            let made = match header {
                Some(make) => Some(make(edge, &endpoint.url(&path, ""))?),
                None => None,
            };
            let mut headers: Vec<(&str, &str)> = vec![("Host", endpoint.host())];
            headers.extend(kept.iter().map(|(name, value)| (*name, value.as_str())));
            headers.extend(made.iter().map(|(name, value)| (*name, value.as_str())));
            Ok::<_, CallError>(self.http.send(&HttpRequest {
                method: prepared.method,
                path: &path,
                query: &prepared.query,
                headers: &headers,
                body: &body,
            }))
        })?;
        read::<C>(self.service, endpoint, &answer)
    }
}
