//! The process that keeps one store unlocked: started by `tegata unlock`, ended by its time, by `tegata lock`, by a
//! signal, or by the loss of its socket.
//!
//! It is one process a store, so that a store's time and a store's end are a process's, and what it keeps is gone
//! with it. It leaves the session of the terminal, keeps nothing open that it was not given, opens no file, and reads
//! nothing of its environment.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd as _, RawFd};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::setsid;
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::low_level::pipe;

use super::deadline::{Deadline, Now};
use super::memory::{Locked, close_to_others};
use super::peer::Peer;
use super::place::Store;
use super::protocol::{Answer, Handover, Question, Status};
use super::start::PATIENCE;
use super::{CONVERSATION, UnlockError};
use crate::serve::SocketMode;
use crate::serve::unix_socket::UnixSocket;

/// What is answered once the agent listens. Anything else is why it does not.
pub(super) const READY: &[u8] = b"ready";

/// The last of the standard streams.
const STANDARD_ERROR: RawFd = 2;

/// How soon the loss of the socket is seen, and that the machine has slept.
const TICK: Duration = Duration::from_secs(1);

/// Conversations at a time; others wait.
const MAX_TALKING: usize = 64;
const PAUSE: Duration = Duration::from_millis(10);

/// Keeps a store unlocked until its time is over. Standard input is a socket, on which it is told what to keep and
/// answers whether it does; the other streams are nobody's.
///
/// # Errors
/// [`UnlockError`], which is also the answer, where nothing can be kept.
pub fn run() -> Result<(), UnlockError> {
    let_go();
    close_to_others();
    // Refused where it leads a session already, which is as good.
    let _ = setsid();
    let stdin = io::stdin().as_fd().try_clone_to_owned();
    let starter = UnixStream::from(stdin.map_err(UnlockError::Start)?);
    // Also refuses what is no socket: a person's terminal.
    let mut starter = Peer::of(starter, Instant::now() + PATIENCE).map_err(|_| UnlockError::NotByHand)?;
    let message = starter.hear().map_err(UnlockError::Start)?;
    let handover = Handover::parse(&message).map_err(|_| UnlockError::NotByHand)?;
    drop(message);
    let agent = Agent::listen(&handover).and_then(|agent| {
        agent.heed_signals().map_err(UnlockError::Start)?;
        Ok(agent)
    });
    // Whoever started it may be gone; what is kept is still what was asked for.
    let _ = match &agent {
        Ok(_) => starter.say(READY),
        Err(error) => starter.say(error.to_string().as_bytes()),
    };
    drop((starter, handover));
    agent?.serve();
    Ok(())
}

/// Closes what whoever started it had open: a lock or a pipe, which would be held for hours. This process is new, and has
/// opened nothing yet but its standard streams.
fn let_go() {
    let open: Vec<RawFd> = fs::read_dir("/dev/fd")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|number| *number > STANDARD_ERROR)
        .collect();
    for number in open {
        // One of them was the folder's, which is closed by now.
        let _ = nix::unistd::close(number);
    }
}

pub(super) struct Agent {
    kept: Arc<Kept>,
    listener: UnixListener,
    /// Readable once it is to end.
    woken: UnixStream,
}

/// What is kept, until it is not.
struct Kept {
    store: Store,
    deadline: Deadline,
    opener: Mutex<Option<Locked>>,
    socket: Mutex<Option<UnixSocket>>,
    wake: UnixStream,
    talking: AtomicUsize,
}

impl Agent {
    pub(super) fn listen(handover: &Handover) -> Result<Self, UnlockError> {
        let opener = Locked::new(&handover.opener).ok_or(UnlockError::LongPassphrase)?;
        let (woken, wake) = UnixStream::pair().map_err(UnlockError::Start)?;
        let socket = UnixSocket::bind(&handover.socket, SocketMode::OWNER)?;
        let listener = socket.listener.try_clone().map_err(UnlockError::Start)?;
        let kept = Arc::new(Kept {
            store: handover.store.clone(),
            deadline: Deadline::after(handover.lasting, Now::read()),
            opener: Mutex::new(Some(opener)),
            socket: Mutex::new(Some(socket)),
            wake,
            talking: AtomicUsize::new(0),
        });
        Ok(Self {
            kept,
            listener,
            woken,
        })
    }

