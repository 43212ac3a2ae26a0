//! A small API in the form that emitted code has.

use std::convert::Infallible;
use std::time::Duration;

use orq_ai_sdk::runtime::{
    Api, ApiMeta, Call, CallDefaults, Client, ClientBuilder, Credential, DecodeError, Error, Items,
    Operation, OperationMeta, Paged, Pages, PathStyle, Place, QueryStyle, Request, Response,
    RetryPolicy, SchemeKind, Secret, SecurityScheme, ServerTemplate, ServerVariable,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug)]
pub(crate) struct Shop {
    client: Client,
}

impl Api for Shop {
    const META: &'static ApiMeta = &ApiMeta {
        name: "Shop",
        user_agent: "shop/1.0",
        servers: &[
            ServerTemplate {
                url: "https://shop.example",
                variables: &[],
            },
            ServerTemplate {
                url: "https://{region}.shop.example/{base}",
                variables: &[
                    ServerVariable {
                        name: "region",
                        default: "eu",
                        values: &["eu", "us"],
                    },
                    ServerVariable {
                        name: "base",
                        default: "v1",
                        values: &[],
                    },
                ],
            },
        ],
        server_env: "SHOP_TEST_SERVER",
        schemes: &[
            SecurityScheme {
                name: "Token",
                kind: SchemeKind::Bearer,
                env: "SHOP_TEST_TOKEN",
            },
            SecurityScheme {
                name: "Machine",
                kind: SchemeKind::OAuth2 {
                    token_url: "/oauth/token",
                },
                env: "SHOP_TEST_MACHINE",
            },
            SecurityScheme {
                name: "User",
                kind: SchemeKind::Basic,
                env: "SHOP_TEST_USER",
            },
            SecurityScheme {
                name: "Query",
                kind: SchemeKind::ApiKey {
                    place: Place::Query,
                    name: "key",
                },
                env: "SHOP_TEST_QUERY",
            },
            SecurityScheme {
                name: "Header",
                kind: SchemeKind::ApiKey {
                    place: Place::Header,
                    name: "X-Key",
                },
                env: "SHOP_TEST_HEADER",
            },
            SecurityScheme {
                name: "Cookie",
                kind: SchemeKind::ApiKey {
                    place: Place::Cookie,
                    name: "session",
                },
                env: "SHOP_TEST_COOKIE",
            },
        ],
        defaults: None,
    };

    fn from_client(client: Client) -> Self {
        Self { client }
    }

    fn client(&self) -> &Client {
        &self.client
    }
}

/// What the emitted setter for the scheme `Token` looks like.
pub(crate) trait Token {
    fn token(self, token: impl Into<Secret>) -> Self;
}

impl Token for ClientBuilder<Shop> {
    fn token(self, token: impl Into<Secret>) -> Self {
        self.credential("Token", Credential::token(token))
    }
}

impl Shop {
    pub(crate) fn retrieve(&self, id: impl Into<String>) -> Retrieve {
        Retrieve {
            call: Call::new(&self.client),
            id: id.into(),
            verbose: None,
        }
    }

    pub(crate) fn create(&self, body: Thing) -> Create {
        Create {
            call: Call::new(&self.client),
            body,
        }
    }

    pub(crate) fn delete(&self, id: impl Into<String>) -> Delete {
        Delete {
            call: Call::new(&self.client),
            id: id.into(),
        }
    }

    pub(crate) fn archive(&self) -> Archive {
        Archive {
            call: Call::new(&self.client),
        }
    }

    pub(crate) fn report(&self) -> Report {
        Report {
            call: Call::new(&self.client),
        }
    }

