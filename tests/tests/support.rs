//! `docs/support.md` names every fixture, none that isn't there, and every keyword that the generator knows.

use std::collections::BTreeSet;
use std::fs;

use sdk_tests::fixtures;
use xtask::workspace::Workspace;

#[test]
fn the_table_and_the_fixtures_name_each_other() {
    let there: BTreeSet<String> = fixtures::accepted()
        .into_iter()
        .chain(fixtures::rejected())
        .map(|fixture| fixture.name)
        .collect();
    let text = table();
    let rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| ---"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .filter(|row: &Vec<&str>| row[0] != "construct")
        .collect();
    assert!(rows.len() > 60, "only {} rows", rows.len());
    let mut named = BTreeSet::new();
    for row in &rows {
        let [construct, support, _, shown] = row.as_slice() else {
            panic!("a row has four columns: {row:?}");
        };
        assert!(!construct.is_empty() && !shown.is_empty(), "{row:?}");
        assert!(
            !support.is_empty() || *construct == "Cargo features",
            "{row:?}"
        );
        named.extend(shown.split(", ").map(str::to_owned));
    }
    let unknown: Vec<&String> = named.difference(&there).collect();
    assert!(
        unknown.is_empty(),
        "there are no such fixtures: {unknown:?}"
    );
    let missing: Vec<&String> = there.difference(&named).collect();
    assert!(
        missing.is_empty(),
        "no row of docs/support.md names {missing:?}"
    );
}

#[test]
fn the_table_names_every_keyword() {
    let text = table();
    let missing: BTreeSet<&str> = generator::spec::keywords()
        .filter(|keyword| !text.contains(&format!("`{keyword}`")))
        .collect();
    assert!(
        missing.is_empty(),
        "docs/support.md says nothing of {missing:?}"
    );
}

fn table() -> String {
    let workspace = Workspace::find().expect("the workspace is there");
    fs::read_to_string(workspace.root().join("docs/support.md")).expect("the table is there")
}
