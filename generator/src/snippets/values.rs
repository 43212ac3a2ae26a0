//! Values of any type: from an example where it fits, else made up, with no more in them than must be.

use std::collections::BTreeMap;

use super::expr::{self, Expr};
use super::imports::Imports;
use super::scalars::{self, Seat};
use super::{objects, unions};
use crate::ir::{Example, Json, Scalar};
use crate::surface::{Kind, RustType, Takes, Type};

/// How deep types may stand in each other before nothing more is made up.
const DEEPEST: usize = 16;

/// How many values one example may try before what is left stays out.
const MOST: usize = 3_000;

/// What is known while the values of one example are made.
pub(super) struct Maker<'a> {
    /// The types of the crate by their names.
    pub(super) types: &'a BTreeMap<&'a str, &'a Type>,
    /// What has been named so far.
    pub(super) imports: Imports,
    /// The types on the way to the value that is being made.
    pub(super) way: Vec<&'a str>,
    /// How many values may still be tried. It bounds what unions in unions can cost.
    left: usize,
}

/// What a value is called, and what the document gives for it.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'e> {
    /// Its name on the wire.
    pub(super) name: &'e str,
    /// The value that it shall have.
    pub(super) example: Option<&'e Json>,
    /// The property and the value by which a union knows the branch that this value is.
    pub(super) tag: Option<(&'e str, &'e str)>,
}

impl<'e> Wanted<'e> {
    pub(super) fn new(name: &'e str, example: Option<&'e Json>) -> Self {
        Self {
            name,
            example,
            tag: None,
        }
    }

    fn with(self, example: Option<&'e Json>) -> Self {
        Self { example, ..self }
    }
}

impl<'a> Maker<'a> {
    pub(super) fn new(types: &'a BTreeMap<&'a str, &'a Type>, imports: Imports) -> Self {
        Self {
            types,
            imports,
            way: Vec::new(),
            left: MOST,
        }
    }

    /// The argument for what a function takes: the first of the examples that fits, else a value that is made up.
    pub(super) fn argument(
        &mut self,
        takes: &Takes,
        name: &str,
        examples: &[&Json],
    ) -> Option<Expr> {
        let wanted = Wanted::new(name, None);
        let given = examples
            .iter()
            .find_map(|example| self.taken(takes, wanted.with(Some(*example))));
        given.or_else(|| self.taken(takes, wanted))
    }

    /// The same for one example, or for none.
    pub(super) fn taken(&mut self, takes: &Takes, wanted: Wanted<'_>) -> Option<Expr> {
        match takes {
            Takes::Exactly(ty) => self.exact(ty, wanted, Seat::Known),
            Takes::Into(ty) => self.lenient(ty, wanted),
            Takes::Items(item) => self.items(item, wanted),
            Takes::Entries(value) => self.entries(value, wanted),
        }
    }

    fn items(&mut self, item: &RustType, wanted: Wanted<'_>) -> Option<Expr> {
        let items = self.each(wanted, |maker, wanted| maker.lenient(item, wanted))?;
        if items.is_empty() {
            return Some(Expr::atom(format!("Vec::<{}>::new()", self.spelled(item))));
        }
        Some(Expr::array(items))
    }

    fn entries(&mut self, value: &RustType, wanted: Wanted<'_>) -> Option<Expr> {
        let members = self.members(wanted)?;
        // The values in a list are of one type, so texts stand for JSON only where all of them are texts.
        let texts = members
            .iter()
            .all(|(_, value)| matches!(value, None | Some(Json::Text(_))));
        let is_json = *value == RustType::Value;
        let mut entries = Vec::new();
        for (name, member) in &members {
            let wanted = Wanted::new(name, *member);
            let value = match member {
                Some(member) if is_json && !texts => Some(json(member)),
                _ => self.lenient(value, wanted),
            };
            entries
                .extend(value.map(|value| Expr::tuple(vec![Expr::atom(expr::text(name)), value])));
        }
        if entries.is_empty() {
            let (map, value) = (self.imports.map(), self.spelled(value));
            return Some(Expr::atom(format!("{map}::<String, {value}>::new()")));
        }
        Some(Expr::array(entries))
    }

