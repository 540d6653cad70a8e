//! The load: one thread, many keep-alive connections, each with one request under way, all requests
//! made ahead. It does as little as it can, so that it is not what is measured; [`Measured::busy`]
//! says whether it kept that.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use rustix::buffer::spare_capacity;
use rustix::event::Timespec;
use rustix::event::epoll;

use crate::machine::{self, CLIENT_CORE};
use crate::process::ThreadTimes;
use crate::{Result, exchange};

/// An answer that takes longer ends the run.
const PATIENCE: Duration = Duration::from_secs(30);

/// What to send, where, and for how long.
pub(crate) struct Load<'a> {
    pub(crate) address: SocketAddr,
    pub(crate) connections: usize,
    /// Whole requests, sent in order over all connections.
    pub(crate) requests: &'a [Vec<u8>],
    /// Whether to begin again after the last; otherwise the load ends there.
    pub(crate) reuse: bool,
    pub(crate) warm_up: Duration,
    /// How long answers are counted for, at the most.
    pub(crate) measure: Duration,
    /// The process whose threads are watched.
    pub(crate) server: u32,
}

/// What came of it.
pub(crate) struct Measured {
    /// Answers a second.
    pub(crate) rate: f64,
    /// Answers that were counted.
    pub(crate) answers: usize,
    /// Answers of the warm-up, too.
    pub(crate) all_answers: usize,
    /// The generator's share of its core, 0 to 1. Near 1 it is the generator that was measured.
    pub(crate) busy: f64,
    /// Milliseconds from a request to its answer: the median.
    pub(crate) p50: f64,
    /// The same, of 99 in 100.
    pub(crate) p99: f64,
    /// The server's processor time a request, in microseconds, by thread.
    pub(crate) server: Vec<(String, f64)>,
}

impl Measured {
    /// The server's processor time a request, in microseconds.
    pub(crate) fn server_micros(&self) -> f64 {
        self.server.iter().map(|(_, micros)| micros).sum()
    }

    /// `request 61, audit-spool 9`: microseconds a request, by thread.
    pub(crate) fn by_thread(&self) -> String {
        let shown = self.server.iter().filter(|(_, micros)| *micros >= 0.5);
        shown
            .map(|(name, micros)| format!("{name} {micros:.0}"))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// Sends the load from the client's core. Every answer must have a status of 2xx.
pub(crate) fn run(load: &Load<'_>) -> Result<Measured> {
    machine::on_core(CLIENT_CORE, || Generator::connect(load)?.run())
}

struct Generator<'a> {
    load: &'a Load<'a>,
    epoll: std::os::fd::OwnedFd,
    connections: Vec<Connection>,
    /// The number of the next request.
    next: usize,
    /// When each counted answer came, and after how many microseconds.
    answers: Vec<(Instant, u32)>,
}

struct Connection {
    stream: TcpStream,
    answer: Vec<u8>,
    sent: Instant,
}

impl<'a> Generator<'a> {
    fn connect(load: &'a Load<'a>) -> Result<Self> {
        let epoll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
        let mut connections = Vec::with_capacity(load.connections);
        for number in 0..load.connections {
            let stream = TcpStream::connect(load.address)?;
            stream.set_nodelay(true)?;
            stream.set_nonblocking(true)?;
            let data = epoll::EventData::new_u64(number as u64);
            epoll::add(&epoll, &stream, data, epoll::EventFlags::IN)?;
            connections.push(Connection {
                stream,
                answer: Vec::with_capacity(64 * 1024),
                sent: Instant::now(),
            });
        }
        Ok(Self {
            load,
            epoll,
            connections,
            next: 0,
            answers: Vec::with_capacity(1 << 20),
        })
    }

