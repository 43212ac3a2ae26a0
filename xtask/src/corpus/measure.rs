//! `cargo xtask measure`: what one document costs, to generate and to compile, beside what it is compared with.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

use super::compile::{Crates, FEATURES};
use super::documents::Document;
use super::limits::{self, End};
use super::{Record, child};
use crate::cli::{CorpusArgs, Level, MeasureArgs};
use crate::timing::Millis;
use crate::workspace::Workspace;
use crate::{Error, Verdict, show};

/// How long one command may take; the first one also builds the dependencies.
const TIME: Duration = Duration::from_secs(1800);

/// How often memory is looked at. What a process had at most stays known until it ends, so that seldom is enough.
const LOOKS: Duration = Duration::from_millis(50);

/// The command: a line for each thing that is measured.
///
/// # Errors
///
/// When something cannot be read, generated or compiled.
pub fn run(arguments: &MeasureArgs) -> Result<Verdict, Error> {
    if cfg!(debug_assertions) {
        return Err(Error::new("a debug build measures nothing but itself")
            .help("say `cargo run --release -p xtask -- measure …`"));
    }
    let workspace = Workspace::find()?;
    let out = workspace.root().join("target").join("measure");
    fs::create_dir_all(&out).map_err(|cause| Error::io("create", &out, cause))?;
    let record = generating(arguments, &out)?;
    if arguments.check {
        compiling(arguments, &workspace, &out, &record)?;
    }
    Ok(Verdict::Passed)
}

/// Generating, beside what `serde_yaml` takes to read the same text.
fn generating(arguments: &MeasureArgs, out: &Path) -> Result<Record, Error> {
    let spec = &arguments.spec;
    let text = fs::read_to_string(spec).map_err(|cause| Error::io("read", spec, cause))?;
    let document = Document {
        name: spec.display().to_string(),
        path: spec.clone(),
        package: "measured".to_owned(),
    };
    let options = CorpusArgs {
        folder: spec.parent().map(Path::to_path_buf).unwrap_or_default(),
        list: None,
        level: Level::Gen,
        readback: false,
        only: None,
        out: None,
        jobs: 1,
    };
    let mut reading = Duration::MAX;
    let mut best: Option<Record> = None;
    // In turns, so that a busy moment of the machine hits both.
    for _ in 0..arguments.runs.max(1) {
        let start = Instant::now();
        if let Err(error) = serde_yaml::from_str::<serde_yaml::Value>(&text) {
            show::eprint(&format!("serde_yaml alone can't read it: {error}\n"));
        }
        reading = reading.min(start.elapsed());
        let record = child::generate(&document, &options, out);
        if let Some(error) = &record.first_error {
            return Err(Error::new(error).at(spec));
        }
        if best
            .as_ref()
            .is_none_or(|best| record.seconds < best.seconds)
        {
            best = Some(record);
        }
    }
    let record = best.unwrap_or_default();
    let generating = Duration::from_secs_f64(record.seconds);
    show::print(&format!(
        "read by serde_yaml alone: {}\ngenerated: {}, {:.1} times reading, {}; {} operations, {} types, {} lines\n",
        Millis(reading),
        Millis(generating),
        record.seconds / reading.as_secs_f64(),
        memory(record.megabytes),
        record.generated,
        record.types,
        record.lines,
    ))?;
    Ok(record)
}

