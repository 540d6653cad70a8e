//! TLS with aws-lc-rs as its provider: the one place that names rustls configuration types.

use std::sync::Arc;

use rustls::crypto::{CryptoProvider, aws_lc_rs};
pub use rustls::pki_types::{CertificateDer, PrivateKeyDer};
pub use rustls::{ClientConfig, RootCertStore, ServerConfig};

/// The provider: TLS 1.2 and 1.3, aws-lc-rs behind both.
#[must_use]
pub fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

/// A server's configuration from its chain (leaf first) and key; offers HTTP/2 and HTTP/1.1.
///
/// # Errors
/// When key and certificate do not match or cannot be used.
pub fn server_config(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<Arc<ServerConfig>, rustls::Error> {
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// A client's configuration that trusts these roots.
///
/// # Errors
/// When the provider offers no protocol version, which its defaults do.
pub fn client_config(roots: RootCertStore) -> Result<Arc<ClientConfig>, rustls::Error> {
    let config = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}
