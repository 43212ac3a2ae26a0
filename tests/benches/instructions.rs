//! How many instructions one call takes: through the SDK, by hand, and for decoding alone. Unlike times, the counts are the same on a
//! busy machine. It needs valgrind, and says so when there is none.

use std::env;
use std::hint::black_box;
use std::process::{Command, ExitCode};

use by_hand::{AtOnce, Identity, Page};
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
];

fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime needs nothing special")
}

/// Runs this program again under valgrind, and reads how many instructions it took.
fn instructions(work: usize, times: usize) -> Option<u64> {
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg("--callgrind-out-file=/dev/null")
        .arg(env::current_exe().ok()?)
        .args(["count", &work.to_string(), &times.to_string()])
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
    for (index, (name, _)) in WORK.iter().enumerate() {
        // What starting takes is in both counts.
        let counts = (instructions(index, FEW), instructions(index, MANY));
        let (Some(few), Some(many)) = counts else {
            eprintln!("valgrind can't be run, so that nothing is counted");
            return ExitCode::SUCCESS;
        };
        let each = many.saturating_sub(few) / (MANY - FEW) as u64;
        println!("{name:<40} {each:>9} instructions");
    }
    ExitCode::SUCCESS
}
