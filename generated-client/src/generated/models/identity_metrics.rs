// Written by the generator; every edit here is lost.

use crate::object;

/// What the user consumed during the last 30 days.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct IdentityMetrics {
    /// Cost of the last 30 days, in US dollars.
    ///
    /// For example `100`.
    pub total_cost: f64,
    /// Tokens used during the last 30 days.
    ///
    /// For example `1000`.
    pub total_tokens: f64,
    /// Requests made during the last 30 days.
    ///
    /// For example `1000`.
    pub total_requests: f64,
    /// How many of the requests of the last 30 days failed, as a rate.
    ///
    /// For example `22`.
    pub error_rate: f64,
}

object!(IdentityMetrics {
    required total_cost = "total_cost",
    required total_tokens = "total_tokens",
    required total_requests = "total_requests",
    required error_rate = "error_rate",
});

impl IdentityMetrics {
    /// A value with what is required, and nothing else set.
    pub fn new(
        total_cost: f64,
        total_tokens: f64,
        total_requests: f64,
        error_rate: f64,
    ) -> Self {
        Self {
            total_cost,
            total_tokens,
            total_requests,
            error_rate,
        }
    }
}
