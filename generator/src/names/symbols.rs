//! Symbols as words.

use std::borrow::Cow;

use unicode_security::GeneralSecurityProfile;

/// Symbols that carry meaning become words; heck would drop them and names would collide or vanish.
pub(super) fn spell_symbols(text: &str) -> Cow<'_, str> {
    let plain = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b' ' | b'_');
    if text.bytes().all(plain) && text.bytes().any(|letter| letter.is_ascii_alphanumeric()) {
        return Cow::Borrowed(text);
    }
    // Separators such as dots and slashes only divide words, unless there is nothing else.
    let only_symbols = !text.chars().any(is_word);
    let mut spelled = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if is_word(letter) {
            spelled.push(letter);
            continue;
        }
        match SYMBOLS
            .iter()
            .find(|(symbol, _, always)| *symbol == letter && (*always || only_symbols))
        {
            Some((_, word, _)) => {
                spelled.push(' ');
                spelled.push_str(word);
                spelled.push(' ');
            }
            None => spelled.push(' '),
        }
    }
    Cow::Owned(spelled)
}

/// The word for a symbol that stands before names to say what they are.
pub(super) fn word(symbol: char) -> Option<&'static str> {
    let known = matches!(symbol, '@' | '$' | '#');
    let mut symbols = SYMBOLS.iter().filter(|_| known);
    let (_, word, _) = symbols.find(|(other, ..)| *other == symbol)?;
    Some(word)
}

/// Whether a letter or digit can stand in an identifier. Superscripts and the like can't, and rustc warns about those that
/// Unicode keeps out of identifiers (UTS 39, "General Security Profile"), such as marks of transliterations.
fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric()
        || (letter.is_alphanumeric()
            && unicode_ident::is_xid_continue(letter)
            && letter.identifier_allowed())
}

/// Symbol, its word, and whether it is spelled also between letters.
const SYMBOLS: &[(char, &str, bool)] = &[
    ('+', "plus", true),
    ('<', "less", true),
    ('>', "greater", true),
    ('=', "equal", true),
    ('!', "not", true),
    ('%', "percent", true),
    ('&', "and", true),
    ('|', "or", true),
    ('*', "star", true),
    ('#', "hash", false),
    ('@', "at", false),
    ('$', "dollar", false),
    ('~', "tilde", false),
    ('^', "caret", false),
    ('.', "dot", false),
    (',', "comma", false),
    (':', "colon", false),
    (';', "semicolon", false),
    ('/', "slash", false),
    ('\\', "backslash", false),
    ('?', "question", false),
    ('-', "minus", false),
    ('_', "underscore", false),
    ('(', "open", false),
    (')', "close", false),
    ('[', "open_bracket", false),
    (']', "close_bracket", false),
    ('{', "open_brace", false),
    ('}', "close_brace", false),
    ('"', "quote", false),
    ('\'', "apostrophe", false),
    (' ', "space", false),
];
