//! `explain` tells both ways: from an item of the crate to its place in the document, and back.

use generator::{Explanation, Input, Source};

const DOCUMENT: &str = "\
openapi: 3.1.0
info: {title: Shop, version: '1'}
security: [{key: []}]
paths:
  /pets/{id}:
    parameters: [{$ref: '#/components/parameters/Id'}]
    patch:
      operationId: updatePet
      tags: [pets]
      parameters:
        - {name: dryRun, in: query, schema: {type: boolean}}
        - {name: filter, in: query, schema: {type: object, properties: {tags: {type: array, items: {type: string}}}}}
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses:
        '200':
          description: The pet.
          content:
            application/json: {schema: {$ref: '#/components/schemas/Pet'}}
        '404': {description: There is none.}
components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: string}}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
  schemas:
    Named: {type: object, required: [petName, note], properties: {petName: {type: string}, note: {type: string}}}
    Pet:
      allOf:
        - $ref: '#/components/schemas/Named'
        - type: object
          properties:
            nick: {type: [string, 'null'], maxLength: '5'}
            kind: {enum: [cat, dog]}
            born: {type: string, format: date-time}
            site: {type: string, format: uri}
    Unused: {type: string}
";

const OVERLAY: &str = "\
overlay: 1.1.0
info: {title: Corrections, version: '1'}
actions:
  - target: $.components.schemas.Pet.allOf[1].properties
    update: {weight: {type: number}}
  - target: $.components.schemas.Named.required[?@ == 'note']
    remove: true
";

const SETTINGS: &str = "\
formats.date-time = \"datetime\"

[types]
\"/components/schemas/Pet/allOf/1/properties/kind\" = \"Species\"

[operations.updatePet]
method = \"change\"
";

fn asked(question: &str) -> Explanation {
    let source = |name, text| Source { name, text };
    let overlays = [source("shop.overlay.yaml", OVERLAY)];
    let input = Input {
        overlays: &overlays,
        settings: Some(source("shop.toml", SETTINGS)),
        ..Input::new(source("shop.yaml", DOCUMENT))
    };
    generator::explain(&input, question).0
}

fn told(question: &str) -> String {
    asked(question)
        .text
        .unwrap_or_else(|| panic!("{question} is known"))
}

