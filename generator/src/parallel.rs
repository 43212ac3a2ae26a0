//! Independent pieces of work on every core, with the results in the order of the pieces.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// As much as a main thread usually has: types may be nested deeply.
const STACK: usize = 8 << 20;

/// More than these wait for each other's memory.
const THREADS: usize = 8;

/// What `work` makes of each piece. Which thread does what cannot be told from the results.
pub(crate) fn map<T: Sync, R: Send>(pieces: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(pieces.len()));
    let take = || {
        let mut own = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(piece) = pieces.get(index) else {
                break;
            };
            own.push((index, work(piece)));
        }
        done.lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .extend(own);
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let threads = threads.min(THREADS).min(pieces.len());
    thread::scope(|scope| {
        for _ in 1..threads {
            // A thread that can't be had only leaves more to the others.
            let _ = thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, take);
        }
        take();
    });
    let mut done = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// The same with pieces that the work takes for itself.
pub(crate) fn take_map<T: Send, R: Send>(
    pieces: impl IntoIterator<Item = T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let pieces: Vec<Mutex<Option<T>>> = pieces
        .into_iter()
        .map(|piece| Mutex::new(Some(piece)))
        .collect();
    let take = |piece: &Mutex<Option<T>>| {
        let mut piece = piece
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        piece.take().map(&work)
    };
    map(&pieces, take).into_iter().flatten().collect()
}

/// What both make, at the same time.
pub(crate) fn both<A: Send, B>(beside: impl Fn() -> A + Sync, here: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let other = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, &beside);
        let own = here();
        let made = match other.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(made)) => made,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            // A thread that can't be had leaves the work to this one.
            Err(_) => beside(),
        };
        (made, own)
    })
}

#[cfg(test)]
mod tests {
    use super::{both, map, take_map};

    #[test]
    fn both_are_done() {
        let text = "text".to_owned();
        assert_eq!(both(|| text.len(), || text.as_str()), (4, "text"));
    }

    #[test]
    fn results_stand_in_the_order_of_the_pieces() {
        let pieces: Vec<u64> = (0..1000).collect();
        let squares: Vec<u64> = pieces.iter().map(|piece| piece * piece).collect();
        assert_eq!(map(&pieces, |piece| piece * piece), squares);
        assert!(map(&[], |piece: &u64| *piece).is_empty());
        let same = take_map(pieces.clone(), std::convert::identity);
        assert_eq!(same, pieces);
    }
}
