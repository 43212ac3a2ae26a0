//! Many documents describe themselves in HTML. What Markdown can say of it becomes Markdown; all else stays as it is.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag as Block};

/// What stands for a tag: at its start, and at its end.
const TAGS: &[(&str, &str, &str)] = &[
    ("b", "**", "**"),
    ("strong", "**", "**"),
    ("i", "*", "*"),
    ("em", "*", "*"),
    ("br", "\n", "\n"),
    ("p", "\n\n", "\n\n"),
    ("div", "\n\n", "\n\n"),
    ("ul", "\n\n", "\n\n"),
    ("ol", "\n\n", "\n\n"),
    ("li", "\n- ", ""),
    ("h1", "\n\n**", "**\n\n"),
    ("h2", "\n\n**", "**\n\n"),
    ("h3", "\n\n**", "**\n\n"),
    ("h4", "\n\n**", "**\n\n"),
    ("h5", "\n\n**", "**\n\n"),
    ("h6", "\n\n**", "**\n\n"),
    ("span", "", ""),
    ("u", "", ""),
    ("font", "", ""),
    ("small", "", ""),
];

/// Replaces tags by what Markdown has for them, outside of code.
pub(super) fn as_markdown(source: &str) -> String {
    if !source.contains('<') {
        return source.to_owned();
    }
    let code = code(source);
    let mut out = Output::default();
    let mut at = 0;
    while let Some(found) = source[at..].find('<').map(|found| at + found) {
        out.text(&source[at..found]);
        let inside = code.iter().find(|range| range.contains(&found));
        if let Some(range) = inside {
            out.text.push_str(&source[found..range.end]);
            at = range.end;
            continue;
        }
        at = match replaced(&source[found..], &mut out) {
            Some(length) => found + length,
            None => {
                out.text.push('<');
                found + 1
            }
        };
    }
    out.text(&source[at..]);
    out.text.truncate(out.text.trim_end().len());
    out.text
}

/// Where code stands. Indented text is code only in Markdown, and a document that has tags is not all Markdown.
fn code(source: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(source, Options::ENABLE_TABLES).into_offset_iter();
    let code = events.filter(|(event, _)| {
        matches!(
            event,
            Event::Code(_) | Event::Start(Block::CodeBlock(CodeBlockKind::Fenced(_)))
        )
    });
    code.map(|(_, range)| range).collect()
}

/// The text so far.
#[derive(Default)]
struct Output {
    text: String,
    /// Whether a block has begun, so that the spaces which laid the tags out mean nothing.
    fresh: bool,
}

impl Output {
    fn text(&mut self, text: &str) {
        let text = if self.fresh { text.trim_start() } else { text };
        if !text.is_empty() {
            self.fresh = false;
            self.text.push_str(text);
        }
    }

    /// A mark. Its line breaks are those between blocks: as many as either side asks for, and nothing else.
    fn mark(&mut self, mark: &str) {
        let words = mark.trim_matches('\n');
        let before = mark.len() - mark.trim_start_matches('\n').len();
        self.breaks(before);
        if !words.is_empty() {
            self.text.push_str(words);
            self.fresh = before > 0;
        }
        if before < mark.len() {
            let after = mark.len() - mark.trim_end_matches('\n').len();
            self.breaks(after);
        }
    }

    fn breaks(&mut self, wanted: usize) {
        if wanted == 0 {
            return;
        }
        let kept = self.text.trim_end_matches([' ', '\n']).len();
        let line = self.text[..kept].rsplit('\n').next();
        if line.is_some_and(|line| line.starts_with('|')) {
            // A row of a table is one line.
            self.text.push(' ');
            return;
        }
        let there = self.text[kept..].matches('\n').count();
        self.text.truncate(kept);
        if kept > 0 {
            self.text.push_str(&"\n".repeat(wanted.max(there).min(2)));
        }
        self.fresh = true;
    }
}

/// A tag at the start of the text: how long it is, when something stands for it.
fn replaced(text: &str, out: &mut Output) -> Option<usize> {
    let end = text.find('>')?;
    let inner = &text[1..end];
    let closing = inner.starts_with('/');
    let name: String = inner
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let name = name.to_ascii_lowercase();
    let rest = inner.trim_start_matches('/').get(name.len()..)?;
    if !(rest.is_empty() || rest.starts_with([' ', '\n', '/'])) {
        return None;
    }
    match (name.as_str(), closing) {
        ("a", false) => link(text, end, rest, out),
        ("code" | "tt", false) => code_span(text, end, &name, out),
        ("pre", false) => code_block(text, end, out),
        (name, closing) => {
            let (_, open, close) = TAGS.iter().find(|(known, ..)| *known == name)?;
            out.mark(if closing { close } else { open });
            Some(end + 1)
        }
    }
}

