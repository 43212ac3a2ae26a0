//! How many instructions one call takes: through the SDK, by hand, and for decoding alone. Unlike times, the counts are the same on a
//! busy machine. It needs valgrind, and says so when there is none.

use std::env;
use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitCode, Stdio};

use by_hand::{AtOnce, Identity, Page};
use sdk_tests::rude::{Manners, Rude};
use tokio::runtime::{Builder, Runtime};

const BASE: &str = "https://api.example.com";

/// Does something so many times.
type Work = fn(usize);

/// What is counted.
const WORK: &[(&str, Work)] = &[
    ("retrieve: decoding alone", |times| {
        let body = by_hand::identity(1);
        for _ in 0..times {
            let identity = serde_json::from_slice::<Identity>(body.as_bytes());
            black_box(identity.expect("it fits"));
        }
    }),
    ("retrieve, in process: by hand", |times| {
        let (runtime, transport) = (runtime(), AtOnce::new(&by_hand::identity(1)));
        for _ in 0..times {
            let url = by_hand::address(BASE, "user_1");
            let call = by_hand::get_in_process::<Identity>(&transport, &url);
            black_box(runtime.block_on(call).expect("it is a success"));
        }
    }),
    ("retrieve, in process: SDK", |times| {
        let (runtime, orq) = (runtime(), by_hand::sdk_in_process(&by_hand::identity(1)));
        for _ in 0..times {
            let call = orq.identities().retrieve("user_1").send();
            black_box(runtime.block_on(call).expect("it is a success"));
        }
    }),
    ("a page of 50, in process: by hand", |times| {
        let (runtime, transport) = (runtime(), AtOnce::new(&by_hand::page(50)));
        for _ in 0..times {
            let url = format!("{BASE}/v2/identities?limit=50");
            let call = by_hand::get_in_process::<Page>(&transport, &url);
            black_box(runtime.block_on(call).expect("it is a success"));
        }
    }),
    ("a page of 50, in process: SDK", |times| {
        let (runtime, orq) = (runtime(), by_hand::sdk_in_process(&by_hand::page(50)));
        for _ in 0..times {
            let call = orq.identities().list().limit(50).send();
            black_box(runtime.block_on(call).expect("it is a success"));
        }
    }),
    ("retrieve, over loopback: by hand", |times| {
        let (runtime, client, url) = (runtime(), by_hand::reqwest_client(), server());
        for _ in 0..times {
            let whole = by_hand::address(&url, "user_1");
            let call = by_hand::get::<Identity>(&client, &whole);
            black_box(runtime.block_on(call).expect("it is a success"));
        }
    }),
    ("retrieve, over loopback: SDK", |times| {
        let (runtime, orq) = (runtime(), by_hand::sdk(&server()));
        for _ in 0..times {
            let call = orq.identities().retrieve("user_1").send();
            black_box(runtime.block_on(call).expect("it is a success"));
        }
    }),
];

/// Tells where the server is. It is a process of its own, so that what it does is not counted.
const SERVER: &str = "SDK_BENCHES_SERVER";

fn server() -> String {
    env::var(SERVER).expect("it is there before anything is counted")
}

/// Answers everything with one identity, until the process is killed.
fn serve() {
    runtime().block_on(async {
        let answer = by_hand::answer(&by_hand::identity(1));
        let rude = Rude::start(Manners::Answer(answer)).await;
        println!("{}", rude.as_ref().expect("a port is free").url());
        std::future::pending::<()>().await;
    });
}

/// The process of the server, and where it is.
fn start_server() -> (Child, String) {
    let this = env::current_exe().expect("this program has a place");
    let server = Command::new(this)
        .arg("serve")
        .stdout(Stdio::piped())
        .spawn();
    let mut server = server.expect("this program can be run again");
    let mut url = String::new();
    let output = server.stdout.take().expect("it is piped");
    BufReader::new(output)
        .read_line(&mut url)
        .expect("it says where it is");
    (server, url.trim().to_owned())
}

fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime needs nothing special")
}

/// Runs this program again under valgrind, and reads how many instructions it took.
fn instructions(work: usize, times: usize, url: &str) -> Option<u64> {
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg("--callgrind-out-file=/dev/null")
        .arg(env::current_exe().ok()?)
        .args(["count", &work.to_string(), &times.to_string()])
        .env(SERVER, url)
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr);
    let (_, count) = text.split_once("Collected : ")?;
    count.split_whitespace().next()?.parse().ok()
}

fn main() -> ExitCode {
    const FEW: usize = 50;
    const MANY: usize = 250;
    let arguments: Vec<String> = env::args().collect();
    if let [_, _, work, times] = arguments.as_slice()
        && let (Ok(work), Ok(times)) = (work.parse::<usize>(), times.parse())
    {
        WORK[work].1(times);
        return ExitCode::SUCCESS;
    }
    if arguments.get(1).is_some_and(|word| word == "serve") {
        serve();
        return ExitCode::SUCCESS;
    }
    let (mut server, url) = start_server();
    for (index, (name, _)) in WORK.iter().enumerate() {
        // What starting takes is in both counts.
        let counts = [FEW, MANY].map(|times| instructions(index, times, &url));
        let [Some(few), Some(many)] = counts else {
            eprintln!("valgrind can't be run, so that nothing is counted");
            break;
        };
        let each = many.saturating_sub(few) / (MANY - FEW) as u64;
        println!("{name:<40} {each:>9} instructions");
    }
    server.kill().expect("it runs until it is killed");
    _ = server.wait();
    ExitCode::SUCCESS
}
