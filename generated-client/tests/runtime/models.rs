//! What models are made of: open enums, unions, patches, secrets, bytes.

use orq_ai_sdk::runtime::{Base64, Patch, Secret, Shape};
use orq_ai_sdk::{open_enum, open_number_enum, tagged_union, untagged_union};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, from_value, json, to_value};

fn round_trip<T: DeserializeOwned + Serialize>(value: Value) -> T {
    let typed: T = from_value(value.clone()).unwrap();
    assert_eq!(to_value(&typed).unwrap(), value);
    typed
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Color {
    Red,
    Blue,
    Unknown(String),
}

open_enum!(Color { Red = "red", Blue = "dark blue" });

#[test]
fn open_enums() {
    assert_eq!(round_trip::<Color>(json!("dark blue")), Color::Blue);
    assert_eq!(
        round_trip::<Color>(json!("mauve")),
        Color::Unknown("mauve".to_owned())
    );
    assert!(from_value::<Color>(json!(1)).is_err());
    assert_eq!("red".parse(), Ok(Color::Red));
    assert_eq!(
        (Color::from("red"), Color::from("red".to_owned())),
        (Color::Red, Color::Red)
    );
    assert_eq!(
        (Color::Blue.as_str(), Color::KNOWN),
        ("dark blue", &["red", "dark blue"][..])
    );
    assert_eq!(
        (format!("{:>5}", Color::Red), Color::Red.as_ref()),
        ("  red".to_owned(), "red")
    );
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Low,
    High,
    Unknown(i64),
}

open_number_enum!(Level: i64 { Low = -1, High = 2 });

#[test]
fn open_number_enums() {
    assert_eq!(round_trip::<Level>(json!(-1)), Level::Low);
    assert_eq!(round_trip::<Level>(json!(7)), Level::Unknown(7));
    assert_eq!(
        (Level::High.to_string(), Level::KNOWN),
        ("2".to_owned(), &[-1, 2][..])
    );
    assert!(from_value::<Level>(json!("2")).is_err());
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Cat {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lives: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Dog {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    tricks: Option<Vec<String>>,
}

#[derive(Clone, Debug, PartialEq)]
enum Any {
    Cat(Cat),
    Dog(Box<Dog>),
    Color(Color),
    Text(String),
    Whole(i64),
    Number(f64),
    List(Vec<Any>),
    Flag(bool),
    Null(()),
    Unknown(Value),
}

untagged_union!(Any {
    Cat: Shape::object(&["name"], &["name", "lives"]),
    Dog: Shape::object(&["name"], &["name", "tricks"]),
    Color: Shape::STRING.values(&["red", "dark blue"]),
    Text: Shape::STRING,
    Whole: Shape::INTEGER,
    Number: Shape::NUMBER,
    List: Shape::ARRAY,
    Flag: Shape::BOOLEAN,
    Null: Shape::NULL,
});

#[test]
fn unions_told_apart_by_their_looks() {
    assert!(matches!(
        round_trip(json!({"name": "a", "lives": 9})),
        Any::Cat(_)
    ));
    assert!(matches!(
        round_trip(json!({"name": "a", "tricks": ["sit"]})),
        Any::Dog(_)
    ));
    assert!(
        matches!(round_trip(json!({"name": "a"})), Any::Cat(_)),
        "equally good: the first one"
    );
    assert!(matches!(
        from_value(json!({"name": "a", "tricks": [], "x": 1})).unwrap(),
        Any::Dog(_)
    ));
    assert!(matches!(round_trip(json!("red")), Any::Color(Color::Red)));
    assert!(
        matches!(round_trip(json!("mauve")), Any::Text(_)),
        "an unknown value is rather a text than a color"
    );
    assert!(matches!(round_trip(json!(3)), Any::Whole(3)));
    assert!(matches!(round_trip(json!(3.5)), Any::Number(_)));
    assert!(
        matches!(from_value(json!(u64::MAX)).unwrap(), Any::Number(_)),
        "beyond what the branch before it holds"
    );
    assert!(matches!(round_trip(json!(true)), Any::Flag(true)));
    assert!(matches!(round_trip(json!(null)), Any::Null(())));
    let Any::List(items) = round_trip(json!([1, {"name": "a", "tricks": []}, [null]])) else {
        panic!()
    };
    assert!(matches!(
        &items[..],
        [Any::Whole(1), Any::Dog(_), Any::List(_)]
    ));
}

#[test]
fn what_fits_no_branch_is_kept() {
    for value in [
        json!({"nickname": "a"}),
        json!({"name": 5, "lives": "x"}),
        json!({}),
    ] {
        assert_eq!(round_trip::<Any>(value.clone()), Any::Unknown(value));
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Step {
    Start(Value),
    Stop(Value),
    Unknown(Value),
}

untagged_union!(Step {
    Start: Shape::object(&["kind"], &["kind", "at", "by", "to"])
        .tags(&[("kind", &["start", "begin"])]),
    Stop: Shape::object(&["kind"], &["kind"]).tags(&[("kind", &["stop"])]),
});

#[test]
fn properties_with_one_value_tell_branches_apart() {
    assert!(matches!(
        round_trip(json!({"kind": "begin"})),
        Step::Start(_)
    ));
    assert!(matches!(
        round_trip(json!({"kind": "stop", "at": 1, "by": 2, "to": 3})),
        Step::Stop(_)
    ));
    assert!(matches!(
        round_trip(json!({"kind": "pause"})),
        Step::Unknown(_)
    ));
}

#[derive(Clone, Debug, PartialEq)]
enum Event {
    Created(Cat),
    Deleted(Dog),
    Unknown(Value),
}

tagged_union!(Event by "type" { Created = "created" | "made", Deleted = "deleted" });

#[test]
fn unions_with_a_tag() {
    let event: Event = from_value(json!({"type": "made", "name": "a", "extra": 1})).unwrap();
    assert_eq!(
        event,
        Event::Created(Cat {
            name: "a".to_owned(),
            lives: None
        })
    );
    assert_eq!(
        to_value(&event).unwrap(),
        json!({"type": "created", "name": "a"})
    );
    assert!(matches!(
        round_trip(json!({"type": "deleted", "name": "a"})),
        Event::Deleted(_)
    ));
    for value in [
        json!({"type": "moved"}),
        json!({"name": "a"}),
        json!({"type": 1}),
        json!("created"),
    ] {
        assert_eq!(round_trip::<Event>(value.clone()), Event::Unknown(value));
    }
    let error = from_value::<Event>(json!({"type": "created"})).unwrap_err();
    assert!(
        error.to_string().contains("missing field `name`"),
        "{error}"
    );
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Update {
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    email: Patch<String>,
}

#[test]
fn three_ways_to_say_something_about_a_property() {
    assert_eq!(round_trip::<Update>(json!({})).email, Patch::Absent);
    assert_eq!(
        round_trip::<Update>(json!({"email": null})).email,
        Patch::Null
    );
    assert_eq!(
        round_trip::<Update>(json!({"email": "a@b"})).email,
        "a@b".into()
    );
    let patch: Patch<String> = "a".to_owned().into();
    assert_eq!(patch.as_ref().map(String::len), Patch::Value(1));
    assert_eq!(
        (
            patch.as_option().map(String::as_str),
            Patch::<u8>::Null.as_option()
        ),
        (Some("a"), None)
    );
    assert!(Patch::<u8>::Null.is_null() && Patch::<u8>::default().is_absent());
}

#[test]
fn secrets_hide() {
    let secret: Secret = round_trip(json!("hush"));
    assert_eq!(
        (secret.expose(), format!("{secret:?}").contains("hush")),
        ("hush", false)
    );
    assert_eq!(secret, Secret::from("hush"));
}

#[test]
fn bytes_as_text() {
    let bytes: Base64 = round_trip(json!("+/8="));
    assert_eq!(
        (&bytes[..], format!("{bytes:?}").as_str()),
        (&[0xfb, 0xff][..], "Base64(2 bytes)")
    );
    for same in ["+/8", "-_8", "-_8="] {
        assert_eq!(from_value::<Base64>(json!(same)).unwrap(), bytes);
    }
    assert!(from_value::<Base64>(json!("*")).is_err());
    assert_eq!(
        to_value(Base64::from(vec![0xfb, 0xff])).unwrap(),
        json!("+/8=")
    );
}
