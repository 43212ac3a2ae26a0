//! What can change between two surfaces, as one table: a name for each kind of change, and what callers do about it.

macro_rules! rules {
    ($($variant:ident $slug:literal $advice:literal)*) => {
        /// A kind of change. The slug of a rule never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(
                #[doc = $advice]
                $variant,
            )*
        }

        impl Rule {
            /// Every rule, in the order of the table.
            pub fn all() -> &'static [Self] {
                &[$(Self::$variant),*]
            }

            /// The name that people search for.
            pub fn slug(self) -> &'static str {
                match self {
                    $(Self::$variant => $slug,)*
                }
            }

            /// What a caller must do, in one sentence.
            pub fn advice(self) -> &'static str {
                match self {
                    $(Self::$variant => $advice,)*
                }
            }
        }
    };
}

rules! {
    PackageRenamed "package-renamed" "Depend on the package by its new name."
    ClientRenamed "client-renamed" "Use the client by its new name."
    FeatureRemoved "feature-removed" "Take the feature out of the manifest, and whatever needs it out of the code."
    FeatureAdded "feature-added" "Nothing; turn the feature on to use it."
    FeatureDefault "feature-default" "Name the feature in the manifest where you rely on it."
    ServerChanged "server-changed" "Check that the new default server is yours, or choose one with `server(…)`."
    ServerRemoved "server-removed" "Choose another server where you chose this one."
    ServerAdded "server-added" "Nothing; choose the server to use it."
    ServerVariable "server-variable" "Check the value that you give, or rely on, for this variable of the server."
    CredentialRemoved "credential-removed" "Give another credential that the API takes."
    CredentialAdded "credential-added" "Nothing; give the credential where a call needs it."
    CredentialMoved "credential-moved" "Update: a client of the old version sends the credential where the server no longer looks."
    CredentialEnv "credential-env" "Set the variable of the new name, where the credential comes from the environment."
    OperationRemoved "operation-removed" "Stop calling it; the document no longer describes it."
    OperationAdded "operation-added" "Nothing; call it when you need it."
    OperationMoved "operation-moved" "Call it by its new name."
    OperationAlias "operation-alias" "Call it by its new name; the old one is deprecated."
    AliasRemoved "alias-removed" "Use the current name; the deprecated one is gone."
    BuilderRenamed "builder-renamed" "Name the type of the call by its new name, where you name it at all."
    OperationFeature "operation-feature" "Turn the other feature on, where the manifest names features one by one."
    PathChanged "path-changed" "Update: a client of the old version calls a path that the document no longer has."
    MethodChanged "method-changed" "Update: a client of the old version uses an HTTP method that the document no longer has."
    OperationId "operation-id" "Look for the new id, where you filter errors or spans by it."
    OperationServer "operation-server" "Check that the server which it goes to is yours, or choose one with `server(…)`."
    WebhookAdded "webhook-added" "Nothing; read it when you want to hear of it."
    WebhookRemoved "webhook-removed" "Stop waiting for it; the document no longer describes it."
    WebhookFunction "webhook-function" "Read it with the function of the new name."
    WebhookPayload "webhook-payload" "Take what it carries as the new type."
    Deprecated "deprecated" "Plan to do without it."
    Undeprecated "undeprecated" "Nothing; it is no longer deprecated."
    SecurityTightened "security-tightened" "Give the client a credential that the call now needs."
    SecurityLoosened "security-loosened" "Nothing; the call takes more than it did."
    ParameterRemoved "parameter-removed" "Stop giving it."
    ParameterAdded "parameter-added" "Nothing; set it when you need it."
    RequiredParameterAdded "required-parameter-added" "Give it as an argument of the method."
    ParameterMoved "parameter-moved" "Update: a client of the old version sends it where the server no longer looks."
    ParameterRenamed "parameter-renamed" "Set it by its new name."
    ParameterRequired "parameter-required" "Give it as an argument instead of with a setter."
    ParameterOptional "parameter-optional" "Set it with a setter instead of giving it as an argument."
    FieldConstant "field-constant" "Stop giving it; `new` sets it."
    ConstantChanged "constant-changed" "Look whether the new value is what you mean: `new` sets it."
    FieldChosen "field-chosen" "Give the one that you mean to `new`."
    ArgumentsReordered "arguments-reordered" "Give the arguments in their new order."
    ParameterType "parameter-type" "Give a value of the new type."
    ParameterStyle "parameter-style" "Update: a client of the old version writes it as the server no longer reads it."
    BodyRemoved "body-removed" "Stop giving a body."
    BodyAdded "body-added" "Nothing; set the body when you need it."
    RequiredBodyAdded "required-body-added" "Give the body as an argument of the method."
    BodyRequired "body-required" "Give the body as an argument instead of with a setter."
    BodyOptional "body-optional" "Set the body with a setter instead of giving it as an argument."
    BodyType "body-type" "Give a body of the new type."
    BodyMedia "body-media" "Update: a client of the old version sends a media type that the document no longer has."
    BodyStyle "body-style" "Update: a client of the old version writes a property of the form as the server no longer reads it."
    SuccessStatus "success-status" "Update, and look at the status where you compare it."
    SuccessAdded "success-added" "Be ready for the other answer."
    SuccessRemoved "success-removed" "Nothing; the answer is not expected any more."
    AnswerMedia "answer-media" "Update: a client of the old version asks for a media type that the document no longer has."
    OutputType "output-type" "Take what the call returns as the new type."
    AnswerType "answer-type" "Take the answer as the new type."
    ErrorAdded "error-added" "Match the new variant where you tell error bodies apart."
    ErrorRemoved "error-removed" "Take the variant out of your matches."
    ErrorType "error-type" "Name the error body's new type, where you name it at all."
    PagingAdded "paging-added" "Nothing; `items()` and `pages()` walk through the list."
    PagingRemoved "paging-removed" "Ask for each page yourself."
    PagingChanged "paging-changed" "Check what you rely on between pages."
    StreamAdded "stream-added" "Nothing; `stream()` reads the answer while it arrives."
    StreamRemoved "stream-removed" "Wait for the whole answer with `send()`."
    StreamChanged "stream-changed" "Update: a client of the old version reads the stream in another way."
    StreamItem "stream-item" "Take the items as the new type."
    TypeRemoved "type-removed" "Stop using the type."
    TypeAdded "type-added" "Nothing."
    TypeRenamed "type-renamed" "Use the type by its new name."
    TypeAlias "type-alias" "Use the type by its new name; the old one is a deprecated alias."
    TypeKind "type-kind" "Build and read the value as what it is now."
    FieldRemoved "field-removed" "Stop using the field."
    FieldAdded "field-added" "Nothing; the field is there when you need it."
    RequiredFieldAdded "required-field-added" "Give it as an argument of `new`."
    FieldRenamed "field-renamed" "Use the field by its new name."
    FieldRequired "field-required" "Give it as an argument of `new`, and read it without `Option`."
    FieldOptional "field-optional" "Set it with a setter, and be ready to read none."
    FieldNullable "field-nullable" "Be ready for null."
    FieldNotNullable "field-not-nullable" "Give a value instead of null."
    FieldType "field-type" "Give and read the new type."
    FieldPart "field-part" "Update: a client of the old version sends the part under another media type."
    RestAdded "rest-added" "Nothing; properties without a name are in `additional_properties`."
    RestRemoved "rest-removed" "Stop using `additional_properties`."
    RestType "rest-type" "Give and read `additional_properties` as the new type."
    ValueAdded "value-added" "Nothing; a match over the enum has a `_` arm already."
    ValueRemoved "value-removed" "Take the variant out of your code."
    ValueRenamed "value-renamed" "Use the variant by its new name."
    BranchAdded "branch-added" "Nothing; a match over the union has a `_` arm already."
    BranchRemoved "branch-removed" "Take the variant out of your code."
    BranchRenamed "branch-renamed" "Use the variant by its new name."
    BranchType "branch-type" "Take what the variant holds as the new type."
    BranchTag "branch-tag" "Update: a client of the old version tells the branches apart by something else."
    Conversion "conversion" "Name the variant instead of converting with `into()`."
    ConversionAdded "conversion-added" "Nothing; the union converts from what the variant holds."
    AliasTarget "alias-target" "Give and read the new type."
    Prose "prose" "Nothing; read it."
}
