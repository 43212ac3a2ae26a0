//! How much memory a call takes at most when the answer has no end worth waiting for: a gigabyte, announced and not, and a megabyte that
//! becomes a gigabyte once it is unpacked. Memory is counted by process, so each is a process of its own, which holds the server as well.

use std::process::{Command, ExitCode};
use std::{env, fs};

use sdk_tests::rude::{Manners, Rude, gzip_bomb, head};

const GIGABYTE: usize = 1 << 30;

/// What a server does, made when it is needed.
type Makes = fn() -> Manners;

/// What is measured.
const ANSWERS: &[(&str, Makes)] = &[
    ("an answer that is small", || {
        Manners::Answer(by_hand::answer(&by_hand::page(50)))
    }),
    ("1 GiB, which is announced", || {
        Manners::Pour(head(&format!("content-length: {GIGABYTE}")), GIGABYTE)
    }),
    ("1 GiB, of which nothing is known before", || {
        Manners::Pour(head("connection: close"), GIGABYTE)
    }),
    ("1 MiB that unpacks to 1 GiB", || Manners::Raw(gzip_bomb())),
];

/// The most memory that this process ever held, in kilobytes.
fn peak() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

#[tokio::main(flavor = "current_thread")]
async fn call(manners: Manners) {
    let rude = Rude::start(manners).await.expect("a port is free");
    let orq = by_hand::sdk(rude.url());
    let before = peak().unwrap_or_default();
    let outcome = match orq.identities().list().await {
        Ok(page) => format!("{} identities", page.data.len()),
        Err(error) => error.to_string(),
    };
    let risen = peak().unwrap_or_default() - before;
    println!("{:>8.1} MiB  {outcome}", risen as f64 / 1024.0);
}

fn main() -> ExitCode {
    if peak().is_none() {
        eprintln!("only Linux tells how much memory a process held, so that nothing is measured");
        return ExitCode::SUCCESS;
    }
    let arguments: Vec<String> = env::args().collect();
    if let [_, mark, number] = arguments.as_slice()
        && let ("answer", Ok(number)) = (mark.as_str(), number.parse::<usize>())
    {
        call(ANSWERS[number].1());
        return ExitCode::SUCCESS;
    }
    for (number, (name, _)) in ANSWERS.iter().enumerate() {
        print!("{name:<42}");
        let alone = Command::new(&arguments[0])
            .args(["answer", &number.to_string()])
            .output();
        let output = alone.expect("this program can be run again");
        print!("{}", String::from_utf8_lossy(&output.stdout));
    }
    ExitCode::SUCCESS
}
