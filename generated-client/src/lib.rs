// Written by the generator; every edit here is lost.

//! The client of the orq.ai API.
//!
//! Identities of the users of your product, so that what they consume through orq.ai can be attributed, searched and limited.
//!
//! # First call
//!
//! ```no_run
//! # use orq_ai_sdk::Orq;
//! # #[cfg(all(feature = "identities"))]
//! # async fn example(orq: Orq) -> Result<(), Box<dyn std::error::Error>> {
//! use orq_ai_sdk::models::ListIdentitiesFilterBy;
//!
//! let answer = orq
//!     .identities()
//!     .list()
//!     .limit(10)
//!     .search("john")
//!     .filter_by(ListIdentitiesFilterBy::new().tags(["premium", "beta-user"]))
//!     .include_metrics(false)
//!     .send()
//!     .await?;
//! println!("{answer:#?}");
//! # Ok(())
//! # }
//! ```
//!
//! What the document requires is an argument, everything else is a setter. The answer is typed; `.send_with_response()` gives status and headers beside it.
//!
//! # Authentication
//!
//! - `.api_key(…)` sets the bearer token; `from_env()` reads `ORQ_API_KEY`
//!
//! ```no_run
//! # use orq_ai_sdk::Orq;
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let orq = Orq::builder().api_key("<key>").build()?;
//! println!("{orq:?}");
//! # Ok(())
//! # }
//! ```
//!
//! Keys never show in `{:?}` or in errors. Keys that change come from a `CredentialProvider`, which is asked before each call: `.credential_provider("ApiKey", …)`. The environment variable `ORQ_SERVER` overrides the server, and so does `.server(…)`.
//!
//! # Pagination
//!
//! ```no_run
//! # use orq_ai_sdk::Orq;
//! # #[cfg(all(feature = "identities"))]
//! # async fn example(orq: Orq) -> Result<(), Box<dyn std::error::Error>> {
//! let mut items = orq.identities().list().items();
//! while let Some(item) = items.try_next().await? {
//!     println!("{item:?}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! `.pages()` gives whole pages, and `.try_collect()` all items at once. A list that never ends is an error, not a loop.
//!
//! # Errors
//!
//! ```no_run
//! # use orq_ai_sdk::Orq;
//! # #[cfg(all(feature = "identities"))]
//! # async fn example(orq: Orq) -> Result<(), Box<dyn std::error::Error>> {
//! match orq.identities().retrieve("<id>").send().await {
//!     Ok(answer) => println!("{answer:#?}"),
//!     Err(error) => {
//!         if let Some(body) = error.body() {
//!             println!("the server said {body:?}");
//!         }
//!         println!("{error}, status {:?}", error.status());
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! `error.body()` is the error body that the document declares, when the answer fits it. Every error tells the operation, the status, the request id and the number of attempts, and keeps headers and the raw body. `?` turns the errors of all calls into one `Error`.
//!
//! # Retries and timeouts
//!
//! ```no_run
//! # use orq_ai_sdk::Orq;
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//!
//! use orq_ai_sdk::RetryPolicy;
//!
//! let orq = Orq::builder()
//!     .timeout(Duration::from_secs(30))
//!     .retry(RetryPolicy::new().attempts(5))
//!     .from_env()?
//!     .build()?;
//! println!("{orq:?}");
//! # Ok(())
//! # }
//! ```
//!
//! A call is tried up to three times: when nothing had been sent, and on 408, 429, 500, 502, 503 and 504 where repeating it is harmless. `Retry-After` is obeyed. One timeout covers all attempts. `.timeout(…)`, `.retry(…)`, `.header(…)` and `.server(…)` on a call hold for that call alone.
//!
//! # Blocking use
//!
//! ```no_run
//! # use orq_ai_sdk::Orq;
//! # #[cfg(all(feature = "identities", feature = "blocking"))]
//! # fn example(orq: Orq) -> Result<(), Box<dyn std::error::Error>> {
//! use orq_ai_sdk::models::ListIdentitiesFilterBy;
//!
//! let answer = orq
//!     .identities()
//!     .list()
//!     .limit(10)
//!     .search("john")
//!     .filter_by(ListIdentitiesFilterBy::new().tags(["premium", "beta-user"]))
//!     .include_metrics(false)
//!     .send_blocking()?;
//! println!("{answer:#?}");
//! # Ok(())
//! # }
//! ```
//!
//! With the feature `blocking`, every call has `.send_blocking()` for code that is not async.
//!
//! # Testing your own code
//!
//! ```no_run
//! # use orq_ai_sdk::Orq;
//! # #[cfg(all(feature = "identities", feature = "testing"))]
//! # fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use orq_ai_sdk::resources::identities::RetrieveIdentity;
//! use orq_ai_sdk::runtime::testing::{Answer, MockTransport, block_on};
//!
//! let mock = MockTransport::new();
//! mock.on::<RetrieveIdentity>().respond(Answer::json(
//!     200,
//!     &serde_json::json!({
//!         "_id": "contact_01ARZ3NDEKTSV4RRFFQ69G5FAV",
//!         "avatar_url": "https://example.com/avatars/jane-smith.jpg",
//!         "created": "2024-01-15T10:30:00Z",
//!         "display_name": "Jane Smith",
//!         "email": "jane.smith@example.com",
//!         "external_id": "user_12345",
//!         "metadata": {
//!             "department": "Engineering",
//!             "role": "Senior Developer",
//!             "subscription_tier": "premium"
//!         },
//!         "tags": ["premium", "beta-user"],
//!         "updated": "2024-01-15T10:30:00Z"
//!     }),
//! ));
//! let orq: Orq = mock.client();
//!
//! let answer = block_on(orq.identities().retrieve("<id>").send())?;
//! println!("{answer:#?}");
//! assert_eq!(mock.requests().len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! With the feature `testing`, `MockTransport` plays answers and keeps requests, without a socket: `.answer(&value)` for a success, `.fail_with(404, &body)` for an error. Encoding, credentials, retries and decoding are those of the real client.
//!
//! # Features
//!
//! - `blocking`: Every call can be sent from code that is not async: `send_blocking()`.
//! - `gzip` (default): Answers may come compressed.
//! - `native-tls`: The same with the TLS of the operating system.
//! - `rustls` (default): The default transport: reqwest, with rustls for TLS.
//! - `testing`: A transport for tests, which plays answers and keeps requests.
//! - `tracing`: Spans for calls and attempts, with the attribute names of OpenTelemetry.
//!
//! Each resource is a feature as well, on by default: with `default-features = false` and one of them, only its calls and types are compiled.
//!
//! # Resources
//!
//! - [`orq.contacts()`](resources/contacts/index.html): The older way in to the same users: one call that creates or updates.
//! - [`orq.identities()`](resources/identities/index.html): The users of your own system, known to orq.ai by an id of their own and by the external id that you chose.
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;
pub mod runtime;

pub use generated::client::Orq;
pub use generated::{models, resources};
#[rustfmt::skip]
pub use runtime::{
    Base64, ByteStream, CallError, Client, ClientBuilder, ClientCredentials, Clock,
    Credential, CredentialProvider, Error, ErrorKind, EventStream, FilePart, Items,
    Middleware, Opening, Pages, Patch, RetryPolicy, Secret, Sending, Transport,
    WithResponse,
};
