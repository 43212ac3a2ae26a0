//! The files of a crate. None needs to know what another one says, so they are made on every core.

use std::collections::BTreeMap;

use crate::analyze::Facts;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::Api;
use crate::package::Package;
use crate::snippets::Snippets;
use crate::surface::{self, Surface};
use crate::{emit, format, pages, parallel};

/// What is written for a document.
pub(crate) struct Written {
    /// Text by path inside the crate.
    pub(crate) texts: BTreeMap<String, String>,
    /// The overlay with an example for each operation, which is none of the crate's files.
    pub(crate) code_samples: Option<String>,
}

/// A text that is still to be made.
enum Job<'a> {
    SdkJson,
    CodeSamples,
    LlmsTxt,
    Rust(emit::Part<'a>),
    Page(pages::Page<'a>),
}

/// Writes every file. One that is no Rust is reported and left out.
pub(crate) fn write(
    api: &Api,
    facts: &Facts,
    package: &Package,
    surface: &Surface,
    diagnostics: &mut Diagnostics,
) -> Written {
    let snippets = Snippets::new(surface);
    let parts = emit::parts(api, facts, package, surface, &snippets);
    let with_pages = package.docs.pages;
    let book = with_pages.then(|| pages::Book::new(surface, &api.docs, &snippets));
    let pages = book.iter().flat_map(pages::Book::pages);
    // Pages, which are many and short, come last: they fill the time until all cores are done.
    let mut jobs = vec![Job::SdkJson];
    jobs.extend(package.docs.code_samples.then_some(Job::CodeSamples));
    jobs.extend(parts.into_iter().map(Job::Rust));
    jobs.push(Job::LlmsTxt);
    jobs.extend(pages.map(Job::Page));

    let forms = format::Forms::default();
    let made = parallel::map(&jobs, |job| match job {
        Job::SdkJson => Ok(surface::sdk_json(surface)),
        Job::CodeSamples => Ok(pages::overlay(api, &snippets)),
        Job::LlmsTxt => Ok(surface::llms_txt(surface)),
        Job::Rust(part) => format::format(&forms, || part.emit()),
        Job::Page(page) => Ok(page.text()),
    });
    let mut texts = BTreeMap::from([(
        "sdk.schema.json".to_owned(),
        surface::SCHEMA_TEXT.to_owned(),
    )]);
    let mut code_samples = None;
    for (job, text) in jobs.iter().zip(made) {
        let path = match job {
            Job::SdkJson => "sdk.json".to_owned(),
            Job::LlmsTxt => "llms.txt".to_owned(),
            Job::Rust(part) => part.path(),
            Job::Page(page) => page.path(),
            Job::CodeSamples => {
                code_samples = text.ok();
                continue;
            }
        };
        match text {
            Ok(text) => {
                texts.insert(path, text);
            }
            Err(why) => {
                let message = format!("{path} is no Rust: {why}");
                diagnostics.push(
                    Diagnostic::new(Code::Internal, Place::Nowhere, message)
                        .help("this is a bug of the generator; please report it with the document"),
                );
            }
        }
    }
    Written {
        texts,
        code_samples,
    }
}
