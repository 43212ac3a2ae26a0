//! Complaints as text, in the form that compilers use.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::page::{Page, Spot};
use super::{Diagnostic, Place, Severity, Sources};

/// Prints complaints with file, line, column and excerpt, in the order of the file, and a line that sums them up.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, color: bool) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let places = diagnostics.iter().flat_map(Diagnostic::shown_places);
    let page = Page::new(places, sources);
    let mut found: Vec<(&Diagnostic, Option<Spot<'_>>)> = diagnostics
        .iter()
        .map(|diagnostic| (diagnostic, page.spot(&diagnostic.place)))
        .collect();
    // The sort is stable: complaints about one place keep the order of their codes.
    found.sort_by_key(|(_, spot)| {
        spot.as_ref().map_or((2, None, 0, 0), |spot| {
            (spot.rank, spot.source, spot.line, spot.column)
        })
    });
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for (diagnostic, spot) in &found {
        let groups = groups(diagnostic, spot.as_ref(), &page);
        let related = diagnostic
            .related
            .iter()
            .filter_map(|(place, _)| page.spot(place));
        let spots: Vec<Spot<'_>> = page
            .spot(&diagnostic.place)
            .into_iter()
            .chain(related)
            .collect();
        text.push_str(&with_columns(renderer.render(&groups), &spots));
        text.push_str("\n\n");
    }
    text.push_str(&summary(diagnostics));
    text.push('\n');
    text
}

/// "2 errors, 3 warnings".
fn summary(diagnostics: &[Diagnostic]) -> String {
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = diagnostics
            .iter()
            .filter(|found| found.severity == severity)
            .count();
        (count, severity)
    });
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, severity)| {
            format!("{count} {severity}{}", if *count == 1 { "" } else { "s" })
        })
        .collect();
    parts.join(", ")
}

fn groups<'a>(
    diagnostic: &'a Diagnostic,
    spot: Option<&Spot<'a>>,
    page: &'a Page<'_>,
) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.slug());
    let mut main = with_spot(Group::with_title(title), spot);
    if let Place::Document(pointer) | Place::Source(_, pointer) = &diagnostic.place {
        let pointer = if pointer.as_str().is_empty() {
            "the whole document"
        } else {
            pointer.as_str()
        };
        main = main.element(Level::NOTE.no_name().message(format!("at {pointer}")));
    }
    // Where no other place follows, the help stands under the excerpt; else it comes last.
    let mut list = Vec::new();
    if let (Some(help), true) = (&diagnostic.help, diagnostic.related.is_empty()) {
        main = main.element(Level::HELP.message(help.as_str()));
    }
    list.push(main);
    for (place, message) in &diagnostic.related {
        let title = Level::NOTE.secondary_title(message.as_str());
        list.push(with_spot(
            Group::with_title(title),
            page.spot(place).as_ref(),
        ));
    }
    if let (Some(help), false) = (&diagnostic.help, diagnostic.related.is_empty()) {
        list.push(Group::with_title(
            Level::HELP.secondary_title(help.as_str()),
        ));
    }
    list
}

fn with_spot<'a>(group: Group<'a>, spot: Option<&Spot<'_>>) -> Group<'a> {
    let Some(spot) = spot else { return group };
    let excerpt = spot.lines.excerpt(spot.line, spot.column, spot.length);
    let snippet = Snippet::source(excerpt.text)
        .path(spot.name.to_owned())
        .line_start(spot.line)
        .fold(false)
        .annotation(AnnotationKind::Primary.span(excerpt.mark));
    group.element(snippet)
}

/// Puts the columns of the file where the renderer counted those of a line that was cut.
fn with_columns(mut text: String, spots: &[Spot<'_>]) -> String {
    let mut from = 0;
    for spot in spots {
        let excerpt = spot.lines.excerpt(spot.line, spot.column, spot.length);
        let counted = excerpt
            .text
            .get(..excerpt.mark.start)
            .map_or(0, |before| before.chars().count())
            + 1;
        let shown = format!("{}:{}:{counted}", spot.name, spot.line);
        let Some(start) = text
            .get(from..)
            .and_then(|rest| rest.find(&shown))
            .map(|start| from + start)
        else {
            continue;
        };
        let right = format!("{}:{}:{}", spot.name, spot.line, spot.column);
        text.replace_range(start..start + shown.len(), &right);
        from = start + right.len();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source;
    use crate::diagnostics::Code;
    use crate::pointer::Pointer;

    const DOCUMENT: Source<'static> = Source {
        name: "specs/a.yaml",
        text: "openapi: 3.1.0\npaths:\n  /a:\n    get: 5\n",
    };
    const SETTINGS: Source<'static> = Source {
        name: "specs/a.toml",
        text: "[client]\nnam = 1\n",
    };

    fn at(path: &[&str]) -> Pointer {
        path.iter().fold(Pointer::root(), |at, step| at.child(step))
    }

    #[test]
    fn a_complaint_names_file_line_and_column() {
        let diagnostics = [
            Diagnostic::new(Code::UnknownSetting, Place::Settings(9..12), "no such key"),
            Diagnostic::new(
                Code::WrongType,
                at(&["paths", "/a", "get"]),
                "an object is expected",
            )
            .related(at(&["openapi"]), "the version")
            .help("write an object"),
            Diagnostic::new(Code::Repaired, at(&["openapi"]), "quoted")
                .help("take the quotes away"),
        ];
        let text = render(&diagnostics, &Sources::new(DOCUMENT, Some(SETTINGS)), false);
        let expected = "\
warning[repaired]: quoted
 --> specs/a.yaml:1:1
  |
1 | openapi: 3.1.0
  | ^^^^^^^
  |
  = at /openapi
  = help: take the quotes away

error[wrong-type]: an object is expected
 --> specs/a.yaml:4:5
  |
4 |     get: 5
  |     ^^^
  |
  = at /paths/~1a/get
note: the version
 --> specs/a.yaml:1:1
  |
1 | openapi: 3.1.0
  | ^^^^^^^
help: write an object

error[unknown-setting]: no such key
 --> specs/a.toml:2:1
  |
2 | nam = 1
  | ^^^

2 errors, 1 warning
";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_complaint_without_a_place_is_a_line() {
        let diagnostics = [Diagnostic::new(Code::Internal, Place::Nowhere, "a fault")];
        let text = render(&diagnostics, &Sources::new(DOCUMENT, None), false);
        assert_eq!(text, "error[internal]: a fault\n\n1 error\n");
    }

    #[test]
    fn the_column_of_a_long_line_is_that_of_the_file() {
        let long = format!(
            "{{\"openapi\": \"3.1.0\", \"x-long\": \"{}\", \"paths\": 1}}",
            "ä".repeat(1000)
        );
        let diagnostics = [Diagnostic::new(Code::WrongType, at(&["paths"]), "a")];
        let text = render(
            &diagnostics,
            &Sources::new(
                Source {
                    name: "a.json",
                    text: &long,
                },
                None,
            ),
            false,
        );
        assert!(text.contains(" --> a.json:1:1036\n"), "{text}");
        assert!(
            text.lines().all(|line| line.chars().count() < 160),
            "{text}"
        );
    }
}
