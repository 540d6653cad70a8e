//! The bare server: hyper with the settings of Tegata's edge, and one answer for everything. What it
//! does in a second is what HTTP leaves room for.

use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::header::{HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::exchange::Answer;
use crate::server::Process;
use crate::{Failure, Result};

/// Headers that hyper writes itself.
const BY_HYPER: [&str; 3] = ["content-length", "date", "connection"];
const MAX_BODY: usize = 1024 * 1024;

/// Starts a bare server that gives this answer, on the server's core.
pub(crate) fn start(answer: &Answer, folder: &Path) -> Result<Process> {
    let headers: Vec<&(String, String)> = answer
        .headers
        .iter()
        .filter(|(name, _)| !BY_HYPER.contains(&name.as_str()))
        .collect();
    let canned = json!({
        "status": answer.status,
        "headers": headers,
        "body": data_encoding::BASE64.encode(&answer.body),
    });
    let path = folder.join("answer.json");
    std::fs::write(&path, canned.to_string())?;
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("bare").arg(&path);
    Process::start(command, Stdio::inherit())
}

/// `tegata-bench bare FILE`: serves until it is ended.
pub(crate) fn serve(arguments: &[String]) -> Result<()> {
    let [path] = arguments else {
        return Err("bare FILE".into());
    };
    let response = Arc::new(read(&std::fs::read(path)?)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let mut out = std::io::stdout().lock();
        writeln!(out, "listening on http://{}", listener.local_addr()?).and_then(|()| out.flush())?;
        drop(out);
        let http = Arc::new(protocols());
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let (http, response) = (Arc::clone(&http), Arc::clone(&response));
            tokio::spawn(async move {
                let service = service_fn(|request| answer(request, Arc::clone(&response)));
                // A connection that breaks off is the client's affair.
                let _ = http.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    })
}

fn protocols() -> Builder<TokioExecutor> {
    let mut http = Builder::new(TokioExecutor::new());
    http.http1()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(60))
        .max_buf_size(160 * 1024)
        .max_headers(128);
    http
}

async fn answer(
    request: Request<Incoming>,
    response: Arc<Response<Bytes>>,
) -> std::result::Result<Response<Full<Bytes>>, Failure> {
    Limited::new(request.into_body(), MAX_BODY).collect().await?;
    let mut answer = Response::new(Full::new(response.body().clone()));
    *answer.status_mut() = response.status();
    *answer.headers_mut() = response.headers().clone();
    Ok(answer)
}

fn read(canned: &[u8]) -> Result<Response<Bytes>> {
    let canned: Value = serde_json::from_slice(canned)?;
    let body = canned
        .get("body")
        .and_then(Value::as_str)
        .ok_or("an answer without a body")?;
    let mut response = Response::new(Bytes::from(data_encoding::BASE64.decode(body.as_bytes())?));
    let status = canned
        .get("status")
        .and_then(Value::as_u64)
        .ok_or("an answer without a status")?;
    *response.status_mut() = StatusCode::from_u16(u16::try_from(status)?)?;
    let headers: Vec<(String, String)> =
        serde_json::from_value(canned.get("headers").cloned().unwrap_or_default())?;
    for (name, value) in headers {
        let (name, value) = (HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
        response.headers_mut().append(name, value);
    }
    Ok(response)
}
