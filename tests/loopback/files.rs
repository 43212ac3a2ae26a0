//! An operation that takes JSON or files: a method for each.

use fixture_files_beside_json::Pictures;
use fixture_files_beside_json::models::{
    CreatePictureMultipartRequest, CreatePictureRequest, Picture,
};
use fixture_files_beside_json::runtime::FilePart;

use super::server::{Server, json};

#[tokio::test]
async fn json_files_and_bytes_go_to_the_same_place() {
    let server = Server::start([(); 3].map(|()| json(201, r#"{"id":"1"}"#)));
    let api = Pictures::builder().server(&server.url).build().unwrap();
    let pictures = api.pictures();
    let answer = Picture::new("1");

    let by_url = CreatePictureRequest::new("https://example.com/1.png");
    assert_eq!(pictures.create(by_url).await.unwrap(), answer);
    let request = server.request();
    assert!(request.head.starts_with("POST /pictures HTTP/1.1"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.body, br#"{"url":"https://example.com/1.png"}"#);

    let file = FilePart::bytes(vec![0xff, 0xd8]).file_name("1.png");
    let form = CreatePictureMultipartRequest::new(file).title("One");
    assert_eq!(pictures.create_multipart(form).await.unwrap(), answer);
    let request = server.request();
    assert!(request.head.starts_with("POST /pictures HTTP/1.1"));
    let kind = request.header("content-type").unwrap();
    assert!(kind.starts_with("multipart/form-data; boundary="), "{kind}");
    let body = String::from_utf8_lossy(&request.body);
    for part in ["name=\"file\"; filename=\"1.png\"", "name=\"title\"", "One"] {
        assert!(body.contains(part), "{body}");
    }

    let bytes = vec![0x89, b'P', b'N', b'G'];
    assert_eq!(pictures.create_bytes(bytes.clone()).await.unwrap(), answer);
    let request = server.request();
    assert!(request.head.starts_with("POST /pictures HTTP/1.1"));
    assert_eq!(request.header("content-type"), Some("image/png"));
    assert_eq!(request.body, bytes);
}
