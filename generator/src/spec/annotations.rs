//! What a schema says about the values that it lists.

use super::extensions::{self, Meaning};
use super::json::Value;

/// What is said about one value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotation {
    /// What it is called.
    pub name: Option<String>,
    /// What it means, as Markdown.
    pub meaning: Option<String>,
}

/// What a branch of a union says in its own words. It is about its only value, or about each of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words<'s> {
    /// `title`.
    pub title: Option<&'s str>,
    /// `description`.
    pub description: Option<&'s str>,
    /// `deprecated`.
    pub deprecated: bool,
}

impl Words<'_> {
    /// Adds to what is known about a value. The title of a word is no better a name, because callers know the word from elsewhere.
    pub fn complete(&self, annotation: &mut Annotation, value: &str) {
        let is_word = value.starts_with(char::is_alphabetic);
        let title = self.title.filter(|title| *title != value);
        if annotation.name.is_none() && !is_word {
            annotation.name = title.map(str::to_owned);
        }
        let title = title.filter(|_| is_word);
        let known = annotation.meaning.take();
        let meaning = known.as_deref().or(self.description).or(title);
        let deprecated = self.deprecated.then_some("Deprecated.");
        let all: Vec<&str> = meaning.into_iter().chain(deprecated).collect();
        annotation.meaning = (!all.is_empty()).then(|| all.join("\n\n"));
    }
}

/// The names that a description lists for values that are no words, all of them: "* `1` - Low", as Django's tools write it.
pub fn by_list(description: &str, values: &[&str]) -> Option<Vec<String>> {
    /// What is longer explains the value and is no name of it.
    const LONGEST: usize = 40;
    let listed = |value: &&str| {
        let labels = description.lines().filter_map(|line| {
            let line = line.trim().strip_prefix(['*', '-'])?;
            let label = line.trim().strip_prefix(&format!("`{value}`"))?;
            label.trim().strip_prefix('-').map(str::trim)
        });
        let mut names = labels.filter(|label| !label.is_empty() && label.len() <= LONGEST);
        names.next().map(str::to_owned)
    };
    if values
        .iter()
        .any(|value| value.starts_with(char::is_alphabetic))
    {
        return None;
    }
    values.iter().map(listed).collect()
}

/// What extensions say about each value, values as texts, in their order.
pub fn by_extensions<'e>(
    get: impl Fn(&str) -> Option<&'e Value>,
    values: &[&str],
) -> Vec<Annotation> {
    let said = |meaning| {
        let said = extensions::of_values(meaning, &get, values);
        said.unwrap_or_else(|| vec![None; values.len()])
    };
    let names = said(Meaning::ValueNames);
    let meanings = said(Meaning::ValueDocs);
    let both = names.into_iter().zip(meanings);
    let mut all: Vec<Annotation> = both
        .map(|(name, meaning)| Annotation { name, meaning })
        .collect();
    let flags = extensions::find(Meaning::ValueDeprecated, get);
    if let Some((_, Value::Array(flags))) = flags
        && flags.len() == values.len()
    {
        for ((annotation, value), flag) in all.iter_mut().zip(values).zip(flags) {
            let words = Words {
                deprecated: *flag == Value::Bool(true),
                ..Words::default()
            };
            words.complete(annotation, value);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_name_what_is_no_word() {
        let text = "How urgent it is.\n\n* `1` - Low\n* `2` - Very high";
        let names = |values: &[&str]| by_list(text, values);
        assert_eq!(
            names(&["1", "2"]),
            Some(vec!["Low".to_owned(), "Very high".to_owned()])
        );
        assert_eq!(names(&["1", "2", "3"]), None);
        assert_eq!(by_list("* `low` - Low", &["low"]), None);
    }

    #[test]
    fn titles_name_what_is_no_word() {
        let words = Words {
            title: Some("High"),
            description: None,
            deprecated: true,
        };
        let complete = |value| {
            let mut annotation = Annotation::default();
            words.complete(&mut annotation, value);
            (annotation.name, annotation.meaning)
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(complete("3"), (text("High"), text("Deprecated.")));
        assert_eq!(complete("high"), (None, text("High\n\nDeprecated.")));
        assert_eq!(complete("High"), (None, text("Deprecated.")));
    }
}
