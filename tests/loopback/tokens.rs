//! A hundred calls that wait for one token.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use fixture_credentials::Shop;
use fixture_credentials::runtime::ClientCredentials;
use tokio::task::JoinSet;

use super::server::{bare, json};

/// Gives out tokens with numbers, and takes none but the newest one after it has forgotten those before.
#[derive(Default)]
struct Issuer {
    given: AtomicUsize,
    forgotten: AtomicUsize,
    refused: AtomicUsize,
}

impl Issuer {
    fn start(self: &Arc<Self>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let issuer = Arc::clone(self);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let issuer = Arc::clone(&issuer);
                thread::spawn(move || issuer.answer(stream.unwrap()));
            }
        });
        url
    }

    fn answer(&self, mut stream: TcpStream) {
        let (mut request, mut piece) = (String::new(), [0; 4096]);
        while !request.contains("\r\n\r\n") {
            let length = stream.read(&mut piece).unwrap_or_default();
            request.push_str(&String::from_utf8_lossy(&piece[..length]));
            if length == 0 {
                return;
            }
        }
        let answer = if request.starts_with("POST /token ") {
            // Long enough for all calls to be waiting for it.
            thread::sleep(Duration::from_millis(100));
            let number = self.given.fetch_add(1, Ordering::SeqCst);
            let token = format!(
                r#"{{"access_token":"t{number}","token_type":"Bearer","expires_in":3600}}"#
            );
            json(200, &token)
        } else {
            let forgotten = self.forgotten.load(Ordering::SeqCst);
            let good =
                (forgotten..100).any(|number| request.contains(&format!("Bearer t{number}\r\n")));
            if good {
                bare(204, "x-nothing: here")
            } else {
                self.refused.fetch_add(1, Ordering::SeqCst);
                bare(401, "content-length: 0")
            }
        };
        let _ = stream.write_all(answer.as_bytes());
    }
}

/// A hundred calls at once; gives how many of them fail.
async fn all_at_once(shop: &Shop) -> usize {
    let mut calls = JoinSet::new();
    for _ in 0..100 {
        calls.spawn(shop.auth().get_optional().send());
    }
    calls
        .join_all()
        .await
        .iter()
        .filter(|call| call.is_err())
        .count()
}

#[tokio::test]
async fn a_hundred_calls_fetch_one_token_and_replace_it_once() {
    let issuer = Arc::new(Issuer::default());
    let url = issuer.start();
    let client = ClientCredentials::new("id", "secret").token_url(format!("{url}/token"));
    let shop = Shop::builder().server(&url).token(client).build().unwrap();
    assert_eq!(all_at_once(&shop).await, 0);
    assert_eq!(issuer.given.load(Ordering::SeqCst), 1);
    // The server forgets the token long before it should end.
    issuer.forgotten.store(1, Ordering::SeqCst);
    assert_eq!(all_at_once(&shop).await, 0);
    assert_eq!(issuer.given.load(Ordering::SeqCst), 2);
    assert!(issuer.refused.load(Ordering::SeqCst) <= 100);
}