    pub(crate) fn list(&self) -> List {
        List {
            call: Call::new(&self.client),
            after: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Thing {
    pub(crate) id: String,
    pub(crate) count: i64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Reason {
    pub(crate) error: String,
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub(crate) enum RetrieveError {
    NotFound(Reason),
}

#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub(crate) struct Retrieve {
    call: Call,
    id: String,
    verbose: Option<bool>,
}

impl Retrieve {
    pub(crate) fn verbose(mut self, verbose: bool) -> Self {
        self.verbose = Some(verbose);
        self
    }
}

orq_ai_sdk::call_methods!(Retrieve => Thing, RetrieveError);

impl Operation for Retrieve {
    type Success = Thing;
    type Failure = RetrieveError;
    const META: &'static OperationMeta = &OperationMeta {
        id: "RetrieveThing",
        method: "GET",
        path: "/things/{id}",
        accept: "application/json",
        idempotent: true,
        content: true,
        security: &[
            &["Token"],
            &["User"],
            &["Query", "Header"],
            &["Cookie"],
            &["Machine"],
        ],
        defaults: None,
        servers: &[],
    };

    fn request(&self) -> Result<Request, Error> {
        let mut request = Request::new(Self::META);
        request.literal("/things/");
        request.segment("id", &self.id, PathStyle::SIMPLE)?;
        request.query("verbose", self.verbose.as_ref(), QueryStyle::FORM)?;
        Ok(request)
    }

    fn success(response: &Response) -> Result<Thing, DecodeError> {
        response.json()
    }

    fn failure(response: &Response) -> Option<RetrieveError> {
        match response.status().as_u16() {
            404 => response.json().ok().map(RetrieveError::NotFound),
            _ => None,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Create {
    call: Call,
    body: Thing,
}

orq_ai_sdk::call_methods!(Create => Thing, Infallible);

impl Operation for Create {
    type Success = Thing;
    type Failure = Infallible;
    const META: &'static OperationMeta = &OperationMeta {
        id: "CreateThing",
        method: "POST",
        path: "/things",
        idempotent: false,
        security: &[&["Token"]],
        ..*Retrieve::META
    };

    fn request(&self) -> Result<Request, Error> {
        let mut request = Request::new(Self::META);
        request.literal("/things");
        request.json(&self.body)?;
        Ok(request)
    }

    fn success(response: &Response) -> Result<Thing, DecodeError> {
        response.json()
    }

    fn failure(_: &Response) -> Option<Infallible> {
        None
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Delete {
    call: Call,
    id: String,
}

orq_ai_sdk::call_methods!(Delete => (), Infallible);

impl Operation for Delete {
    type Success = ();
    type Failure = Infallible;
    const META: &'static OperationMeta = &OperationMeta {
        id: "DeleteThing",
        method: "DELETE",
        accept: "",
        content: false,
        security: &[&[], &["Token"]],
        ..*Retrieve::META
    };

    fn request(&self) -> Result<Request, Error> {
        let mut request = Request::new(Self::META);
        request.literal("/things/");
        request.segment("id", &self.id, PathStyle::SIMPLE)?;
        Ok(request)
    }

    fn success(response: &Response) -> Result<(), DecodeError> {
        response.empty()
    }

    fn failure(_: &Response) -> Option<Infallible> {
        None
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Archive {
    call: Call,
}

orq_ai_sdk::call_methods!(Archive => (), Infallible);

impl Operation for Archive {
    type Success = ();
    type Failure = Infallible;
    const META: &'static OperationMeta = &OperationMeta {
        id: "ArchiveThings",
        method: "POST",
        servers: &[ServerTemplate {
            url: "https://archive.{region}.shop.example",
            variables: &[ServerVariable {
                name: "region",
                default: "eu",
                values: &["eu", "us"],
            }],
        }],
        ..*Delete::META
    };

    fn request(&self) -> Result<Request, Error> {
        let mut request = Request::new(Self::META);
        request.literal("/archive");
        Ok(request)
    }

    fn success(response: &Response) -> Result<(), DecodeError> {
        response.empty()
    }

    fn failure(_: &Response) -> Option<Infallible> {
        None
    }
}

/// An operation of which the document says how long it takes and when it is repeated.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    call: Call,
}

orq_ai_sdk::call_methods!(Report => (), Infallible);

impl Operation for Report {
    type Success = ();
    type Failure = Infallible;
    const META: &'static OperationMeta = &OperationMeta {
        id: "MakeReport",
        defaults: Some(&CallDefaults {
            timeout: Some(Duration::from_secs(600)),
            retry: Some(
                RetryPolicy::new()
                    .attempts(u32::MAX)
                    .total(Duration::from_secs(20))
                    .base_delay(Duration::from_secs(4))
                    .growth(1.5)
                    .statuses(&[(520, 529)])
                    .repeat_anything(),
            ),
        }),
        ..*Archive::META
    };

    fn request(&self) -> Result<Request, Error> {
        let mut request = Request::new(Self::META);
        request.literal("/report");
        Ok(request)
    }

    fn success(response: &Response) -> Result<(), DecodeError> {
        response.empty()
    }

    fn failure(_: &Response) -> Option<Infallible> {
        None
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Page {
    pub(crate) data: Vec<Thing>,
    pub(crate) more: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct List {
    call: Call,
    after: Option<String>,
}

impl List {
    pub(crate) fn items(self) -> Items<Self> {
        Items::new(self)
    }

    pub(crate) fn pages(self) -> Pages<Self> {
        Pages::new(self)
    }
}

orq_ai_sdk::call_methods!(List => Page, Infallible);

impl Operation for List {
    type Success = Page;
    type Failure = Infallible;
    const META: &'static OperationMeta = &OperationMeta {
        id: "ListThings",
        path: "/things",
        ..*Retrieve::META
    };

    fn request(&self) -> Result<Request, Error> {
        let mut request = Request::new(Self::META);
        request.literal("/things");
        request.query("after", self.after.as_ref(), QueryStyle::FORM)?;
        Ok(request)
    }

    fn success(response: &Response) -> Result<Page, DecodeError> {
        response.json()
    }

    fn failure(_: &Response) -> Option<Infallible> {
        None
    }
}

impl Paged for List {
    type Item = Thing;

    fn items(page: Page) -> Vec<Thing> {
        page.data
    }

    fn next(&self, page: &Page) -> Option<Self> {
        if !page.more {
            return None;
        }
        let mut next = self.clone();
        next.after = Some(page.data.last()?.id.clone());
        Some(next)
    }
}
