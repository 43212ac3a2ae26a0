//! What the reader repairs by itself it can also say as an overlay, and with that there is nothing left to repair.

use generator::diagnostics::Code;
use generator::{Input, Report, Source};
use sdk_tests::fixtures;

fn repairs(report: &Report) -> usize {
    let all = report.diagnostics().iter();
    all.filter(|found| found.code == Code::Repaired).count()
}

/// Repairs that no action is suggested for: a schema that is a part of itself. It is found where schemas are merged, long
/// after reading, and which of the references is the wrong one only the author knows.
const WITHOUT_SUGGESTION: &[(&str, usize)] = &[("slips", 1)];

#[test]
fn a_suggested_overlay_makes_repairs_needless_and_changes_nothing_else() {
    let (mut repaired, mut names) = (0, Vec::new());
    for fixture in fixtures::accepted() {
        let overlays = fixture.overlays();
        let input = fixture.input(&overlays);
        let (before, report) = generator::ir_text(&input, &mut |_| {});
        let (suggestion, _) = generator::suggest_overlay(&input);
        let Some(text) = suggestion.text else {
            assert_eq!(repairs(&report), 0, "{}", fixture.name);
            continue;
        };
        repaired += repairs(&report);
        names.push(fixture.name.clone());
        let suggested = Source {
            name: "suggested.overlay.yaml",
            text: &text,
        };
        let mut overlays = overlays.clone();
        overlays.push(suggested);
        let input = Input {
            overlays: &overlays,
            ..input
        };
        let (after, report) = generator::ir_text(&input, &mut |_| {});
        let shown = format!("{}\n{text}\n{}", fixture.name, report.render(false, true));
        let left = WITHOUT_SUGGESTION
            .iter()
            .find(|(name, _)| *name == fixture.name);
        assert_eq!(
            repairs(&report),
            left.map_or(0, |(_, count)| *count),
            "{shown}"
        );
        assert!(!shown.contains("--> suggested.overlay.yaml"), "{shown}");
        let before = before.map(|ir| with_media_types_renamed(ir, &text));
        assert_eq!(after, before, "{shown}");
        if left.is_none() {
            let (again, _) = generator::suggest_overlay(&input);
            assert_eq!(again.text, None, "{shown}");
        }
    }
    assert!(
        repaired > 15 && names.contains(&"repairs".to_owned()),
        "{repaired} {names:?}"
    );
}

/// The IR with the places of types where the overlay puts them: under another media type.
fn with_media_types_renamed(ir: String, overlay: &str) -> String {
    let overlay: serde_yaml::Value = serde_yaml::from_str(overlay).expect("the overlay is YAML");
    let actions = overlay["actions"].as_sequence().expect("there are actions");
    let place = |path: &serde_yaml::Value| {
        let (_, key) = path.as_str()?.rsplit_once(".content")?;
        let quoted = key
            .strip_prefix("['")
            .and_then(|key| key.strip_suffix("']"));
        let key = quoted.or(key.strip_prefix('.'))?;
        Some(format!("/content/{}/", key.replace('/', "~1")))
    };
    let renamed = actions.iter().filter_map(|action| {
        let from = place(action.get("copy")?)?;
        Some((from, place(&action["target"])?))
    });
    renamed.fold(ir, |ir, (from, to)| ir.replace(&from, &to))
}

#[test]
fn a_suggested_overlay_is_short_and_says_why() {
    let repairs = fixtures::accepted();
    let fixture = repairs
        .iter()
        .find(|fixture| fixture.name == "repairs")
        .expect("the fixture is there");
    let (suggestion, _) = generator::suggest_overlay(&fixture.input(&[]));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&fixture.folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let text = suggestion.text.unwrap_or_default();
    settings.bind(|| insta::assert_snapshot!("suggested-overlay", text));
}