    fn run(mut self) -> Result<Measured> {
        let begin = Instant::now();
        let (from, until) = (
            begin + self.load.warm_up,
            begin + self.load.warm_up + self.load.measure,
        );
        let mut under_way = 0;
        for number in 0..self.connections.len() {
            under_way += usize::from(self.send_next(number)?);
        }
        let mut start = None;
        let mut end = None;
        let mut events = Vec::with_capacity(self.connections.len());
        let patience = Timespec::try_from(PATIENCE)?;
        while under_way > 0 {
            epoll::wait(&self.epoll, spare_capacity(&mut events), Some(&patience))?;
            if events.is_empty() {
                return Err("the server does not answer".into());
            }
            for event in events.drain(..) {
                let number = usize::try_from(event.data.u64())?;
                if !self.receive(number)? {
                    continue;
                }
                let now = Instant::now();
                if start.is_none() && now >= from {
                    start = Some(self.moment(now)?);
                }
                let more = now < until && self.send_next(number)?;
                if !more {
                    under_way -= 1;
                    if end.is_none() {
                        end = Some(self.moment(now)?);
                    }
                }
            }
        }
        let start = start.ok_or("the requests were used up before the warm-up was over")?;
        self.measured(start, end.ok_or("nothing was answered")?)
    }

    /// Sends the next request, if there is one.
    fn send_next(&mut self, number: usize) -> Result<bool> {
        let requests = self.load.requests;
        let index = if self.load.reuse {
            self.next % requests.len().max(1)
        } else {
            self.next
        };
        let (Some(request), Some(connection)) = (requests.get(index), self.connections.get_mut(number))
        else {
            return Ok(false);
        };
        self.next += 1;
        connection.sent = Instant::now();
        // A request is far smaller than the socket's buffer, which is empty now.
        connection.stream.write_all(request)?;
        Ok(true)
    }

    /// Reads what is there; whether the answer is whole.
    fn receive(&mut self, number: usize) -> Result<bool> {
        let connection = self.connections.get_mut(number).ok_or("an unknown connection")?;
        let mut buffer = [0; 16 * 1024];
        match connection.stream.read(&mut buffer) {
            Ok(0) => return Err("the server closed a connection".into()),
            Ok(count) => connection
                .answer
                .extend_from_slice(buffer.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        if exchange::length(&connection.answer)?.is_none() {
            return Ok(false);
        }
        let status = exchange::status(&connection.answer);
        if status / 100 != 2 {
            let text = String::from_utf8_lossy(&connection.answer).into_owned();
            return Err(format!("a request was answered with {status}: {text}").into());
        }
        let (now, sent) = (Instant::now(), connection.sent);
        connection.answer.clear();
        let micros = u32::try_from(now.duration_since(sent).as_micros()).unwrap_or(u32::MAX);
        self.answers.push((now, micros));
        Ok(true)
    }

    fn moment(&self, at: Instant) -> Result<Moment> {
        Ok(Moment {
            at,
            generator: machine::thread_time()?,
            server: ThreadTimes::of(self.load.server)?,
        })
    }

    fn measured(self, start: Moment, end: Moment) -> Result<Measured> {
        let elapsed = end.at.duration_since(start.at);
        let counted = self
            .answers
            .iter()
            .filter(|(at, _)| *at > start.at && *at <= end.at);
        let mut micros: Vec<u32> = counted.map(|(_, micros)| *micros).collect();
        micros.sort_unstable();
        let quantile = |share: usize| {
            let found = micros.get(micros.len() * share / 100).or(micros.last());
            f64::from(found.copied().unwrap_or_default()) / 1000.0
        };
        let answers = micros.len().max(1);
        Ok(Measured {
            rate: micros.len() as f64 / elapsed.as_secs_f64(),
            answers: micros.len(),
            all_answers: self.answers.len(),
            busy: end.generator.saturating_sub(start.generator).as_secs_f64() / elapsed.as_secs_f64(),
            p50: quantile(50),
            p99: quantile(99),
            server: end
                .server
                .since(&start.server)
                .into_iter()
                .map(|(name, time)| (name, time.as_secs_f64() * 1e6 / answers as f64))
                .collect(),
        })
    }
}

/// The state of things at one end of the count.
struct Moment {
    at: Instant,
    generator: Duration,
    server: ThreadTimes,
}
