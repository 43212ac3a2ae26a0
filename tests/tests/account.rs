//! The account of a run: everything that had no effect is counted, with all its places, in three formats.

use generator::diagnostics::Code;
use generator::{Format, Input, Report, Source};
use serde_json::Value;

const DOCUMENT: &str = "\
openapi: 3.1.0
info: {title: Things, version: '1', x-id: 1, contact: {name: n}}
paths:
  /things:
    get:
      operationId: listThings
      tags: [things, others]
      x-id: 2
      responses:
        '200':
          description: Things.
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}
components:
  schemas:
    Thing:
      type: object
      properties:
        size: {type: integer, maximum: '5', format: big}
        name: {type: string, x-id: 3, xml: {attribute: true}}
";

const SETTINGS: &str = "[client.env]\nnobody = \"KEY\"\n";

const ACCOUNT: &str = "\
     1 warning  repaired
     1 warning  unused-setting
     4 note     ignored-keyword
     3 note     ignored-extension

warning[repaired]: A value has the wrong shape, but what it means is plain; it is read that way. 1 place.
  a number is expected; the text \"5\" is read as 5
    specs/the things.yaml:20:31 /components/schemas/Thing/properties/size/maximum

warning[unused-setting]: A setting finds nothing in the document. 1 place.
  \"nobody\" has no effect: the document has no such security scheme
    specs/things.toml:2:1

note[ignored-keyword]: A keyword has no effect on the output. 4 places.
  `xml` has no effect: XML is not read or written
    specs/the things.yaml:21:39 /components/schemas/Thing/properties/name/xml
  the format \"big\" of integers has no effect on their type
    specs/the things.yaml:20:45 /components/schemas/Thing/properties/size/format
  `contact` of the info object has no effect: the docs of the crate have no place for it
    specs/the things.yaml:2:46 /info/contact
  an operation is in the resource of its first tag; another tag has no effect
    specs/the things.yaml:7:22 /paths/~1things/get/tags/1

note[ignored-extension]: An `x-` key has no effect on the output. 3 places.
  the extension `x-id` has no effect; it stands in 3 places
    specs/the things.yaml:21:30 /components/schemas/Thing/properties/name/x-id
    specs/the things.yaml:2:37 /info/x-id
    specs/the things.yaml:8:7 /paths/~1things/get/x-id
";

fn report(deny: &[Code], settings: &str) -> (Report, bool) {
    let source = |name, text| Source { name, text };
    let input = Input {
        settings: Some(source("specs/things.toml", settings)),
        deny,
        ..Input::new(source("specs/the things.yaml", DOCUMENT))
    };
    let generated = generator::generate(&input, &mut |_| {});
    (generated.report, generated.output.is_some())
}

#[test]
fn the_text_counts_codes_and_lists_places() {
    let text = report(&[], SETTINGS).0.account(Format::Text);
    // The first line is indented, which a literal that begins on a line of its own cannot show.
    assert_eq!(text.trim_start(), ACCOUNT);
}

#[test]
fn the_json_has_every_place() {
    let text = report(&[], SETTINGS).0.account(Format::Json);
    let account: Value = serde_json::from_str(&text).expect("it is JSON");
    let counts = account["counts"].as_array().expect("a list");
    let of = |code: &str| counts.iter().find(|row| row["code"] == code);
    assert_eq!(of("ignored-extension").expect("a row")["places"], 3);
    let complaints = account["complaints"].as_array().expect("a list");
    let places: Vec<&Value> = complaints
        .iter()
        .flat_map(|found| found["places"].as_array().expect("a list"))
        .collect();
    let counted: u64 = counts.iter().filter_map(|row| row["places"].as_u64()).sum();
    assert_eq!(places.len() as u64, counted);
    assert!(
        places
            .iter()
            .all(|place| place["line"].is_u64() && place["file"].is_string())
    );
}

#[test]
fn the_sarif_is_what_its_schema_requires() {
    let text = report(&[], SETTINGS).0.account(Format::Sarif);
    let log: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(log["version"], "2.1.0");
    let runs = log["runs"].as_array().expect("runs are a list");
    let driver = &runs[0]["tool"]["driver"];
    assert!(driver["name"].as_str().is_some_and(|name| !name.is_empty()));
    let levels = ["none", "note", "warning", "error"];
    let level = |value: &Value| value.as_str().is_some_and(|level| levels.contains(&level));
    let rules = driver["rules"].as_array().expect("rules are a list");
    let ids: Vec<&Value> = rules.iter().map(|rule| &rule["id"]).collect();
    for rule in rules {
        assert!(
            rule["id"].is_string() && rule["shortDescription"]["text"].is_string(),
            "{rule}"
        );
        assert!(level(&rule["defaultConfiguration"]["level"]), "{rule}");
    }
    let results = runs[0]["results"].as_array().expect("results are a list");
    assert_eq!(results.len(), 9, "{text}");
    for result in results {
        assert!(result["message"]["text"].is_string(), "{result}");
        assert!(
            ids.contains(&&result["ruleId"]) && level(&result["level"]),
            "{result}"
        );
        for location in result["locations"].as_array().expect("a list") {
            let place = &location["physicalLocation"];
            let uri = place["artifactLocation"]["uri"]
                .as_str()
                .expect("an address");
            assert!(!uri.contains(' '), "{uri}");
            let region = &place["region"];
            for key in ["startLine", "startColumn", "endColumn"] {
                assert!(
                    region[key].as_u64().is_some_and(|number| number >= 1),
                    "{result}"
                );
            }
            assert!(
                region["endColumn"].as_u64() > region["startColumn"].as_u64(),
                "{result}"
            );
        }
    }
}

#[test]
fn a_denied_code_is_an_error() {
    let (found, written) = report(&[], SETTINGS);
    assert!(written && found.errors == 0);
    for (deny, settings) in [
        (&[Code::Repaired][..], String::new()),
        (&[], "deny = [\"repaired\"]\n".to_owned()),
        (&[Code::IgnoredExtension], String::new()),
    ] {
        let (found, written) = report(deny, &settings);
        assert!(
            !written && found.errors == 1,
            "{}",
            found.render(false, true)
        );
        let text = found.render(false, false);
        assert!(text.contains("error["), "{text}");
    }
    let (found, _) = report(&[], "deny = [\"repairs\"]\n");
    let text = found.render(false, false);
    assert!(
        text.contains("error[unknown-setting]: \"repairs\" is no code"),
        "{text}"
    );
    assert!(text.contains("did you mean `repaired`?"), "{text}");
}
