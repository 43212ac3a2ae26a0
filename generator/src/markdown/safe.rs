//! A description can hold anything. Here code blocks become text blocks, so that none runs as a doctest; HTML and
//! brackets that would be read as tags or links to items are escaped; bare URLs become links.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// Rewrites Markdown so that rustdoc neither runs, links nor warns about anything in it.
pub(crate) fn safe(markdown: &str) -> String {
    let source = tidy(markdown);
    let mut edits: Vec<Edit> = Vec::new();
    let mut fenced = false;
    let mut links: Vec<bool> = Vec::new();
    for (event, range) in Parser::new_ext(&source, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                fenced = true;
                edits.push(Edit::fence(&source, range.start, range.end));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                edits.push(Edit::indented(&source, range.start, range.end));
            }
            Event::End(TagEnd::CodeBlock) => fenced = false,
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let absolute = ["http://", "https://", "mailto:"]
                    .iter()
                    .any(|scheme| dest_url.starts_with(scheme));
                links.push(absolute);
                if !absolute {
                    edits.push(Edit::escape_all(&source, range.start, range.end));
                }
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                links.pop();
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                edits.push(Edit::escape_html(&source, range.start, range.end))
            }
            Event::Text(_) if !fenced && !links.iter().any(|absolute| !absolute) => {
                edits.push(Edit::text(
                    &source,
                    range.start,
                    range.end,
                    links.is_empty(),
                ));
            }
            _ => {}
        }
    }
    apply(&source, edits)
}

/// Line ends, tabs and control characters in one form.
fn tidy(markdown: &str) -> String {
    let mut text: String = markdown
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\t', "    ")
        .chars()
        .filter(|letter| *letter == '\n' || (!letter.is_control() && !is_invisible(*letter)))
        .collect();
    text.truncate(text.trim_end().len());
    text
}

/// Characters that change how text around them is shown; rustc refuses some of them.
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A replacement of a piece of the source.
struct Edit {
    start: usize,
    end: usize,
    text: String,
}

impl Edit {
    /// The opening line of a fenced block: whatever language it names, rustdoc shall see text.
    fn fence(source: &str, start: usize, end: usize) -> Self {
        let line = source[start..end].lines().next().unwrap_or_default();
        let marks = line
            .chars()
            .take_while(|letter| *letter == '`' || *letter == '~')
            .count();
        let text = format!("{}text", &line[..marks]);
        Self {
            start,
            end: start + line.len(),
            text,
        }
    }

    /// An indented block becomes a fenced one: rustdoc would run it.
    fn indented(source: &str, start: usize, end: usize) -> Self {
        // The range starts after the indentation of the first line.
        let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
        let indent = source[line_start..start]
            .chars()
            .take_while(|letter| *letter == ' ')
            .count();
        let prefix = &source[line_start..start - indent.min(start - line_start)];
        let block = source[start..end].trim_end();
        let fence = if block.contains("```") { "~~~~" } else { "```" };
        let blank = " ".repeat(prefix.len());
        let body: Vec<String> = block
            .lines()
            .map(|line| {
                format!(
                    "{blank}{}",
                    line.strip_prefix("    ").unwrap_or(line.trim_start())
                )
            })
            .collect();
        let body = body.join("\n");
        let text = format!("{fence}text\n{body}\n{blank}{fence}\n");
        Self {
            start: line_start + prefix.len(),
            end,
            text,
        }
    }

    fn escape_all(source: &str, start: usize, end: usize) -> Self {
        let text = source[start..end]
            .replace('\\', "")
            .replace('[', "\\[")
            .replace(']', "\\]")
            .replace('<', "\\<");
        Self { start, end, text }
    }

    fn escape_html(source: &str, start: usize, end: usize) -> Self {
        Self {
            start,
            end,
            text: source[start..end]
                .replace('<', "\\<")
                .replace('[', "\\[")
                .replace(']', "\\]"),
        }
    }

    /// Plain text: brackets are escaped, bare URLs are put into angle brackets.
    fn text(source: &str, start: usize, end: usize, outside_of_links: bool) -> Self {
        let mut text = String::with_capacity(end - start);
        let mut rest = &source[start..end];
        let mut escaped = source[..start].ends_with('\\');
        while let Some(letter) = rest.chars().next() {
            let url = outside_of_links.then(|| bare_url(rest)).flatten();
            if let Some(url) = url {
                text.push('<');
                text.push_str(url);
                text.push('>');
                rest = &rest[url.len()..];
                continue;
            }
            if !escaped && matches!(letter, '[' | ']' | '<') {
                text.push('\\');
            }
            escaped = letter == '\\' && !escaped;
            text.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
        Self { start, end, text }
    }
}

fn bare_url(text: &str) -> Option<&str> {
    if !text.starts_with("http://") && !text.starts_with("https://") {
        return None;
    }
    let end = text
        .find(|letter: char| {
            letter.is_whitespace()
                || matches!(
                    letter,
                    '<' | '>'
                        | '"'
                        | '\''
                        | '`'
                        | '\\'
                        | '('
                        | ')'
                        | '['
                        | ']'
                        | '{'
                        | '}'
                        | '*'
                        | '|'
                )
        })
        .unwrap_or(text.len());
    let url = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    (url.len() > "https://".len()).then_some(url)
}

/// Puts the edits in place. Nested ones are dropped: the outer edit has seen to all of its range.
fn apply(source: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.start, std::cmp::Reverse(edit.end)));
    let mut out = String::with_capacity(source.len() + 32);
    let mut done = 0;
    for edit in edits {
        if edit.start < done {
            continue;
        }
        out.push_str(&source[done..edit.start]);
        out.push_str(&edit.text);
        done = edit.end;
    }
    out.push_str(&source[done..]);
    out
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn nothing_in_a_description_reaches_rustdoc_as_code_link_or_tag() {
        assert_eq!(
            safe("```rust\nfn main() {}\n```"),
            "```text\nfn main() {}\n```"
        );
        assert_eq!(safe("```\nx\n```"), "```text\nx\n```");
        assert_eq!(
            safe("a\n\n    let x = 1;\n\nb"),
            "a\n\n```text\nlet x = 1;\n```\n\nb"
        );
        assert_eq!(safe("an [array] of Vec<T>"), "an \\[array\\] of Vec\\<T>");
        assert_eq!(
            safe("see https://example.com/a."),
            "see <https://example.com/a>."
        );
        assert_eq!(
            safe("see [docs](https://example.com)"),
            "see [docs](https://example.com)"
        );
        assert_eq!(safe("see [docs](/relative)"), "see \\[docs\\](/relative)");
        assert_eq!(safe("`a[0]` stays"), "`a[0]` stays");
        assert_eq!(safe("a <b>bold</b>"), "a \\<b>bold\\</b>");
    }
}