    fn heed_signals(&self) -> io::Result<()> {
        for signal in [SIGTERM, SIGINT, SIGHUP, SIGQUIT] {
            pipe::register(signal, self.kept.wake.try_clone()?)?;
        }
        Ok(())
    }

    pub(super) fn serve(self) {
        let Self {
            kept,
            listener,
            mut woken,
        } = self;
        let taking = Arc::clone(&kept);
        // It takes who comes until the process ends; after the end of what is kept, nobody comes any more.
        thread::spawn(move || {
            loop {
                match listener.accept() {
                    Ok((stream, _)) => talk(&taking, stream),
                    // Out of descriptors, for a while.
                    Err(_) => thread::sleep(PAUSE),
                }
                while taking.talking.load(Ordering::Relaxed) >= MAX_TALKING {
                    thread::sleep(PAUSE);
                }
            }
        });
        while kept.is_good() {
            let tick = TICK.min(kept.left().max(PAUSE));
            let _ = woken.set_read_timeout(Some(tick));
            if matches!(woken.read(&mut [0]), Ok(1)) {
                break;
            }
        }
        kept.end();
        // Those who are being answered get their answer.
        let started = Instant::now();
        while kept.talking.load(Ordering::Acquire) > 0 && started.elapsed() < CONVERSATION {
            thread::sleep(PAUSE);
        }
    }
}

fn talk(kept: &Arc<Kept>, stream: UnixStream) {
    kept.talking.fetch_add(1, Ordering::Relaxed);
    let talking = Arc::clone(kept);
    let talk = move || {
        // Whoever breaks off, is too slow or is another user hears nothing, and there is nobody to tell.
        let _ = talking.answer(stream);
        talking.talking.fetch_sub(1, Ordering::Release);
    };
    if thread::Builder::new().spawn(talk).is_err() {
        kept.talking.fetch_sub(1, Ordering::Release);
    }
}

impl Kept {
    fn left(&self) -> Duration {
        self.deadline.left(Now::read())
    }

    fn is_good(&self) -> bool {
        let socket = self.socket.lock().unwrap_or_else(PoisonError::into_inner);
        !self.left().is_zero() && socket.as_ref().is_some_and(UnixSocket::is_in_place)
    }

    fn answer(&self, stream: UnixStream) -> io::Result<()> {
        let mut peer = Peer::of(stream, Instant::now() + CONVERSATION)?;
        let question = Question::parse(&peer.hear()?).map_err(io::Error::other)?;
        let answer = match question {
            Question::Open(store) => self.open(&store),
            Question::Status => Answer::Status(Status {
                store: self.store.clone(),
                left: Duration::from_secs(self.left().as_secs()),
                process: std::process::id(),
            }),
            Question::End => {
                self.end();
                Answer::Ended
            }
        };
        peer.say(&answer.write())
    }

    fn open(&self, store: &Store) -> Answer {
        // A machine that has just woken up may be asked before it has looked at its clock.
        if *store != self.store || self.left().is_zero() {
            return Answer::NotKept;
        }
        let opener = self.opener.lock().unwrap_or_else(PoisonError::into_inner);
        opener
            .as_ref()
            .map_or(Answer::NotKept, |opener| Answer::Opener(opener.copy()))
    }

    /// Forgets what is kept, and then takes the socket away.
    fn end(&self) {
        drop(self.opener.lock().unwrap_or_else(PoisonError::into_inner).take());
        drop(self.socket.lock().unwrap_or_else(PoisonError::into_inner).take());
        let _ = (&self.wake).write_all(&[0]);
    }
}
