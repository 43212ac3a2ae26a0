//! A body that several owners hold and one of them uses up.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::transport::Body;

/// A stream can be read once, while calls and requests are cloned freely: whoever comes second finds nothing.
#[derive(Clone)]
pub(super) struct BodyOnce(Arc<Mutex<Option<Body>>>);

impl BodyOnce {
    pub(super) fn new(body: Body) -> Self {
        Self(Arc::new(Mutex::new(Some(body))))
    }

    pub(super) fn take(&self) -> Option<Body> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl fmt::Debug for BodyOnce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body(stream)")
    }
}
