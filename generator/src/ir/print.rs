//! The IR as text that a person reads: for `cargo xtask ir` and for snapshots.

mod words;

use std::fmt::Write;

use super::{
    Access, Answer, Api, Content, Credential, Docs, EnumValues, Example, Field, Framing, Operation,
    PathPart, Presence, Resource, Status, Tag, TypeDef, TypeKind, TypeRef, Webhook,
};
pub(crate) use words::scalar_name;
use words::{LowercaseFirst, cursor_text, field_path};

/// Writes an API as indented text: credentials, resources with their operations, then types by name.
pub fn print(api: &Api) -> String {
    let mut out = Printer {
        api,
        text: String::new(),
    };
    out.line(0, &format!("api {:?} {:?}", api.title, api.version));
    for server in &api.servers {
        out.line(1, &format!("server {}", server.url));
        for variable in &server.variables {
            let values = match variable.values.as_slice() {
                [] => String::new(),
                values => format!(", one of {}", values.join(", ")),
            };
            let (name, default) = (&variable.name, &variable.default);
            out.line(2, &format!("variable {name} = {default}{values}"));
        }
    }
    for scheme in &api.schemes {
        let place = match &scheme.credential {
            Credential::Bearer => "bearer".to_owned(),
            Credential::OAuth2 { token_url } => format!("bearer, tokens from {token_url}"),
            Credential::Basic => "basic".to_owned(),
            Credential::Header(name) => format!("header {name}"),
            Credential::Query(name) => format!("query {name}"),
            Credential::Cookie(name) => format!("cookie {name}"),
        };
        out.line(
            1,
            &format!(
                "credential {} ({}): {place}, from {}",
                scheme.name.rust, scheme.name.wire, scheme.env
            ),
        );
    }
    for line in api.defaults.lines() {
        out.line(1, &line);
    }
    for resource in &api.resources {
        out.resource(1, resource);
    }
    for webhook in &api.webhooks {
        out.webhook(webhook);
    }
    let mut types: Vec<&TypeDef> = api.types.values().collect();
    types.sort_by(|a, b| a.name.cmp(&b.name));
    for def in types {
        out.definition(def);
    }
    out.text
}

struct Printer<'a> {
    api: &'a Api,
    text: String,
}

