//! The rows of a lock as a surface.

use std::collections::BTreeMap;

use super::super::{
    Answer, AnswerContent, Body, Client, CredentialSetter, Cursor, Feature, Field, Filled, Given,
    HeaderField, Headers, Kind, Operation, Package, Paging, Parameter, Resource, RustType, Stream,
    Struct, Surface, Takes, Type, Union, Value, Variant, Webhook,
};
use super::rows::{Fault, Row};
use super::{Lock, VERSION, spell};
use crate::ir::{Access, CallDefaults, Docs, Name, Server, ServerVariable};
use crate::pointer::Pointer;

/// The surface that the rows tell of.
pub(super) fn lock(rows: &[Row]) -> Result<Lock, Fault> {
    let whole = Row::default().holding(rows.iter().cloned());
    let version = whole.part("lock")?.word(1)?;
    if version != VERSION {
        return Err(whole.part("lock")?.fault(format!(
            "this lock is of version {version}, and this generator reads version {VERSION}"
        )));
    }
    whole.only(&["lock", "crate", "resource", "operation", "webhook", "type"])?;
    let mut docs = BTreeMap::new();
    let mut operations = Vec::new();
    for row in whole.all("operation") {
        let operation = operation(row)?;
        if let Some(print) = row.get("docs") {
            docs.insert(Lock::operation_key(&operation), print.to_owned());
        }
        operations.push(operation);
    }
    let mut types = Vec::new();
    for row in whole.all("type") {
        let ty = ty(row)?;
        if let Some(print) = row.get("docs") {
            docs.insert(Lock::type_key(&ty), print.to_owned());
        }
        types.push(ty);
    }
    let package = whole.part("crate")?;
    let surface = Surface {
        title: package.need("title")?.to_owned(),
        api_version: package.need("api")?.to_owned(),
        package: self::package(package)?,
        client: client(package)?,
        resources: whole
            .all("resource")
            .map(resource)
            .collect::<Result<_, _>>()?,
        operations,
        webhooks: whole
            .all("webhook")
            .map(webhook)
            .collect::<Result<_, _>>()?,
        types,
    };
    Ok(Lock { surface, docs })
}

fn package(row: &Row) -> Result<Package, Fault> {
    row.only(&["client", "feature", "server", "credential"])?;
    let features = row.all("feature").map(|row| {
        Ok(Feature {
            name: row.word(1)?.to_owned(),
            default: row.has(2, "default"),
            resource: row.has(2, "resource"),
            docs: String::new(),
        })
    });
    Ok(Package {
        name: row.word(1)?.to_owned(),
        library: row.need("library")?.to_owned(),
        version: row.word(2)?.to_owned(),
        features: features.collect::<Result<_, _>>()?,
        // Like prose, versions of other crates are no promise of this one.
        dependencies: Vec::new(),
    })
}

fn client(row: &Row) -> Result<Client, Fault> {
    let servers = row.all("server").map(server);
    let credentials = row.all("credential").map(|row| {
        Ok(CredentialSetter {
            name: name(row)?,
            credential: known(row, 3, |kind| spell::read_credential(kind, row.get("of")))?,
            env: row.need("env")?.to_owned(),
            docs: Docs::default(),
        })
    });
    let client = row.part("client")?;
    Ok(Client {
        name: client.word(1)?.to_owned(),
        server_env: client.need("env")?.to_owned(),
        servers: servers.collect::<Result<_, _>>()?,
        credentials: credentials.collect::<Result<_, _>>()?,
        defaults: CallDefaults::default(),
    })
}

fn resource(row: &Row) -> Result<Resource, Fault> {
    row.only(&[])?;
    Ok(Resource {
        name: row.need("name")?.to_owned(),
        chain: split(row.word(1)?, "."),
        module: split(row.need("module")?, "::"),
        handle: row.need("handle")?.to_owned(),
        feature: row.need("feature")?.to_owned(),
        docs: Docs::default(),
    })
}

fn webhook(row: &Row) -> Result<Webhook, Fault> {
    row.only(&["at", "reads"])?;
    let reads = row.part("reads")?;
    Ok(Webhook {
        name: row.word(2)?.to_owned(),
        pointer: pointer(row)?,
        verb: row.word(1)?.to_owned(),
        function: reads.word(1)?.to_owned(),
        payload: ty_at(reads, 2)?,
        docs: Docs::default(),
        deprecated: row.has(3, "deprecated"),
    })
}

fn server(row: &Row) -> Result<Server, Fault> {
    row.only(&["variable"])?;
    let variables = row.all("variable").map(|row| {
        Ok(ServerVariable {
            name: row.word(1)?.to_owned(),
            default: row.word(2)?.to_owned(),
            values: row.words(3).to_vec(),
        })
    });
    Ok(Server {
        url: row.word(1)?.to_owned(),
        variables: variables.collect::<Result<_, _>>()?,
    })
}

/// What may stand in the block of an operation.
const OPERATION: &[&str] = &[
    "at", "call", "formerly", "path", "query", "header", "cookie", "body", "accept", "output",
    "failure", "answer", "headers", "stream", "paging", "security", "server",
];

