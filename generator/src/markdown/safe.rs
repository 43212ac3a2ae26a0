//! A description can hold anything. Here code blocks become text blocks, so that none runs as a doctest; HTML and
//! brackets that would be read as tags or links to items are escaped; bare URLs become links.

use std::cmp::Reverse;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::html::as_markdown;

/// How often a text is looked at; hardly any takes more than two passes.
const PASSES: usize = 5;

/// Rewrites Markdown so that rustdoc neither runs, links nor warns about anything in it.
pub(crate) fn safe(markdown: &str) -> String {
    if is_prose(markdown) {
        return markdown.trim_end().to_owned();
    }
    rewritten(markdown)
}

/// Whether a text is one line in which nothing can be code, a tag, a link or a bare URL, as most are.
fn is_prose(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
        && !text.contains("://")
        && !text.contains(|letter: char| {
            matches!(letter, '<' | '>' | '[' | ']' | '\\')
                || letter.is_control()
                || is_invisible(letter)
        })
}

fn rewritten(markdown: &str) -> String {
    let mut text = as_markdown(&tidy(markdown));
    // What is escaped is a paragraph where a tag was, and what follows may then be something else.
    for _ in 0..PASSES {
        let next = pass(&text);
        if next == text {
            break;
        }
        text = next;
    }
    text.truncate(text.trim_end().len());
    text
}

fn pass(source: &str) -> String {
    let mut edits: Vec<Edit> = Vec::new();
    let mut fenced = false;
    let mut links: Vec<bool> = Vec::new();
    let mut blocks: Vec<Block> = Vec::new();
    for (event, range) in Parser::new_ext(source, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                fenced = true;
                edits.push(Edit::fence(source, range.start, range.end));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                edits.push(Edit::indented(source, range.start, range.end));
            }
            Event::End(TagEnd::CodeBlock) => fenced = false,
            Event::Start(Tag::Item) => blocks.push(Block::Item(column(source, range.start))),
            Event::Start(Tag::BlockQuote(_)) => blocks.push(Block::Quote),
            Event::End(TagEnd::Item | TagEnd::BlockQuote(_)) => {
                blocks.pop();
            }
            Event::SoftBreak | Event::HardBreak if !blocks.is_empty() => {
                edits.push(Edit::continuation(source, range.end, &blocks));
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let absolute = ["http://", "https://", "mailto:"]
                    .iter()
                    .any(|scheme| dest_url.starts_with(scheme));
                links.push(absolute);
                if !absolute {
                    edits.push(Edit::escape_all(source, range.start, range.end));
                }
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                links.pop();
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                edits.push(Edit::text(source, range.start, range.end, true))
            }
            Event::Text(_) if !fenced && !links.iter().any(|absolute| !absolute) => {
                edits.push(Edit::text(source, range.start, range.end, links.is_empty()));
            }
            _ => {}
        }
    }
    apply(source, edits)
}

/// A block that others stand in.
enum Block {
    /// An item of a list, whose text begins at this column.
    Item(usize),
    /// A quotation.
    Quote,
}

/// Where the text of an item of a list begins in its line.
fn column(source: &str, start: usize) -> usize {
    let line = source[..start].rfind('\n').map_or(0, |at| at + 1);
    // An item may begin with the indentation of its mark.
    let mark = source[start..]
        .trim_start_matches(' ')
        .trim_start_matches(|letter: char| letter.is_ascii_digit());
    // The mark of a numbered item ends with a dot or a parenthesis, the others are one character.
    let text = mark.get(1..).unwrap_or_default();
    let spaces = text.len() - text.trim_start_matches(' ').len();
    let spaces = if (1..=4).contains(&spaces) { spaces } else { 1 };
    source.len() - text.len() + spaces - line
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
    dedented(text)
}

