//! `cargo xtask ci`: what CI runs, in the same order. `.ci/run` spells the same commands out, and a test compares.

use std::env;
use std::process::Command;
use std::time::Instant;

use crate::timing::Millis;
use crate::workspace::Workspace;
use crate::{Error, Verdict, show};

/// One thing that a change has to pass.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// What it is called when it fails.
    pub name: &'static str,
    /// An environment variable that the command needs, and its value.
    pub variable: Option<(&'static str, &'static str)>,
    /// The arguments of `cargo`.
    pub arguments: &'static [&'static str],
}

/// The steps, quickest complaint first.
pub const STEPS: &[Step] = &[
    Step {
        name: "format",
        variable: None,
        arguments: &["fmt", "--all", "--check"],
    },
    Step {
        name: "clippy",
        variable: None,
        arguments: &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    },
    Step {
        name: "rustdoc",
        variable: Some(("RUSTDOCFLAGS", "-D warnings")),
        arguments: &["doc", "--workspace", "--no-deps"],
    },
    Step {
        name: "test",
        variable: None,
        arguments: &["test", "--workspace"],
    },
    Step {
        name: "codegen",
        variable: None,
        arguments: &["xtask", "codegen", "--check"],
    },
];

impl Step {
    /// The step as it is typed into a shell.
    #[must_use]
    pub fn command_line(&self) -> String {
        let variable = self
            .variable
            .map(|(name, value)| format!("{name}=\"{value}\" "))
            .unwrap_or_default();
        format!("{variable}cargo {}", self.arguments.join(" "))
    }
}

/// The command: runs the steps in the repository's top folder until one fails.
///
/// # Errors
///
/// When cargo cannot be started.
pub fn run() -> Result<Verdict, Error> {
    let workspace = Workspace::find()?;
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let start = Instant::now();
    for step in STEPS {
        show::eprint(&format!("==> {}: {}\n", step.name, step.command_line()));
        let step_start = Instant::now();
        let status = Command::new(&cargo)
            .args(step.arguments)
            .envs(step.variable)
            .current_dir(workspace.root())
            .status()
            .map_err(|cause| Error::io("start", &cargo, cause))?;
        let time = Millis(step_start.elapsed());
        if !status.success() {
            let problem = format!("ci failed at {} after {time} ({status})", step.name);
            show::error(
                &Error::new(problem).help(format!("run it by itself: {}", step.command_line())),
            );
            return Ok(Verdict::Failed);
        }
        show::eprint(&format!("==> {} passed in {time}\n", step.name));
    }
    show::eprint(&format!("==> ci passed in {}\n", Millis(start.elapsed())));
    Ok(Verdict::Passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ci_script_runs_the_same_commands() {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../.ci/run");
        let script = std::fs::read_to_string(script).unwrap();
        let commands: Vec<_> = script
            .lines()
            .map(str::trim)
            .filter(|line| line.starts_with("cargo ") || line.starts_with("RUSTDOCFLAGS="))
            .collect();
        let steps: Vec<_> = STEPS.iter().map(Step::command_line).collect();
        assert_eq!(commands, steps);
    }
}