#[test]
fn a_field_tells_where_it_stands_and_why_it_is_so() {
    let expected = "\
field `nick` of shop_sdk::models::Pet: Patch<String>
  rust        models::Pet::nick
  document    /components/schemas/Pet/allOf/1/properties/nick (shop.yaml:32:13)
  name        as in the document
  type        type: [\"string\",\"null\"] (shop.yaml:32:13)
  optional    no `required` names it
  null        nullable and optional where requests carry it: absent, null and a value are three things
  given       a setter, since it may be left out
  rule        null-types-are-nullable: rewritten in the shapes of OpenAPI 3.0 (shop.yaml:32:13)
  repaired    a number is expected; the text \"5\" is read as 5 (shop.yaml:32:44)
";
    assert_eq!(told("Pet::nick"), expected);
}

#[test]
fn every_item_is_found_by_its_name_and_by_its_place() {
    let table = [
        (
            "Pet",
            "/components/schemas/Pet",
            "type shop_sdk::models::Pet",
        ),
        (
            "Pet::pet_name",
            "/components/schemas/Named/properties/petName",
            "field `pet_name`",
        ),
        (
            "Species",
            "/components/schemas/Pet/allOf/1/properties/kind",
            "type shop_sdk::models::Species",
        ),
        (
            "Species::Dog",
            "/components/schemas/Pet/allOf/1/properties/kind/enum/1",
            "value ",
        ),
        (
            "pets().change",
            "/paths/~1pets~1{id}/patch",
            "operation pets().change: PATCH",
        ),
        (
            "pets().change::dry_run",
            "/paths/~1pets~1{id}/patch/parameters/0",
            "parameter `dry_run`",
        ),
        (
            "pets::change::id",
            "/paths/~1pets~1{id}/parameters/0",
            "parameter `id`",
        ),
        (
            "change::body",
            "/paths/~1pets~1{id}/patch/requestBody",
            "body of pets().change",
        ),
        ("pets", "", "resource pets()"),
        (
            "ShopBuilder::key",
            "/components/securitySchemes/key",
            "credential `key`",
        ),
    ];
    for (name, place, title) in table {
        let by_name = told(name);
        assert!(by_name.starts_with(title), "{name}: {by_name}");
        if !place.is_empty() {
            let by_place = told(&format!("#{place}"));
            assert!(by_place.contains(title), "{place}: {by_place}");
        }
    }
    for same in [
        "updatePet",
        "shop.pets().change()",
        "Shop::pets::change",
        "shop_sdk::pets::change",
    ] {
        assert_eq!(told(same), told("pets().change"), "{same}");
    }
    for same in ["models::Pet", "shop_sdk::models::Pet", "pet"] {
        assert!(
            told(same).contains("type shop_sdk::models::Pet\n"),
            "{same}"
        );
    }
}

#[test]
fn reasons_name_settings_overlays_and_merges() {
    let operation = told("updatePet");
    assert!(
        operation.contains("method      chosen in the settings (shop.toml:6:"),
        "{operation}"
    );
    assert!(
        operation.contains("resource    the first tag is \"pets\" (shop.yaml:9:7)"),
        "{operation}"
    );
    assert!(
        operation.contains("[operations.updatePet]\n"),
        "{operation}"
    );
    let weight = told("Pet::weight");
    assert!(
        weight.contains("/properties/weight (shop.overlay.yaml:5:"),
        "{weight}"
    );
    assert!(
        weight.contains("overlay     written by the overlay, /actions/0"),
        "{weight}"
    );
    let note = told("Pet::note");
    let taken = "optional    an overlay took it out of `required` (shop.overlay.yaml:6:";
    assert!(note.contains(taken), "{note}");
    let pet = told("Pet");
    assert!(pet.contains("merged      a member of `allOf`"), "{pet}");
    assert!(
        pet.contains("\"/components/schemas/Pet\" = \"Pet\""),
        "{pet}"
    );
    let species = told("Species");
    assert!(
        species.contains("name        chosen in the settings (shop.toml:4:1)"),
        "{species}"
    );
    let filter = told("change::filter");
    assert!(
        filter.contains("parameters.filter = { arrays = \"comma\" }"),
        "{filter}"
    );
    let born = told("Pet::born");
    assert!(
        born.contains("is chosen in the settings (shop.toml:1:9)"),
        "{born}"
    );
    assert!(
        born.contains("[formats]\n      date-time = \"datetime\""),
        "{born}"
    );
    let site = told("Pet::site");
    assert!(site.contains("[formats]\n      uri = \"string\""), "{site}");
    let required = told("Pet::pet_name");
    assert!(
        required.contains("required    `required` names it (shop.yaml:26:"),
        "{required}"
    );
}

#[test]
fn places_without_an_item_say_what_they_are_a_part_of() {
    let inside = told("/components/schemas/Pet/allOf/1/properties/nick/maxLength");
    assert!(inside.starts_with("no item of its own"), "{inside}");
    assert!(inside.contains("field `nick`"), "{inside}");
    let nothing = told("/info/version");
    assert!(
        nothing.starts_with("nothing in the crate comes of this place"),
        "{nothing}"
    );
    // Through a reference, and encoded as in an address.
    let through = told(
        "#/paths/~1pets~1%7Bid%7D/patch/responses/200/content/application~1json/schema/allOf/1",
    );
    assert!(through.contains("shop_sdk::models::Pet"), "{through}");
}

#[test]
fn what_nobody_knows_is_answered_with_what_is_near() {
    let near = |question| {
        let found = asked(question);
        assert_eq!(found.text, None, "{question}");
        found.near
    };
    assert!(
        near("Pett").contains(&"Pet".to_owned()),
        "{:?}",
        near("Pett")
    );
    assert!(near("Pet::nik").contains(&"Pet::nick".to_owned()));
    assert_eq!(near("/components/schemas/Pat"), ["/components/schemas/Pet"]);
    assert_eq!(near("zzzzzzzzzzzz"), [""; 0]);
    assert_eq!(near(""), [""; 0]);
}

#[test]
fn names_by_a_vendors_word_are_told_with_it() {
    const VENDORS: &str = "openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - {name: q, in: query, schema: {type: string}, x-ms-client-name: search}
      responses:
        '200':
          description: Pets.
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
components:
  schemas:
    Pet: {type: object, properties: {odata.kind: {type: string, x-ms-client-name: kind}, nick: {type: string, x-ms-client-name: name}, name: {type: string}}}
";
    let source = Source {
        name: "vendors.yaml",
        text: VENDORS,
    };
    let told = |question| {
        let found = generator::explain(&Input::new(source), question).0;
        found.text.expect("it is known")
    };
    let field = told("Pet::kind");
    assert!(
        field.contains("name        `x-ms-client-name` is \"kind\" (vendors.yaml:15:65)"),
        "{field}"
    );
    let outdone = told("Pet::nick");
    assert!(
        outdone.contains("name        as in the document"),
        "{outdone}"
    );
    let parameter = told("ListPets::search");
    assert!(
        parameter.contains("`x-ms-client-name` is \"search\" (vendors.yaml:8:56)"),
        "{parameter}"
    );
}
