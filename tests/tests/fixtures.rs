//! A fixture is a folder: `tests/fixtures/<construct>/openapi.yaml`, with a `settings.toml` where the construct needs
//! one. It gives two snapshots beside it: what the generator understood, and the Rust that it wrote.
//!
//! `tests/rejected/<defect>/openapi.yaml` must be refused; its snapshot is the report.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use sdk_tests::fixtures::{self, Fixture};

#[test]
fn fixtures_are_understood_and_written_as_their_snapshots_say() {
    each(&fixtures::accepted(), |fixture| {
        let overlays = fixture.overlays();
        let input = fixture.input(&overlays);
        let (ir, report) = generator::ir_text(&input, &mut |_| {});
        let mut understood = ir.expect("a fixture can be read");
        let complaints = report.render(false, true);
        if !complaints.trim().is_empty() {
            let _ = write!(understood, "\n{complaints}");
        }
        snapshot(fixture, "ir", &understood);
        let generated = generator::generate(&input, &mut |_| {});
        let output = generated
            .output
            .unwrap_or_else(|| panic!("{}", generated.report.render(false, true)));
        snapshot(fixture, "rust", &shown(fixture, &output.files));
        if WITH_PAGES.contains(&fixture.name.as_str()) {
            let samples = output.code_samples.unwrap_or_default();
            snapshot(fixture, "pages", &pages(&output.files, &samples));
        }
    });
}

#[test]
fn rejected_documents_are_refused_with_a_report() {
    each(&fixtures::rejected(), |fixture| {
        let overlays = fixture.overlays();
        let generated = generator::generate(&fixture.input(&overlays), &mut |_| {});
        assert!(generated.output.is_none(), "it was not refused");
        snapshot(fixture, "report", &generated.report.render(false, true));
    });
}

/// Every rule that rewrites a document shows what it does.
#[test]
fn every_normalization_rule_has_a_fixture() {
    let fixtures: Vec<String> = fixtures::accepted()
        .into_iter()
        .map(|fixture| fixture.name)
        .collect();
    let missing: Vec<&str> = generator::spec::rule_names()
        .filter(|rule| !fixtures.contains(&format!("rule-{rule}")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Fixtures must be small enough to review, and so must what comes out of them.
#[test]
fn fixtures_are_small() {
    for fixture in fixtures::accepted().iter().chain(&fixtures::rejected()) {
        let lines = fixture.document.lines().count();
        assert!(lines <= 40, "{} has {lines} lines", fixture.name);
    }
}

/// The fixtures whose docs are shown: what pages are made of is the same for all.
const WITH_PAGES: &[&str] = &["event-streams", "examples", "pagination"];

/// The pages of resources and types, and the code samples.
fn pages(files: &BTreeMap<String, String>, samples: &str) -> String {
    let mut text = String::new();
    for (path, content) in files.iter().filter(|(path, _)| path.starts_with("docs/")) {
        let _ = write!(text, "//// {path}\n\n{content}\n");
    }
    let _ = write!(text, "//// code samples\n\n{samples}");
    text
}

/// The files that tell something: what every crate has alike is shown by one fixture only.
fn shown(fixture: &Fixture, files: &BTreeMap<String, String>) -> String {
    let whole = fixture.name == "minimal";
    let about_clients = [
        "call-defaults",
        "credentials",
        "resources",
        "features",
        "servers",
    ]
    .contains(&fixture.name.as_str());
    let mut text = String::new();
    for (path, content) in files {
        let root = path.ends_with("models/mod.rs") || path.ends_with("resources/mod.rs");
        let telling = match path.as_str() {
            "Cargo.toml" | "src/lib.rs" | "src/generated/mod.rs" | "sdk.json" | "llms.txt" => false,
            "src/generated/client.rs" => about_clients,
            // A construct of schemas shows in the models, one of operations in the resources.
            _ if root => about_clients,
            path if path.ends_with(".md") => false,
            path if path.contains("/resources/") => !fixture.is_about_models(),
            _ => true,
        };
        // The schema is the same for all, and is read where it stands.
        if path != "sdk.schema.json" && (whole || telling) {
            let content = content
                .strip_prefix("// Written by the generator; every edit here is lost.\n\n")
                .unwrap_or(content);
            let _ = write!(text, "//// {path}\n\n{content}\n");
        }
    }
    text
}

fn snapshot(fixture: &Fixture, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(&fixture.folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// Runs a check over all fixtures and tells all that fail, not only the first.
fn each(fixtures: &[Fixture], check: impl Fn(&Fixture)) {
    assert!(!fixtures.is_empty(), "there are no fixtures");
    let failed: Vec<&str> = fixtures
        .iter()
        .filter(|fixture| catch_unwind(AssertUnwindSafe(|| check(fixture))).is_err())
        .map(|fixture| fixture.name.as_str())
        .collect();
    assert!(failed.is_empty(), "{failed:?}");
}
