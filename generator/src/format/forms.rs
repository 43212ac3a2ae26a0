//! Forms: headers, fields, variants and members of an `impl` that differ in nothing but names and texts are parsed and printed once.
//!
//! Most of what is emitted are fields and setters, and a printer breaks lines by the widths of words, not by the words. So a form is
//! printed with the shortest names that there can be. What breaks there breaks with longer names too, and what doesn't still fits
//! where, with the real names in it, no line is too long. Where one is, members share a form with those whose names have the same
//! widths.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use proc_macro2::TokenStream;

use super::shape::{Shape, places};

/// The longest line of `prettyplease`, in bytes, which are what it counts.
const WIDTH: usize = 89;

/// The forms that were met, for any number of threads.
#[derive(Default)]
pub(crate) struct Forms(Mutex<HashMap<String, Arc<Form>>>);

/// A member as it was printed, and where its names stand.
struct Form {
    text: String,
    /// Where names start and end in `text`, in order; nothing where they were not found, and the form is nobody else's.
    names: Option<Vec<(usize, usize)>>,
    /// Whether a struct stands in one line, which has a limit of its own.
    has_struct: bool,
    short: bool,
}

/// A member that has been printed.
pub(super) struct Printed {
    pub(super) text: String,
    /// Whether it is a field, a variant or an associated type: these follow each other without a blank line.
    pub(super) short: bool,
}

impl Forms {
    /// What `print` makes of a member, or made of one like it.
    pub(super) fn printed(
        &self,
        member: TokenStream,
        mut print: impl FnMut(TokenStream) -> Result<Printed, syn::Error>,
    ) -> Result<Printed, syn::Error> {
        let shape = Shape::of(member);
        if shape.is_own {
            return print(shape.with(shape.names())?);
        }
        let shortest = self.form(&shape.key, &shape, || shape.shortest_names(), &mut print);
        // What is no Rust with them may be some with its own.
        if let Some(printed) = shortest.ok().and_then(|form| form.if_it_fits(&shape)) {
            return Ok(printed);
        }
        let mut key = shape.key.clone();
        for width in &shape.widths {
            // Writing to a string cannot fail.
            let _ = write!(key, " {width}");
        }
        let names = || shape.names().map(str::to_owned).collect();
        let form = self.form(&key, &shape, names, &mut print)?;
        match form.with(&shape) {
            Some(printed) => Ok(printed),
            None => print(shape.with(shape.names())?),
        }
    }