impl Printer<'_> {
    fn webhook(&mut self, webhook: &Webhook) {
        let Webhook { name, verb, .. } = webhook;
        let deprecated = if webhook.deprecated {
            " deprecated"
        } else {
            ""
        };
        let ty = self.ty(&webhook.content.ty);
        let (rust, wire) = (&name.rust, &name.wire);
        self.line(
            1,
            &format!("webhook {rust} ({wire}): {verb} {ty}{deprecated}"),
        );
        self.docs(2, &webhook.docs);
    }

    fn line(&mut self, depth: usize, text: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{:indent$}{text}", "", indent = depth * 2);
    }

    fn docs(&mut self, depth: usize, docs: &Docs) {
        if let Some(first) = docs.text.lines().find(|line| !line.trim().is_empty()) {
            self.line(depth, &format!("# {}", first.trim()));
        }
        for note in &docs.notes {
            self.line(depth, &format!("# {note}"));
        }
        self.example(depth, docs);
    }

    fn example(&mut self, depth: usize, docs: &Docs) {
        if let Some(value) = docs.example.as_ref().and_then(Example::given) {
            self.line(depth, &format!("# for example {value}"));
        }
    }

    fn resource(&mut self, depth: usize, resource: &Resource) {
        let name = &resource.name;
        self.line(
            depth,
            &format!(
                "resource {} ({:?}): {}",
                name.rust, name.wire, resource.type_name
            ),
        );
        self.docs(depth + 1, &resource.docs);
        for operation in &resource.operations {
            self.operation(depth + 1, operation);
        }
        for child in &resource.children {
            self.resource(depth + 1, child);
        }
    }

    fn operation(&mut self, depth: usize, operation: &Operation) {
        let path: String = operation
            .path
            .iter()
            .map(|part| match part {
                PathPart::Literal(text) => text.clone(),
                PathPart::Param(index) => format!("{{{}}}", operation.params[*index].name.rust),
            })
            .collect();
        let mut marks = String::new();
        for (mark, set) in [
            ("deprecated", operation.deprecated),
            ("idempotent", operation.idempotent),
        ] {
            if set {
                marks.push(' ');
                marks.push_str(mark);
            }
        }
        let Operation { name, id, verb, .. } = operation;
        self.line(
            depth,
            &format!("operation {name} ({id}): {verb} {path}{marks}"),
        );
        self.docs(depth + 1, &operation.docs);
        if !operation.security.is_empty() {
            let alternatives: Vec<String> =
                operation.security.iter().map(|all| all.join("+")).collect();
            self.line(depth + 1, &format!("security {}", alternatives.join(" | ")));
        }
        for line in operation.defaults.lines() {
            self.line(depth + 1, &line);
        }
        for server in &operation.servers {
            self.line(depth + 1, &format!("server {}", server.url));
        }
        for param in &operation.params {
            let optional = if param.required { "" } else { "?" };
            let (rust, ty) = (&param.name.rust, self.ty(&param.ty));
            let (wire, style) = (&param.name.wire, words::style(&param.style));
            self.line(
                depth + 1,
                &format!(
                    "{:?} {rust}{optional}: {ty} = {wire:?} {style}",
                    param.place
                )
                .to_lowercase_first(),
            );
            self.example(depth + 2, &param.docs);
        }
        if let Some(body) = &operation.body {
            let optional = if body.required { "" } else { "?" };
            self.line(
                depth + 1,
                &format!("body{optional}: {}", self.content(&body.content)),
            );
            self.example(depth + 2, &body.docs);
        }
        for (name, style) in operation.body.iter().flat_map(|body| &body.styles) {
            self.line(depth + 2, &format!("{name:?} {}", words::style(style)));
        }
        if let Some(stream) = &operation.stream {
            self.stream(depth + 1, stream);
        }
        for header in &operation.headers {
            let (rust, wire, ty) = (&header.name.rust, &header.name.wire, self.ty(&header.ty));
            self.line(depth + 1, &format!("answer header {rust}: {ty} = {wire:?}"));
        }
        for answer in &operation.success {
            self.answer(depth + 1, "answer", answer);
        }
        for answer in &operation.errors {
            self.answer(depth + 1, "error", answer);
        }
        if let Some(paging) = &operation.pagination {
            let more = paging
                .more
                .as_ref()
                .map(|path| format!(" while {}", field_path(path)))
                .unwrap_or_default();
            self.line(
                depth + 1,
                &format!(
                    "pages of {}: {}{more}",
                    field_path(&paging.items),
                    self.ty(&paging.item)
                ),
            );
            for cursor in std::iter::once(&paging.forward).chain(&paging.backward) {
                self.line(depth + 2, &cursor_text(cursor, operation));
            }
        }
    }

    fn stream(&mut self, depth: usize, stream: &super::Stream) {
        let framing = match &stream.framing {
            Framing::Events {
                sentinel,
                whole,
                text,
            } => {
                let of = if *whole { "whole events" } else { "events" };
                let data = if *text { "text" } else { "json" };
                let until = sentinel
                    .as_ref()
                    .map(|text| format!(" until {text:?}"))
                    .unwrap_or_default();
                format!("{of} of {data}{until}")
            }
            Framing::Lines => "lines".to_owned(),
            Framing::Sequence => "sequence".to_owned(),
            Framing::Bytes => "bytes".to_owned(),
        };
        let choice = stream
            .choice
            .as_ref()
            .map(|name| format!(", chosen by {name:?}"))
            .unwrap_or_default();
        let only = if stream.only { ", only" } else { "" };
        let text = format!(
            "stream of {} as {framing} ({}){choice}{only}",
            self.ty(&stream.item),
            stream.mime
        );
        self.line(depth, &text);
    }

    fn answer(&mut self, depth: usize, kind: &str, answer: &Answer) {
        let status = match answer.status {
            Status::Code(code) => code.to_string(),
            Status::Range(digit) => format!("{digit}XX"),
            Status::Default => "default".to_owned(),
        };
        let mut text = match &answer.content {
            Some(content) => self.content(content),
            None => "nothing".to_owned(),
        };
        for mime in &answer.others {
            let _ = write!(text, " or {mime}");
        }
        self.line(depth, &format!("{kind} {status} {}: {text}", answer.rust));
        self.example(depth + 1, &answer.docs);
    }

    fn content(&self, content: &Content) -> String {
        format!(
            "{} as {:?} ({})",
            self.ty(&content.ty),
            content.media,
            content.mime
        )
    }

    fn definition(&mut self, def: &TypeDef) {
        let kind = match &def.kind {
            TypeKind::Struct(_) => "struct",
            TypeKind::Multipart(_) => "multipart",
            TypeKind::Enum(_) => "enum",
            TypeKind::Union(_) => "union",
            TypeKind::Alias(_) => "alias",
        };
        let deprecated = if def.deprecated { " deprecated" } else { "" };
        self.line(
            0,
            &format!(
                "{kind} {} in {}{deprecated} <- {}",
                def.name, def.module, def.origin
            ),
        );
        self.docs(1, &def.docs);
        match &def.kind {
            TypeKind::Struct(fields) => {
                for field in &fields.fields {
                    self.field(field);
                }
                if let Some(rest) = &fields.rest {
                    self.line(1, &format!("..: {}", self.ty(rest)));
                }
            }
            TypeKind::Multipart(body) => {
                for (field, media_type) in body.fields.fields.iter().zip(&body.media_types) {
                    self.field(field);
                    if let Some(media_type) = media_type {
                        self.line(2, &format!("as {media_type}"));
                    }
                }
                if let Some(rest) = &body.fields.rest {
                    self.line(1, &format!("..: {}", self.ty(rest)));
                }
            }
            TypeKind::Enum(values) => match &values.values {
                EnumValues::Strings(values) => {
                    for value in values {
                        self.line(1, &format!("{} = {:?}", value.rust, value.wire));
                    }
                }
                EnumValues::Integers(values) => {
                    for value in values {
                        self.line(1, &format!("{} = {}", value.rust, value.wire));
                    }
                }
            },
            TypeKind::Union(union) => {
                if let Tag::Field(name) = &union.tag {
                    self.line(1, &format!("by {name:?}"));
                }
                for variant in &union.variants {
                    let tags = if variant.tags.is_empty() {
                        String::new()
                    } else {
                        format!(" = {:?}", variant.tags)
                    };
                    self.line(
                        1,
                        &format!("{}({}){tags}", variant.rust, self.ty(&variant.ty)),
                    );
                }
            }
            TypeKind::Alias(target) => self.line(1, &format!("= {}", self.ty(target))),
        }
    }

    fn field(&mut self, field: &Field) {
        let optional = if field.presence == Presence::Optional {
            "?"
        } else {
            ""
        };
        let mut marks = String::new();
        if field.name.wire != field.name.rust {
            marks.push_str(&format!(" = {:?}", field.name.wire));
        }
        match field.access {
            Access::ReadWrite => {}
            Access::ReadOnly => marks.push_str(" read-only"),
            Access::WriteOnly => marks.push_str(" write-only"),
        }
        if field.presence == Presence::Constant {
            marks.push_str(" constant");
        } else if field.tag.is_some() {
            marks.push_str(" set to");
        }
        marks.extend(field.tag.iter().map(|tag| format!(" {tag:?}")));
        marks.extend(field.only.map(|only| format!(" always {only}")));
        if field.deprecated {
            marks.push_str(" deprecated");
        }
        self.line(
            1,
            &format!(
                "{}{optional}: {}{marks}",
                field.name.rust,
                self.ty(&field.ty)
            ),
        );
        self.docs(2, &field.docs);
    }

    fn ty(&self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Named(id) => self
                .api
                .types
                .get(id)
                .map_or_else(|| format!("#{}", id.0), |def| def.name.clone()),
            TypeRef::Scalar(scalar) => scalar_name(*scalar).to_owned(),
            TypeRef::List(inner) => format!("[{}]", self.ty(inner)),
            TypeRef::Map(inner) => format!("{{{}}}", self.ty(inner)),
            TypeRef::Nullable(inner) => format!("{} | null", self.ty(inner)),
            TypeRef::Foreign { path, .. } => format!("foreign {path}"),
            TypeRef::Any => "any".to_owned(),
        }
    }
}
