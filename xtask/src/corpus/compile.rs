//! The crates compiled as members of one workspace, so that their dependencies are built once.
//!
//! Each crate is compiled by itself: what one does, another cannot spoil, and each has its own time.

use std::env;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use super::Record;
use super::limits::{self, End};
use super::readback;
use crate::Error;
use crate::cli::Level;
use crate::workspace::Workspace;

/// How long one command may take; the first one also builds the dependencies.
const TIME: Duration = Duration::from_secs(1800);

/// How many resources of a document are compiled by themselves.
pub(super) const FEATURES: usize = 5;

/// The commands of each level, in their order. Each gets `--package` and the name of the crate.
const COMMANDS: &[(Level, &[&str])] = &[
    (Level::Check, &["check", "--all-features"]),
    (Level::Clippy, &["clippy", "--all-features"]),
    (Level::Doc, &["doc", "--all-features", "--no-deps"]),
    (Level::Examples, &["test", "--doc", "--all-features"]),
];

/// The workspace of the generated crates.
pub(super) struct Crates {
    cargo: OsString,
    root: PathBuf,
    logs: PathBuf,
    jobs: usize,
}

impl Crates {
    /// Writes the workspace around the crates that were generated.
    pub(super) fn prepare(
        workspace: &Workspace,
        out: &Path,
        records: &[Record],
        jobs: usize,
    ) -> Result<Self, Error> {
        let root = out.join("crates");
        let mut manifest = String::from("[workspace]\nresolver = \"3\"\nmembers = [\n");
        for record in records.iter().filter(|record| record.level.is_some()) {
            // Writing to a string cannot fail.
            let _ = writeln!(manifest, "    {:?},", record.package);
        }
        // Nobody debugs these crates, and nobody compiles them twice in a row.
        manifest.push_str("]\n\n[profile.dev]\ndebug = false\nincremental = false\n");
        let path = root.join("Cargo.toml");
        fs::create_dir_all(&root)
            .and_then(|()| fs::write(&path, manifest))
            .map_err(|cause| Error::io("write", &path, cause))?;
        // The versions that this workspace is locked to are mostly there already.
        let (from, to) = (workspace.root().join("Cargo.lock"), root.join("Cargo.lock"));
        if !to.exists() {
            fs::copy(from, &to).map_err(|cause| Error::io("write", &to, cause))?;
        }
        let crates = Self {
            cargo: env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
            logs: out.join("logs"),
            root,
            jobs,
        };
        crates.fetch()?;
        Ok(crates)
    }

    /// Sees to it that every dependency is on this machine, those of features that this workspace never turns on
    /// included. The network is only asked when something is missing.
    fn fetch(&self) -> Result<(), Error> {
        let (stdout, stderr) = (self.logs.join("fetch.out"), self.logs.join("fetch.txt"));
        let fetch = |more: &[&str]| {
            let mut command = Command::new(&self.cargo);
            command.arg("fetch").args(more).current_dir(&self.root);
            limits::run(&mut command, TIME, &stdout, &stderr) == End::Ended(true)
        };
        if fetch(&["--offline"]) || fetch(&[]) {
            return Ok(());
        }
        let said = fs::read_to_string(&stderr).unwrap_or_default();
        Err(Error::new(format!(
            "the dependencies of the crates can't be fetched: {said}"
        )))
    }

    /// Takes one crate through the levels until one fails.
    pub(super) fn compile(&self, record: &mut Record, wanted: Level) {
        if record.level.is_none() {
            return;
        }
        for (level, arguments) in COMMANDS {
            if *level > wanted || !self.pass(record, *level, &[arguments.to_vec()]) {
                return;
            }
        }
        if wanted < Level::Features {
            return;
        }
        let features: Vec<String> = record.features.iter().take(FEATURES).cloned().collect();
        let commands: Vec<Vec<&str>> = features
            .iter()
            .map(|feature| vec!["check", "--no-default-features", "--features", feature])
            .collect();
        self.pass(record, Level::Features, &commands);
    }

    /// Builds and runs the program that reads the examples of a document.
    pub(super) fn read_back(&self, record: &mut Record) {
        let Some(came) = record.readback.as_mut().filter(|came| came.fitting > 0) else {
            return;
        };
        let features = record.features.join(",");
        let mut arguments = vec![
            "run",
            "--example",
            readback::PROGRAM,
            "--no-default-features",
        ];
        if !features.is_empty() {
            arguments.extend(["--features", &features]);
        }
        let name = format!("{}.readback", record.package);
        match self.run_cargo(&record.package, &name, &arguments) {
            Some(why) => came.failure = Some(why),
            None => readback::finish(
                came,
                &self.root.join(&record.package),
                &self.logs.join(format!("{name}.out")),
            ),
        }
    }

    /// Runs the commands of a level, and notes what came of them.
    fn pass(&self, record: &mut Record, level: Level, commands: &[Vec<&str>]) -> bool {
        let start = Instant::now();
        let failure = commands
            .iter()
            .find_map(|arguments| self.cargo(&record.package, level, arguments));
        let seconds = start.elapsed().as_secs_f64();
        record.compile_seconds.insert(level, seconds);
        match failure {
            None => record.level = Some(level),
            Some(why) => record.first_error = Some(why),
        }
        record.first_error.is_none()
    }

    /// Runs cargo on a crate, and tells the first complaint: warnings count.
    fn cargo(&self, package: &str, level: Level, arguments: &[&str]) -> Option<String> {
        let name = format!("{package}.{level:?}").to_lowercase();
        self.run_cargo(package, &name, arguments)
    }

    fn run_cargo(&self, package: &str, name: &str, arguments: &[&str]) -> Option<String> {
        let (stdout, stderr) = (
            self.logs.join(format!("{name}.out")),
            self.logs.join(format!("{name}.txt")),
        );
        let mut command = Command::new(&self.cargo);
        command
            .args(arguments)
            .args([
                "--quiet",
                "--offline",
                "--message-format=short",
                "--package",
                package,
            ])
            .args(["--jobs", &self.jobs.to_string()])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", self.root.join("target"));
        match limits::run(&mut command, TIME, &stdout, &stderr) {
            End::TimedOut => Some(format!(
                "{arguments:?} took longer than {} s",
                TIME.as_secs()
            )),
            End::NotStarted => Some("cargo could not be started".to_owned()),
            end => {
                let said = fs::read_to_string(&stderr).unwrap_or_default();
                complaint(&said).or_else(|| {
                    (end != End::Ended(true)).then(|| format!("{arguments:?} failed: {said}"))
                })
            }
        }
    }
}

/// The first line of the compiler's that is a warning or an error, or the one that tells of a full disk.
fn complaint(said: &str) -> Option<String> {
    let is_complaint = |line: &&str| {
        [": warning", ": error"]
            .iter()
            .any(|word| line.contains(word))
            || line.starts_with("warning")
            || line.starts_with("error")
    };
    let full = said.lines().find(|line| limits::says_disk_is_full(line));
    full.or_else(|| said.lines().find(is_complaint))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_complaint_is_found() {
        let said =
            "    Checking shop\nshop/src/lib.rs:1:2: warning: unused import: `x`\nerror: more\n";
        assert_eq!(
            complaint(said).as_deref(),
            Some("shop/src/lib.rs:1:2: warning: unused import: `x`")
        );
        assert_eq!(complaint("    Finished\n"), None);
        let full =
            "error: could not compile `shop`\n  cause: No space left on device (os error 28)\n";
        let line = "  cause: No space left on device (os error 28)";
        assert_eq!(complaint(full).as_deref(), Some(line));
    }
}