    /// An expression of anything that converts into the type.
    pub(super) fn lenient(&mut self, ty: &RustType, wanted: Wanted<'_>) -> Option<Expr> {
        match ty {
            RustType::Scalar(scalar) => {
                scalars::lenient(*scalar, wanted.example, wanted.name, &mut self.imports)
            }
            RustType::Value => Some(match wanted.example {
                Some(Json::Text(text)) => Expr::atom(expr::text(text)),
                Some(Json::Bool(flag)) => Expr::atom(flag.to_string()),
                Some(value) => json(value),
                None => Expr::atom(expr::text(&format!("<{}>", wanted.name))),
            }),
            RustType::Patch(inner) => self.patch(inner, wanted),
            RustType::Model(name) => {
                let def = *self.types.get(name.as_str())?;
                match &def.kind {
                    Kind::Alias(target) => self.lenient(target, wanted.with(example(wanted, def))),
                    Kind::Struct(_)
                    | Kind::Multipart(_)
                    | Kind::Texts(_)
                    | Kind::Numbers(_)
                    | Kind::Union(_)
                    | Kind::Newtype(_) => self.exact(ty, wanted, Seat::Free),
                }
            }
            RustType::Vec(_)
            | RustType::Map(_)
            | RustType::Option(_)
            | RustType::Boxed(_)
            | RustType::Foreign(_)
            | RustType::Unit
            | RustType::Answers(..)
            | RustType::Infallible
            | RustType::EventStream(_)
            | RustType::ByteStream => self.exact(ty, wanted, Seat::Free),
        }
    }

    /// Nothing converts into a patch but the value itself, and text.
    fn patch(&mut self, inner: &RustType, wanted: Wanted<'_>) -> Option<Expr> {
        if wanted.example == Some(&Json::Null) {
            return Some(Expr::atom(format!("{}::Null", self.imports.root("Patch"))));
        }
        if self.is_text(inner) {
            return self.lenient(inner, wanted);
        }
        self.exact(inner, wanted, Seat::Free)
    }

    fn is_text(&self, ty: &RustType) -> bool {
        match ty {
            RustType::Scalar(scalar) => *scalar == Scalar::String,
            RustType::Model(name) => match self.types.get(name.as_str()).map(|def| &def.kind) {
                Some(Kind::Alias(target)) => self.is_text(target),
                _ => false,
            },
            _ => false,
        }
    }

    /// An expression of the very type.
    pub(super) fn exact(&mut self, ty: &RustType, wanted: Wanted<'_>, seat: Seat) -> Option<Expr> {
        self.left = self.left.checked_sub(1)?;
        match ty {
            RustType::Scalar(scalar) => scalars::exact(
                *scalar,
                wanted.example,
                wanted.name,
                seat,
                &mut self.imports,
            ),
            RustType::Value => Some(json(wanted.example.unwrap_or(&Json::Null))),
            // What fits it is its crate's business, so nothing can be made up.
            RustType::Foreign(path) => {
                let read = match seat {
                    Seat::Known => "serde_json::from_value".to_owned(),
                    Seat::Free => format!("serde_json::from_value::<{path}>"),
                };
                let value = json(wanted.example?);
                Some(Expr::list(format!("{read}("), vec![value], ")?"))
            }
            RustType::Model(name) => self.model(name, wanted, seat),
            RustType::Vec(item) => {
                let items = self.each(wanted, |maker, wanted| maker.exact(item, wanted, seat))?;
                if items.is_empty() {
                    return Some(Expr::atom(match seat {
                        Seat::Known => "Vec::new()".to_owned(),
                        Seat::Free => format!("Vec::<{}>::new()", self.spelled(item)),
                    }));
                }
                Some(Expr::vec(items))
            }
            RustType::Map(value) => self.map(value, wanted, seat),
            RustType::Option(inner) => match wanted.example {
                Some(Json::Null) => Some(self.none(inner, seat)),
                _ => match self.exact(inner, wanted, seat) {
                    Some(value) => Some(Expr::call("Some", vec![value])),
                    // What can't be made up can be left out; what doesn't fit the example can't.
                    None => wanted.example.is_none().then(|| self.none(inner, seat)),
                },
            },
            RustType::Boxed(inner) => {
                let value = self.exact(inner, wanted, seat)?;
                Some(Expr::call("Box::new", vec![value]))
            }
            RustType::Patch(inner) => {
                let patch = self.imports.root("Patch");
                let value = self.exact(inner, wanted, seat)?;
                Some(Expr::call(format!("{patch}::Value"), vec![value]))
            }
            // Nobody sends these.
            RustType::Unit
            | RustType::Answers(..)
            | RustType::Infallible
            | RustType::EventStream(_)
            | RustType::ByteStream => None,
        }
    }