fn operation(row: &Row) -> Result<Operation, Fault> {
    row.only(OPERATION)?;
    let call = row.part("call")?;
    let mut chain = split(call.word(1)?, ".");
    let method = chain.pop().unwrap_or_default();
    let parameters = row
        .inside
        .iter()
        .filter_map(|row| spell::read_place(row.about()).map(|place| parameter(row, place)));
    Ok(Operation {
        id: row.need("id")?.to_owned(),
        pointer: pointer(row)?,
        verb: row.word(1)?.to_owned(),
        path: row.word(2)?.to_owned(),
        docs: Docs::default(),
        deprecated: row.has(3, "deprecated"),
        chain,
        module: split(call.need("module")?, "::"),
        method,
        formerly: formerly(row)?,
        builder: call.word(2)?.to_owned(),
        feature: call.need("feature")?.to_owned(),
        parameters: parameters.collect::<Result<_, _>>()?,
        body: row.one("body").map(body).transpose()?,
        sends: row.get("sends").map(str::to_owned),
        accept: row.part("accept")?.word(1)?.to_owned(),
        output: row.one("output").map(|row| ty_at(row, 1)).transpose()?,
        failure: ty_at(row.part("failure")?, 1)?,
        answers: row.all("answer").map(answer).collect::<Result<_, _>>()?,
        headers: row.one("headers").map(headers).transpose()?,
        paging: row.one("paging").map(paging).transpose()?,
        stream: row.one("stream").map(stream).transpose()?,
        security: row
            .all("security")
            .map(|row| row.words(1).to_vec())
            .collect(),
        idempotent: row.has(3, "idempotent"),
        defaults: CallDefaults::default(),
        servers: row.all("server").map(server).collect::<Result<_, _>>()?,
    })
}

fn parameter(row: &Row, place: crate::ir::Place) -> Result<Parameter, Fault> {
    let ty = ty_at(row, 3)?;
    Ok(Parameter {
        name: name(row)?,
        place,
        style: pair(row, "style", spell::read_style)?,
        required: row.has(4, "required"),
        given: given(row)?,
        takes: takes(row, &ty)?,
        ty,
        docs: Docs::default(),
        deprecated: row.has(4, "deprecated"),
    })
}

fn body(row: &Row) -> Result<Body, Fault> {
    row.only(&["style"])?;
    let ty = ty_at(row, 2)?;
    let styles = row
        .all("style")
        .map(|row| Ok((row.word(1)?.to_owned(), known(row, 2, spell::read_style)?)));
    Ok(Body {
        name: row.word(1)?.to_owned(),
        mime: row.need("mime")?.to_owned(),
        content_type: row.need("content-type")?.to_owned(),
        media: pair(row, "media", spell::read_media)?,
        required: row.has(3, "required"),
        given: given(row)?,
        takes: takes(row, &ty)?,
        ty,
        styles: styles.collect::<Result<_, _>>()?,
        docs: Docs::default(),
    })
}

fn answer(row: &Row) -> Result<Answer, Fault> {
    let content = row.get("type").map(|_| {
        Ok(AnswerContent {
            mime: row.need("mime")?.to_owned(),
            media: pair(row, "media", spell::read_media)?,
            ty: pair(row, "type", spell::read_ty)?,
        })
    });
    Ok(Answer {
        status: known(row, 1, spell::read_status)?,
        success: row.has(2, "success"),
        content: content.transpose()?,
        variant: row.get("variant").map(str::to_owned),
        docs: Docs::default(),
    })
}

fn headers(row: &Row) -> Result<Headers, Fault> {
    row.only(&["field"])?;
    let fields = row.all("field").map(|row| {
        Ok(HeaderField {
            name: name(row)?,
            ty: ty_at(row, 3)?,
            docs: Docs::default(),
        })
    });
    Ok(Headers {
        name: row.word(1)?.to_owned(),
        fields: fields.collect::<Result<_, _>>()?,
    })
}

fn stream(row: &Row) -> Result<Stream, Fault> {
    Ok(Stream {
        mime: row.need("mime")?.to_owned(),
        framing: pair(row, "framing", |word| {
            spell::read_framing(word, row.get("sentinel"))
        })?,
        ty: ty_at(row, 1)?,
        item: ty_at(row, 2)?,
        choice: row.get("choice").map(str::to_owned),
    })
}

fn paging(row: &Row) -> Result<Paging, Fault> {
    row.only(&["forward", "backward"])?;
    Ok(Paging {
        items: split(row.word(1)?, "."),
        item: ty_at(row, 2)?,
        more: row.get("more").map(|more| split(more, ".")),
        forward: cursor(row.part("forward")?)?,
        backward: row.one("backward").map(cursor).transpose()?,
    })
}

fn cursor(row: &Row) -> Result<Cursor, Fault> {
    Ok(Cursor {
        parameter: row.word(1)?.to_owned(),
        edge: known(row, 2, spell::read_edge)?,
        field: split(row.word(3)?, "."),
    })
}