/// `cargo check` of the crate, whole and with one resource on, beside the crates of others.
fn compiling(
    arguments: &MeasureArgs,
    workspace: &Workspace,
    out: &Path,
    record: &Record,
) -> Result<(), Error> {
    Crates::prepare(workspace, out, std::slice::from_ref(record), 2)?;
    let own = Crate {
        folder: out.join("crates").join(&record.package),
        target: out.join("crates").join("target"),
        logs: out.join("logs"),
    };
    let whole = own.check(&["--all-features"], arguments.runs)?;
    show::print(&format!("check, all features: {whole}\n"))?;
    for feature in record.features.iter().take(FEATURES) {
        let options = ["--no-default-features", "--features", feature];
        let part = own.check(&options, arguments.runs)?;
        show::print(&format!(
            "check, {feature} only: {part}{}\n",
            part.beside(&whole)
        ))?;
    }
    for (index, folder) in arguments.against.iter().enumerate() {
        let other = Crate {
            folder: folder.clone(),
            target: out.join(format!("against-{index}")),
            logs: out.join("logs"),
        };
        let cost = other.check(&["--all-features"], arguments.runs)?;
        show::print(&format!(
            "check, {}: {cost}; ours{}\n",
            folder.display(),
            whole.beside(&cost)
        ))?;
    }
    Ok(())
}

/// A crate that is checked by itself.
struct Crate {
    folder: PathBuf,
    target: PathBuf,
    logs: PathBuf,
}

impl Crate {
    /// Checks the crate once with its dependencies, and then some times without; the best time and the least memory count.
    fn check(&self, options: &[&str], runs: usize) -> Result<Cost, Error> {
        self.cargo(options)?;
        let mut best = Cost::default();
        for run in 0..runs.max(1) {
            self.touch()?;
            let cost = self.cargo(options)?;
            best = if run == 0 { cost } else { best.min(cost) };
        }
        Ok(best)
    }

    /// Makes cargo compile the crate anew.
    fn touch(&self) -> Result<(), Error> {
        let path = self.folder.join("src").join("lib.rs");
        fs::File::options()
            .append(true)
            .open(&path)
            .and_then(|file| file.set_modified(SystemTime::now()))
            .map_err(|cause| Error::io("touch", &path, cause))
    }

    fn cargo(&self, options: &[&str]) -> Result<Cost, Error> {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .args(["check", "--quiet"])
            .args(options)
            .current_dir(&self.folder)
            // The same for every crate, whatever its own workspace says.
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env_remove("RUSTC_WRAPPER");
        let (stdout, stderr) = (self.logs.join("check.out"), self.logs.join("check.txt"));
        let (mut megabytes, mut looked) = (None, Instant::now());
        let start = Instant::now();
        let end = limits::watched(&mut command, TIME, &stdout, &stderr, &mut |group| {
            if looked.elapsed() >= LOOKS {
                megabytes = megabytes.max(limits::peak_of_group(group));
                looked = Instant::now();
            }
        });
        let time = start.elapsed();
        if end == End::Ended(true) {
            return Ok(Cost { time, megabytes });
        }
        let mut why = format!("cargo check {options:?} came to {end:?}");
        // Writing to a string cannot fail.
        let _ = write!(why, "; what it said is in {}, of", stderr.display());
        Err(Error::new(why).at(&self.folder))
    }
}

/// What a command took.
#[derive(Clone, Copy, Default)]
struct Cost {
    time: Duration,
    /// Of the largest process.
    megabytes: Option<u64>,
}

impl Cost {
    fn min(self, other: Self) -> Self {
        Self {
            time: self.time.min(other.time),
            megabytes: self
                .megabytes
                .zip(other.megabytes)
                .map(|(one, two)| one.min(two)),
        }
    }

    /// How much that is of another cost.
    fn beside(&self, other: &Self) -> String {
        let time = self.time.as_secs_f64() / other.time.as_secs_f64();
        let memory = self.megabytes.zip(other.megabytes);
        let memory = memory.map_or_else(String::new, |(own, other)| {
            format!(" and {:.2} of its memory", own as f64 / other as f64)
        });
        format!(", {time:.2} of its time{memory}")
    }
}

impl std::fmt::Display for Cost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {}", Millis(self.time), memory(self.megabytes))
    }
}

fn memory(megabytes: Option<u64>) -> String {
    megabytes.map_or_else(
        || "memory unknown".to_owned(),
        |megabytes| format!("{megabytes} MB"),
    )
}