/// `<a href="…">words</a>`. Only what leads somewhere is a link; the words of others stay.
fn link(text: &str, end: usize, attributes: &str, out: &mut Output) -> Option<usize> {
    let close = text[end..].find("</a>").map(|close| end + close)?;
    let words = text[end + 1..close].trim();
    let plain =
        !words.is_empty() && !words.contains(['<', '[', ']', '`']) && !words.contains("\n\n");
    let url = attribute(attributes, "href").filter(|url| {
        let absolute = url.starts_with("http://") || url.starts_with("https://");
        absolute && !url.contains([' ', '\n', '(', ')', '<', '>', '\\'])
    });
    match url {
        Some(url) if plain && words == url => out.text(words),
        Some(url) if plain => out.text(&format!("[{words}]({url})")),
        None if plain => out.text(words),
        _ => return None,
    }
    Some(close + "</a>".len())
}

/// `<code>words</code>`, where Markdown can hold them.
fn code_span(text: &str, end: usize, name: &str, out: &mut Output) -> Option<usize> {
    let tag = format!("</{name}>");
    let close = text[end..].find(&tag).map(|close| end + close)?;
    let words = &text[end + 1..close];
    if words.trim().is_empty() || words.contains(['`', '<', '\n', '&']) {
        return None;
    }
    out.text(&format!("`{}`", words.trim()));
    Some(close + tag.len())
}

/// `<pre>lines</pre>`, perhaps with `<code>` in it.
fn code_block(text: &str, end: usize, out: &mut Output) -> Option<usize> {
    let close = text[end..].find("</pre>").map(|close| end + close)?;
    let lines = text[end + 1..close].trim();
    let lines = lines.strip_prefix("<code>").unwrap_or(lines);
    let lines = lines.strip_suffix("</code>").unwrap_or(lines);
    let lines = lines.trim_matches('\n').trim_end();
    if lines.trim().is_empty() || lines.contains("```") || lines.contains("</") {
        return None;
    }
    let lines = lines.replace("&lt;", "<").replace("&gt;", ">");
    let lines = lines.replace("&quot;", "\"").replace("&amp;", "&");
    out.breaks(2);
    out.text.push_str(&format!("```text\n{lines}\n```\n\n"));
    out.fresh = true;
    Some(close + "</pre>".len())
}

/// The value of an attribute.
fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    let at = attributes.find(name)? + name.len();
    let value = attributes[at..]
        .trim_start()
        .strip_prefix('=')?
        .trim_start();
    let quote = value.chars().next()?;
    match quote {
        '"' | '\'' => value[1..].split(quote).next(),
        _ => value.split([' ', '\n']).next(),
    }
}

#[cfg(test)]
mod tests {
    use super::as_markdown;

    #[test]
    fn html_becomes_markdown() {
        let table = [
            ("no tags", "no tags"),
            ("a <b>bold</b> <EM>word</EM>", "a **bold** *word*"),
            ("<p>one</p>\n<p>\n    two</p>", "one\n\ntwo"),
            ("one<br/>two<br>\nthree", "one\ntwo\nthree"),
            (
                "Values: <ul>\n  <li>a</li>\n  <li><code>b</code></li>\n</ul> end",
                "Values:\n\n- a\n- `b`\n\nend",
            ),
            ("<h2>Title</h2>Text", "**Title**\n\nText"),
            (
                "see <a class='x' href=\"https://a.example/b\">the docs</a>.",
                "see [the docs](https://a.example/b).",
            ),
            (
                "<a href='https://a.example'>https://a.example</a>",
                "https://a.example",
            ),
            ("<a name=\"top\">Top</a> <a href=\"#x\">x</a>", "Top x"),
            ("| a<br>b | c |", "| a b | c |"),
            (
                "So: <pre><code>\n  a &lt; b\n\n  c\n</code></pre> end",
                "So:\n\n```text\n  a < b\n\n  c\n```\n\nend",
            ),
            // What is no HTML, and what Markdown has no words for.
            ("Vec<T>, <id>, a < b, <", "Vec<T>, <id>, a < b, <"),
            (
                "`<b>` and\n```\n<b>\n```\n<b>x</b>",
                "`<b>` and\n```\n<b>\n```\n**x**",
            ),
            ("<img src=\"x\"> <table><tr>", "<img src=\"x\"> <table><tr>"),
            ("<code>a`b</code>", "<code>a`b</code>"),
            (
                "<a href=\"https://a.example\">unclosed",
                "<a href=\"https://a.example\">unclosed",
            ),
        ];
        for (source, expected) in table {
            assert_eq!(as_markdown(source), expected, "{source:?}");
        }
    }
}
