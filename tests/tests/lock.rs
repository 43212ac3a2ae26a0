//! What a lock keeps: it is read back as it was written, and names in it outlive changes of the document.

use generator::diagnostics::Diagnostics;
use generator::surface::Lock;
use generator::{Files, Generated, Input, Source};
use sdk_tests::fixtures;

fn generate(document: &str, settings: Option<&str>, lock: Option<&str>) -> Generated {
    generate_with(document, settings, lock, None)
}

fn generate_with(
    document: &str,
    settings: Option<&str>,
    lock: Option<&str>,
    files: Option<&dyn Files>,
) -> Generated {
    let source = |name: &'static str| move |text| Source { name, text };
    let input = Input {
        settings: settings.map(source("settings.toml")),
        lock: lock.map(source("openapi.lock")),
        files,
        ..Input::new(source("openapi.yaml")(document))
    };
    generator::generate(&input, &mut |_| {})
}

#[test]
fn a_lock_is_read_back_as_it_was_written_and_changes_nothing() {
    for fixture in fixtures::accepted() {
        let settings = fixture.settings.as_deref();
        let first = generate_with(&fixture.document, settings, None, Some(&fixture));
        let first = first.output.expect("a fixture can be generated");
        let lock = Lock::of(&first.surface);
        let text = lock.text();
        let mut diagnostics = Diagnostics::new();
        let back = Lock::read(
            Source {
                name: "openapi.lock",
                text: &text,
            },
            &mut diagnostics,
        );
        assert!(diagnostics.is_empty(), "{}: {diagnostics:?}", fixture.name);
        assert!(
            back.as_ref() == Some(&lock),
            "{} is read as something else",
            fixture.name
        );

        let second = generate_with(&fixture.document, settings, Some(&text), Some(&fixture));
        let second = second.output.expect("a fixture can be generated again");
        assert!(first.files == second.files, "{} has changed", fixture.name);
        assert!(
            Lock::of(&second.surface).text() == text,
            "the lock of {} has changed",
            fixture.name
        );
    }
}

/// A document of one operation for each schema, which answers it: `a: { … }` is what `GET /a` answers.
fn document(components: &str, answers: &[(&str, &str)]) -> String {
    let paths: String = answers
        .iter()
        .map(|(path, schema)| {
            format!(
                "  {path}:\n    get:\n      tags: [things]\n      responses:\n        '200':\n          description: ok\n          \
                 content:\n            application/json:\n              schema: {schema}\n"
            )
        })
        .collect();
    let components = if components.is_empty() {
        String::new()
    } else {
        format!("components:\n  schemas:\n{components}")
    };
    format!("openapi: 3.1.0\ninfo: {{ title: Shop, version: '1' }}\npaths:\n{paths}{components}")
}

/// The lock of a document, after one before it.
fn lock(document: &str, settings: Option<&str>, before: Option<&Lock>) -> Lock {
    let text = before.map(Lock::text);
    let generated = generate(document, settings, text.as_deref());
    match generated.output {
        Some(output) => Lock::of(&output.surface),
        None => panic!("{}", generated.report.render(false, false)),
    }
}

/// What each type is called, by its place.
fn names(lock: &Lock) -> Vec<(&str, &str)> {
    let types = lock.surface.types.iter();
    types
        .map(|ty| (ty.pointer.as_str(), ty.name.as_str()))
        .collect()
}

fn name_at<'a>(lock: &'a Lock, place: &str) -> &'a str {
    let found = names(lock).into_iter().find(|(at, _)| *at == place);
    found
        .unwrap_or_else(|| panic!("nothing stands at {place}: {:?}", names(lock)))
        .1
}

const PET: &str =
    "{ type: object, required: [id], properties: { id: { type: string }, tag: { type: string } } }";

