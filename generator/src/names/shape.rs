//! Words in the shapes of Rust: what heck does, with a short way for names of plain words, which nearly all are, and with plurals,
//! versions and OAuth as people write them.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// `list_identities` becomes `ListIdentities`.
pub(super) fn upper_camel(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    let plain = letters(text, |letter, starts| {
        name.push(if starts {
            letter.to_ascii_uppercase()
        } else {
            letter
        });
    });
    if plain {
        name
    } else {
        as_words(text).to_upper_camel_case()
    }
}

/// `ListIdentities` becomes `list_identities`.
pub(super) fn snake(text: &str) -> String {
    let mut name = String::with_capacity(text.len() + 8);
    let plain = letters(text, |letter, starts| {
        if starts && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    });
    if !plain {
        name = as_words(text).to_snake_case();
    }
    // The type is `OAuthToken`, as everybody writes it, but `o_auth` is two words where there is one.
    if text.contains("OAuth") || text.contains("oAuth") {
        name = name.replace("_o_auth", "_oauth");
        if name.starts_with("o_auth") {
            name.remove(1);
        }
    }
    name
}

/// Capitals in a row that are one word with what follows: `podIPs` are no `pod_i_ps`, and `IPv4` is no `i_pv4`.
fn as_words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_uppercase()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|letter: char| !letter.is_ascii_uppercase());
        let (capitals, after) = from.split_at(end.unwrap_or(from.len()));
        words.push_str(before);
        let mut next = after.chars();
        let is_one = capitals.len() > 1
            && match (next.next(), next.next()) {
                (Some('s'), next) => !next.is_some_and(char::is_lowercase),
                (Some('v'), next) => next.is_some_and(|letter| letter.is_ascii_digit()),
                _ => false,
            };
        match is_one {
            true => {
                words.push_str(&capitals[..1]);
                words.push_str(&capitals[1..].to_ascii_lowercase());
            }
            false => words.push_str(capitals),
        }
        rest = after;
    }
    words.push_str(rest);
    words
}

/// Tells the letters one by one, and whether each starts a word. Gives up, with `false`, on what takes more than a look at
/// the letter before: other alphabets, capitals in a row, digits at the start of a word.
fn letters(text: &str, mut each: impl FnMut(char, bool)) -> bool {
    enum Before {
        Separator,
        Small,
        Capital,
    }
    let mut before = Before::Separator;
    for letter in text.bytes() {
        let starts = match (letter, &before) {
            (b'a'..=b'z' | b'A'..=b'Z', Before::Separator) | (b'A'..=b'Z', Before::Small) => true,
            (b'a'..=b'z', _) | (b'0'..=b'9', Before::Small | Before::Capital) => false,
            (b'0'..=b'9', Before::Separator) | (b'A'..=b'Z', Before::Capital) => return false,
            _ if letter.is_ascii() => {
                before = Before::Separator;
                continue;
            }
            _ => return false,
        };
        // A digit belongs to what stands before it.
        before = match letter {
            b'a'..=b'z' => Before::Small,
            b'A'..=b'Z' => Before::Capital,
            _ => before,
        };
        each(char::from(letter), starts);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_take_the_short_way() {
        for text in [
            "created_at",
            "CreateAgent tools",
            "externalId",
            "a1 b2c",
            "--x",
        ] {
            assert!(letters(text, |_, _| ()), "{text}");
        }
        for text in ["HTTPServer", "2fa", "größe"] {
            assert!(!letters(text, |_, _| ()), "{text}");
        }
    }

    #[test]
    fn plural_and_version_belong_to_their_capitals() {
        for (text, name) in [
            ("podIPs", "pod_ips"),
            ("Floating IPs", "floating_ips"),
            ("IDsOfURLs2", "ids_of_urls2"),
            ("IPv4Address", "ipv4_address"),
            ("publicIPv6s", "public_ipv6s"),
            ("OAuthToken", "oauth_token"),
            ("oAuthToken", "oauth_token"),
            ("myOAuth2Apps", "my_oauth2_apps"),
            ("SSOAuthMethod", "sso_auth_method"),
            ("ISOAuthority", "iso_authority"),
            ("o_authority", "o_authority"),
            ("HTTPServer", "http_server"),
            ("AIsafe", "a_isafe"),
            ("IsSet", "is_set"),
            ("größeIDs", "größe_ids"),
        ] {
            assert_eq!(snake(text), name);
        }
        assert_eq!(upper_camel("podIPs"), "PodIps");
        assert_eq!(upper_camel("OAuthToken"), "OAuthToken");
    }

    #[test]
    fn both_ways_lead_to_the_same_name() {
        let mut texts = vec![String::new()];
        for _ in 0..6 {
            let longer = texts.iter().flat_map(|text| {
                ["a", "b", "A", "1", "_", "é"].map(|letter| format!("{text}{letter}"))
            });
            texts = longer.collect();
            for text in &texts {
                assert_eq!(upper_camel(text), text.to_upper_camel_case());
                assert_eq!(snake(text), text.to_snake_case());
            }
        }
    }
}
