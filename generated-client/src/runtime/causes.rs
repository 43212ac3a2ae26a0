//! What an error of reqwest means for another attempt. Its methods tell little of that, so that its causes are looked through.

use std::error::Error;
use std::io;
use std::iter::successors;

use super::transport::TransportError;

/// What HTTP/2 servers say of a request that they have not looked at, as the library under reqwest words it: it is no dependency
/// of this crate. RFC 9113, section 8.7, promises that such a request may be sent again. Were the words others, it would count as
/// lost on the way, and be sent again only where that is harmless.
const UNPROCESSED: &[&str] = &[
    // RST_STREAM with REFUSED_STREAM.
    "stream error received: refused stream before processing any application logic",
    // GOAWAY with NO_ERROR, of which only requests hear that came after the last one that is still answered.
    "connection error received: not a result of an error",
];

/// Why no answer began. The URL may hold an API key and is the caller's to know, so errors go without it.
pub(super) fn no_answer(error: ::reqwest::Error) -> TransportError {
    let error = error.without_url();
    if causes(&error).any(is_unprocessed) {
        return TransportError::not_sent(error).told("the server did not take the request");
    }
    let why = hopeless(&error);
    let error = if error.is_connect() || error.is_builder() {
        TransportError::not_sent(error)
    } else {
        TransportError::broken(error)
    };
    match why {
        Some(why) => error.hopeless(why),
        None => error,
    }
}

/// Why an answer that had begun did not end: whatever the server says then, it has acted on the request.
pub(super) fn half_an_answer(error: ::reqwest::Error) -> TransportError {
    TransportError::broken(error.without_url())
}

/// Why the same request would fail in the same way once more, where that is certain.
fn hopeless(error: &::reqwest::Error) -> Option<&'static str> {
    if error.is_builder() {
        return Some("the request can't be sent");
    }
    if error.is_redirect() {
        return Some("the redirects can't be followed");
    }
    #[cfg(feature = "rustls")]
    if let Some(why) = causes(error).find_map(rustls::hopeless) {
        return Some(why);
    }
    (error.is_connect() && !error.is_dns() && causes(error).any(names_a_certificate))
        .then_some(CERTIFICATE)
}

const CERTIFICATE: &str = "the server's certificate is refused";

/// The libraries of operating systems, and other versions of rustls in a client that is set up by hand, are no dependencies of this
/// crate. When a certificate is refused, each of them says so in a sentence with this word: "certificate verify failed" (OpenSSL),
/// "the certificate is not trusted" (macOS), "the certificate chain was issued by an authority that is not trusted" (Windows).
fn names_a_certificate(cause: &(dyn Error + 'static)) -> bool {
    cause
        .to_string()
        .to_ascii_lowercase()
        .contains("certificate")
}

fn is_unprocessed(cause: &(dyn Error + 'static)) -> bool {
    let text = cause.to_string();
    UNPROCESSED.iter().any(|words| text.starts_with(words))
}

/// An error and all that led to it.
fn causes<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    successors(Some(error), |error| cause(*error))
}

fn cause<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    let io = error.downcast_ref::<io::Error>();
    match io.and_then(io::Error::get_ref) {
        // What an I/O error is made of does not count as its source, but that of the other does.
        Some(inner) => Some(inner),
        None => error.source(),
    }
}

#[cfg(feature = "rustls")]
mod rustls {
    use std::error::Error as Cause;

    use ::rustls::{AlertDescription as Alert, Error};

    use super::CERTIFICATE;

    /// Why TLS would not come about the next time either.
    pub(super) fn hopeless(cause: &(dyn Cause + 'static)) -> Option<&'static str> {
        match cause.downcast_ref::<Error>()? {
            Error::InvalidCertificate(_)
            | Error::NoCertificatesPresented
            | Error::UnsupportedNameType => Some(CERTIFICATE),
            Error::PeerIncompatible(_) | Error::NoApplicationProtocol => Some(APART),
            Error::AlertReceived(alert) => alerted(*alert),
            _ => None,
        }
    }

    const APART: &str = "the server and the client have no version or cipher of TLS in common";

    /// Alerts about what this client is, not about what just happened.
    fn alerted(alert: Alert) -> Option<&'static str> {
        match alert {
            Alert::BadCertificate
            | Alert::UnsupportedCertificate
            | Alert::CertificateRevoked
            | Alert::CertificateExpired
            | Alert::CertificateUnknown
            | Alert::UnknownCA
            | Alert::AccessDenied
            | Alert::CertificateRequired => {
                Some("the server refuses the client's certificate, or wants one")
            }
            Alert::HandshakeFailure
            | Alert::ProtocolVersion
            | Alert::InsufficientSecurity
            | Alert::NoApplicationProtocol => Some(APART),
            Alert::UnrecognisedName => Some("the server does not know the name it is called by"),
            _ => None,
        }
    }
}