    fn none(&mut self, inner: &RustType, seat: Seat) -> Expr {
        Expr::atom(match seat {
            Seat::Known => "None".to_owned(),
            Seat::Free => format!("None::<{}>", self.spelled(inner)),
        })
    }

    fn map(&mut self, value: &RustType, wanted: Wanted<'_>, seat: Seat) -> Option<Expr> {
        let members = self.members(wanted)?;
        let mut entries = Vec::new();
        for (name, member) in members {
            let value = self.exact(value, Wanted::new(name, member), seat);
            let key = Expr::atom(format!("{}.to_owned()", expr::text(name)));
            entries.extend(value.map(|value| Expr::tuple(vec![key, value])));
        }
        let map = self.imports.map();
        if entries.is_empty() {
            return Some(Expr::atom(match seat {
                Seat::Known => format!("{map}::new()"),
                Seat::Free => format!("{map}::<String, {}>::new()", self.spelled(value)),
            }));
        }
        Some(Expr::call(
            format!("{map}::from"),
            vec![Expr::array(entries)],
        ))
    }

    fn model(&mut self, name: &str, wanted: Wanted<'_>, seat: Seat) -> Option<Expr> {
        let (name, def) = self
            .types
            .get_key_value(name)
            .map(|(name, def)| (*name, *def))?;
        // A type inside of itself is left out, unless the example has it there: that one ends.
        let circle = wanted.example.is_none() && self.way.contains(&name);
        if circle || self.way.len() > DEEPEST {
            return None;
        }
        self.way.push(name);
        let wanted = wanted.with(example(wanted, def));
        let made = self.defined(def, wanted, seat);
        // An example of the definition that doesn't fit it is as good as none.
        let made = match (made, wanted.example) {
            (None, Some(_)) if example_of(def) == wanted.example => {
                self.defined(def, wanted.with(None), seat)
            }
            (made, _) => made,
        };
        self.way.pop();
        made
    }

    fn defined(&mut self, def: &'a Type, wanted: Wanted<'_>, seat: Seat) -> Option<Expr> {
        match &def.kind {
            Kind::Struct(fields) | Kind::Multipart(fields) => {
                objects::object(self, &def.name, fields, wanted)
            }
            Kind::Texts(values) => {
                let name = self.imports.model(&def.name);
                let known = match wanted.example {
                    Some(Json::Text(text)) => values.iter().find(|value| value.wire == *text)?,
                    Some(_) => return None,
                    None => values.first()?,
                };
                Some(Expr::atom(format!("{name}::{}", known.rust)))
            }
            Kind::Numbers(values) => {
                let name = self.imports.model(&def.name);
                let known = match wanted.example {
                    Some(Json::Number(digits)) => values
                        .iter()
                        .find(|value| value.wire.to_string() == *digits)?,
                    Some(_) => return None,
                    None => values.first()?,
                };
                Some(Expr::atom(format!("{name}::{}", known.rust)))
            }
            Kind::Union(union) => unions::union(self, &def.name, union, wanted),
            Kind::Alias(target) => self.exact(target, wanted, seat),
            Kind::Newtype(target) => {
                let value = self.exact(target, wanted, Seat::Known)?;
                Some(Expr::call(self.imports.model(&def.name), vec![value]))
            }
        }
    }

