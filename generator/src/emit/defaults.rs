//! What the document says about how calls are made, as constants of the runtime's types.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{CallDefaults, Retry};

/// `None` where nothing is said, so that most operations carry nothing.
pub(super) fn emit(defaults: &CallDefaults) -> TokenStream {
    if *defaults == CallDefaults::default() {
        return quote!(None);
    }
    let timeout = option(defaults.timeout.map(millis));
    let retry = option(defaults.retry.as_ref().map(retry));
    quote! {
        Some(&crate::runtime::CallDefaults {
            timeout: #timeout,
            retry: #retry,
        })
    }
}

fn retry(retry: &Retry) -> TokenStream {
    let Retry::Backoff {
        first,
        longest,
        total,
        growth,
        statuses,
        connections,
        anything,
    } = retry
    else {
        return quote!(crate::runtime::RetryPolicy::none());
    };
    let first = first.map(millis).map(|time| quote!(.base_delay(#time)));
    let longest = longest.map(millis).map(|time| quote!(.max_delay(#time)));
    // A document bounds retries by time alone; the client's own limits on time and on retries in a row hold as well.
    let total = total.map(millis);
    let total = total.map(|time| quote!(.attempts(u32::MAX).total(#time)));
    let growth = growth.map(|factor| quote!(.growth(#factor)));
    let ranges = statuses.iter().map(|(first, last)| {
        let (first, last) = (
            Literal::u16_unsuffixed(*first),
            Literal::u16_unsuffixed(*last),
        );
        quote!((#first, #last))
    });
    let statuses = (!statuses.is_empty()).then(|| quote!(.statuses(&[#(#ranges),*])));
    let connections = (!connections).then(|| quote!(.connection_errors(false)));
    let anything = anything.then(|| quote!(.repeat_anything()));
    quote! {
        crate::runtime::RetryPolicy::new()
            #first #longest #total #growth #statuses #connections #anything
    }
}

fn millis(time: u64) -> TokenStream {
    let time = Literal::u64_unsuffixed(time);
    quote!(std::time::Duration::from_millis(#time))
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