#[test]
fn a_new_schema_never_takes_the_name_of_an_old_one() {
    let old = document(
        &format!("    foo_bar: {PET}\n"),
        &[("/a", "{ $ref: '#/components/schemas/foo_bar' }")],
    );
    let before = lock(&old, None, None);
    assert_eq!(name_at(&before, "/components/schemas/foo_bar"), "FooBar");

    // `FooBar` is spelled as Rust wants it and sorts first: in a fresh document the name would be its.
    let other = "{ type: object, properties: { size: { type: integer } } }";
    let new = document(
        &format!("    FooBar: {other}\n    foo_bar: {PET}\n"),
        &[
            ("/a", "{ $ref: '#/components/schemas/foo_bar' }"),
            ("/b", "{ $ref: '#/components/schemas/FooBar' }"),
        ],
    );
    let fresh = lock(&new, None, None);
    assert_eq!(name_at(&fresh, "/components/schemas/foo_bar"), "FooBar2");
    let after = lock(&new, None, Some(&before));
    assert_eq!(name_at(&after, "/components/schemas/foo_bar"), "FooBar");
    assert_eq!(name_at(&after, "/components/schemas/FooBar"), "FooBar2");
    // And so it stays.
    assert!(lock(&new, None, Some(&after)) == after);
}

#[test]
fn a_renamed_schema_of_one_structure_keeps_its_name() {
    let page = |name: &str| {
        document(
            &format!("    {name}: {PET}\n"),
            &[(
                "/a",
                &format!(
                    "{{ type: object, properties: {{ pets: {{ type: array, items: {{ $ref: '#/components/schemas/{name}' }} }} }} }}"
                ),
            )],
        )
    };
    let before = lock(&page("Pet"), None, None);
    let after = lock(&page("Animal"), None, Some(&before));
    assert_eq!(name_at(&after, "/components/schemas/Animal"), "Pet");
    // Nobody calls it by another name, so there is no alias.
    assert!(after.surface.types.iter().all(|ty| ty.formerly.is_empty()));
}

#[test]
fn a_schema_that_moves_into_a_component_keeps_its_name() {
    let before = lock(&document("", &[("/a", PET)]), None, None);
    let inline = "/paths/~1a/get/responses/200/content/application~1json/schema";
    let old_name = name_at(&before, inline).to_owned();
    let moved = document(
        &format!("    Pet: {PET}\n"),
        &[("/a", "{ $ref: '#/components/schemas/Pet' }")],
    );
    let after = lock(&moved, None, Some(&before));
    assert_eq!(name_at(&after, "/components/schemas/Pet"), old_name);
}

#[test]
fn a_schema_that_takes_the_place_of_another_leaves_its_name_as_an_alias() {
    let at = |name: &str, schema: &str| {
        document(
            &format!("    {name}: {schema}\n"),
            &[("/a", &format!("{{ $ref: '#/components/schemas/{name}' }}"))],
        )
    };
    let grown = "{ type: object, required: [id], properties: { id: { type: string }, size: { type: integer } } }";
    let before = lock(&at("Pet", PET), None, None);
    let document = at("PetV2", grown);
    let after = lock(&document, None, Some(&before));
    let pet = after
        .surface
        .types
        .iter()
        .find(|ty| ty.name == "PetV2")
        .expect("it is there");
    assert_eq!(pet.formerly, ["Pet"]);
    let output = generate(&document, None, Some(&before.text()))
        .output
        .expect("it is generated");
    let model = output
        .files
        .iter()
        .find(|(_, text)| text.contains("pub struct PetV2"))
        .expect("it is emitted");
    assert!(
        model
            .1
            .contains("#[deprecated(note = \"it is `PetV2` now\")]\npub type Pet = PetV2;"),
        "{}",
        model.1
    );
    // The alias stays until somebody takes it out of the lock.
    assert!(lock(&document, None, Some(&after)) == after);
}

#[test]
fn a_name_that_a_maintainer_chooses_leaves_the_old_one_as_an_alias() {
    let text = document("", &[("/a", PET)]);
    let before = lock(&text, None, None);
    let settings = "[types]\n\"/paths/~1a/get/responses/200/content/application~1json/schema\" = \"Pet\"\n\
                    [operations.\"GET /a\"]\nmethod = \"fetch\"\n";
    let after = lock(&text, Some(settings), Some(&before));
    let pet = after
        .surface
        .types
        .iter()
        .find(|ty| ty.name == "Pet")
        .expect("it is there");
    assert_eq!(pet.formerly, [before.surface.types[0].name.as_str()]);
    let operation = &after.surface.operations[0];
    assert_eq!(operation.method, "fetch");
    assert_eq!(
        operation.formerly,
        [before.surface.operations[0].method.as_str()]
    );
    let generated = generate(&text, Some(settings), Some(&before.text()));
    assert!(
        generated
            .report
            .render(false, false)
            .contains("warning[renamed]")
    );
    let again = generate(&text, Some(settings), Some(&after.text()));
    assert!(
        !again
            .report
            .render(false, false)
            .contains("warning[renamed]")
    );
}

