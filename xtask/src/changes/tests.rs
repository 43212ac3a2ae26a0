use semver::Version;

use super::with_entry;

#[test]
fn an_entry_goes_to_the_top_and_replaces_its_own_version() {
    let version = |text: &str| Version::parse(text).unwrap();
    let first = with_entry(None, &version("0.2.0"), "## 0.2.0\n\n- a\n");
    assert_eq!(first, "# Changelog\n\n## 0.2.0\n\n- a\n");
    let second = with_entry(Some(&first), &version("0.3.0"), "## 0.3.0\n\n- b\n");
    assert_eq!(
        second,
        "# Changelog\n\n## 0.3.0\n\n- b\n\n## 0.2.0\n\n- a\n"
    );
    let again = with_entry(Some(&second), &version("0.3.0"), "## 0.3.0\n\n- c\n");
    assert_eq!(again, "# Changelog\n\n## 0.3.0\n\n- c\n\n## 0.2.0\n\n- a\n");
}
