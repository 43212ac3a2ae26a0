//! Every page is reached, every link leads somewhere, and code samples are written where the document can take them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use sdk_tests::{fixtures, pages};
use xtask::workspace::Workspace;

#[test]
fn links_between_pages_lead_somewhere() {
    let mut faults = Vec::new();
    for fixture in fixtures::accepted() {
        let files = files(&fixture.input(&fixture.overlays()));
        faults.extend(
            faults_of(&files)
                .into_iter()
                .map(|fault| format!("{}: {fault}", fixture.name)),
        );
    }
    let workspace = Workspace::find().expect("the workspace is there");
    let text = |path: PathBuf| fs::read_to_string(path).expect("the file is there");
    let (document, settings) = (text(workspace.spec()), text(workspace.settings()));
    let document = generator::Source {
        name: "orq.yaml",
        text: &document,
    };
    let input = generator::Input {
        settings: Some(generator::Source {
            name: "orq.toml",
            text: &settings,
        }),
        ..generator::Input::new(document)
    };
    faults.extend(faults_of(&files(&input)));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn files(input: &generator::Input<'_>) -> BTreeMap<String, String> {
    let generated = generator::generate(input, &mut |_| {});
    let output = generated.output;
    output
        .unwrap_or_else(|| panic!("{}", generated.report.render(false, false)))
        .files
}

/// Links that lead nowhere, and pages to which no link leads.
fn faults_of(files: &BTreeMap<String, String>) -> Vec<String> {
    let pages: BTreeMap<&str, &str> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    assert!(pages.contains_key("README.md"), "there is no README");
    let mut faults = Vec::new();
    let mut reached = BTreeSet::from(["README.md".to_owned()]);
    for (path, text) in &pages {
        for link in pages::links(text) {
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() {
                (*path).to_owned()
            } else {
                joined(path, file)
            };
            let Some(page) = pages.get(target.as_str()) else {
                faults.push(format!("{path} links to {link}, which is no page"));
                continue;
            };
            if !anchor.is_empty() && !pages::anchors(page).iter().any(|known| known == anchor) {
                faults.push(format!(
                    "{path} links to {link}, which is no place of that page"
                ));
            }
            reached.insert(target);
        }
    }
    let lonely = pages.keys().filter(|path| !reached.contains(**path));
    faults.extend(lonely.map(|path| format!("no link leads to {path}")));
    faults
}

/// The file that a link on a page leads to.
fn joined(page: &str, link: &str) -> String {
    let mut path = PathBuf::from(page);
    path.pop();
    for part in Path::new(link).components() {
        match part {
            Component::ParentDir => _ = path.pop(),
            other => path.push(other),
        }
    }
    path.to_string_lossy().into_owned()
}