#[test]
fn a_branch_before_the_others_takes_no_name_from_them() {
    let branch = |field: &str| {
        format!(
            "{{ type: object, required: [{field}], properties: {{ {field}: {{ type: string }} }} }}"
        )
    };
    let union = |fields: &[&str]| {
        let branches: Vec<String> = fields.iter().map(|field| branch(field)).collect();
        document(
            "",
            &[("/a", &format!("{{ oneOf: [{}] }}", branches.join(", ")))],
        )
    };
    let before = lock(&union(&["cat", "dog"]), None, None);
    let after = lock(&union(&["bird", "cat", "dog"]), None, Some(&before));
    let fields = |lock: &Lock| -> Vec<(String, String)> {
        let text = lock.text();
        let mut name = String::new();
        let mut found = Vec::new();
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("type ") {
                name = rest.split(' ').next().unwrap_or_default().to_owned();
            }
            if let Some(rest) = line.strip_prefix("  field ") {
                found.push((
                    name.clone(),
                    rest.split(' ').next().unwrap_or_default().to_owned(),
                ));
            }
        }
        found
    };
    for pair in fields(&before) {
        assert!(
            fields(&after).contains(&pair),
            "{pair:?} is not in {:?}",
            fields(&after)
        );
    }
}

#[test]
fn arguments_stay_in_their_order() {
    let pair = |required: &str| {
        document(
            "",
            &[(
                "/a",
                &format!(
                    "{{ type: object, required: [{required}], properties: {{ a: {{ type: string }}, b: {{ type: string }}, c: {{ type: string }} }} }}"
                ),
            )],
        )
    };
    let before = lock(&pair("b, a"), None, None);
    let turned = lock(&pair("a, b"), None, Some(&before));
    assert!(turned == before, "{}", turned.text());
    let grown = lock(&pair("c, a, b"), None, Some(&before)).text();
    let order: Vec<usize> = ["field b ", "field a ", "field c "]
        .iter()
        .map(|field| grown.find(field).expect("it is there"))
        .collect();
    assert!(order.is_sorted(), "{grown}");
}

#[test]
fn a_flag_that_new_still_sets_is_read_with_either_value() {
    let with = |flag: &str| {
        let good = format!(
            "{{type: object, required: [ok, a], properties: {{ok: {flag}, a: {{type: string}}}}}}"
        );
        let bad = "{type: object, required: [b], properties: {b: {type: string}}}";
        let schemas = format!("    Good: {good}\n    Bad: {bad}\n");
        let answer =
            "{oneOf: [{$ref: '#/components/schemas/Good'}, {$ref: '#/components/schemas/Bad'}]}";
        document(&schemas, &[("/a", answer)])
    };
    let good = |generated: Generated| {
        let output = generated.output.expect("the document can be generated");
        (
            output.files["src/generated/models/good.rs"].clone(),
            Lock::of(&output.surface).text(),
        )
    };
    let (before, lock) = good(generate(&with("{type: boolean, enum: [true]}"), None, None));
    let (after, _) = good(generate(&with("{type: boolean}"), None, Some(&lock)));
    assert!(
        before.contains("ok: true,") && before.contains(r#".tags(&[("ok", &["true"])])"#),
        "{before}"
    );
    assert!(
        after.contains("ok: true,") && !after.contains(".tags("),
        "{after}"
    );
}

#[test]
fn a_broken_lock_is_reported_with_its_line() {
    let text = document("", &[("/a", PET)]);
    let good = lock(&text, None, None).text();
    for (from, to, said) in [
        ("lock 1", "lock 2", "openapi.lock:4:1"),
        (
            "  failure Infallible",
            "  failure Unheard",
            "\"Unheard\" means nothing in `failure`",
        ),
        (
            "  accept",
            "<<<<<<< ours\n  accept",
            "`<<<<<<<` is left from a merge",
        ),
        (
            "  accept",
            "  axcept",
            "`axcept` means nothing in `operation`",
        ),
    ] {
        let broken = good.replacen(from, to, 1);
        assert_ne!(broken, good);
        let generated = generate(&text, None, Some(&broken));
        assert!(generated.output.is_none());
        let report = generated.report.render(false, false);
        assert!(
            report.contains("error[lock-syntax]") && report.contains(said),
            "{report}"
        );
    }
}