    /// The form of a key; where there is none yet, that of the shape with these names.
    fn form(
        &self,
        key: &str,
        shape: &Shape,
        names: impl Fn() -> Vec<String>,
        print: &mut impl FnMut(TokenStream) -> Result<Printed, syn::Error>,
    ) -> Result<Arc<Form>, syn::Error> {
        if let Some(form) = self.lock().get(key) {
            return Ok(Arc::clone(form));
        }
        let names = names();
        let names = names.iter().map(String::as_str);
        let Printed { text, short } = print(shape.with(names.clone())?)?;
        let form = Arc::new(Form {
            names: places(&text, names),
            has_struct: text.contains("{ "),
            text,
            short,
        });
        self.lock().insert(key.to_owned(), Arc::clone(&form));
        Ok(form)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Form>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Form {
    /// The member with the names of another one, where these don't break a line that is whole in the form.
    fn if_it_fits(&self, shape: &Shape) -> Option<Printed> {
        let is_wide = |line: &str| line.len() > WIDTH && !is_doc(line);
        let fits = |printed: &Printed| !printed.text.split('\n').any(is_wide);
        self.with(shape)
            .filter(|printed| !self.has_struct && fits(printed))
    }

    /// The member with the names of another one.
    fn with(&self, shape: &Shape) -> Option<Printed> {
        let mut text = String::with_capacity(self.text.len() + shape.names.len());
        let mut done = 0;
        for (&(start, end), name) in self.names.as_ref()?.iter().zip(shape.names()) {
            text.push_str(self.text.get(done..start)?);
            text.push_str(name);
            done = end;
        }
        text.push_str(self.text.get(done..)?);
        Some(Printed {
            text,
            short: self.short,
        })
    }
}

/// The printer doesn't break docs.
fn is_doc(line: &str) -> bool {
    line.trim_start_matches(' ').starts_with("///")
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proc_macro2::TokenStream;
    use quote::{format_ident, quote};

    use super::{Forms, Printed};

    fn print(header: &str, member: &TokenStream) -> Result<Printed, syn::Error> {
        let tokens: TokenStream = header.parse()?;
        let file: syn::File = syn::parse2(quote!(#tokens { #member }))?;
        let text = prettyplease::unparse(&file);
        let text = text
            .replace(&format!("{header} {{\n"), "")
            .replace("\n}\n", "");
        Ok(Printed { text, short: false })
    }

    /// How many members were really printed. All of them look as if they had been.
    fn count(members: impl IntoIterator<Item = TokenStream>) -> usize {
        count_in("impl S", members)
    }

    fn count_in(header: &str, members: impl IntoIterator<Item = TokenStream>) -> usize {
        let (forms, count) = (Forms::default(), Cell::new(0));
        for member in members {
            let expected = print(header, &member).unwrap().text;
            let printed = forms.printed(member, |member| {
                count.set(count.get() + 1);
                print(header, &member)
            });
            assert_eq!(printed.unwrap().text, expected);
        }
        count.get()
    }

    #[test]
    fn names_and_texts_are_no_part_of_a_form() {
        let members = [
            quote!(
                type Name = Vec<[Pet; 2]>;
            ),
            quote!(
                type Größe = Box<[Cat; 2]>;
            ),
            quote!(
                type A = AVeryLongNameOfAType<[AnotherVeryLongNameOfAType; 2]>;
            ),
        ];
        // Names of at most four bytes, longer ones, and one of each.
        assert_eq!(count(members), 3);
        let texts = ["", "b", "b \"c\" \\\\", "// d", "größe\n"];
        let members = texts.map(|text| quote!(const A: B = [#text, c];));
        assert_eq!(count(members), 1);
        let members = [
            quote!(
                /// Docs with a_name // and `more` that go on for longer than a line of the printer's may be long, if ever.
                const A: B = 1;
            ),
            quote!(
                /// Docs with a_name // and `more` that go on for longer than a line of the printer's may be long, if ever.
                const B: A = 1;
            ),
            quote!(
                /// Docs.
                const A: B = 1;
            ),
        ];
        assert_eq!(count(members), 2);
    }

    #[test]
    fn fields_and_variants_share_forms() {
        let fields = [
            quote!(pub name: Vec<[Pet; 2]>),
            quote!(pub size: Box<[Cat; 2]>),
            quote!(pub größe: Vec<[Pet; 2]>),
            quote!(pub colour1: Vec<[Pet; 2]>),
            quote!(pub colour_of_the_fur: Vec<[Pet; 2]>),
        ];
        // Names of at most four bytes, and longer ones.
        assert_eq!(count_in("struct S", fields), 2);
        let variants = [quote!(Cat(Box<Pet>)), quote!(Dog(Vec<Pet>)), quote!(Cow)];
        assert_eq!(count_in("enum S", variants), 2);
    }

    #[test]
    fn words_that_mean_something_only_there_are_printed_too() {
        let forms = Forms::default();
        let print = |item: TokenStream| {
            let text = prettyplease::unparse(&syn::parse2(item)?);
            Ok(Printed { text, short: false })
        };
        let union = forms.printed(quote!(union U { a: u8 }), print).unwrap();
        assert_eq!(union.text, "union U {\n    a: u8,\n}\n");
        assert!(forms.printed(quote!(unions U { a: u8 }), print).is_err());
    }

    #[test]
    fn keywords_numbers_and_marks_tell_forms_apart() {
        let members = [
            quote!(
                const A: [u8; 2] = b;
            ),
            quote!(
                const A: [u8; 3] = b;
            ),
            quote!(
                const A: &'static u8 = b;
            ),
            quote!(
                const A: &'stat u8 = b;
            ),
            quote!(
                pub const A: u8 = b;
            ),
            quote!(
                const A: self::B = b;
            ),
            quote!(
                const A: them::B = b;
            ),
            quote!(
                const A: *const u8 = b;
            ),
            quote!(
                const A: *mut u8 = b;
            ),
            quote!(
                const A: u8 = _;
            ),
            quote!(
                const default: u8 = b;
            ),
            quote!(
                const A: X<'a, b> = b;
            ),
            quote!(
                const A: X<b, 'a> = b;
            ),
            quote!(
                #[comment = "y"]
                const A: u8 = b;
            ),
            quote!(
                #[x = "y"]
                const A: u8 = b;
            ),
            quote!(
                #[doc = "y"]
                const A: u8 = b;
            ),
            quote!(
                const A: u8 = m![u8];
            ),
            quote!(
                const A: u8 = n![u8];
            ),
            quote!(
                const A: u8 = 'n';
            ),
            quote!(
                const A: u8 = b'n';
            ),
            quote!(
                const A: u8 = b"n";
            ),
            quote!(
                const A: u8 = r#n;
            ),
        ];
        // The lifetime that stands last is printed first, so that the form is nobody else's: it is looked for twice.
        assert_eq!(count(members.clone()), members.len() + 2);
    }

    /// Names of all widths, so that lines break in all places where they can.
    #[test]
    fn lines_break_where_the_printer_breaks_them() {
        let mut members = Vec::new();
        let widths = (1..70).flat_map(|width| {
            let third = width / 3 + 1;
            [[width, 3, 5], [5, width, 3], [3, 5, width], [third; 3]]
        });
        for widths in widths {
            let [a, b, c] = widths.map(|width| format_ident!("{}", "n".repeat(width)));
            let text = "t".repeat(widths[0]);
            members.extend([
                quote!(
                    pub fn #a(mut self, #c: impl Into<#b<#a>>) -> Option<#b> {
                        self.#b = Some(#c.into());
                        self
                    }
                ),
                quote!(
                    fn #b(&self) -> Result<Request, Error> {
                        let mut #a = Request::new(Method::GET, #text, &[#text, "b"])
                            .query(#text, self.#c.as_ref()).header("b", #b);
                        #a.body(#c(#a, #b))?.call(|a| { a.#c(); a }).#b();
                        #b.#c::<#a>(|a| { a.#c(); a }).#b(#a, #b, #c)
                    }
                ),
                quote!(
                    fn #b(&self) {
                        #a.body(#c { #a, #b, c: #text }).#b();
                        #a.#c(|#b| { #b.call(1) }).#b(#a, #b, #c)
                    }
                ),
                quote!(
                    const #a: &'static [(#b, &'static str)] = &[(#b::#c, #text), (#c, "")];
                ),
                quote!(
                    async fn #c<#a, #b>(&self) where #a: #c<#b> + Send, #b: Fn(&#a) -> #c {
                        if let Some(#a) = &self.#a && #b.#c() {
                            match #a { #b::A(#a) => #c(#a, #b), #c | #a | #b => #b::A(#a, #c)(#text), }
                        }
                    }
                ),
            ]);
        }
        let all = members.len();
        let printed = count(members);
        assert!(printed < all * 3 / 4, "{printed} of {all}");
    }
}
