//! A process with limits on time and memory, whose end is always learned.

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It ended by itself, with success or not.
    Ended(bool),
    /// A signal ended it: a crash, or a limit of the operating system.
    Crashed,
    /// It took longer than it may.
    TimedOut,
    /// It could not be started.
    NotStarted,
}

/// How often a running process is looked at.
const PATIENCE: Duration = Duration::from_millis(5);

/// Runs a command to its end, or to the end of its time, with what it prints in two files.
///
/// Files, because nobody has to read them while the command runs.
pub(super) fn run(command: &mut Command, time: Duration, stdout: &Path, stderr: &Path) -> End {
    watched(command, time, stdout, stderr, &mut |_| {})
}

/// The same, looked at by somebody else too as long as it runs: by the id of the process, which also is that of its group.
pub(super) fn watched(
    command: &mut Command,
    time: Duration,
    stdout: &Path,
    stderr: &Path,
    look: &mut dyn FnMut(u32),
) -> End {
    let (Ok(out), Ok(err)) = (File::create(stdout), File::create(stderr)) else {
        return End::NotStarted;
    };
    own_group(command);
    let child = command.stdin(Stdio::null()).stdout(out).stderr(err).spawn();
    let Ok(mut child) = child else {
        return End::NotStarted;
    };
    let deadline = Instant::now() + time;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return ended(status),
            Ok(None) if Instant::now() < deadline => {
                look(child.id());
                thread::sleep(PATIENCE);
            }
            Ok(None) | Err(_) => {
                end(&mut child);
                return End::TimedOut;
            }
        }
    }
}

fn ended(status: ExitStatus) -> End {
    match status.code() {
        Some(code) => End::Ended(code == 0),
        None => End::Crashed,
    }
}

/// Whether a process says so.
pub(super) fn says_disk_is_full(said: &str) -> bool {
    said.contains("No space left on device")
}

/// A command that can take no more memory than this. Only Unix has a word for it.
pub(super) fn with_memory(program: &Path, megabytes: u64) -> Command {
    if cfg!(unix) {
        let mut command = Command::new("sh");
        let script = format!("ulimit -v {}; exec \"$0\" \"$@\"", megabytes * 1024);
        command.arg("-c").arg(script).arg(program);
        return command;
    }
    Command::new(program)
}

/// The most memory that this process has had, in megabytes, where the system tells.
pub(super) fn peak_megabytes() -> Option<u64> {
    peak_of("self")
}

/// The most memory that one of the processes of a group has had so far, in megabytes, where the system tells.
pub(super) fn peak_of_group(group: u32) -> Option<u64> {
    let processes = std::fs::read_dir("/proc").ok()?.flatten();
    let names = processes.filter_map(|process| process.file_name().into_string().ok());
    names
        .filter(|name| group_of(name) == Some(group))
        .filter_map(|name| peak_of(&name))
        .max()
}

/// The group of a process: the third field behind its name, which is in parentheses and may hold any of them itself.
fn group_of(process: &str) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    fields.split_whitespace().nth(2)?.parse().ok()
}

fn peak_of(process: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024)
}

/// What cargo starts must end with it, so both get a group of their own.
#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

fn end(child: &mut Child) {
    if cfg!(unix) {
        let group = format!("-{}", child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn shell(script: &str, time: Duration) -> (End, String) {
        let folder = TempDir::new().unwrap();
        let out = folder.path().join("out");
        let mut command = with_memory(Path::new("sh"), 1000);
        command.args(["-c", script]);
        let end = run(&mut command, time, &out, &folder.path().join("err"));
        (end, std::fs::read_to_string(out).unwrap())
    }

    #[test]
    fn every_way_to_end_is_told_apart() {
        let long = Duration::from_secs(60);
        assert_eq!(
            shell("echo hello", long),
            (End::Ended(true), "hello\n".to_owned())
        );
        assert_eq!(shell("exit 3", long).0, End::Ended(false));
        assert_eq!(shell("kill -ABRT $$", long).0, End::Crashed);
    }

    #[test]
    fn a_hang_is_ended() {
        let start = Instant::now();
        let (end, _) = shell("sleep 60 & sleep 60", Duration::from_millis(50));
        assert_eq!(end, End::TimedOut);
        assert!(start.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn memory_is_measured() {
        if cfg!(target_os = "linux") {
            assert!(peak_megabytes().is_some_and(|megabytes| megabytes < 10_000));
            let folder = TempDir::new().unwrap();
            let (out, err) = (folder.path().join("out"), folder.path().join("err"));
            let mut seen = None;
            let mut command = Command::new("sleep");
            command.arg("0.2");
            let end = watched(
                &mut command,
                Duration::from_secs(60),
                &out,
                &err,
                &mut |group| seen = seen.max(peak_of_group(group)),
            );
            assert_eq!(end, End::Ended(true));
            assert!(seen.is_some_and(|megabytes| megabytes < 1000));
        }
    }
}
