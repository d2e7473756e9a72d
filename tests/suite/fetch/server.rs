//! Other people's servers: one listener with TLS that answers as a test says, well or badly.

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::PKey;
use openssl::x509::extension::SubjectAlternativeName;
use openssl::x509::{X509, X509NameBuilder};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// What everybody's server shows: its own authority, for every name that tests use.
pub(crate) struct Certificate {
    pub(crate) der: Vec<u8>,
    pub(crate) pem: Vec<u8>,
    pub(crate) key_pem: Vec<u8>,
    config: Arc<ServerConfig>,
}

pub(crate) fn certificate() -> &'static Certificate {
    static CERTIFICATE: OnceLock<Certificate> = OnceLock::new();
    CERTIFICATE.get_or_init(|| make_certificate().expect("a certificate"))
}

fn make_certificate() -> Result<Certificate, openssl::error::ErrorStack> {
    let key = PKey::from_ec_key(EcKey::generate(EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?.as_ref())?)?;
    let mut name = X509NameBuilder::new()?;
    name.append_entry_by_text("CN", "servers of the tests")?;
    let name = name.build();
    let mut certificate = X509::builder()?;
    certificate.set_version(2)?;
    let (serial, from, until) = (BigNum::from_u32(1)?.to_asn1_integer()?, Asn1Time::days_from_now(0)?, Asn1Time::days_from_now(2)?);
    certificate.set_serial_number(&serial)?;
    certificate.set_subject_name(&name)?;
    certificate.set_issuer_name(&name)?;
    certificate.set_pubkey(&key)?;
    certificate.set_not_before(&from)?;
    certificate.set_not_after(&until)?;
    let mut names = SubjectAlternativeName::new();
    for name in ["*.example.org", "*.example.com", "*.example.net", "localhost"] {
        names.dns(name);
    }
    names.ip("127.0.0.1");
    let names = names.build(&certificate.x509v3_context(None, None))?;
    certificate.append_extension(names)?;
    certificate.sign(&key, MessageDigest::sha256())?;
    let certificate = certificate.build();
    let (der, pem) = (certificate.to_der()?, certificate.to_pem()?);
    let private = PrivatePkcs8KeyDer::from(key.private_key_to_pkcs8()?);
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions();
    let config = config.expect("TLS").with_no_client_auth();
    let config = config.with_single_cert(vec![CertificateDer::from(der.clone())], private.into()).expect("a certificate and its key");
    let key_pem = key.private_key_to_pem_pkcs8()?;
    Ok(Certificate { der, pem, key_pem, config: Arc::new(config) })
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// To which address.
    pub(crate) at: IpAddr,
    pub(crate) host: String,
    /// Path and query.
    pub(crate) path: String,
    /// Everything else, as written.
    pub(crate) head: String,
}

/// What comes back.
pub(crate) enum Reply {
    /// A whole answer: status, header lines, body.
    Whole(u16, String, Vec<u8>),
    /// These bytes, then again and again these, so far apart.
    Again { first: Vec<u8>, then: Vec<u8>, each: Duration },
    /// Nothing, for ever.
    Silence,
}

impl Reply {
    pub(crate) fn json(body: impl Into<Vec<u8>>) -> Self {
        Self::Whole(200, "content-type: application/json\r\n".to_owned(), body.into())
    }

    pub(crate) fn to(location: &str) -> Self {
        Self::Whole(302, format!("location: {location}\r\n"), Vec::new())
    }

    pub(crate) fn absent() -> Self {
        Self::Whole(404, "content-type: application/json\r\n".to_owned(), b"{}".to_vec())
    }
}

type Answer = dyn Fn(&Asked) -> Reply + Send + Sync;

/// Whether a server shows its certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speaks {
    Tls,
    Plain,
    /// Accepts connections and says nothing.
    Nothing,
}

/// A server; stops with the value.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    seen: Arc<Seen>,
    running: JoinHandle<()>,
}

#[derive(Default)]
struct Seen {
    connections: Mutex<Vec<IpAddr>>,
    requests: Mutex<Vec<Asked>>,
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Server {
    /// At a free port of this machine.
    pub(crate) async fn start(speaks: Speaks, answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").await.expect("a port"), speaks, answer)
    }

    pub(crate) fn on(listener: TcpListener, speaks: Speaks, answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let (seen, answer): (Arc<Seen>, Arc<Answer>) = (Arc::default(), Arc::new(answer));
        let address = listener.local_addr().expect("an address");
        let all = Arc::clone(&seen);
        let running = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, speaks, Arc::clone(&all), Arc::clone(&answer)));
            }
        });
        Self { address, seen, running }
    }

    /// To which addresses connections were made.
    pub(crate) fn connections(&self) -> Vec<IpAddr> {
        self.seen.connections.lock().unwrap().clone()
    }

    /// What was asked.
    pub(crate) fn requests(&self) -> Vec<Asked> {
        self.seen.requests.lock().unwrap().clone()
    }

    /// The most requests that were under way at once.
    pub(crate) fn most_at_once(&self) -> usize {
        self.seen.most.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.running.abort();
    }
}

async fn serve(stream: TcpStream, speaks: Speaks, seen: Arc<Seen>, answer: Arc<Answer>) {
    let at = stream.local_addr().map_or(IpAddr::from([0; 4]), |address| address.ip().to_canonical());
    seen.connections.lock().unwrap().push(at);
    let now = seen.now.fetch_add(1, Ordering::SeqCst) + 1;
    seen.most.fetch_max(now, Ordering::SeqCst);
    match speaks {
        Speaks::Tls => {
            if let Ok(stream) = TlsAcceptor::from(Arc::clone(&certificate().config)).accept(stream).await {
                let _ = talk(stream, at, &seen, &*answer).await;
            }
        }
        Speaks::Plain => {
            let _ = talk(stream, at, &seen, &*answer).await;
        }
        Speaks::Nothing => {
            let mut stream = stream;
            let mut unread = [0; 1024];
            while stream.read(&mut unread).await.is_ok_and(|n| n > 0) {}
        }
    }
    seen.now.fetch_sub(1, Ordering::SeqCst);
}

/// One request, one answer.
async fn talk(mut stream: impl AsyncRead + AsyncWrite + Unpin, at: IpAddr, seen: &Seen, answer: &Answer) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let line = |name: &str| head.lines().find_map(|line| line.to_lowercase().strip_prefix(name).map(|rest| rest.trim().to_owned()));
    let asked = Asked { at, host: line("host:").unwrap_or_default(), path, head: head.clone() };
    seen.requests.lock().unwrap().push(asked.clone());
    match answer(&asked) {
        Reply::Whole(status, headers, body) => {
            let length = if headers.contains("content-length") { String::new() } else { format!("content-length: {}\r\n", body.len()) };
            stream.write_all(format!("HTTP/1.1 {status} x\r\nconnection: close\r\n{headers}{length}\r\n").as_bytes()).await?;
            stream.write_all(&body).await?;
            stream.shutdown().await
        }
        Reply::Again { first, then, each } => {
            stream.write_all(&first).await?;
            loop {
                stream.write_all(&then).await?;
                stream.flush().await?;
                tokio::time::sleep(each).await;
            }
        }
        Reply::Silence => {
            let mut unread = [0; 1024];
            while stream.read(&mut unread).await? > 0 {}
            Ok(())
        }
    }
}
