//! Enums: known values, open for those to come.

use proc_macro2::Literal;
use quote::quote;

use super::tokens::{self, ident};
use super::{Item, Member, docs, origin};
use crate::ir::{Docs, Enum, EnumValues, TypeDef};

/// Adds an enum and the table that the runtime reads and writes it by.
pub(super) fn emit(def: &TypeDef, values: &Enum, items: &mut Vec<Item>) {
    let fallback = origin::sentence(def);
    let (docs, name, deprecated) = (
        docs::text(&def.docs, &fallback),
        ident(&def.name),
        tokens::deprecated(def.deprecated),
    );
    let (mut variants, rows, unknown, derives, call, head): (Vec<Member>, Vec<String>, _, _, _, _) =
        match &values.values {
            EnumValues::Strings(values) => (
                values
                    .iter()
                    .map(|value| variant(&value.rust, &format!("{:?}", value.wire), &value.docs))
                    .collect(),
                values
                    .iter()
                    .map(|value| format!("{} = {}", value.rust, Literal::string(&value.wire)))
                    .collect(),
                quote!(String),
                quote!(Clone, Debug, PartialEq, Eq, Hash),
                "open_enum",
                def.name.clone(),
            ),
            EnumValues::Integers(values) => (
                values
                    .iter()
                    .map(|value| variant(&value.rust, &value.wire.to_string(), &value.docs))
                    .collect(),
                values
                    .iter()
                    .map(|value| format!("{} = {}", value.rust, value.wire))
                    .collect(),
                quote!(i64),
                quote!(Clone, Copy, Debug, PartialEq, Eq, Hash),
                "open_number_enum",
                format!("{}: i64", def.name),
            ),
        };
    let unknown = quote! {
        /// A value that this version of the crate doesn't know; it is written back unchanged.
        Unknown(#unknown)
    };
    variants.push(unknown.into());
    let code = quote! {
        #[derive(#derives)]
        #deprecated
        #[non_exhaustive]
        pub enum #name
    };
    let header = Member { docs, code };
    items.push(Item::Block(header, variants));
    items.push(Item::Table {
        name: call,
        head,
        rows,
    });
}

/// A variant. Its docs are its value, and what the document says about that.
fn variant(name: &str, wire: &str, said: &Docs) -> Member {
    let fence = if wire.contains('`') { "``" } else { "`" };
    let mut docs = format!("{fence}{wire}{fence}");
    let prose = docs::text(said, "");
    if !prose.is_empty() {
        // A line that begins with a letter goes on with the sentence; anything else may be a list or a table.
        let sentence = prose.starts_with(char::is_alphabetic) && !prose.contains('\n');
        docs.push_str(if sentence { ": " } else { "\n\n" });
        docs.push_str(&prose);
    }
    let name = ident(name);
    Member {
        docs,
        code: quote!(#name),
    }
}
