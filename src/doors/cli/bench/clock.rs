//! The processor's time, of this thread and of the whole process.
//!
//! Others use the machine too: how long something took says little, how much work it was says more.

use std::time::Duration;

use rustix::time::{ClockId, Timespec, clock_gettime};

/// The processor's time that the calling thread has used.
pub(super) fn thread_cpu() -> Duration {
    duration(clock_gettime(ClockId::ThreadCPUTime))
}

/// The processor's time that all threads of this process have used.
pub(super) fn process_cpu() -> Duration {
    duration(clock_gettime(ClockId::ProcessCPUTime))
}

fn duration(time: Timespec) -> Duration {
    // Neither is ever negative.
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// Microseconds for each of `count`.
pub(super) fn micros_each(time: Duration, count: u32) -> f64 {
    time.as_secs_f64() * 1e6 / f64::from(count.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_takes_the_processors_time_and_waiting_does_not() {
        let (thread, process) = (thread_cpu(), process_cpu());
        let mut sum = 0_u64;
        while thread_cpu() < thread + Duration::from_millis(5) {
            sum = std::hint::black_box(sum.wrapping_add(1));
        }
        assert!(process_cpu() >= process + Duration::from_millis(4), "the process includes its threads");
        let before = thread_cpu();
        let waited = std::sync::mpsc::channel::<()>().1.recv_timeout(Duration::from_millis(20));
        assert!(waited.is_err());
        assert!(thread_cpu() < before + Duration::from_millis(15), "waiting is no work");
    }
}