/// What may stand in the block of a type.
const TYPE: &[&str] = &["at", "formerly", "field", "rest", "value", "variant", "is"];

fn ty(row: &Row) -> Result<Type, Fault> {
    row.only(TYPE)?;
    Ok(Type {
        name: row.word(1)?.to_owned(),
        module: row.need("module")?.to_owned(),
        formerly: formerly(row)?,
        pointer: pointer(row)?,
        docs: Docs::default(),
        deprecated: row.has(3, "deprecated"),
        feature: row.get("feature").map(str::to_owned),
        sent: row.has(3, "sent"),
        received: row.has(3, "received"),
        kind: kind(row)?,
    })
}

fn kind(row: &Row) -> Result<Kind, Fault> {
    let target = || ty_at(row.part("is")?, 1);
    Ok(match row.word(2)? {
        "struct" => Kind::Struct(object(row)?),
        "multipart" => Kind::Multipart(object(row)?),
        "texts" => Kind::Texts(values(row, |word| Some(word.to_owned()))?),
        "numbers" => Kind::Numbers(values(row, |word| word.parse().ok())?),
        "union" => Kind::Union(Union {
            tag: row.get("tag").map(str::to_owned),
            variants: row.all("variant").map(variant).collect::<Result<_, _>>()?,
        }),
        "alias" => Kind::Alias(target()?),
        "newtype" => Kind::Newtype(target()?),
        other => return Err(row.fault(format!("{other:?} is no kind of type"))),
    })
}

fn object(row: &Row) -> Result<Struct, Fault> {
    Ok(Struct {
        fields: row.all("field").map(field).collect::<Result<_, _>>()?,
        rest: row.one("rest").map(|row| ty_at(row, 1)).transpose()?,
        default: row.has(3, "default"),
    })
}

fn field(row: &Row) -> Result<Field, Fault> {
    let ty = ty_at(row, 3)?;
    let access = row
        .words(4)
        .iter()
        .find_map(|word| spell::read_access(word));
    Ok(Field {
        name: name(row)?,
        required: row.has(4, "required"),
        nullable: row.has(4, "nullable"),
        access: access.unwrap_or(Access::ReadWrite),
        filled: match row.get("constant") {
            Some(value) => Filled::Constant(value.to_owned()),
            None => Filled::By(given(row)?),
        },
        takes: takes(row, &ty)?,
        ty,
        part: row.get("part").map(str::to_owned),
        preset: row.get("preset").map(str::to_owned),
        docs: Docs::default(),
        deprecated: row.has(4, "deprecated"),
    })
}

fn values<T>(row: &Row, read: impl Fn(&str) -> Option<T>) -> Result<Vec<Value<T>>, Fault> {
    let values = row.all("value").map(|row| {
        Ok(Value {
            wire: known(row, 1, &read)?,
            rust: row.word(2)?.to_owned(),
            docs: Docs::default(),
        })
    });
    values.collect()
}

fn variant(row: &Row) -> Result<Variant, Fault> {
    Ok(Variant {
        rust: row.word(1)?.to_owned(),
        ty: ty_at(row, 2)?,
        tags: row.words(3).to_vec(),
        from: row.need("from")? == "yes",
        docs: Docs::default(),
    })
}

fn name(row: &Row) -> Result<Name, Fault> {
    Ok(Name {
        wire: row.word(1)?.to_owned(),
        rust: row.word(2)?.to_owned(),
    })
}

fn formerly(row: &Row) -> Result<Vec<String>, Fault> {
    row.all("formerly")
        .map(|row| row.word(1).map(str::to_owned))
        .collect()
}

fn pointer(row: &Row) -> Result<Pointer, Fault> {
    let at = row.part("at")?;
    known(at, 1, Pointer::parse)
}

fn given(row: &Row) -> Result<Given, Fault> {
    match row.get("argument") {
        None => Ok(Given::Setter),
        Some(_) => pair(row, "argument", |word| {
            word.parse().ok().map(Given::Argument)
        }),
    }
}

fn takes(row: &Row, held: &RustType) -> Result<Takes, Fault> {
    let word = row.get("takes");
    let takes = spell::read_takes(word, held);
    takes.ok_or_else(|| row.fault(format!("{:?} is no type", word.unwrap_or_default())))
}

fn ty_at(row: &Row, index: usize) -> Result<RustType, Fault> {
    known(row, index, spell::read_ty)
}

/// A word that means one of a few things.
fn known<T>(row: &Row, index: usize, read: impl Fn(&str) -> Option<T>) -> Result<T, Fault> {
    let word = row.word(index)?;
    read(word).ok_or_else(|| row.fault(format!("{word:?} means nothing in `{}`", row.about())))
}

/// The value of a pair that means one of a few things.
fn pair<T>(row: &Row, key: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, Fault> {
    let value = row.need(key)?;
    read(value).ok_or_else(|| {
        row.fault(format!(
            "`{key}={value}` means nothing in `{}`",
            row.about()
        ))
    })
}

fn split(text: &str, separator: &str) -> Vec<String> {
    text.split(separator)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}