    /// One expression for each item of the example, without those that don't fit; one that is made up where there is no
    /// example. `None` when nothing of the example fits.
    fn each(
        &mut self,
        wanted: Wanted<'_>,
        mut make: impl FnMut(&mut Self, Wanted<'_>) -> Option<Expr>,
    ) -> Option<Vec<Expr>> {
        match wanted.example {
            None => Some(
                make(self, Wanted::new(wanted.name, None))
                    .into_iter()
                    .collect(),
            ),
            Some(Json::List(items)) => {
                let made: Vec<Expr> = items
                    .iter()
                    .filter_map(|item| make(self, Wanted::new(wanted.name, Some(item))))
                    .collect();
                (items.is_empty() || !made.is_empty()).then_some(made)
            }
            Some(_) => None,
        }
    }

    /// The members of the example; one that is made up where there is none.
    fn members<'e>(&self, wanted: Wanted<'e>) -> Option<Vec<(&'e str, Option<&'e Json>)>> {
        match wanted.example {
            None => Some(vec![("key", None)]),
            Some(Json::Object(members)) => {
                let members = members
                    .iter()
                    .map(|(name, value)| (name.as_str(), Some(value)));
                Some(members.collect())
            }
            Some(_) => None,
        }
    }

    fn spelled(&self, ty: &RustType) -> String {
        ty.path(self.imports.library())
    }
}

/// The example for a use of a definition: its own, else that of the definition.
fn example<'e>(wanted: Wanted<'e>, def: &'e Type) -> Option<&'e Json> {
    wanted.example.or_else(|| example_of(def))
}

fn example_of(def: &Type) -> Option<&Json> {
    def.docs
        .example
        .as_ref()
        .map(|example: &Example| &example.value)
}

/// A value of `serde_json`.
pub(super) fn json(value: &Json) -> Expr {
    match value {
        Json::Null => Expr::atom("serde_json::Value::Null"),
        Json::Object(_) | Json::List(_) => match inner_json(value) {
            Expr::List { open, items, close } => {
                let (open, close) = match close {
                    "}" => (format!("serde_json::json!({open}"), "})"),
                    _ => (format!("serde_json::json!({open}"), "])"),
                };
                Expr::List { open, items, close }
            }
            other => Expr::call("serde_json::json!", vec![other]),
        },
        // `json!` takes no comma at the end of a scalar that has a line of its own.
        scalar => Expr::call("serde_json::Value::from", vec![inner_json(scalar)]),
    }
}

fn inner_json(value: &Json) -> Expr {
    match value {
        Json::Null => Expr::atom("null"),
        Json::Bool(flag) => Expr::atom(flag.to_string()),
        Json::Number(digits) => Expr::atom(json_number(digits)),
        Json::Text(text) => Expr::atom(expr::text(text)),
        Json::List(items) => Expr::array(items.iter().map(inner_json).collect()),
        Json::Object(members) => {
            let members = members
                .iter()
                .map(|(name, value)| Expr::Member(expr::text(name), Box::new(inner_json(value))));
            Expr::list("{", members.collect(), "}")
        }
    }
}

/// A number that `json!` takes: whole ones beyond `i32` need their type.
fn json_number(digits: &str) -> String {
    match digits.parse::<i64>() {
        Ok(small) if i32::try_from(small).is_ok() => digits.to_owned(),
        Ok(_) => format!("{digits}_i64"),
        Err(_) if digits.parse::<u64>().is_ok() => format!("{digits}_u64"),
        Err(_) => match digits.parse::<f64>() {
            Ok(value) if value.is_finite() && digits.contains(['.', 'e', 'E']) => digits.to_owned(),
            Ok(value) if value.is_finite() => format!("{digits}.0"),
            _ => "0".to_owned(),
        },
    }
}
