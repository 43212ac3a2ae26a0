//! Words that Rust keeps to itself.

/// Whether a word can't be an identifier, in some edition. Patterns of bytes are compared as one tree; it is asked of every word
/// that is emitted.
pub(crate) fn is_keyword(word: &str) -> bool {
    matches!(
        word.as_bytes(),
        b"abstract"
            | b"as"
            | b"async"
            | b"await"
            | b"become"
            | b"box"
            | b"break"
            | b"const"
            | b"continue"
            | b"crate"
            | b"do"
            | b"dyn"
            | b"else"
            | b"enum"
            | b"extern"
            | b"false"
            | b"final"
            | b"fn"
            | b"for"
            | b"gen"
            | b"if"
            | b"impl"
            | b"in"
            | b"let"
            | b"loop"
            | b"macro"
            | b"match"
            | b"mod"
            | b"move"
            | b"mut"
            | b"override"
            | b"priv"
            | b"pub"
            | b"ref"
            | b"return"
            | b"self"
            | b"static"
            | b"struct"
            | b"super"
            | b"trait"
            | b"true"
            | b"try"
            | b"type"
            | b"typeof"
            | b"unsafe"
            | b"unsized"
            | b"use"
            | b"virtual"
            | b"where"
            | b"while"
            | b"yield"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_known() {
        let strict = "as async await break const continue crate dyn else enum extern false fn for if \
                      impl in let loop match mod move mut pub ref return self static struct super \
                      trait true type unsafe use where while";
        let reserved = "abstract become box do final gen macro override priv try typeof unsized \
                        virtual yield";
        for word in strict.split(' ').chain(reserved.split(' ')) {
            assert!(is_keyword(word), "{word}");
        }
        assert!(!is_keyword("self_") && !is_keyword("Self") && !is_keyword(""));
    }
}
