//! Which branch of a union a value is read as, and that nothing of it is lost.

use orq_ai_sdk::runtime::{Shape, Shaped};
use orq_ai_sdk::{open_enum, tagged_union, untagged_union};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A struct with optional fields, and its shape.
macro_rules! object {
    ($name:ident { $($field:ident: $type:ty),* } $($shape:tt)*) => {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        struct $name {
            $(#[serde(skip_serializing_if = "Option::is_none")] $field: Option<$type>,)*
        }

        impl Shaped for $name {
            const SHAPE: Shape = Shape::object(&[], &[$(stringify!($field)),*])$($shape)*;
        }
    };
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Direction {
    Asc,
    Unknown(String),
}

open_enum!(Direction { Asc = "asc" });

#[derive(Clone, Debug, PartialEq, Eq)]
enum Colour {
    Red,
    Unknown(String),
}

open_enum!(Colour { Red = "red" });

object!(
    Sorted {
        by: Direction,
        id: i64
    }
    .hints(&[("by", Direction::KNOWN)])
);
object!(
    Painted {
        by: Colour,
        id: i64
    }
    .hints(&[("by", Colour::KNOWN)])
);
object!(Filter { operator: String, value: Box<Search>, id: Value });
object!(Group { operator: String, value: Vec<Search>, id: String });

#[derive(Clone, Debug, PartialEq)]
enum Search {
    Group(Group),
    Filter(Filter),
    Text(String),
    Unknown(Value),
}

untagged_union!(Search {
    Group: Group::SHAPE,
    Filter: Filter::SHAPE,
    Text: Shape::STRING
});

#[derive(Clone, Debug, PartialEq)]
enum Order {
    Sorted(Sorted),
    Painted(Painted),
    Unknown(Value),
}

untagged_union!(Order {
    Sorted: Sorted::SHAPE,
    Painted: Painted::SHAPE
});

object!(
    First {
        version: i64,
        done: bool
    }
    .tags(&[("version", &["1"])])
);
object!(
    Second {
        version: i64,
        done: bool
    }
    .tags(&[("version", &["2"])])
);
object!(
    Done {
        version: i64,
        done: bool
    }
    .tags(&[("done", &["true"])])
);

#[derive(Clone, Debug, PartialEq)]
enum Step {
    First(First),
    Second(Second),
    Done(Done),
    Unknown(Value),
}

untagged_union!(Step {
    First: First::SHAPE,
    Second: Second::SHAPE,
    Done: Done::SHAPE
});

#[derive(Clone, Debug, PartialEq)]
enum Lists {
    Numbers(Vec<i64>),
    Texts(Vec<String>),
    Orders(Vec<Order>),
    Order(Order),
    Unknown(Value),
}

untagged_union!(Lists {
    Numbers: Shape::list(&[Shape::INTEGER]),
    Texts: Shape::list(&[Shape::STRING]),
    Orders: Shape::list(&[Shape::one_of(Order::SHAPES)]),
    Order: Shape::one_of(Order::SHAPES),
});

#[derive(Clone, Debug, PartialEq)]
enum Outcome {
    Good(Value),
    Bad(Value),
    Unknown(Value),
}

tagged_union!(Outcome by "code" { Good = "true" | "0", Bad = "false" });

#[derive(Clone, Debug, PartialEq)]
enum Vehicle {
    Electric(Value),
    Base(std::collections::BTreeMap<String, Value>),
    Unknown(Value),
}

tagged_union!(Vehicle by "power" else Base { Electric = "electricity" });

fn read<T: for<'de> Deserialize<'de> + Serialize>(value: &Value) -> T {
    let read: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(
        serde_json::to_value(&read).unwrap(),
        *value,
        "what was read is written back"
    );
    read
}

#[test]
fn a_tag_that_nobody_knows_means_the_branch_for_all_others() {
    assert!(matches!(
        read(&json!({"power": "electricity"})),
        Vehicle::Electric(_)
    ));
    assert!(matches!(
        read(&json!({"power": "steam", "speed": 1})),
        Vehicle::Base(_)
    ));
    assert!(matches!(read(&json!({"speed": 1})), Vehicle::Base(_)));
    assert!(matches!(read(&json!("walking")), Vehicle::Unknown(_)));
}

#[test]
fn known_texts_decide_where_the_properties_are_the_same() {
    assert!(matches!(
        read(&json!({"by": "asc", "id": 1})),
        Order::Sorted(_)
    ));
    assert!(matches!(
        read(&json!({"by": "red", "id": 1})),
        Order::Painted(_)
    ));
    // A text to come still belongs to some branch of objects that look like this.
    assert!(!matches!(
        read(&json!({"by": "new", "id": 1})),
        Order::Unknown(_)
    ));
}

#[test]
fn known_numbers_and_flags_decide_as_well() {
    assert!(matches!(read(&json!({"version": 1})), Step::First(_)));
    assert!(matches!(read(&json!({"version": 2})), Step::Second(_)));
    assert!(matches!(read(&json!({"done": true})), Step::Done(_)));
    let other = read(&json!({"done": false, "version": 3}));
    assert!(matches!(other, Step::Unknown(_)));
}

#[test]
fn an_object_of_which_no_branch_knows_anything_stays_as_it_is() {
    assert!(matches!(read(&json!({"to": "come"})), Order::Unknown(_)));
    assert!(matches!(read(&json!(7)), Order::Unknown(_)));
}

#[test]
fn lists_are_told_apart_by_what_is_in_them() {
    assert!(matches!(read(&json!([1])), Lists::Numbers(_)));
    assert!(matches!(read(&json!(["a"])), Lists::Texts(_)));
    assert!(matches!(read(&json!([{"by": "red"}])), Lists::Orders(_)));
    assert!(matches!(
        read(&json!({"by": "red"})),
        Lists::Order(Order::Painted(_))
    ));
    assert!(matches!(read(&json!([[]])), Lists::Unknown(_)));
}

#[test]
fn of_branches_that_look_alike_the_one_that_keeps_most_is_read() {
    let Search::Filter(filter) = read(&json!({"operator": "=", "value": "x", "id": 5})) else {
        panic!("a filter holds one value");
    };
    assert_eq!(filter.value.as_deref(), Some(&Search::Text("x".to_owned())));
    let group = json!({"operator": "and", "value": [{"operator": "=", "value": "x"}, "y"]});
    let Search::Group(group) = read(&group) else {
        panic!("a group holds several");
    };
    assert!(matches!(
        group.value.as_deref(),
        Some([Search::Filter(_), Search::Text(_)])
    ));
}

#[test]
fn trying_branches_takes_no_time_that_doubles_with_depth() {
    let mut value = json!("x");
    for _ in 0..60 {
        value = json!({"operator": "not", "value": value});
    }
    assert!(matches!(read(&value), Search::Filter(_)));
}

#[test]
fn flags_and_numbers_are_tags_too() {
    assert!(matches!(read(&json!({"code": true})), Outcome::Good(_)));
    assert!(matches!(read(&json!({"code": 0})), Outcome::Good(_)));
    assert!(matches!(read(&json!({"code": false})), Outcome::Bad(_)));
    assert!(matches!(read(&json!({"code": 7})), Outcome::Unknown(_)));
    assert!(matches!(read(&json!({})), Outcome::Unknown(_)));
}