/// A text that is indented as a whole stood so in somebody's source code; it is no block of code.
fn dedented(text: String) -> String {
    let spaces = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let common = lines().map(spaces).min().unwrap_or_default();
    if common == 0 {
        return text;
    }
    let lines = text
        .lines()
        .map(|line| line.get(common..).unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
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
        let before = &source[line_start..start];
        let spaces = before.len() - before.trim_end_matches(' ').len();
        // What is left is the indentation of the list that the block stands in, or the mark of its item.
        let prefix = &before[..before.len() - spaces.min(4)];
        let block = source[start..end].trim_end();
        let fence = if block.contains("```") { "~~~~" } else { "```" };
        let blank = " ".repeat(prefix.len());
        let indentation = prefix.len() + 4;
        let body = block.lines().map(|line| {
            let spaces = line.len() - line.trim_start_matches(' ').len();
            match &line[spaces.min(indentation)..] {
                "" => String::new(),
                rest => format!("{blank}{rest}"),
            }
        });
        let body: Vec<String> = body.collect();
        let body = body.join("\n");
        let text = format!("{fence}text\n{body}\n{blank}{fence}\n");
        Self {
            start: line_start + prefix.len(),
            end,
            text,
        }
    }

    /// A line that goes on with an item of a list stands under its text, and one that goes on with a quotation has its mark.
    fn continuation(source: &str, start: usize, blocks: &[Block]) -> Self {
        let mut text = String::new();
        let mut rest = source[start..].trim_start_matches(' ');
        for block in blocks {
            match block {
                Block::Item(column) => text = format!("{text:column$}"),
                Block::Quote => {
                    text.push_str("> ");
                    let marked = rest.strip_prefix('>');
                    rest = marked.unwrap_or(rest).trim_start_matches(' ');
                }
            }
        }
        Self {
            start,
            end: source.len() - rest.len(),
            text,
        }
    }

    /// What looks like a link and leads nowhere.
    fn escape_all(source: &str, start: usize, end: usize) -> Self {
        let text = escaped(&source[start..end].replace('\\', ""), false, true);
        Self { start, end, text }
    }

    /// Plain text, also where it looks like a tag.
    fn text(source: &str, start: usize, end: usize, outside_of_links: bool) -> Self {
        let before = &source[..start];
        let backslashes = before.len() - before.trim_end_matches('\\').len();
        let after_backslash = backslashes % 2 == 1;
        let text = escaped(&source[start..end], after_backslash, outside_of_links);
        Self { start, end, text }
    }
}

/// Brackets are escaped, unless they are; bare URLs are put into angle brackets.
fn escaped(text: &str, mut is_escaped: bool, with_urls: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let url = with_urls.then(|| bare_url(rest)).flatten();
        if let Some(url) = url {
            out.push('<');
            out.push_str(url);
            out.push('>');
            rest = &rest[url.len()..];
            continue;
        }
        if !is_escaped && matches!(letter, '[' | ']' | '<') {
            out.push('\\');
        }
        is_escaped = letter == '\\' && !is_escaped;
        out.push(letter);
        rest = &rest[letter.len_utf8()..];
    }
    out
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
    // What is only put in comes before what stands there.
    edits.sort_by_key(|edit| (edit.start, edit.start != edit.end, Reverse(edit.end)));
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
    use super::{is_prose, rewritten, safe};

    #[test]
    fn prose_stays_as_it_is() {
        let pieces = [
            "a", " ", "1. ", "- ", "`", "``", "```", "*", "_", "~~", "&lt;", "#", "| ", "!", "(",
            ")", "http:", "//", "é", "<", "[", "\\", "\n", "    ",
        ];
        let mut prose = 0;
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    for fourth in pieces {
                        let text = [first, second, third, fourth, "b"].concat();
                        if is_prose(&text) {
                            assert_eq!(rewritten(&text), text);
                            prose += 1;
                        }
                    }
                }
            }
        }
        assert!(prose > 10_000, "{prose}");
    }

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
        assert_eq!(
            safe("[docs]({https://example.com/a})"),
            "\\[docs\\]({<https://example.com/a>})"
        );
        assert_eq!(safe("`a[0]` stays"), "`a[0]` stays");
        assert_eq!(safe("\n    a\n\n      * b\n"), "\na\n\n  * b");
        assert_eq!(safe("- a\nb\n\n10. c\n      d"), "- a\n  b\n\n10. c\n    d");
        assert_eq!(
            safe("a:\n  - `b`\n    c\n    d"),
            "a:\n  - `b`\n    c\n    d"
        );
        assert_eq!(safe("> a\nb\n>c"), "> a\n> b\n> c");
        assert_eq!(safe("- > a\nb\n\n> - c\nd"), "- > a\n  > b\n\n> - c\n>   d");
        assert_eq!(safe("a \\\\<k c>"), "a \\\\\\<k c>");
        assert_eq!(
            safe("-     let x;\n\n      let y;"),
            "- ```text\n  let x;\n\n  let y;\n  ```"
        );
        assert_eq!(
            safe("<dl>\n    <dt>\n\n    let x;\n</dl>"),
            "\\<dl>\n    \\<dt>\n\n```text\nlet x;\n```\n\\</dl>"
        );
        assert_eq!(safe("a <b>bold</b> <c>"), "a **bold** \\<c>");
        assert_eq!(
            safe("<img src=\"https://example.com/a.png\">"),
            "\\<img src=\"<https://example.com/a.png>\">"
        );
    }
}
