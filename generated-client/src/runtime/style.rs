//! The parameter styles of OpenAPI, as emitted code names them; `encode` knows what they mean.

/// How a path parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathStyle {
    pub(super) form: PathForm,
    pub(super) explode: bool,
    pub(super) allow_reserved: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathForm {
    Simple,
    Label,
    Matrix,
}

impl PathStyle {
    /// `a,b`: the default.
    pub const SIMPLE: Self = Self::of(PathForm::Simple);
    /// `.a,b`
    pub const LABEL: Self = Self::of(PathForm::Label);
    /// `;name=a,b`
    pub const MATRIX: Self = Self::of(PathForm::Matrix);

    const fn of(form: PathForm) -> Self {
        Self {
            form,
            explode: false,
            allow_reserved: false,
        }
    }

    /// Whether arrays and objects are spread over several pieces.
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Values keep slashes and other reserved characters that don't end the path, and percent-encoded triples: they may be
    /// several segments.
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }
}

/// How a query parameter, or a property of a form body, is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueryStyle {
    pub(super) form: QueryForm,
    pub(super) explode: bool,
    pub(super) comma_arrays: bool,
    pub(super) allow_reserved: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QueryForm {
    /// The delimiter that joins what is not exploded, already encoded.
    Delimited(&'static str),
    Deep,
}

impl QueryStyle {
    /// `name=a&name=b`: the default.
    pub const FORM: Self = Self::delimited(",", true);
    /// `name=a%20b`
    pub const SPACE_DELIMITED: Self = Self::delimited("%20", false);
    /// `name=a%7Cb`
    pub const PIPE_DELIMITED: Self = Self::delimited("%7C", false);
    /// `name[key]=a`
    pub const DEEP_OBJECT: Self = Self {
        form: QueryForm::Deep,
        ..Self::FORM
    };

    const fn delimited(delimiter: &'static str, explode: bool) -> Self {
        Self {
            form: QueryForm::Delimited(delimiter),
            explode,
            comma_arrays: false,
            allow_reserved: false,
        }
    }

    /// Whether arrays and objects become several parameters.
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Arrays inside an exploded object become `key=a,b` instead of `key=a&key=b`; OpenAPI leaves the choice open.
    pub const fn comma_arrays(mut self) -> Self {
        self.comma_arrays = true;
        self
    }

    /// Values keep reserved characters that can't be mistaken for the query's own, and percent-encoded triples.
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }
}

/// How a header parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeaderStyle {
    pub(super) explode: bool,
}

impl HeaderStyle {
    /// `a,b`: the only style.
    pub const SIMPLE: Self = Self { explode: false };

    /// Whether objects are written `key=value` instead of `key,value`.
    pub const fn explode(self, explode: bool) -> Self {
        Self { explode }
    }
}

/// How a cookie parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CookieStyle {
    pub(super) explode: bool,
}

impl CookieStyle {
    /// `name=a; name=b`: the default.
    pub const FORM: Self = Self { explode: true };

    /// Whether arrays and objects become several cookies.
    pub const fn explode(self, explode: bool) -> Self {
        Self { explode }
    }
}
